import FileKinds

/// The tensors of a model in memory, from one file or from all of its shards.
package struct ModelWeights: Sendable {
    /// The path for errors that concern all of the files.
    package let path: String
    /// Every tensor by name.
    package private(set) var tensors: [String: SafetensorsFile.Tensor] = [:]
    private var files: [SafetensorsFile] = []
    /// The index in `files` of each tensor's file.
    private var places: [String: Int] = [:]

    /// Reads the files, and checks their headers.
    ///
    /// Throws `SafetensorsError` when the index and its shards don't name the same tensors.
    package init(_ weights: WeightFiles) throws {
        path = weights.path
        for (place, file) in weights.tensorFiles.enumerated() {
            let file = try SafetensorsFile(path: file)
            for (name, tensor) in file.tensors {
                if weights.index != nil, weights.shards[name] != place {
                    throw SafetensorsError.badIndex(
                        path: weights.path,
                        reason: "it does not say that tensor '\(name.shortened())' stands in \(file.path)")
                }
                tensors[name] = tensor
                places[name] = place
            }
            files.append(file)
        }
        for (name, place) in weights.shards.sorted(by: { $0.key < $1.key }) where tensors[name] == nil {
            throw SafetensorsError.missing(path: files[place].path, tensor: name)
        }
    }

    /// The path of the file with this tensor.
    package func path(of name: String) -> String { places[name].map { files[$0].path } ?? path }

    /// Copies a tensor's elements as floats. Throws when the tensor is missing, has another shape, or is not of a float type.
    package func copy(_ name: String, shape: [Int], into target: UnsafeMutableBufferPointer<Float>) throws {
        guard let place = places[name] else { throw SafetensorsError.missing(path: path, tensor: name) }
        try files[place].copy(name, shape: shape, into: target)
    }

    /// A tensor's elements as an array of floats.
    package func floats(_ name: String) throws -> [Float] {
        guard let place = places[name] else { throw SafetensorsError.missing(path: path, tensor: name) }
        return try files[place].floats(name)
    }
}
