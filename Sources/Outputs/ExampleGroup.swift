/// Some of the examples that a number counts, under a heading that names it. A report folds them up.
package struct ExampleGroup: Sendable, Equatable, Codable {
    /// What these have in common and how many of them there are, e.g. `boundary: 3 of 12`.
    package var title: String
    /// Each as one text, or as several that are read beside each other.
    package var examples: [[MarkedText]]
    /// A name that no other group of the cell has, so that a table can link to this one; nil if none does.
    package var name: String?

    package init(title: String, examples: [[MarkedText]], name: String? = nil) {
        self.title = title
        self.name = name
        self.examples = examples
    }
}
