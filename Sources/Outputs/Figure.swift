/// A PNG with the words that stand for it.
package struct Figure: Sendable, Equatable, Codable {
    /// File name without extension, unique in the report, e.g. `losses`.
    package var name: String
    package var png: [UInt8]
    package var alternativeText: String
    package var caption: String?

    package init(name: String, png: [UInt8], alternativeText: String, caption: String? = nil) {
        self.name = name
        self.png = png
        self.alternativeText = alternativeText
        self.caption = caption
    }
}
