import Datasets
import Encoders
import Kernels
import Metrics
import Tasks
import Testing
import TrainingSupport

/// Answers for data that has questions without an answer. [CLS] as start and end means "no answer".
@Suite("Questions without an answer", .serialized)
struct NoAnswerTests {
    private let task = TaskDescription(
        name: "qa", kind: SpanExtraction().name, labels: [], hasUnanswerable: true)

    private func questions() -> [Question] {
        (0..<24).map { index in
            let context = ToyProblem.words(count: 2 + 3 * (index % 8), key: RandomKey(3).stream(index))
                .joined(separator: " ")
            let answers = index % 3 == 0 ? [] : [ReferenceAnswer(text: String(context.prefix(4)), start: 0)]
            return Question(id: "\(index)", question: "ku la?", context: context, answers: answers)
        }
    }

    /// Computed from the logits of each window alone: the lowest score of [CLS] over the windows against the best span of all.
    @Test func noAnswerIsPredictedWhereItScoresHigher() throws {
        let problem = try ToyProblem()
        var empty = 0
        for seed in 1...12 { empty += try countEmpty(problem, problem.model(seed: UInt64(seed))) }
        #expect(empty > 0 && empty < 12 * 24)
    }

    private func countEmpty(_ problem: ToyProblem, _ model: MultiTaskModel) throws -> Int {
        let questions = questions()
        let features = try QuestionWindows(
            examples: questions, tokenizer: problem.tokenizer, maxLength: 32, docStride: 6)
        let trained = try problem.trained(task, model, maxLength: 32)
        let evaluation = try AnswerEvaluation(trained, features: features, examples: questions) { _, _ in }
        let plain = try AnswerEvaluation(
            problem.trained(problem.qa, model, maxLength: 32), features: features, examples: questions
        ) { _, _ in }
        var least = [Float](repeating: .infinity, count: questions.count)
        try trained.run(features) { row, _, logits in
            let example = Int(features.exampleIndices[row])
            least[example] = min(least[example], logits[0] + logits[1])
        }
        var empty = 0
        for (index, prediction) in evaluation.predictions.enumerated() {
            let spanned = plain.predictions[index]
            let isEmpty = least[index] > spanned.score
            empty += isEmpty ? 1 : 0
            #expect(prediction.text == (isEmpty ? "" : spanned.text))
            #expect(prediction.score == (isEmpty ? least[index] : spanned.score))
            #expect(
                prediction.scores
                    == SpanScores(squadV2: prediction.text, references: questions[index].answers.map(\.text)))
            let answer = try AnswerPredictor(trained).answer("ku la?", context: questions[index].context)
            let best = try #require(answer.candidates.first)
            #expect(best.text.isEmpty == isEmpty && (isEmpty || best.lastToken > 0))
        }
        let scores = try #require(evaluation.noAnswer)
        #expect(evaluation.text == scores.all && scores.unanswerableCount == 8)
        #expect(scores.bestF1.value >= scores.all.f1)
        #expect(plain.noAnswer == nil)
        return empty
    }

    /// The span of a question without an answer is [CLS], as in the Python notebook. The data set says that it has such questions.
    @Test func theyAreLearntAsTheFirstToken() throws {
        let problem = try ToyProblem()
        let features = try QuestionWindows(
            examples: questions(), tokenizer: problem.tokenizer, maxLength: 32, docStride: 6)
        for row in 0..<features.count where features.exampleIndices[row] % 3 == 0 {
            #expect(features.startPositions[row] == 0 && features.endPositions[row] == 0)
        }
        #expect(task != problem.qa && !problem.qa.hasUnanswerable)
    }
}
