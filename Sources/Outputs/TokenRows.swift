/// Tokens side by side with a label under each, e.g. the pieces of words, or a window with some of its tokens framed.
package struct TokenRows: Sendable, Equatable, Codable {
    package struct Token: Sendable, Equatable, Codable {
        package var text: String
        /// Empty where there is none.
        package var label: String
        /// What gives the token its colour, e.g. `PER` for the label `B-PER`: the colour is that of marks with this label. Nil
        /// for a plain token.
        package var group: String?

        package init(_ text: String, label: String = "", group: String? = nil) {
            self.text = text
            self.label = label
            self.group = group
        }
    }

    package var caption: String?
    package var tokens: [Token]
    /// Tokens to frame.
    package var highlighted: Range<Int>?

    package init(caption: String? = nil, tokens: [Token], highlighted: Range<Int>? = nil) {
        self.caption = caption
        self.tokens = tokens
        self.highlighted = highlighted
    }
}
