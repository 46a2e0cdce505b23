/// Tokens side by side, each with a label under it, e.g. the pieces of words, or a window with some of its tokens framed.
package struct TokenRows: Sendable, Equatable, Codable {
    package struct Token: Sendable, Equatable, Codable {
        package var text: String
        /// Empty if the token has no label.
        package var label: String
        /// The group that determines the token's colour, e.g. `PER` for the label `B-PER`. It is the colour of marks
        /// with this label. Nil for a plain token.
        package var group: String?

        package init(_ text: String, label: String = "", group: String? = nil) {
            self.text = text
            self.label = label
            self.group = group
        }
    }

    package var caption: String?
    package var tokens: [Token]
    /// The range of tokens to frame.
    package var highlighted: Range<Int>?

    package init(caption: String? = nil, tokens: [Token], highlighted: Range<Int>? = nil) {
        self.caption = caption
        self.tokens = tokens
        self.highlighted = highlighted
    }
}
