import Datasets

/// Finds answers in the logits of a question's windows.
package struct SpanDecoder: Sendable, Equatable {
    /// The number of best starts and best ends of a window that are combined.
    package var nBest: Int
    /// The largest number of tokens in an answer.
    package var maxAnswerLength: Int

    package static let standardMaxAnswerLength = 30

    package init(nBest: Int = 20, maxAnswerLength: Int = SpanDecoder.standardMaxAnswerLength) {
        self.nBest = nBest
        self.maxAnswerLength = maxAnswerLength
    }

    /// An answer: tokens of a window, and the sum of their start and end logits.
    package struct Span: Sendable, Equatable {
        /// The row of the features.
        package var row: Int
        /// First and last token, counted from the beginning of the window.
        package var first: Int
        package var last: Int
        package var score: Float
    }

    /// The largest start and end logits of a window with their positions: all that decoding needs.
    package struct Window: Sendable {
        package var row: Int
        package var starts: [(position: Int, logit: Float)]
        package var ends: [(position: Int, logit: Float)]
        /// The positions of the largest start and end logits, chosen independently over all positions, as in the Python notebook.
        package var argmaxStart: Int
        package var argmaxEnd: Int
        /// The score of "no answer": the start logit plus the end logit at [CLS].
        package var noAnswer: Float
    }

    /// - Parameter logits: [tokens, 2], start and end side by side.
    package func window(row: Int, tokens: Int, logits: UnsafePointer<Float>) -> Window {
        Window(
            row: row, starts: largest(logits, count: tokens), ends: largest(logits + 1, count: tokens),
            argmaxStart: argmax(logits, count: tokens, step: 2),
            argmaxEnd: argmax(logits + 1, count: tokens, step: 2), noAnswer: logits[0] + logits[1])
    }

    /// The `nBest` largest of values that lie two floats apart, in descending order. On a tie, the first position comes first.
    private func largest(_ logits: UnsafePointer<Float>, count: Int) -> [(position: Int, logit: Float)] {
        var best: [(position: Int, logit: Float)] = []
        for position in 0..<count {
            let logit = logits[2 * position]
            if best.count == nBest, let last = best.last, logit <= last.logit { continue }
            let place = best.firstIndex { logit > $0.logit } ?? best.count
            best.insert((position, logit), at: place)
            if best.count > nBest { best.removeLast() }
        }
        return best
    }

    /// Valid spans of a question's windows, best first, at most `nBest`. A span is valid if its start is not after its end, both are in the
    /// context, and it is not too long. On a tie, the span that was found first comes first.
    package func spans(_ windows: [Window], features: QuestionWindows) -> [Span] {
        var found: [Span] = []
        for window in windows {
            let context = features.contextRange[window.row]
            for start in window.starts where context.contains(Int32(start.position)) {
                for end in window.ends where context.contains(Int32(end.position)) {
                    guard start.position <= end.position, end.position - start.position < maxAnswerLength else {
                        continue
                    }
                    found.append(
                        Span(
                            row: window.row, first: start.position, last: end.position, score: start.logit + end.logit))
                }
            }
        }
        let order = found.indices.sorted { (-found[$0].score, $0) < (-found[$1].score, $1) }
        return order.prefix(nBest).map { found[$0] }
    }

    /// "No answer" as a span of [CLS], taken from the window with the lowest score for it, since one window with an answer is enough.
    package func noAnswer(_ windows: [Window]) -> Span? {
        windows.min { $0.noAnswer < $1.noAnswer }.map { Span(row: $0.row, first: 0, last: 0, score: $0.noAnswer) }
    }

    /// The scalars of the context that a span's tokens cover.
    package func characters(_ span: Span, features: QuestionWindows) -> Range<Int32> {
        let base = Int(features.sequenceOffsets[span.row])
        return features.tokenOffsets[base + span.first].lowerBound..<features.tokenOffsets[base + span.last].upperBound
    }
}
