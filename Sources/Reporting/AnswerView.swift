import Execution
import Notebooks

/// A question, its answer, the context with the answer marked, and the n best.
struct AnswerView {
    let answer: AnsweredQuestion

    func write(into html: inout HTMLWriter) {
        html.block("div", .class("answered")) { html in
            html.markup("\n")
            html.block("dl", .class("question")) { html in
                writeRow("Question", answer.question, "q", into: &html)
                writeAnswer(into: &html)
                if let reference = answer.reference { writeRow("Reference", reference, "r", into: &html) }
            }
            html.block("p", .class("context"), .ownDirection) { html in
                let best = MarkedText.Mark(start: answer.answer.start, end: answer.answer.end, cssClass: "answer")
                MarkedText(answer.context, marks: answer.answer.text.isEmpty ? [] : [best]).write(into: &html)
            }
            if !answer.candidates.isEmpty { writeCandidates(into: &html) }
        }
    }

    private func writeRow(_ word: String, _ text: String, _ name: String, into html: inout HTMLWriter) {
        html.block("div", .class(name)) { html in
            html.inline("dt", text: word)
            html.inline("dd", .ownDirection, text: text)
        }
    }

    private func writeAnswer(into html: inout HTMLWriter) {
        html.block("div", .class("a")) { html in
            html.inline("dt", text: "Answer")
            html.inline("dd") { html in
                guard !answer.answer.text.isEmpty else {
                    html.inline("span", .class("none"), text: "no answer found")
                    return
                }
                html.inline("strong", .ownDirection, text: answer.answer.text)
                // Without candidates it is a data set's own answer, which nobody scored.
                guard !answer.candidates.isEmpty else { return }
                html.text(" ")
                html.inline("span", .class("position")) { html in
                    let first = answer.firstToken
                    let last = answer.lastToken
                    html.text(first == last ? "token \(first)" : "tokens \(first) to \(last)")
                    html.text(", score \(DisplayedNumber.fixed(answer.answer.score, digits: 2))")
                }
            }
        }
    }

    private func writeCandidates(into html: inout HTMLWriter) {
        let rows = answer.candidates.enumerated().map { place, candidate in
            [
                String(place + 1), candidate.text.isEmpty ? "(no answer)" : candidate.text,
                DisplayedNumber.fixed(candidate.score, digits: 2),
                DisplayedNumber.fixed(candidate.probability * 100, digits: 1) + " %",
            ]
        }
        let table = Table(
            caption: rows.count == 1 ? "The best answer" : "The \(rows.count) best answers",
            columns: ["rank", "answer", "score", "probability"], alignments: [.right, .left, .right, .right], rows: rows
        )
        TableView(table: table, label: "").write(into: &html)
    }
}
