import Datasets
import Encoders
import FixtureSupport
import Kernels
import Metrics
import Tasks
import Testing
import Tokenization
import Training
import TrainingSupport

extension MultiTaskModel {
    /// Makes a head ignore its input: every token gets these logits.
    func setLogits(_ values: [Float], part: String) throws {
        let weight = try #require(table["\(part).weight"])
        let bias = try #require(table["\(part).bias"])
        parameter(weight).update(repeating: 0)
        for (index, value) in values.enumerated() { parameter(bias)[index] = value }
    }

    /// Makes the NER head predict this label everywhere.
    func setLabel(_ label: Int) throws { try setLogits((0..<9).map { $0 == label ? 1 : 0 }, part: "ner_head") }
}

/// Evaluation of both tasks, with heads that give fixed results and with random ones.
@Suite
struct EvaluationTests {
    private func evaluate(
        _ model: MultiTaskModel, _ problem: ToyProblem, examples: [LabelledSentence], maxLength: Int = 40,
        padding: BatchPlan.PaddingMode = .packed
    ) throws -> TokenEvaluation {
        let features = LabelledTokens(examples: examples, tokenizer: problem.tokenizer, maxLength: maxLength)
        return try TokenEvaluation(
            problem.trained(problem.ner, model, maxLength: maxLength, plan: BatchPlan(padding: padding)),
            features: features, labels: problem.labels.names
        ) { _, _ in }
    }

    @Test func wordsThatWereCutTakeNoPart() throws {
        let problem = try ToyProblem()
        let model = problem.model()
        try model.setLabel(1)
        let examples = [
            // "baba" is two tokens, so seven of these words are cut after three: [CLS], six tokens, [SEP].
            LabelledSentence(words: [String](repeating: "baba", count: 7), labels: [1, 2, 0, 1, 1, 1, 1]),
            LabelledSentence(words: ["ba", "ka"], labels: [5, 1]),
        ]
        let evaluation = try evaluate(model, problem, examples: examples, maxLength: 8)
        #expect(evaluation.cutWordCount == 4)
        #expect(evaluation.gold.labels == [1, 2, 0, 5, 1])
        #expect(evaluation.gold.offsets == [0, 3, 5])
        #expect(evaluation.predicted.labels == [1, 1, 1, 1, 1])
        #expect(evaluation.predicted.offsets == [0, 3, 5])
        #expect(evaluation.exampleIndices == [0, 1])
        // There are three gold entities: two words, one place, one person. Five are predicted, of which one is right.
        let (precision, recall) = (1.0 / 5, 1.0 / 3)
        #expect(abs(evaluation.f1 - 2 * precision * recall / (precision + recall)) < 1e-12)
    }

    @Test func aWordsFirstPieceCarriesItsLabel() throws {
        let problem = try ToyProblem()
        let model = problem.model()
        for padding in BatchPlan.PaddingMode.allCases {
            let evaluation = try evaluate(model, problem, examples: problem.nerExamples, padding: padding)
            #expect(evaluation.gold.labels == problem.nerExamples.flatMap(\.labels))
            #expect(evaluation.cutWordCount == 0)
            // Computes the same with one sentence at a time.
            for (row, example) in problem.nerExamples.enumerated() {
                let alone = try evaluate(model, problem, examples: [example])
                let range = evaluation.predicted.offsets[row]..<evaluation.predicted.offsets[row + 1]
                #expect(Array(evaluation.predicted.labels[range]) == alone.predicted.labels)
            }
        }
    }

    @Test func predictionsThatAreRightScoreOne() throws {
        let problem = try ToyProblem()
        let model = problem.model()
        let words = problem.nerExamples.map(\.words)
        let first = try evaluate(model, problem, examples: problem.nerExamples)
        #expect(first.f1 < 1)
        let examples = words.indices.map { row in
            let range = first.predicted.offsets[row]..<first.predicted.offsets[row + 1]
            return LabelledSentence(words: words[row], labels: Array(first.predicted.labels[range]))
        }
        let second = try evaluate(model, problem, examples: examples)
        #expect(second.predicted.labels.contains { $0 != 0 })
        #expect(second.f1 == 1)
    }

    @Test func progressEndsWithTheLastRow() throws {
        let problem = try ToyProblem(nerCount: 150)
        let features = LabelledTokens(
            examples: (0..<20).flatMap { _ in problem.nerExamples }, tokenizer: problem.tokenizer, maxLength: 40)
        var seen: [Int] = []
        _ = try TokenEvaluation(
            problem.trained(problem.ner, problem.model()), features: features, labels: problem.labels.names
        ) { done, total in
            #expect(total == 3000)
            seen.append(done)
        }
        #expect(seen.count > 1)
        #expect(seen.last == 3000)
        #expect(zip(seen, seen.dropFirst()).allSatisfy(<))
    }

    @Test func tokensThatTheModelDoesNotKnowAreAnError() throws {
        let problem = try ToyProblem()
        let small = MultiTaskModel(
            configuration: EncoderConfiguration(
                vocabularySize: 50, hiddenSize: 32, layerCount: 1, headCount: 4, intermediateSize: 64,
                maxPositionEmbeddings: 96), heads: problem.heads)
        #expect(throws: ModelError.self) { try evaluate(small, problem, examples: problem.nerExamples) }
    }

    // MARK: - Questions

    /// Questions whose contexts need one window, and questions whose contexts need several.
    private func questions(_ problem: ToyProblem) -> [Question] {
        (0..<10).map { index in
            let context = ToyProblem.words(count: 4 + 7 * index, key: RandomKey(3).stream(index))
                .joined(separator: " ")
            let answer = String(context.prefix(4))
            return Question(
                id: "\(index)", question: "ku la?", context: context, answers: [ReferenceAnswer(text: answer, start: 0)]
            )
        }
    }

    private func evaluate(
        _ model: MultiTaskModel, _ problem: ToyProblem, questions: [Question], features: QuestionWindows,
        decoder: SpanDecoder = SpanDecoder()
    ) throws -> AnswerEvaluation {
        try AnswerEvaluation(
            problem.trained(problem.qa, model, maxLength: 32), features: features, examples: questions, decoder: decoder
        ) { _, _ in }
    }

    /// Computes the texts of the best spans over each question's windows, from the logits of each window alone.
    @Test func theBestSpanOverAllWindowsAnswers() throws {
        let problem = try ToyProblem()
        let model = problem.model()
        let questions = questions(problem)
        let features = try QuestionWindows(
            examples: questions, tokenizer: problem.tokenizer, maxLength: 32, docStride: 6)
        let evaluation = try evaluate(model, problem, questions: questions, features: features)
        #expect(evaluation.windowCount == features.count)
        #expect(features.count > questions.count + 5)
        #expect(evaluation.predictions.map(\.example) == Array(questions.indices))

        var best: [Int: (score: Float, first: Int, last: Int, row: Int)] = [:]
        var matches = 0
        var logits = [[Float]](repeating: [], count: features.count)
        try problem.trained(problem.qa, model, maxLength: 32).run(features) { row, tokens, values in
            logits[row] = (0..<2 * tokens).map { values[$0] }
        }
        for row in 0..<features.count {
            let context = features.contextRange[row]
            let values = logits[row]
            let tokens = values.count / 2
            func largest(_ side: Int) -> [Int] {
                (0..<tokens).sorted { values[2 * $0 + side] > values[2 * $1 + side] }
            }
            let (starts, ends) = (largest(0), largest(1))
            if starts[0] == Int(features.startPositions[row]), ends[0] == Int(features.endPositions[row]) {
                matches += 1
            }
            for start in starts.prefix(20) where context.contains(Int32(start)) {
                for end in ends.prefix(20)
                where context.contains(Int32(end)) && start <= end && end - start < 30 {
                    let score = values[2 * start] + values[2 * end + 1]
                    let example = Int(features.exampleIndices[row])
                    if score > best[example]?.score ?? -.infinity { best[example] = (score, start, end, row) }
                }
            }
        }
        #expect(evaluation.positionExactMatch == Double(matches) / Double(features.count))
        var exactMatch = 0.0
        for prediction in evaluation.predictions {
            let expected = try #require(best[prediction.example])
            let base = Int(features.sequenceOffsets[expected.row])
            let characters =
                features.tokenOffsets[base + expected.first]
                .lowerBound..<features.tokenOffsets[base + expected.last].upperBound
            #expect(prediction.score == expected.score)
            #expect(prediction.characters == characters)
            let context = Array(questions[prediction.example].context.unicodeScalars)
            let text = context[Int(characters.lowerBound)..<Int(characters.upperBound)].map(String.init).joined()
            #expect(prediction.text == text)
            let answer = questions[prediction.example].answers[0].text
            #expect(prediction.scores == SpanScores(prediction: text, references: [answer]))
            exactMatch += prediction.scores.exactMatch
        }
        #expect(abs(evaluation.text.exactMatch - exactMatch / Double(questions.count)) < 1e-12)
    }

    /// With equal logits everywhere, both positions are 0, and the best span is the context's first token.
    @Test func equalLogits() throws {
        let problem = try ToyProblem()
        let model = problem.model()
        try model.setLogits([0], part: "qa_start_head")
        try model.setLogits([0], part: "qa_end_head")
        let questions = [
            Question(id: "1", question: "ku?", context: "ba ka la", answers: [ReferenceAnswer(text: "ba", start: 0)]),
            Question(id: "2", question: "ku?", context: "mo ka la", answers: [ReferenceAnswer(text: "la", start: 6)]),
            Question(id: "3", question: "ku?", context: "du ka la"),
            Question(id: "4", question: "ku?", context: ""),
        ]
        let features = try QuestionWindows(
            examples: questions, tokenizer: problem.tokenizer, maxLength: 32, docStride: 6)
        let evaluation = try evaluate(model, problem, questions: questions, features: features)
        #expect(evaluation.predictions.map(\.text) == ["ba", "mo", "du", ""])
        #expect(evaluation.predictions.map(\.scores.exactMatch) == [1, 0, 0, 1])
        #expect(evaluation.text.exactMatch == 0.5)
        #expect(evaluation.text.f1 == 0.25)
        // Only the questions without an answer have both positions at [CLS].
        #expect(evaluation.positionExactMatch == 0.5)
        let none = try evaluate(
            model, problem, questions: questions, features: features, decoder: SpanDecoder(nBest: 1))
        #expect(none.predictions.allSatisfy { $0.text.isEmpty && $0.characters.isEmpty })
    }

    @Test func noQuestions() throws {
        let problem = try ToyProblem()
        let features = try QuestionWindows(examples: [], tokenizer: problem.tokenizer, maxLength: 32, docStride: 6)
        let evaluation = try evaluate(problem.model(), problem, questions: [], features: features)
        #expect(evaluation.predictions.isEmpty)
        #expect(evaluation.positionExactMatch == 0)
        #expect(evaluation.text == SpanScores(exactMatch: 0, f1: 0))
    }
}
