/// The frames of one kind of article: its title, its paragraphs, and questions about them.
///
/// They are written as text. `=` begins the title's frame and `--` a paragraph. The lines of a paragraph are its sentences, with
/// continuation lines indented. Neighbouring sentences that begin with `~` come in any order. A mark's key names
/// an answer; its first letter gives the kind. `? key:` begins the paraphrases of a question, separated by ` | `.
/// A mark with the same key and a `+` is another answer that is equally good.
package struct QASchema: Sendable {
    /// A question about a marked answer.
    package struct Question: Sendable {
        package let key: String
        package let paraphrases: [Template]
    }

    /// A paragraph's sentences and the questions about it.
    package struct Paragraph: Sendable {
        var sentences: [(body: Template, isMovable: Bool)] = []
        package fileprivate(set) var questions: [Question] = []
    }

    package let name: String
    private(set) var title = Template("")
    package private(set) var paragraphs: [Paragraph] = []
    /// The sentences and questions in their written form, for the test that no two splits share any.
    package private(set) var sources: [String] = []

    init(name: String, frames: String) {
        self.name = name
        for line in Self.joined(frames) {
            if line.hasPrefix("= ") {
                title = Template(String(line.dropFirst(2)))
            } else if line == "--" {
                paragraphs.append(Paragraph())
            } else if let last = paragraphs.indices.last {
                sources.append(line)
                if line.hasPrefix("? ") {
                    paragraphs[last].questions.append(Self.question(line.dropFirst(2)))
                } else {
                    let isMovable = line.hasPrefix("~ ")
                    let body = Template(isMovable ? String(line.dropFirst(2)) : line)
                    paragraphs[last].sentences.append((body, isMovable))
                }
            }
        }
    }

    private static func question(_ source: Substring) -> Question {
        let key = source.prefix { $0 != ":" }
        let paraphrases = source.dropFirst(key.count + 1).split(separator: "|").map { paraphrase in
            Template(trimmed(paraphrase))
        }
        return Question(key: String(key), paraphrases: paraphrases)
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
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
