/// The sentence frames of one split, one to a line; a further line begins with blanks.
///
/// Every frame makes sentences of both labels, and what turns its words round is part of it, so that neither the words of praise and
/// blame nor the frame says the label alone.
package struct SentimentFrames: Sendable {
    /// The frames as they are written, for the test that the splits share none.
    package let sources: [String]
    let templates: [Template]
    let words: SentimentWords

    init(words: String, frames: String) {
        self.words = SentimentWords(words)
        var sources: [String] = []
        for line in frames.split(separator: "\n") {
            if line.hasPrefix("  "), let last = sources.indices.last {
                sources[last] += " " + line.drop { $0 == " " }
            } else {
                sources.append(String(line))
            }
        }
        self.sources = sources
        templates = sources.map { Template($0) }
    }
}
