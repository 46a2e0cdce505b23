/// The sentence frames of one domain and split.
///
/// Written as text, one frame to a line, further lines of it indented. `^` marks a headline, set in capitals; `#` a
/// row, such as a result or a price, several of which stand together; everything else is running text. Frames are
/// written as CoNLL's tokens: blanks stand around punctuation.
package struct NERDomain: Sendable {
    let name: String
    private(set) var headlines: [Template] = []
    private(set) var rows: [Template] = []
    private(set) var sentences: [Template] = []
    /// The frames as they are written, for the test that no two splits share one.
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
