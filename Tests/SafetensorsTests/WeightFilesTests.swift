import Foundation
import Safetensors
import Testing

/// Weights in one file, and in shards with an index.
@Suite struct WeightFilesTests {
    /// Writes tensors with one number each into files of a folder, and an index.
    private func write(_ files: [String: [String]], index: String?, to folder: TemporaryFolder) throws {
        var value: [Float] = [0]
        for (file, names) in files.sorted(by: { $0.key < $1.key }) {
            value[0] += 1
            try value.withUnsafeBufferPointer { floats in
                try SafetensorsWriter.write(
                    names.map { .init(name: $0, shape: [1], floats: floats) }, to: "\(folder.path)/\(file)")
            }
        }
        guard let index else { return }
        try index.write(toFile: "\(folder.path)/\(WeightFiles.indexName)", atomically: true, encoding: .utf8)
    }

    private func error(_ files: [String: [String]], index: String) throws -> SafetensorsError? {
        let folder = try TemporaryFolder()
        try write(files, index: index, to: folder)
        return #expect(throws: SafetensorsError.self) { _ = try ModelWeights(WeightFiles(folder: folder.path)) }
    }

    @Test func shardsAreReadByTheirIndex() throws {
        let folder = try TemporaryFolder()
        try write(
            ["b": ["x"], "a": ["y", "z"]], index: #"{"metadata": {}, "weight_map": {"x": "b", "y": "a", "z": "a"}}"#,
            to: folder)
        let files = try WeightFiles(folder: folder.path)
        #expect(files.tensorFiles == ["a", "b"].map { "\(folder.path)/\($0)" })
        #expect(files.paths.first == "\(folder.path)/\(WeightFiles.indexName)")
        let weights = try ModelWeights(files)
        #expect(weights.tensors.keys.sorted() == ["x", "y", "z"])
        #expect(try weights.floats("x") == [2] && weights.floats("z") == [1])
        #expect(weights.path(of: "x") == "\(folder.path)/b")
        #expect(throws: SafetensorsError.missing(path: files.path, tensor: "w")) { try weights.floats("w") }
    }

    @Test func oneFileGoesBeforeShards() throws {
        let folder = try TemporaryFolder()
        try write(["model.safetensors": ["x"]], index: #"{"weight_map": {"x": "gone"}}"#, to: folder)
        let files = try WeightFiles(folder: folder.path)
        #expect(files == WeightFiles(file: "\(folder.path)/model.safetensors"))
        #expect(files.paths == files.tensorFiles)
        #expect(try ModelWeights(files).floats("x") == [1])
    }

    @Test(arguments: ["", ".", "..", "../a", "/etc/passwd", "a/b", "a\\u0000"])
    func anIndexNamesFilesOfItsOwnFolder(name: String) throws {
        let error = try error(["a": ["x"]], index: #"{"weight_map": {"x": "\#(name)"}}"#)
        guard case .badIndex(_, let reason) = try #require(error) else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("not a file in its own folder"))
        #expect(error?.description.contains("Fetch the index") == true)
    }

    @Test func indexAndShardsAgree() throws {
        let lacking = try error(["a": ["x"]], index: #"{"weight_map": {"x": "a", "y": "a"}}"#)
        guard case .missing(let path, "y")? = lacking else {
            Issue.record("\(String(describing: lacking))")
            return
        }
        #expect(path.hasSuffix("/a"))
        for index in [#"{"weight_map": {"x": "a"}}"#, #"{"weight_map": {"x": "a", "y": "b"}}"#] {
            let error = try error(["a": ["x", "y"], "b": ["y"]], index: index)
            #expect(error?.description.contains("tensor 'y' stands in") == true)
        }
        let gone = try error([:], index: #"{"weight_map": {"x": "a"}}"#)
        #expect(gone?.description.contains("there is no such file") == true)
    }

    @Test(arguments: ["{}", "[]", "{", #"{"weight_map": {}}"#, #"{"weight_map": {"x": 1}}"#, ""])
    func whatIsNoIndex(text: String) throws {
        let error = try error(["a": ["x"]], index: text)
        #expect(error?.description.contains(WeightFiles.indexName) == true)
    }
}
