import Datasets
import Encoders
import Foundation
import Tasks
import Testing
import Training
import TrainingSupport

/// Numbers that are not finite are detected when they are computed, written, read and used.
@Suite
struct NonFiniteTests {
    private let name = "encoder.layer.1.output.dense.weight"

    private func spoil(_ model: MultiTaskModel, _ value: Float = .nan) throws {
        model.parameter(try #require(model.table[name]))[5] = value
    }

    @Test func aStepThatMakesParametersInfiniteEndsTrainingAndDoesNotCount() throws {
        let problem = try ToyProblem()
        let trainer = try problem.trainer(epochs: 1, learningRate: 1e38)
        let error = #expect(throws: TrainingError.self) { try trainer.run(throughEpoch: 1) { _ in } }
        let text = try #require(error).description
        #expect(text.contains("step 1, epoch 1") && text.contains("1e+38") && text.contains("--learning-rate"))
        #expect(!text.contains("as they were"))
        #expect(trainer.history.steps.isEmpty)
    }

    @Test func decayAloneIsLookedAtToo() throws {
        let problem = try ToyProblem()
        let model = problem.model()
        let trainer = try problem.trainer(
            from: TrainingState(
                model: model, optimizer: AdamW(settings: .init(learningRate: 1e20, weightDecay: 1e30), model: model),
                history: TrainingHistory(tasks: ["ner", "qa"], randomKey: 1)))
        #expect(throws: TrainingError.self) { try trainer.run(throughEpoch: 1) { _ in } }
        #expect(trainer.history.steps.count < 2)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func nothingOfIsWritten(value: Float) throws {
        let problem = try ToyProblem()
        let model = problem.model()
        let optimizer = AdamW(settings: .init(), model: model)
        let folder = try TemporaryFolder()
        func save() throws {
            let history = TrainingHistory(tasks: ["ner", "qa"], randomKey: 1)
            let state = TrainingState(model: model, optimizer: optimizer, history: history)
            _ = try Checkpoint(state).save(
                to: "\(folder.path)/checkpoint", tokenizer: problem.tokenizer)
        }
        optimizer.secondMoments[7] = value
        #expect(throws: TrainingError.self) { try save() }
        #expect(throws: TrainingError.self) { try TrainingState.writeOptimizer(optimizer, to: folder.path) }
        optimizer.secondMoments[7] = 0
        try spoil(model, value)
        #expect(throws: TrainingError.stateNotFinite(name: name)) { try save() }
        #expect(throws: TrainingError.stateNotFinite(name: name)) {
            try TrainingState.writeModel(model, to: folder.path)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test(arguments: ["model", "optimizer"])
    func aFileThatHoldsOneIsRefusedByItsTensor(file: String) throws {
        let problem = try ToyProblem()
        let trainer = try problem.trainer()
        let folder = try TemporaryFolder()
        let state = TrainingState(model: trainer.model, optimizer: trainer.optimizer, history: trainer.history)
        _ = try Checkpoint(state).save(to: folder.path, tokenizer: problem.tokenizer)
        let path = "\(folder.path)/\(file).safetensors"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        // The last float of the last tensor.
        bytes.replaceSubrange(bytes.count - 4..<bytes.count, with: [0, 0, 0xC0, 0x7F])
        try bytes.write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: ModelError.self) { try Checkpoint.load(from: folder.path) }
        guard case .notFinite(path, let tensor)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(tensor.contains("pooler") || tensor.contains("exp_avg_sq"))
    }

    @Test func aModelWithOneGivesNoLabelsAndNoAnswers() throws {
        let problem = try ToyProblem()
        let model = problem.model()
        try spoil(model)
        #expect(throws: TaskError.logitsNotFinite(task: "ner")) {
            try EntityPredictor(problem.trained(problem.ner, model, maxLength: 40))
                .entities(in: ["ba be bi"])
        }
        #expect(throws: TaskError.logitsNotFinite(task: "qa")) {
            try AnswerPredictor(problem.trained(problem.qa, model)).answer("ku la?", context: "ba be 4 bi")
        }
    }
}
