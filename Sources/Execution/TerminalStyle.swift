import Foundation

/// What a stream can show: colors, a live line, and how wide it is.
package struct TerminalStyle: Sendable, Equatable {
    package var usesColor: Bool
    /// True when a line can be drawn over.
    package var isLive: Bool
    /// Columns; nil for a file or a pipe, where nothing is cut or wrapped.
    package var width: Int?

    package init(usesColor: Bool = false, isLive: Bool = false, width: Int? = nil) {
        self.usesColor = usesColor
        self.isLive = isLive
        self.width = width
    }

    /// The style of a file descriptor; `NO_COLOR` and a dumb terminal take the colors away.
    package static func detect(_ descriptor: Int32) -> TerminalStyle {
        guard isatty(descriptor) == 1 else { return TerminalStyle() }
        let isDumb = variable("TERM") == "dumb" || variable("TERM") == nil
        var size = winsize()
        let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        let width = isKnown ? Int(size.ws_col) : variable("COLUMNS").flatMap { Int($0) } ?? 80
        return TerminalStyle(
            usesColor: !isDumb && (variable("NO_COLOR") ?? "").isEmpty, isLive: !isDumb, width: max(20, width))
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    package enum Ink: String {
        case bold = "1"
        case dim = "2"
        case underlined = "4"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case blue = "34"
        case cyan = "36"
    }

    package func paint(_ text: String, _ ink: Ink...) -> String {
        guard usesColor, !text.isEmpty else { return text }
        return "\u{1B}[\(ink.map(\.rawValue).joined(separator: ";"))m\(text)\u{1B}[0m"
    }
}

extension StringProtocol {
    /// Columns that a terminal gives this text: two for East Asian wide characters and emoji, none for marks.
    var displayWidth: Int {
        reduce(0) { width, character in
            guard let scalar = character.unicodeScalars.first else { return width }
            if scalar.value < 0x300 { return width + 1 }
            if character.unicodeScalars.contains(where: \.properties.isEmojiPresentation) { return width + 2 }
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .format: return width
            default: break
            }
            switch scalar.value {
            case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
                0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
                return width + 2
            default: return width + 1
            }
        }
    }
}

extension String {
    /// The text without what could steer a terminal: data may hold anything.
    var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                    return isControl && scalar != "\n" && scalar != "\t" ? "\u{FFFD}" : scalar
                }))
    }

    /// Filled up with blanks to a width.
    func padded(to width: Int, right: Bool = false) -> String {
        let blanks = String(repeating: " ", count: Swift.max(0, width - displayWidth))
        return right ? blanks + self : self + blanks
    }

    /// Cut to a width, the last column being an ellipsis.
    func truncated(to width: Int) -> String {
        guard displayWidth > width else { return self }
        var result = ""
        var used = 0
        for character in self {
            let next = used + String(character).displayWidth
            if next > Swift.max(0, width - 1) { break }
            result.append(character)
            used = next
        }
        return width > 0 ? result + "…" : ""
    }

    /// Lines of at most this width, broken at blanks; line breaks are kept.
    func wrapped(to width: Int?) -> [String] {
        let paragraphs = split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let width, width > 0 else { return paragraphs }
        return paragraphs.flatMap { paragraph -> [String] in
            guard paragraph.displayWidth > width else { return [paragraph] }
            var lines: [String] = []
            var line = ""
            for word in paragraph.split(separator: " ", omittingEmptySubsequences: false) {
                if !line.isEmpty, line.displayWidth + 1 + word.displayWidth > width {
                    lines.append(line)
                    line = String(word)
                } else {
                    line =
                        line.isEmpty && lines.isEmpty && word.isEmpty
                        ? " " : line.isEmpty ? String(word) : "\(line) \(word)"
                }
            }
            return lines + [line]
        }
    }
}
