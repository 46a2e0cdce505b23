/// The sentence frames of one domain and split.
///
/// They are written as text, with one frame per line and continuation lines indented. `^` marks a headline, set in capitals. `#` marks
/// a row, such as a result or a price; several rows stand together. Everything else is running text. Frames are
/// written in CoNLL's tokens, with blanks around punctuation.
package struct NERDomain: Sendable {
    let name: String
    private(set) var headlines: [Template] = []
    private(set) var rows: [Template] = []
    private(set) var sentences: [Template] = []
    /// The frames in their written form, for the test that no two splits share a frame.
    package private(set) var sources: [String] = []

    init(name: String, frames: String) {
        self.name = name
        sources = Self.joined(frames)
        for source in sources {
            if source.hasPrefix("^ ") {
                headlines.append(Template(String(source.dropFirst(2))))
            } else if source.hasPrefix("# ") {
                rows.append(Template(String(source.dropFirst(2))))
            } else {
                sentences.append(Template(source))
            }
        }
    }

    private static func joined(_ frames: String) -> [String] {
        var result: [String] = []
        for line in frames.split(separator: "\n") {
            if line.hasPrefix("  "), let last = result.indices.last {
                result[last] += " " + line.drop { $0 == " " }
            } else {
                result.append(String(line))
            }
        }
        return result
    }
}
