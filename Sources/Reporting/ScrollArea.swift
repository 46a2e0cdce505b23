/// An area that scrolls sideways inside itself when the page is too narrow for it.
///
/// If it may scroll, it can be reached by keyboard and has a name. Its role is `group` rather than `region`, because a page would
/// otherwise have dozens of landmarks, many with the same name.
struct ScrollArea {
    let label: String
    /// False for content that is narrower than any screen.
    var isWide = true

    func write(into html: inout HTMLWriter, content: (inout HTMLWriter) -> Void) {
        html.block(
            "div", .class("scroll"), isWide ? HTMLAttribute("tabindex", "0") : nil,
            isWide ? HTMLAttribute("role", "group") : nil, isWide ? .label(label) : nil, content: content)
    }

    /// Writes text whose lines are not wrapped.
    static func writePreformatted(_ text: String, cssClass: String, label: String, into html: inout HTMLWriter) {
        let isWide = width(of: text) > narrowestLine
        html.block(
            "pre", .class(cssClass), isWide ? HTMLAttribute("tabindex", "0") : nil,
            isWide ? HTMLAttribute("role", "group") : nil, isWide ? .label(label) : nil, text: text)
    }

    /// The number of fixed-width columns on the narrowest phone.
    static let narrowestLine = 32

    /// The number of columns of the longest line. Letters other than Latin, Greek and Cyrillic count as two.
    static func width(of text: String) -> Int {
        var (widest, width) = (0, 0)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n", "\r": width = 0
            case "\t": width = (width / 4 + 1) * 4
            default: width += scalar.value < 0x530 ? 1 : 2
            }
            widest = max(widest, width)
        }
        return widest
    }
}
