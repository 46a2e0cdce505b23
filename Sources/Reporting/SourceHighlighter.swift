/// Colours a cell's source: command words, options, strings, comments, parameters, and links to named texts.
///
/// It follows the notebook's quoting (that of the POSIX shell, without substitutions) as closely as colouring needs. Every byte of the
/// source is written.
struct SourceHighlighter {
    let source: String
    /// Element ids of the notebook's literals, by label.
    var literalIDs: [String: String] = [:]

    func write(into html: inout HTMLWriter) {
        var lexer = SourceLexer(source)
        while let piece = lexer.next() {
            let slice = lexer.bytes[piece.range]
            guard let name = piece.kind.cssClass else {
                html.text(utf8: slice)
                continue
            }
            if piece.kind == .reference, let id = literalIDs[String(decoding: slice.dropFirst(), as: UTF8.self)] {
                html.inline("a", .class(name), .link(to: id)) { html in html.text(utf8: slice) }
            } else {
                html.inline("span", .class(name)) { html in html.text(utf8: slice) }
            }
        }
    }
}

/// Cuts a cell's source into consecutive pieces.
struct SourceLexer {
    enum Kind {
        case plain, command, option, string, parameter, reference, comment

        var cssClass: String? {
            switch self {
            case .plain: nil
            case .command: "s-command"
            case .option: "s-option"
            case .string: "s-string"
            case .parameter: "s-parameter"
            case .reference: "s-reference"
            case .comment: "s-comment"
            }
        }
    }

    let bytes: [UInt8]
    private var place = 0
    /// True before the first word of a command.
    private var atCommandStart = true
    private var atWordStart = true
    private var wordKind = Kind.plain
    /// True inside double quotes.
    private var isQuoting = false

    init(_ source: String) { bytes = Array(source.utf8) }

    /// Returns the next piece, or nil at the end.
    mutating func next() -> (kind: Kind, range: Range<Int>)? {
        guard place < bytes.count else { return nil }
        let start = place
        let byte = bytes[place]
        if isQuoting {
            return byte == UInt8(ascii: "$")
                ? parameterPiece(from: start, otherwise: .string) : quotedPiece(from: start)
        }
        if Self.isBlank(byte) {
            if byte == Self.newline { atCommandStart = true }
            atWordStart = true
            place += 1
            return (.plain, start..<place)
        }
        if byte == Self.backslash {
            // A backslash before a line break continues the command. Before any other character it removes that character's meaning.
            place = min(place + 2, bytes.count)
            let continues = place - start < 2 || bytes[place - 1] == Self.newline
            // A character of several bytes is not cut.
            advance { $0 & 0xC0 == 0x80 }
            if continues { atWordStart = true } else { beginWord(.plain) }
            return (continues ? .plain : wordKind, start..<place)
        }
        if byte == UInt8(ascii: "#"), atWordStart {
            advance { $0 != Self.newline }
            return (.comment, start..<place)
        }
        return wordPiece(from: start)
    }

    private mutating func wordPiece(from start: Int) -> (kind: Kind, range: Range<Int>) {
        switch bytes[start] {
        case UInt8(ascii: "'"):
            beginWord(.plain)
            place += 1
            advance { $0 != UInt8(ascii: "'") }
            place = min(place + 1, bytes.count)
            return (.string, start..<place)
        case UInt8(ascii: "\""):
            beginWord(.plain)
            place += 1
            isQuoting = true
            return quotedPiece(from: start)
        case UInt8(ascii: "$"):
            beginWord(.plain)
            return parameterPiece(from: start, otherwise: wordKind)
        case UInt8(ascii: "-") where atWordStart && !atCommandStart && isOption(at: start):
            beginWord(.plain)
            advance { !Self.endsBareText($0) && $0 != UInt8(ascii: "=") }
            return (.option, start..<place)
        case UInt8(ascii: "@") where atWordStart && !atCommandStart:
            beginWord(.reference)
        default:
            beginWord(.plain)
        }
        place += 1
        advance { !Self.endsBareText($0) }
        return (wordKind, start..<place)
    }

    private mutating func beginWord(_ kind: Kind) {
        guard atWordStart else { return }
        wordKind = atCommandStart ? .command : kind
        atCommandStart = false
        atWordStart = false
    }

    /// Quoted text up to the closing quote or the next parameter.
    private mutating func quotedPiece(from start: Int) -> (kind: Kind, range: Range<Int>) {
        while place < bytes.count, bytes[place] != UInt8(ascii: "$") {
            let byte = bytes[place]
            place = min(place + (byte == Self.backslash ? 2 : 1), bytes.count)
            if byte == UInt8(ascii: "\"") {
                isQuoting = false
                break
            }
        }
        return (.string, start..<place)
    }

    private mutating func parameterPiece(from start: Int, otherwise kind: Kind) -> (kind: Kind, range: Range<Int>) {
        place += 1
        if place < bytes.count, bytes[place] == UInt8(ascii: "{") {
            advance { $0 != UInt8(ascii: "}") && $0 != Self.newline && $0 != UInt8(ascii: "\"") }
            if place < bytes.count, bytes[place] == UInt8(ascii: "}") { place += 1 }
        } else {
            advance(while: Self.isNamePart)
        }
        return (place - start > 1 ? .parameter : kind, start..<place)
    }

    private mutating func advance(while condition: (UInt8) -> Bool) {
        while place < bytes.count, condition(bytes[place]) { place += 1 }
    }

    /// True for `-x` and `--x`, but not for a negative number.
    private func isOption(at start: Int) -> Bool {
        guard start + 1 < bytes.count else { return false }
        let next = bytes[start + 1]
        return next == UInt8(ascii: "-") || isLetter(next)
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static let newline = UInt8(ascii: "\n")
    private static let backslash = UInt8(ascii: "\\")

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func endsBareText(_ byte: UInt8) -> Bool {
        isBlank(byte) || byte == backslash || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"")
            || byte == UInt8(ascii: "$")
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
