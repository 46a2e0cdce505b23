import Datasets

/// Finds answers in the logits of a question's windows.
package struct SpanDecoder: Sendable, Equatable {
    /// How many starts and ends of a window are tried.
    package var nBest: Int
    /// Tokens that an answer may have.
    package var maxAnswerLength: Int

    package static let standardMaxAnswerLength = 30

    package init(nBest: Int = 20, maxAnswerLength: Int = SpanDecoder.standardMaxAnswerLength) {
        self.nBest = nBest
        self.maxAnswerLength = maxAnswerLength
    }

    /// An answer: tokens of a window and the sum of their two logits.
    package struct Span: Sendable, Equatable {
        /// Row of the features.
        package var row: Int
        /// First and last token, from the window's beginning.
        package var first: Int
        package var last: Int
        package var score: Float
    }

    /// A window's largest start and end logits with their positions: all that decoding needs of it.
    package struct Window: Sendable {
        package var row: Int
        package var starts: [(position: Int, logit: Float)]
        package var ends: [(position: Int, logit: Float)]
        /// Largest of each, as the Python notebook takes them: independently, over all positions.
        package var argmaxStart: Int
        package var argmaxEnd: Int
        /// Logit of no answer: start and end at [CLS].
        package var noAnswer: Float
    }

    /// - Parameter logits: [tokens, 2], start and end side by side.
    package func window(row: Int, tokens: Int, logits: UnsafePointer<Float>) -> Window {
        Window(
            row: row, starts: largest(logits, count: tokens), ends: largest(logits + 1, count: tokens),
            argmaxStart: argmax(logits, count: tokens, step: 2),
            argmaxEnd: argmax(logits + 1, count: tokens, step: 2), noAnswer: logits[0] + logits[1])
    }

    /// The `nBest` largest of values that stand two apart, from the largest down; the first on a tie.
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

    /// Valid spans of a question's windows, best first, at most `nBest`: start not after end, both in the context, not too
    /// long. On a tie the one found first comes first.
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

    /// No answer, as a span of [CLS]: of the window that is least sure of it, since one window with an answer is enough.
    package func noAnswer(_ windows: [Window]) -> Span? {
        windows.min { $0.noAnswer < $1.noAnswer }.map { Span(row: $0.row, first: 0, last: 0, score: $0.noAnswer) }
    }

    /// The scalars of the context that a span's tokens cover.
    package func characters(_ span: Span, features: QuestionWindows) -> Range<Int32> {
        let base = Int(features.sequenceOffsets[span.row])
        return features.tokenOffsets[base + span.first].lowerBound..<features.tokenOffsets[base + span.last].upperBound
    }
}
