import Foundation
import Safetensors
import Testing

@Suite("reading safetensors")
struct SafetensorsFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func read(_ type: String, _ data: [UInt8], count: Int) throws -> [Float] {
        let header = #"{"x":{"dtype":"\#(type)","shape":[\#(count)],"data_offsets":[0,\#(data.count)]}}"#
        return try SafetensorsFile(path: folder.safetensors(header: header, data: data)).floats("x")
    }

    private func bytes<Value>(_ values: [Value]) -> [UInt8] { values.withUnsafeBytes(Array.init) }

    @Test("every half-precision number is read correctly")
    func f16() throws {
        let all = (0...UInt16.max).map { $0 }
        let floats = try read("F16", bytes(all.map(\.littleEndian)), count: 65_536)
        for bits in all {
            // IEEE 754: sign, five bits of exponent biased by 15, ten of fraction.
            let (exponent, fraction) = (Int(bits >> 10) & 31, Double(bits & 1_023))
            let magnitude =
                switch exponent {
                case 0: fraction * pow(2, -24)
                case 31: fraction == 0 ? Double.infinity : .nan
                default: (1 + fraction / 1_024) * pow(2, Double(exponent - 15))
                }
            let float = floats[Int(bits)]
            #expect(magnitude.isNaN ? float.isNaN : Double(float.magnitude) == magnitude, "\(bits)")
            #expect((float.sign == .minus) == (bits >= 0x8000))
        }
    }

    @Test("BF16, F32 and F64 are read correctly")
    func otherFloats() throws {
        let values: [Float] = [0, -0.0, 1, -2.5, 3.0e38, .infinity, .leastNonzeroMagnitude, 1.0e-30]
        #expect(try read("F32", bytes(values), count: 8) == values)
        let short = values.map { Float(bitPattern: $0.bitPattern & 0xFFFF_0000) }
        #expect(try read("BF16", bytes(values.map { UInt16($0.bitPattern >> 16) }), count: 8) == short)
        let doubles = [0.1, -1e300, 1e-50, 2]
        #expect(try read("F64", bytes(doubles), count: 4) == doubles.map(Float.init))
    }

    @Test("tensors may be unaligned, in any order, and empty")
    func layout() throws {
        let header = #"""
            {"b":{"dtype":"F32","shape":[2],"data_offsets":[1,9]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},
            "none":{"dtype":"F32","shape":[0,7],"data_offsets":[9,9]},
            "one":{"dtype":"F32","shape":[],"data_offsets":[9,13]}}
            """#
        let data: [UInt8] = [1] + bytes([Float(2), 3, 4])
        let file = try SafetensorsFile(path: folder.safetensors(header: header, data: data))
        #expect(try file.floats("b") == [2, 3])
        #expect(try file.floats("none") == [])
        #expect(try file.floats("one") == [4])
        #expect(file.tensors["one"]?.shape == [] && file.tensors["one"]?.count == 1)
        #expect(file.tensors["a"]?.type == .u8)
        #expect(file.metadata.isEmpty)
    }

    @Test("metadata is read")
    func metadata() throws {
        let file = try SafetensorsFile(
            path: folder.safetensors(header: #"{"__metadata__":{"format":"pt","é\n":"\"x\""}}"#))
        #expect(file.metadata == ["format": "pt", "é\n": "\"x\""])
        #expect(file.tensors.isEmpty)
    }

    // MARK: What is wrong with a file

    private func error(_ body: () throws -> Void) -> SafetensorsError? {
        #expect(throws: SafetensorsError.self, performing: body)
    }

    /// The message is one paragraph that begins with the path and contains these words. The last of them belongs to the remedy.
    private func check(_ error: SafetensorsError?, path: String, _ words: String...) {
        let text = error?.description ?? ""
        #expect(text.hasPrefix("\(path): "), "\(text)")
        #expect(!text.contains("\n") && text.hasSuffix("."))
        for word in words { #expect(text.contains(word), "'\(word)' in: \(text)") }
    }

    @Test("a missing file is an error")
    func missingFile() {
        let path = folder.file("nowhere.safetensors")
        let error = error { _ = try SafetensorsFile(path: path) }
        guard case .unreadable(path, let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        check(error, path: path, "can't be read", reason, "Check the path")
    }

    @Test("a folder instead of a file is an error")
    func folderAsFile() {
        let error = error { _ = try SafetensorsFile(path: folder.path) }
        check(error, path: folder.path, "can't be read", "Check the path")
    }

    @Test("the kind of another file is named")
    func otherKinds() throws {
        let pointer = Array("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n".utf8)
        for (bytes, name) in [
            (pointer, "Git LFS"), (Array("<!DOCTYPE html><html>".utf8), "HTML"), ([0x80, 2, 0x8A, 0x0A, 0], "pickle"),
            (Array("PK\u{3}\u{4}archive/data.pkl".utf8), "PyTorch"), (Array("GGUF\u{3}\0\0\0".utf8), "GGUF"),
            ([0x1F, 0x8B, 8, 0], "gzip"),
        ] {
            let path = folder.file("other.safetensors")
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: SafetensorsError.self) { try SafetensorsFile(path: path) }
            #expect(error?.description.contains(name) == true, "\(name)")
        }
    }

    @Test("a file too short for the length of a header is an error", arguments: [0, 1, 7])
    func tooShort(count: Int) throws {
        let path = folder.file("short.safetensors")
        try Data(repeating: 0, count: count).write(to: URL(fileURLWithPath: path))
        let error = error { _ = try SafetensorsFile(path: path) }
        #expect(error == .tooShort(path: path, bytes: count))
        check(error, path: path, "\(count) bytes", "fetch it again")
    }

    @Test("a header longer than the file is an error", arguments: [11, 1 << 40, .max] as [UInt64])
    func headerTooLong(length: UInt64) throws {
        let path = try folder.safetensors(header: "{}        ", headerLength: length)
        let error = error { _ = try SafetensorsFile(path: path) }
        #expect(error == .headerTooLong(path: path, headerBytes: length, fileBytes: 18))
        check(error, path: path, "\(length) bytes", "18", "fetch it again")
    }

    @Test(
        "a header that is not a JSON object is an error",
        arguments: ["", "{", "[1]", "3", "{\"a\":}", "\u{0}\u{1}", "<!DOCTYPE html>"])
    func headerNotJSON(header: String) throws {
        let path = try folder.safetensors(header: header)
        let error = error { _ = try SafetensorsFile(path: path) }
        guard case .headerNotJSON(path, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        check(error, path: path, "JSON object", "fetch it again")
    }

    @Test(
        "an impossible entry is an error",
        arguments: [
            (#""not an object""#, "dtype, shape and data_offsets"),
            (#"{"shape":[1],"data_offsets":[0,4]}"#, "dtype, shape and data_offsets"),
            (#"{"dtype":"F32","data_offsets":[0,4]}"#, "dtype, shape and data_offsets"),
            (#"{"dtype":"F32","shape":[1]}"#, "dtype, shape and data_offsets"),
            (#"{"dtype":"F32","shape":[1],"data_offsets":[0]}"#, "dtype, shape and data_offsets"),
            (#"{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}"#, "dtype, shape and data_offsets"),
            (#"{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}"#, "dtype, shape and data_offsets"),
            (#"{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}"#, "shape [-1] is impossible"),
            (#"{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}"#, "is impossible"),
            (#"{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}"#, "is impossible"),
            (#"{"dtype":"F32","shape":[2147483648,2147483648,2147483648],"data_offsets":[0,4]}"#, "is impossible"),
            (#"{"dtype":"F32","shape":[1],"data_offsets":[4,0]}"#, "4..<0 lie outside the file's 8"),
            (#"{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}"#, "-4..<0 lie outside the file's 8"),
            (#"{"dtype":"F32","shape":[1],"data_offsets":[8,12]}"#, "8..<12 lie outside the file's 8"),
            (#"{"dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775807]}"#, "lie outside the file's 8"),
            (#"{"dtype":"F32","shape":[1],"data_offsets":[0,8]}"#, "F32 [1] takes 4 bytes, the header gives it 8"),
            (#"{"dtype":"F16","shape":[4],"data_offsets":[0,4]}"#, "F16 [4] takes 8 bytes, the header gives it 4"),
            (#"{"dtype":"F32","shape":[],"data_offsets":[0,0]}"#, "F32 [] takes 4 bytes, the header gives it 0"),
        ])
    func badEntry(entry: String, reason: String) throws {
        let path = try folder.safetensors(header: #"{"x":\#(entry)}"#, data: [UInt8](repeating: 0, count: 8))
        let error = error { _ = try SafetensorsFile(path: path) }
        guard case .badEntry(path, "x", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        check(error, path: path, "tensor 'x'", reason, "fetch it again")
    }

    @Test("types that are not floats are an error")
    func types() throws {
        let unknown = try folder.safetensors(
            header: #"{"x":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}"#, data: [0])
        let first = error { _ = try SafetensorsFile(path: unknown) }
        #expect(first == .unsupportedType(path: unknown, tensor: "x", type: "F8_E4M3"))
        check(first, path: unknown, "'x'", "F8_E4M3", "Convert the file to F32")

        // A file may contain integers, such as position_ids. Only reading them as floats is an error.
        for (type, size) in [("I64", 8), ("I32", 4), ("I16", 2), ("I8", 1), ("U8", 1), ("BOOL", 1)] {
            let header = #"{"x":{"dtype":"\#(type)","shape":[1],"data_offsets":[0,\#(size)]}}"#
            let path = try folder.safetensors(header: header, data: [UInt8](repeating: 0, count: size))
            let file = try SafetensorsFile(path: path)
            let error = error { _ = try file.floats("x") }
            #expect(error == .unsupportedType(path: path, tensor: "x", type: type))
            check(error, path: path, type, "Convert the file to F32")
        }
    }

    @Test("a tensor that is missing or has another shape is an error")
    func missingAndShape() throws {
        let header = #"{"x":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}"#
        let path = try folder.safetensors(header: header, data: bytes([Float(1), 2]))
        let file = try SafetensorsFile(path: path)
        let missing = error { _ = try file.floats("y") }
        #expect(missing == .missing(path: path, tensor: "y"))
        check(missing, path: path, "'y' is missing", "name a folder with the whole model")

        var target = [Float](repeating: 7, count: 2)
        let shape = error { try target.withUnsafeMutableBufferPointer { try file.copy("x", shape: [2, 1], into: $0) } }
        #expect(shape == .wrongShape(path: path, tensor: "x", expected: [2, 1], actual: [1, 2]))
        check(shape, path: path, "'x'", "[1, 2]", "[2, 1]", "from the same model")
        #expect(target == [7, 7])
        try target.withUnsafeMutableBufferPointer { try file.copy("x", shape: [1, 2], into: $0) }
        #expect(target == [1, 2])

        var tooSmall: [Float] = [7]
        let size = error {
            try tooSmall.withUnsafeMutableBufferPointer { try file.copy("x", shape: [1, 2], into: $0) }
        }
        #expect(size == .wrongShape(path: path, tensor: "x", expected: [1, 2], actual: [1, 2]))
    }

    @Test("a file cut short anywhere is an error, never a crash")
    func truncated() throws {
        let header = #"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
        let whole = try Data(
            contentsOf: URL(fileURLWithPath: folder.safetensors(header: header, data: bytes([Float(1), 2]))))
        let path = folder.file("cut.safetensors")
        for count in 0..<whole.count {
            try whole.prefix(count).write(to: URL(fileURLWithPath: path))
            #expect(throws: SafetensorsError.self, "\(count) bytes") { _ = try SafetensorsFile(path: path).floats("x") }
        }
        try whole.write(to: URL(fileURLWithPath: path))
        #expect(try SafetensorsFile(path: path).floats("x") == [1, 2])
    }
}
