import Notebooks

/// Text for a terminal, with colors.
///
/// Only inks become escape sequences. All other control characters, from a notebook, a file name or data, are made visible when they
/// become part of such a text, so that widths count what is seen.
package struct StyledText: Sendable, Equatable {
    /// How a terminal shows a piece, by the numbers of its escape sequence.
    ///
    /// The colors are from the cube of 256 colors, which is the same in every terminal, unlike the first sixteen. Each has a contrast of
    /// at least 4 to 1 with black and with white, because the terminal's background is unknown.
    package enum Ink: String, Sendable, CaseIterable {
        case bold = "1"
        case underlined = "4"
        case dim = "38;5;243"
        case red = "38;5;161"
        case green = "38;5;28"
        case orange = "38;5;130"
        case blue = "38;5;27"
        case cyan = "38;5;30"
    }

    private struct Piece: Sendable, Equatable {
        var text: String
        var inks: [Ink] = []
        /// True for a control sequence, which is not visible.
        var isControl = false
    }

    private var pieces: [Piece] = []

    package init(_ text: some StringProtocol, _ inks: Ink...) { append(text.visible, inks) }

    private init(pieces: [Piece]) { self.pieces = pieces }

    /// Moves the cursor to the start of its line, and erases the line.
    package static let erasedLine = StyledText(pieces: [Piece(text: "\r\u{1B}[2K", isControl: true)])

    private mutating func append(_ text: String, _ inks: [Ink]) {
        guard !text.isEmpty else { return }
        if let last = pieces.last, last.inks == inks, !last.isControl {
            pieces[pieces.count - 1].text += text
        } else {
            pieces.append(Piece(text: text, inks: inks))
        }
    }

    /// The same text with these inks added.
    package func painted(_ inks: Ink...) -> StyledText {
        StyledText(pieces: pieces.map { Piece(text: $0.text, inks: inks + $0.inks, isControl: $0.isControl) })
    }

    package static func + (left: StyledText, right: StyledText) -> StyledText {
        var sum = left
        sum += right
        return sum
    }

    package static func += (left: inout StyledText, right: StyledText) {
        for piece in right.pieces {
            if piece.isControl { left.pieces.append(piece) } else { left.append(piece.text, piece.inks) }
        }
    }

    /// The bytes for the terminal, as a string.
    package func encoded(usesColor: Bool) -> String {
        pieces.map { piece in
            guard usesColor, !piece.inks.isEmpty else { return piece.text }
            return "\u{1B}[\(piece.inks.map(\.rawValue).joined(separator: ";"))m\(piece.text)\u{1B}[0m"
        }.joined()
    }
}

extension StyledText: ExpressibleByStringInterpolation {
    package struct StringInterpolation: StringInterpolationProtocol {
        var text = StyledText(pieces: [])

        package init(literalCapacity: Int, interpolationCount: Int) {}
        package mutating func appendLiteral(_ literal: String) { text.append(literal.visible, []) }
        package mutating func appendInterpolation(_ styled: StyledText) { text += styled }
        package mutating func appendInterpolation(_ value: some Any) { text.append("\(value)".visible, []) }
    }

    package init(stringLiteral text: String) { self.init(text) }
    package init(stringInterpolation: StringInterpolation) { self = stringInterpolation.text }
}

// MARK: Lines and columns

extension StyledText {
    /// Its width in terminal columns.
    package var width: Int { pieces.reduce(0) { $0 + ($1.isControl ? 0 : $1.text.displayWidth) } }

    package var isEmpty: Bool { pieces.isEmpty }

    /// The text padded with blanks to a width.
    package func padded(to width: Int, right: Bool = false) -> StyledText {
        let blanks = StyledText(String(repeating: " ", count: max(0, width - self.width)))
        return right ? blanks + self : self + blanks
    }

    /// The text without blanks at its end.
    package var withoutTrailingBlanks: StyledText {
        var text = self
        while let last = text.pieces.last, last.text.last == " " {
            text.pieces[text.pieces.count - 1].text.removeLast()
            if text.pieces[text.pieces.count - 1].text.isEmpty { text.pieces.removeLast() }
        }
        return text
    }

    /// The text truncated to a width, with an ellipsis in the last column.
    package func truncated(to width: Int) -> StyledText {
        guard self.width > width else { return self }
        guard width > 0 else { return StyledText(pieces: []) }
        var kept = StyledText(pieces: [])
        var used = 0
        for piece in pieces {
            for character in piece.text {
                used += character.displayWidth
                if used > width - 1 {
                    kept.append("…", piece.inks)
                    return kept
                }
                kept.append(String(character), piece.inks)
            }
        }
        return kept
    }

    /// The parts between the occurrences of a character, without that character.
    package func split(at separator: Character) -> [StyledText] {
        var parts = [StyledText(pieces: [])]
        for piece in pieces {
            for (place, text) in piece.text.split(separator: separator, omittingEmptySubsequences: false).enumerated() {
                if place > 0 { parts.append(StyledText(pieces: [])) }
                parts[parts.count - 1].append(String(text), piece.inks)
            }
        }
        return parts
    }

    /// Lines of at most this width, broken at blanks. Line breaks are kept, and no word is broken. Continuation lines
    /// are indented like their first line.
    ///
    /// - Parameter hang: The additional indentation of continuation lines. On a narrow terminal it is smaller.
    package func wrapped(to width: Int?, hang: Int = 0) -> [StyledText] {
        let paragraphs = split(at: "\n")
        guard let width, width > 0 else { return paragraphs }
        return paragraphs.flatMap { paragraph -> [StyledText] in
            guard paragraph.width > width else { return [paragraph] }
            let words = paragraph.split(at: " ")
            let indent = words.prefix(while: \.isEmpty).count
            let margin = StyledText(String(repeating: " ", count: min(indent + hang, max(0, width / 2))))
            var lines: [StyledText] = []
            var line = StyledText(String(repeating: " ", count: min(indent, max(0, width - 1))))
            var isBegun = false
            for word in words.dropFirst(indent) {
                if isBegun, line.width + 1 + word.width > width {
                    lines.append(line)
                    line = margin
                    isBegun = false
                }
                if isBegun {
                    // A blank between two words with the same inks has them too.
                    let inks = word.pieces.first?.inks ?? []
                    line.append(" ", line.pieces.last?.inks == inks ? inks : [])
                    line += word
                } else if lines.isEmpty || !word.isEmpty {
                    line += word
                    isBegun = true
                }
            }
            return lines + [line]
        }
    }

    /// A list of names and their meanings. Each meaning is wrapped in its own column; if a terminal is too narrow for two
    /// columns, it is on lines of its own.
    package static func list(
        _ items: [(name: StyledText, meaning: StyledText)], indent: Int = 2, in style: TerminalStyle
    ) -> StyledText {
        let names = items.map(\.name.width).max() ?? 0
        let start = indent + names + 2
        let isNarrow = style.width.map { $0 - start < 24 } ?? false
        let hang = StyledText(String(repeating: " ", count: isNarrow ? indent + 2 : start))
        let margin = StyledText(String(repeating: " ", count: indent))
        return items.map { name, meaning in
            let lines = meaning.wrapped(to: style.width.map { $0 - hang.width })
            let rest = lines.dropFirst().map { "\n" + hang + $0 }.joined(separator: "")
            let first = lines.first ?? ""
            return isNarrow
                ? margin + name + "\n" + hang + first + rest
                : (margin + name.padded(to: names + 2) + first).withoutTrailingBlanks + rest
        }.joined(separator: "\n") + "\n"
    }
}

extension Sequence<StyledText> {
    /// The texts concatenated, with a separator between them.
    package func joined(separator: String) -> StyledText {
        var joined: StyledText = ""
        for (place, text) in enumerated() {
            if place > 0 { joined += StyledText(separator) }
            joined += text
        }
        return joined
    }
}
