import FileKinds
import Files
import Foundation

/// The lines of a text file, with the path that the user gave. It makes diagnostics that include their line.
package struct SourceText: Sendable {
    package let path: String
    /// Without line ends and byte order mark; `\r\n` and `\r` count as `\n`.
    package let lines: [String]

    package init(path: String, lines: [String]) {
        self.path = path
        self.lines = lines
    }

    package init(path: String, contents: String) {
        self.init(path: path, bytes: Array(contents.utf8))
    }

    private init(path: String, bytes: [UInt8]) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        var lines: [String] = []
        var start = bytes.starts(with: mark) ? mark.count : 0
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            guard byte == 0x0A || byte == 0x0D else { continue }
            lines.append(String(decoding: bytes[start..<(index - 1)], as: UTF8.self))
            if byte == 0x0D, index < bytes.count, bytes[index] == 0x0A { index += 1 }
            start = index
        }
        if start < bytes.count { lines.append(String(decoding: bytes[start...], as: UTF8.self)) }
        self.path = path
        self.lines = lines
    }

    /// Reads a UTF-8 file.
    ///
    /// - Parameters:
    ///   - path: As the user typed it; relative to the working directory.
    ///   - kind: What the file is for the user, e.g. `notebook`.
    /// - Throws: `Diagnostic` if the file is missing, unreadable, a folder, or not UTF-8 text.
    package static func read(_ path: String, kind: String) throws(Diagnostic) -> SourceText {
        let bytes = try readBytes(path, kind: kind)
        if let found = ContentKind(bytes), found != .unknownBinary {
            throw Diagnostic(
                range: SourceRange(start: SourceLocation(file: path, line: 1)),
                message: "this is \(found.name), not a \(kind)", remedy: found.remedy)
        }
        if bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil {
            let line = bytes.prefix { $0 != 0 }.count { $0 == 0x0A } + 1
            throw Diagnostic(
                range: SourceRange(start: SourceLocation(file: path, line: line)),
                message: "the \(kind) is not a text: this line contains U+0000 NULL", remedy: "Remove it.")
        }
        if let line = firstUndecodableLine(bytes) {
            throw Diagnostic(
                range: SourceRange(start: SourceLocation(file: path, line: line)),
                message: "the \(kind) is not a UTF-8 text",
                remedy: (ContentKind.encoding(of: bytes).map { "It looks like \($0). " } ?? "")
                    + "Save it with the encoding UTF-8; the first invalid byte is on this line.")
        }
        return SourceText(path: path, bytes: bytes)
    }

    /// The bytes of a regular file.
    static func readBytes(_ path: String, kind: String, limit: Int = InputFile.Limit.text) throws(Diagnostic) -> [UInt8]
    {
        do throws(FileError) {
            return try InputFile.bytes(path, limit: limit)
        } catch {
            let (message, remedy) =
                switch error.reason {
                case .system(ENOENT), .system(ENOTDIR):
                    (
                        "there is no such \(kind)",
                        path.tildeRemedy ?? "Check the path; it is relative to the working directory."
                    )
                case .system: ("the \(kind) can't be read: \(error.cause)", "Check its permissions and the disk.")
                case .notRegular("a folder"): ("this is a folder, not a \(kind)", "Name a file in it.")
                case .notRegular(let what): ("this is \(what), not a \(kind)", "Name a regular file.")
                case .tooLarge: ("the \(kind) is too large: \(error.cause)", "Name another file, or make it smaller.")
                }
            throw Diagnostic(
                range: SourceRange(start: SourceLocation(file: path, line: 1)), message: message, remedy: remedy)
        }
    }

    /// The line of the first byte that is not UTF-8 or is NUL, which no text contains.
    private static func firstUndecodableLine(_ bytes: [UInt8]) -> Int? {
        if String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) { return nil }
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var line = 1
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .valid(let scalar):
                guard let first = scalar.first, first != 0 else { return line }
                if first == 0x0A { line += 1 }
            case .error: return line
            case .emptyInput: return nil
            }
        }
    }

    /// A range in this text.
    package func range(line: Int, column: Int = 1, length: Int = 1) -> SourceRange {
        SourceRange(start: SourceLocation(file: path, line: line, column: column), length: length)
    }

    /// A diagnostic that includes the line that it is about.
    package func diagnostic(
        _ severity: Diagnostic.Severity = .error, at range: SourceRange, _ message: String, remedy: String? = nil
    ) -> Diagnostic {
        let line = range.start.line
        return Diagnostic(
            severity: severity, range: range, message: message, remedy: remedy,
            sourceLine: lines.indices.contains(line - 1) ? lines[line - 1] : nil)
    }
}

extension String {
    /// What to write instead of a path that begins with `~`, which only a shell replaces by a folder; nil for other paths.
    package var tildeRemedy: String? {
        guard utf8.first == UInt8(ascii: "~") else { return nil }
        let home = NSHomeDirectory()
        let rest = utf8.starts(with: "~/".utf8) ? String(dropFirst(2)) : nil
        return "`~` stands for a home folder only in a shell: write the whole path"
            + (rest.map { ", `\(home)/\($0.brief())`." } ?? ".")
    }
}
