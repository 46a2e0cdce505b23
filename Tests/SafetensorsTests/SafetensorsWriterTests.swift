import Foundation
import Safetensors
import Testing

@Suite("writing safetensors")
struct SafetensorsWriterTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Writes tensors of these names, shapes and values.
    private static func write(
        _ tensors: [(String, [Int], [Float])], metadata: [String: String] = [:], to path: String
    ) throws {
        let all = tensors.flatMap(\.2)
        try all.withUnsafeBufferPointer { all in
            var offset = 0
            let views = tensors.map { name, shape, values in
                defer { offset += values.count }
                return SafetensorsWriter.Tensor(
                    name: name, shape: shape, floats: UnsafeBufferPointer(rebasing: all[offset..<offset + values.count])
                )
            }
            try SafetensorsWriter.write(views, metadata: metadata, to: path)
        }
    }

    @Test("written tensors read back with the same bits")
    func roundTrip() throws {
        let path = folder.file("model.safetensors")
        let values: [Float] = [0, -0.0, 1.5, .infinity, .leastNonzeroMagnitude, -3e38]
        try SafetensorsWriterTests.write(
            [("b", [2, 3], values), ("a.weight", [1], [7]), ("scalar", [], [8]), ("none", [0, 4], [])],
            metadata: ["format": "pt"], to: path)
        let file = try SafetensorsFile(path: path)
        #expect(Set(file.tensors.keys) == ["b", "a.weight", "scalar", "none"])
        #expect(try file.floats("b").map(\.bitPattern) == values.map(\.bitPattern))
        #expect(file.tensors["b"]?.shape == [2, 3] && file.tensors["b"]?.type == .f32)
        #expect(try file.floats("a.weight") == [7])
        #expect(try file.floats("scalar") == [8])
        #expect(try file.floats("none") == [])
        #expect(file.metadata == ["format": "pt"])
        #expect(folder.contents == ["model.safetensors"])
    }

    @Test("a NaN's payload survives")
    func payload() throws {
        let value = Float(bitPattern: 0x7FC1_2345)
        let path = folder.file("nan.safetensors")
        try SafetensorsWriterTests.write([("x", [1], [value])], to: path)
        #expect(try SafetensorsFile(path: path).floats("x")[0].bitPattern == value.bitPattern)
    }

    @Test("tensors begin at a multiple of eight, in the given order", arguments: 1...9)
    func padding(length: Int) throws {
        let path = folder.file("model.safetensors")
        let name = String(repeating: "n", count: length)
        try SafetensorsWriterTests.write([(name, [1], [1]), ("a", [1], [2])], to: path)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let header = Int(bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) })
        #expect(header % 8 == 0)
        #expect(bytes.count == 8 + header + 8)
        #expect(bytes[8] == UInt8(ascii: "{"))
        let text = String(decoding: bytes[8..<8 + header], as: UTF8.self)
        let expected =
            #"{"\#(name)":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"#
            + #""data_offsets":[4,8]}}"#
        #expect(text.trimmingCharacters(in: .whitespaces) == expected)
    }

    @Test("names and metadata are escaped")
    func escaping() throws {
        let nasty = "quote \" backslash \\ line\nfeed tab\t nul\u{0} é 字 🙂"
        let path = folder.file("model.safetensors")
        try SafetensorsWriterTests.write([(nasty, [1], [1])], metadata: [nasty: nasty, "b": "", "": "c"], to: path)
        let file = try SafetensorsFile(path: path)
        #expect(Array(file.tensors.keys) == [nasty])
        #expect(file.metadata == [nasty: nasty, "b": "", "": "c"])
    }

    @Test("the same tensors give the same bytes")
    func deterministic() throws {
        let metadata = Dictionary(uniqueKeysWithValues: (0..<30).map { ("key\($0)", "\($0)") })
        for name in ["first", "second"] {
            try SafetensorsWriterTests.write([("x", [2], [1, 2])], metadata: metadata, to: folder.file(name))
        }
        let first = try Data(contentsOf: URL(fileURLWithPath: folder.file("first")))
        #expect(try first == Data(contentsOf: URL(fileURLWithPath: folder.file("second"))))
    }

    @Test("a missing folder, a file as folder and a folder as file are errors, and no file is left behind")
    func unwritable() throws {
        try Data("x".utf8).write(to: URL(fileURLWithPath: folder.file("file")))
        try FileManager.default.createDirectory(
            atPath: folder.file("taken/full"), withIntermediateDirectories: true)
        for (path, reason) in [
            (folder.file("nowhere/model.safetensors"), "No such file"),
            (folder.file("file/model.safetensors"), "ot a directory"),
            (folder.file("taken"), "director"),
        ] {
            let error = #expect(throws: SafetensorsError.self) {
                try SafetensorsWriterTests.write([("x", [1], [1])], to: path)
            }
            guard case .unwritable(path, _) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            let text = error?.description ?? ""
            #expect(text.hasPrefix("\(path): can't be written: "))
            #expect(text.contains(reason), "\(text)")
            #expect(text.contains("choose another folder") && text.contains("unchanged"))
        }
        #expect(folder.contents == ["file", "taken"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("taken")) == ["full"])
    }

    @Test("a write that fails half-way leaves the old file and nothing else")
    func halfWay() async {
        // A limit on the size of files, which belongs to the whole process, simulates a full disk.
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryFolder()
            let path = folder.file("model.safetensors")
            try SafetensorsWriterTests.write([("x", [2], [1, 2])], to: path)
            signal(SIGXFSZ, SIG_IGN)
            #if os(Linux)
                let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
            #else
                let resource = RLIMIT_FSIZE
            #endif
            var limit = rlimit()
            #expect(getrlimit(resource, &limit) == 0)
            limit.rlim_cur = 100_000
            #expect(setrlimit(resource, &limit) == 0)
            let large = [Float](repeating: 5, count: 100_000)
            let error = #expect(throws: SafetensorsError.self) {
                try SafetensorsWriterTests.write([("x", [100_000], large)], to: path)
            }
            #expect(error?.description.contains("File too large") == true, "\(String(describing: error))")
            #expect(folder.contents == ["model.safetensors"])
            #expect(try SafetensorsFile(path: path).floats("x") == [1, 2])
        }
    }

    @Test("an old file is replaced")
    func replaced() throws {
        let path = folder.file("model.safetensors")
        try SafetensorsWriterTests.write([("x", [4], [1, 2, 3, 4])], to: path)
        let old = try SafetensorsFile(path: path)
        try SafetensorsWriterTests.write([("y", [1], [5])], to: path)
        #expect(try SafetensorsFile(path: path).floats("y") == [5])
        // A reader that had the old file open still has all of it.
        #expect(try old.floats("x") == [1, 2, 3, 4])
    }
}
