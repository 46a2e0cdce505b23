import FileKinds
import Files
import Foundation
import JSONReading

/// The files of a tokenizer in a Hugging Face folder.
struct TokenizerFolder {
    let folder: String
    /// `tokenizer_config.json`, if there is one.
    let config: TokenizerFile?
    init(_ folder: String) throws {
        self.folder = folder
        config = try Self.file("tokenizer_config.json", in: folder)
    }

    func path(_ name: String) -> String { Self.path(name, in: folder) }

    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    /// A JSON file, or nil if there is none with this name.
    func file(_ name: String) throws -> TokenizerFile? { try Self.file(name, in: folder) }

    /// A file of older checkpoints, `special_tokens_map.json` or `added_tokens.json`. It counts only if `tokenizer_config.json` has no
    /// `added_tokens_decoder`.
    func olderFile(_ name: String) throws -> TokenizerFile? {
        config?.json["added_tokens_decoder"] == nil ? try file(name) : nil
    }

    private static func path(_ name: String, in folder: String) -> String {
        (folder as NSString).appendingPathComponent(name)
    }

    private static func file(_ name: String, in folder: String) throws -> TokenizerFile? {
        let path = path(name, in: folder)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return TokenizerFile(path: path, json: try json(path, "a \(name)"))
    }

    private static func json(_ path: String, _ expected: String) throws -> JSONValue {
        let bytes = try bytes(path, expected)
        do {
            return try JSONValue(bytes)
        } catch let failure as JSONFailure {
            let (line, column) = failure.place(in: bytes)
            let problem =
                switch failure.problem {
                case .truncated: "it ends too early"
                case .malformed(let problem): problem
                case .wrongKind(let expected, let found): "\(expected) should be here, not \(found)"
                case .missingKey(let key): "'\(key)' is missing"
                }
            throw TokenizationError.malformedJSON(path: path, line: line, column: column, problem: problem)
        }
    }

    /// - Parameter expected: what the file should be, for the error if it is something else.
    static func bytes(_ path: String, _ expected: String) throws -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = try InputFile.bytes(path, limit: InputFile.Limit.vocabulary)
        } catch {
            throw TokenizationError.unreadable(path: path)
        }
        if let kind = bytes.isEmpty ? .empty : ContentKind(bytes) {
            throw TokenizationError.otherKind(path: path, kind: kind, expected: expected)
        }
        return bytes
    }
}
