import FileKinds

/// What is wrong with a safetensors file, and what to do about it.
package enum SafetensorsError: Error, Equatable {
    case unreadable(path: String, reason: String)
    /// The file is of a completely different kind.
    case otherKind(path: String, kind: ContentKind)
    case tooShort(path: String, bytes: Int)
    case headerTooLong(path: String, headerBytes: UInt64, fileBytes: Int)
    case headerNotJSON(path: String, reason: String)
    case badEntry(path: String, tensor: String, reason: String)
    case missing(path: String, tensor: String)
    case wrongShape(path: String, tensor: String, expected: [Int], actual: [Int])
    case unsupportedType(path: String, tensor: String, type: String)
    case unwritable(path: String, reason: String)
    /// The index of a model's shards can't be used.
    case badIndex(path: String, reason: String)
}

extension SafetensorsError: CustomStringConvertible {
    package var description: String {
        let damaged = "The file is damaged or was not downloaded in full: fetch it again."
        switch self {
        case .unreadable(let path, let reason):
            return "\(path): can't be read: \(reason). Check the path and its permissions."
        case .otherKind(let path, let kind):
            return "\(path): this is \(kind.name), not a safetensors file. \(kind.remedy)"
        case .tooShort(let path, let bytes):
            return
                "\(path): \(bytes) bytes are too few for a safetensors file, which begins with 8 bytes of header length. \(damaged)"
        case .headerTooLong(let path, let header, let file):
            return "\(path): the header claims \(header) bytes, the file has \(file). \(damaged)"
        case .headerNotJSON(let path, let reason):
            return "\(path): the header is not the JSON object that safetensors asks for: \(reason). \(damaged)"
        case .badEntry(let path, let tensor, let reason):
            return "\(path): tensor '\(tensor.shortened())': \(reason). \(damaged)"
        case .missing(let path, let tensor):
            return
                "\(path): tensor '\(tensor.shortened())' is missing. The file belongs to another model, or to a part of one: name a folder with the whole model."
        case .wrongShape(let path, let tensor, let expected, let actual):
            return "\(path): tensor '\(tensor.shortened())' has shape \(actual), but config.json asks for \(expected). "
                + "Take config.json and model.safetensors from the same model."
        case .unsupportedType(let path, let tensor, let type):
            return
                "\(path): tensor '\(tensor.shortened())' has type \(type); F32, F16, BF16 and F64 can be read. Convert the file to F32."
        case .badIndex(let path, let reason):
            return
                "\(path): \(reason). Fetch the index and the shards that it names again, all from the same model and into one folder."
        case .unwritable(let path, let reason):
            return
                "\(path): can't be written: \(reason). Free some space or choose another folder; what was there before is unchanged."
        }
    }
}
