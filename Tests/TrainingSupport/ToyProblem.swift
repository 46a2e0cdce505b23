import Datasets
import Encoders
import FixtureSupport
import Foundation
import Kernels
import Tasks
import Tokenization
import Training

/// A small BERT with random weights, and two tasks that it can learn: labels that depend on a word's first letter, and the digit in
/// a text.
package struct ToyProblem {
    package let tokenizer: BERTTokenizer
    package let labels = TokenLabels(types: ["PER", "ORG", "LOC", "MISC"])
    package var nerExamples: [LabelledSentence] = []
    package var qaExamples: [Question] = []

    package static let maxLength = 40
    package static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
    package static let tiny =
        URL(fileURLWithPath: folder).deletingLastPathComponent().path + "/EncodersTests/Fixtures/tiny"

    /// - Parameter tokenizer: by default that of the tiny fixture.
    package init(nerCount: Int = 24, qaCount: Int = 12, tokenizer: BERTTokenizer? = nil) throws {
        self.tokenizer = try tokenizer ?? ToyProblem.tinyTokenizer()
        for index in 0..<nerCount {
            let words = ToyProblem.words(count: 3 + index % 6, key: RandomKey(1).stream(index))
            nerExamples.append(LabelledSentence(words: words, labels: words.map(ToyProblem.label)))
        }
        for index in 0..<qaCount {
            var words = ToyProblem.words(count: 4 + index % 5, key: RandomKey(2).stream(index))
            let digit = "\(index % 10)"
            words.insert(digit, at: index % words.count)
            let context = words.joined(separator: " ")
            let start = context.unicodeScalars.firstIndex { $0.properties.numericType != nil }
            let offset = context.unicodeScalars.distance(
                from: context.unicodeScalars.startIndex, to: start ?? context.unicodeScalars.startIndex)
            qaExamples.append(
                Question(
                    id: "\(index)", question: "ku la?", context: context,
                    answers: [ReferenceAnswer(text: digit, start: offset)]))
        }
    }

    package static func tinyTokenizer() throws -> BERTTokenizer {
        let text = try String(contentsOfFile: "\(tiny)/vocab.txt", encoding: .utf8)
        return try BERTTokenizer(vocabulary: text.split(separator: "\n").map(String.init))
    }

    /// The label of a word: words with b- are persons, words with k- are places.
    package static func label(_ word: String) -> Int32 { word.hasPrefix("b") ? 1 : word.hasPrefix("k") ? 5 : 0 }

    /// Words of two syllables each, drawn from a key.
    package static func words(count: Int, key: RandomKey) -> [String] {
        let syllables = ["ba", "be", "bi", "ka", "ke", "ki", "la", "le", "mo", "mi", "du", "da"]
        return (0..<count).map { place in
            let pick = { (index: Int) in syllables[Int(key.bits(at: index) % UInt64(syllables.count))] }
            return pick(2 * place) + pick(2 * place + 1)
        }
    }

    package var ner: TaskDescription {
        TaskDescription(name: "ner", kind: TokenClassification().name, labels: labels.names)
    }
    package let qa = TaskDescription(name: "qa", kind: SpanExtraction().name, labels: [])

    package func nerTask() -> TrainingTask {
        TrainingTask(
            ner, TokenClassification(),
            features: LabelledTokens(examples: nerExamples, tokenizer: tokenizer, maxLength: ToyProblem.maxLength),
            maxLength: ToyProblem.maxLength)
    }

    package func qaTask() throws -> TrainingTask {
        TrainingTask(
            qa, SpanExtraction(),
            features: try QuestionWindows(
                examples: qaExamples, tokenizer: tokenizer, maxLength: ToyProblem.maxLength, docStride: 8),
            maxLength: ToyProblem.maxLength)
    }

    package func tasks() throws -> [TrainingTask] { [nerTask(), try qaTask()] }

    /// The same examples as validation data of both tasks.
    package func validationSets() throws -> [any EncodedExamples] {
        let recipe = EncodingRecipe(maxLength: ToyProblem.maxLength, docStride: 8)
        return [
            EncodedSplit(
                ner, TokenClassification(),
                features: LabelledTokens(examples: nerExamples, tokenizer: tokenizer, maxLength: ToyProblem.maxLength),
                split: TaskSplit(examples: nerExamples, labels: labels.names), recipe: recipe),
            EncodedSplit(
                qa, SpanExtraction(),
                features: try QuestionWindows(
                    examples: qaExamples, tokenizer: tokenizer, maxLength: ToyProblem.maxLength, docStride: 8),
                split: TaskSplit(examples: qaExamples, labels: []), recipe: recipe),
        ]
    }

    /// A task of a model, ready for predictions.
    package func trained(
        _ task: TaskDescription, _ model: MultiTaskModel, maxLength: Int = ToyProblem.maxLength, docStride: Int = 8,
        plan: BatchPlan = BatchPlan()
    ) throws -> TrainedTask {
        try TrainedTask(
            model: model, task: task, tokenizer: tokenizer,
            recipe: EncodingRecipe(maxLength: maxLength, docStride: docStride), plan: plan)
    }

    package var heads: [TaskHead] {
        [
            TokenClassification().head(task: ner.name, labels: ner.labels),
            SpanExtraction().head(task: qa.name, labels: []),
        ]
    }

    /// A model with random weights that depend only on the seed.
    package func model(seed: UInt64 = 7, lora: LoRA? = nil) -> MultiTaskModel {
        MatrixProduct.useCallingThreadOnly()
        let model = MultiTaskModel(
            configuration: EncoderConfiguration(
                vocabularySize: tokenizer.vocabularySize, hiddenSize: 32, layerCount: 2, headCount: 4,
                intermediateSize: 64, maxPositionEmbeddings: 96, initializerRange: 0.15), heads: heads,
            lora: lora)
        model.initializeEncoder(key: RandomKey(seed))
        model.initializeHeads(key: RandomKey(seed))
        model.initializeAdapters(key: RandomKey(seed))
        return model
    }

    /// A trainer of a new run.
    package func trainer(
        seed: UInt64 = 7, epochs: Int = 3, learningRate: Double = 2e-3, plan: BatchPlan = BatchPlan(batchSize: 4),
        tasks: [TrainingTask]? = nil, weights: WeightSettings = WeightSettings(), turns: any TurnRule = RoundRobin()
    ) throws -> Trainer {
        let model = model(seed: seed)
        return try trainer(
            from: TrainingState(
                model: model, optimizer: AdamW(settings: .init(learningRate: learningRate), model: model),
                history: TrainingHistory(tasks: (tasks ?? self.tasks()).map(\.name), randomKey: seed)), epochs: epochs,
            plan: plan, tasks: tasks, weights: weights, turns: turns)
    }

    /// A trainer that continues a training.
    ///
    /// - Parameter epochs: the number of epochs of the whole run, for the schedule.
    package func trainer(
        from state: TrainingState, epochs: Int = 3, plan: BatchPlan = BatchPlan(batchSize: 4),
        tasks: [TrainingTask]? = nil, weights: WeightSettings = WeightSettings(), turns: any TurnRule = RoundRobin()
    ) throws -> Trainer {
        let tasks = try tasks ?? self.tasks()
        let steps = turns.stepCount(batchCounts: plan.stepCounts(tasks)) * epochs
        return try Trainer(
            model: state.model, optimizer: state.optimizer, history: state.history,
            schedule: LearningRateSchedule(warmupSteps: steps / 10, totalSteps: steps), tasks: tasks, turns: turns,
            weights: weights.rule(tasks: tasks.map(\.name)),
            plan: plan, maxGradientNorm: 1, padID: tokenizer.padID)
    }
}

/// Everything that training changes, as bits.
package struct TrainingBits: Equatable {
    package let parameters, firstMoments, secondMoments: [UInt32]
    package let stepCounts: [Int]
    package let history: TrainingHistory

    package init(_ trainer: Trainer) {
        self.init(model: trainer.model, optimizer: trainer.optimizer, history: trainer.history)
    }

    package init(model: MultiTaskModel, optimizer: AdamW, history: TrainingHistory) {
        parameters = model.parameters.map(\.bitPattern)
        firstMoments = optimizer.firstMoments.map(\.bitPattern)
        secondMoments = optimizer.secondMoments.map(\.bitPattern)
        stepCounts = optimizer.stepCounts
        self.history = history
    }
}

/// A folder for one test, removed with the value.
package final class TemporaryFolder {
    package let path: String

    package init() throws {
        path = FileManager.default.temporaryDirectory.path + "/practicum-tests-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
