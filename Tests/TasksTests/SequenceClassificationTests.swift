import Datasets
import Encoders
import Foundation
import Kernels
import Outputs
import Tasks
import Testing
import Training
import TrainingSupport

/// Texts whose label is determined by one of their words. They are learnt, scored and predicted.
@Suite("Classification of whole texts")
struct SequenceClassificationTests {
    let kind = SequenceClassification()
    let task = TaskDescription(name: "mood", kind: "text-classification", labels: ["down", "up"])

    private func split(_ toy: ToyProblem) -> TaskSplit<LabelledText> {
        let examples = (0..<16).map { index in
            var words = ToyProblem.words(count: 3 + index % 3, key: RandomKey(5).stream(index)).filter {
                !$0.hasPrefix("b")
            }
            words.insert(index % 2 == 0 ? "bibi" : "kuku", at: index % (words.count + 1))
            return LabelledText(text: words.joined(separator: " "), label: Int32(index % 2), place: .line(index + 1))
        }
        return TaskSplit(examples: examples, labels: task.labels)
    }

    private func trained(_ toy: ToyProblem, epochs: Int) throws -> (TrainedTask, LabelledSequences) {
        let features = try kind.encode(
            split(toy).examples, tokenizer: toy.tokenizer, recipe: EncodingRecipe(maxLength: ToyProblem.maxLength))
        let training = TrainingTask(task, kind, features: features, maxLength: ToyProblem.maxLength)
        MatrixProduct.useCallingThreadOnly()
        let model = MultiTaskModel(
            configuration: toy.model().configuration, heads: [kind.head(task: task.name, labels: task.labels)])
        model.initializeEncoder(key: RandomKey(7))
        model.initializeHeads(key: RandomKey(7))
        let state = TrainingState(
            model: model, optimizer: AdamW(settings: .init(learningRate: 2e-3), model: model),
            history: TrainingHistory(tasks: [task.name], randomKey: 7))
        try toy.trainer(from: state, epochs: epochs, tasks: [training]).run(throughEpoch: epochs) { _ in }
        return (try toy.trained(task, model), features)
    }

    private func tables(_ outputs: [Output]) -> [Table] {
        outputs.compactMap { if case .table(let table) = $0 { table } else { nil } }
    }

    @Test func oneTaskAloneLearnsAndIsAsked() throws {
        let toy = try ToyProblem()
        let (trained, features) = try trained(toy, epochs: 30)
        let scores = try kind.evaluate(features, of: split(toy), with: trained, EvaluationOptions()) { _, _ in }
        #expect(scores.metrics.map(\.name) == ["mood.accuracy", "mood.macro-f1", "mood.weighted-f1"])
        #expect(scores.metrics.allSatisfy { $0.value == 1 })
        let confusion = try #require(scores.confusion).table
        #expect(confusion.rows == [["down", "8", "0"], ["up", "0", "8"]])
        let asked = try kind.predict(["la bibi\n\nkuku mo"], with: trained, PredictionOptions())
        #expect(tables(asked)[0].rows.map { Array($0.prefix(2)) } == [["la bibi", "down"], ["kuku mo", "up"]])
    }

    @Test func mistakesAreShownTheSurestFirst() throws {
        let toy = try ToyProblem()
        let (trained, features) = try trained(toy, epochs: 0)
        let scores = try kind.evaluate(features, of: split(toy), with: trained, EvaluationOptions(worst: 3)) { _, _ in }
        let mistakes = try #require(tables(scores.worst).first { $0.caption?.hasPrefix("The worst mistakes") == true })
        #expect(mistakes.rows.count <= 3 && mistakes.rows.allSatisfy { $0[1] != $0[2] })
        let sure = mistakes.rows.compactMap { Double($0[3].split(separator: " ")[0]) }
        #expect(sure == sure.sorted(by: >))
    }

    /// Canonically equivalent labels are different. Labels that the training split does not have are reported, and count as mistakes.
    @Test func labelsOfTheValidationSplitMayBeMore() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (train, validation) = ("\(folder.path)/train.tsv", "\(folder.path)/validation.tsv")
        try Data("label\ttext\né\ta b\nno\tc d\n".utf8).write(to: URL(fileURLWithPath: train))
        try Data("label\ttext\ne\u{301}\ta b\nno\tc d\n".utf8).write(to: URL(fileURLWithPath: validation))
        let data = try kind.load(train: [train], validation: [validation], order: [])
        #expect(data.labels.count == 2)
        #expect(
            data.validation.split.labels.map { Array($0.utf8) } == (data.labels + ["e\u{301}"]).map { Array($0.utf8) })
        #expect(data.validation.split.examples.map(\.label) == [2, Int32(data.labels.firstIndex(of: "no") ?? -1)])
        #expect(data.validation.findings.contains { $0.name == "unseen-labels" && $0.count == 1 })
        #expect(!data.train.findings.contains { $0.name == "unseen-labels" })
        let shown = kind.show(
            labels: data.labels, train: data.train.split.examples, validation: data.validation.split)
        #expect(tables(shown)[0].rows.map { [$0[1], $0[2], $0[4]] } == [["no", "1", "1"], ["é", "1", "0"]])
    }

    @Test func anotherHeadIsRefused() throws {
        let toy = try ToyProblem()
        #expect(throws: TaskError.noHead(task: "mood", heads: ["ner", "qa"])) {
            try toy.trained(task, toy.model())
        }
        // A head with the same number of outputs, but for labels in another order: a checkpoint of other data.
        let (trained, _) = try trained(toy, epochs: 0)
        let other = TaskDescription(name: task.name, kind: task.kind, labels: ["up", "down"])
        let error = #expect(throws: TaskError.self) { try toy.trained(other, trained.model) }
        #expect(
            error?.description.contains(
                "2 logits a sequence (down, up), but the data needs 2 logits a sequence (up, down)") == true)
        // Training refuses it too, before the first step.
        let features = try kind.encode(
            split(toy).examples, tokenizer: toy.tokenizer, recipe: EncodingRecipe(maxLength: ToyProblem.maxLength))
        let state = TrainingState(
            model: trained.model, optimizer: AdamW(settings: .init(), model: trained.model),
            history: TrainingHistory(tasks: [task.name], randomKey: 7))
        let training = TrainingTask(other, kind, features: features, maxLength: ToyProblem.maxLength)
        #expect(throws: TaskError.self) {
            try toy.trainer(from: state, epochs: 1, tasks: [training]).run(throughEpoch: 1) { _ in }
        }
    }
}
