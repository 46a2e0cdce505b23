import Foundation

/// What an output stream supports: colors, a live line, and its width.
package struct TerminalStyle: Sendable, Equatable {
    package var usesColor: Bool
    /// True if a line can be redrawn.
    package var isLive: Bool
    /// The number of columns; nil for a file or a pipe, where nothing is truncated or wrapped.
    package var width: Int?

    package init(usesColor: Bool = false, isLive: Bool = false, width: Int? = nil) {
        self.usesColor = usesColor
        self.isLive = isLive
        self.width = width
    }

    /// The style of a file descriptor. `NO_COLOR` and a dumb terminal turn colors off.
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
}

extension Character {
    /// Its width in terminal columns: two for East Asian wide characters and emoji, none for combining marks.
    var displayWidth: Int {
        guard let scalar = unicodeScalars.first else { return 0 }
        if scalar.value < 0x300 { return 1 }
        if unicodeScalars.contains(where: \.properties.isEmojiPresentation) { return 2 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}

extension StringProtocol {
    /// Its width in terminal columns.
    var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }
}
