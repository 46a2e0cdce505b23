/// The part of a line that a diagnostic is about, and the caret line below it, as a terminal shows them.
struct Excerpt {
    /// The line as it is shown; an ellipsis replaces omitted parts.
    private(set) var line = ""
    /// Blanks, `^` and `~`.
    private(set) var caret = ""

    /// The most characters of the line that are shown.
    private static let room = 160

    /// - Parameters:
    ///   - column: Counted from 1 in Unicode scalars.
    ///   - length: The number of scalars to underline.
    init(of text: String, column: Int, length: Int) {
        let start = text.unicodeScalars
        let first = max(0, column - 1)
        // The caret is at two thirds of the width, or further right near the line's end.
        let behind = start.dropFirst(first).prefix(Self.room / 3).count
        let from = max(0, first - (Self.room - behind))
        let shown = Array(start.dropFirst(from).prefix(Self.room))
        let isCut = !start.dropFirst(from + Self.room).isEmpty
        let target = min(first - from, shown.count)
        let end = min(target + max(1, length), shown.count)

        if from > 0 {
            line = "…"
            caret = " "
        }
        for (place, scalar) in shown.enumerated() {
            let isMarked = place >= target && place < end
            let piece = Self.piece(scalar, isMarked: isMarked)
            line += piece.text
            if place < target {
                caret += scalar == "\t" ? "\t" : String(repeating: " ", count: piece.width)
            } else if isMarked {
                caret += String(repeating: "~", count: scalar == "\t" ? 1 : piece.width)
            }
        }
        if isCut { line += "…" }
        // The caret's first mark is under the first character, even if that is past the line's end or has no width.
        let lead = caret.prefix { $0 != "~" }
        caret = lead + "^" + caret.dropFirst(lead.count + 1)
    }

    /// How a scalar is shown, and its width in columns.
    private static func piece(_ scalar: Unicode.Scalar, isMarked: Bool) -> (text: String, width: Int) {
        let isHidden = scalar.isInvisible && (isMarked || scalar == "\u{200B}" || scalar == "\u{FEFF}")
        guard scalar.isSteering || isHidden else { return (String(scalar), scalar.terminalWidth) }
        return (scalar.codePointName, scalar.codePointName.utf8.count)
    }
}

extension Unicode.Scalar {
    /// The width in terminal columns: two for East Asian wide characters and emoji, none for combining marks and invisible characters.
    var terminalWidth: Int {
        if value < 0x300 { return 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            return 2
        default: return properties.isEmojiPresentation ? 2 : 1
        }
    }
}
