import Datasets
import Foundation

/// Answers a question from a context of any length, with the same windows as the evaluation.
package struct AnswerPredictor {
    package enum Decoding: String, Sendable, CaseIterable {
        /// The best valid span over all windows.
        case best
        /// As in the Python notebook: the largest start and the largest end of the first window, chosen independently.
        case argmax
    }

    /// An answer and the candidates with the next best scores.
    package struct Answer: Sendable {
        package struct Candidate: Sendable {
            /// The answer's text, or empty text for "no answer".
            package var text: String
            /// The range in Unicode scalars of the context.
            package var characters: Range<Int32>
            package var firstToken: Int
            package var lastToken: Int
            package var score: Double
            /// Softmax over the candidates' scores.
            package var probability: Double
        }

        /// The best candidate comes first. Empty when no span is valid.
        package var candidates: [Candidate]
        package var windowCount: Int
    }

    private let task: TrainedTask
    private let decoder: SpanDecoder

    package init(_ task: TrainedTask, decoder: SpanDecoder = SpanDecoder()) {
        self.task = task
        self.decoder = decoder
    }

    package func answer(_ question: String, context: String, decoding: Decoding = .best) throws -> Answer {
        let example = Question(id: "question", question: question, context: context)
        let features = try SpanExtraction().encode([example], tokenizer: task.tokenizer, recipe: task.recipe)
        let windows = try task.windows(features, decoder: decoder)
        var spans = decoder.spans(windows, features: features)
        if task.task.hasUnanswerable, let none = decoder.noAnswer(windows) {
            spans.insert(none, at: spans.firstIndex { $0.score < none.score } ?? spans.count)
        }
        if decoding == .argmax, let window = windows.first {
            let start = window.starts.first { $0.position == window.argmaxStart }?.logit ?? 0
            let end = window.ends.first { $0.position == window.argmaxEnd }?.logit ?? 0
            let context = features.contextRange[0]
            let isValid =
                window.argmaxStart <= window.argmaxEnd && context.contains(Int32(window.argmaxStart))
                && context.contains(Int32(window.argmaxEnd))
            spans =
                isValid
                ? [.init(row: 0, first: window.argmaxStart, last: window.argmaxEnd, score: start + end)] : []
        }
        let largest = spans.first?.score ?? 0
        let weights = spans.map { exp(Double($0.score - largest)) }
        let sum = weights.reduce(0, +)
        let candidates = zip(spans, weights).map { span, weight in
            let characters = decoder.characters(span, features: features)
            return Answer.Candidate(
                text: example.contextText(characters), characters: characters, firstToken: span.first,
                lastToken: span.last, score: Double(span.score), probability: weight / sum)
        }
        return Answer(candidates: candidates, windowCount: windows.count)
    }
}
