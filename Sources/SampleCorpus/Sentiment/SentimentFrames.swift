/// The sentence frames of one split, one per line. A continuation line begins with blanks.
///
/// Every frame makes sentences of both labels. Words that reverse the meaning of others are part of the frame. So neither the words of
/// praise and blame nor the frame alone determine the label.
package struct SentimentFrames: Sendable {
    /// The frames in their written form, for the test that the splits share none.
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
