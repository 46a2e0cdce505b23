import Encoders
import Files
import Foundation
import Safetensors

/// Small JSON files with sorted names.
enum TrainingJSON {
    static func write(_ value: some Encodable, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let data: Data
        do {
            data = try encoder.encode(value)
        } catch {
            throw SafetensorsError.unwritable(path: path, reason: "it contains a number that JSON can't represent")
        }
        try write(text: String(decoding: data, as: UTF8.self), to: path)
    }

    /// Writes a text unchanged.
    static func write(text: String, to path: String) throws {
        do {
            try AtomicFile.write(Array(text.utf8), to: path)
        } catch {
            throw SafetensorsError.unwritable(path: path, reason: "the disk is full or the folder is protected")
        }
    }

    /// Says which key is missing or wrong.
    private static func flaw(_ error: DecodingError) -> String {
        func name(_ path: [any CodingKey]) -> String {
            path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context): return "'\(name(context.codingPath + [key]))' is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "'\(name(context.codingPath))' has a value of another type"
        case .dataCorrupted(let context) where context.underlyingError == nil:
            let place = name(context.codingPath)
            return place.isEmpty ? context.debugDescription : "'\(place)': \(context.debugDescription)"
        default: return "it is not JSON, or it is damaged"
        }
    }

    static func read<Value: Decodable>(_ type: Value.Type, from path: String) throws -> Value {
        do {
            return try JSONDecoder().decode(
                Value.self, from: Data(InputFile.bytes(path, limit: InputFile.Limit.vocabulary)))
        } catch let error as DecodingError {
            throw TrainingError.checkpoint(
                path: path, reason: "it is not the training state that this program writes: \(flaw(error))")
        } catch {
            throw TrainingError.checkpoint(path: path, reason: "it can't be read")
        }
    }
}

/// Numbers of a file of ours that have a range. An error names the key, the value and the range.
extension KeyedDecodingContainer {
    func number<Number: Comparable & Decodable>(
        _ type: Number.Type, forKey key: Key, in range: ClosedRange<Number>
    ) throws -> Number {
        let number = try decode(type, forKey: key)
        try check([number], forKey: key, in: range)
        return number
    }

    func numberIfPresent<Number: Comparable & Decodable>(
        _ type: Number.Type, forKey key: Key, in range: ClosedRange<Number>
    ) throws -> Number? {
        try decodeIfPresent(type, forKey: key).map { _ in try number(type, forKey: key, in: range) }
    }

    /// Throws unless all numbers are in the range.
    func check<Number: Comparable>(_ numbers: [Number], forKey key: Key, in range: ClosedRange<Number>) throws {
        guard let outside = numbers.first(where: { !range.contains($0) }) else { return }
        throw DecodingError.dataCorruptedError(
            forKey: key, in: self,
            debugDescription: "it is \(outside), and must be from \(range.lowerBound) to \(range.upperBound)")
    }
}

/// A folder of files that belong together.
enum SavedFolder {
    static func make(_ path: String) throws {
        do {
            try AtomicFile.makeFolder(path)
        } catch {
            throw SafetensorsError.unwritable(path: path, reason: "the folder can't be created")
        }
    }

    /// The written files' names with their sizes in bytes.
    ///
    /// - Parameters:
    ///   - files: all that such a folder may hold, in their order.
    ///   - tokenizer: the files of the tokenizer that was saved.
    static func sizes(of files: [String], tokenizer: [String], in folder: String) -> [(name: String, bytes: Int)] {
        files.filter { tokenizer.contains($0) || !EncoderFamily.tokenizerFiles.contains($0) }.map {
            ($0, FileStamp(path: "\(folder)/\($0)").map { Int($0.size) } ?? 0)
        }
    }
}
