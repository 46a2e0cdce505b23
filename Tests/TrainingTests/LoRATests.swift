import Encoders
import FixtureSupport
import Foundation
import Kernels
import Safetensors
import Tasks
import Testing
import Training
import TrainingSupport

/// What a training with low-rank adapters leaves alone, keeps and goes on with.
@Suite("low-rank adapters in training")
struct LoRATests {
    static let ways = [
        LoRA(rank: 3, alpha: 6, dropout: 0.1), LoRA(rank: 2, targets: [.key, .output], dropout: 0.2, isPerTask: true),
    ]

    private func state(_ problem: ToyProblem, _ lora: LoRA) -> TrainingState {
        let model = problem.model(lora: lora)
        return TrainingState(
            model: model, optimizer: AdamW(settings: .init(learningRate: 5e-3), model: model),
            history: TrainingHistory(tasks: ["ner", "qa"], randomKey: 7))
    }

    private func checkpoint(of trainer: Trainer) -> Checkpoint {
        Checkpoint(
            TrainingState(model: trainer.model, optimizer: trainer.optimizer, history: trainer.history))
    }

    @Test("a training goes on from a checkpoint with the same bits", arguments: ways)
    func goesOn(lora: LoRA) throws {
        let problem = try ToyProblem()
        let folder = try TemporaryFolder()
        let trainer = try problem.trainer(from: state(problem, lora))
        try trainer.run(throughEpoch: 1) { _ in }
        _ = try checkpoint(of: trainer).save(to: folder.path, tokenizer: problem.tokenizer)
        let moments = try SafetensorsFile(path: "\(folder.path)/optimizer.safetensors").tensors.keys
        #expect(moments.allSatisfy { $0.contains(".lora_") || $0.contains("_head.") })
        let loaded = try Checkpoint.load(from: folder.path).state
        #expect(loaded.model.lora == lora && loaded.model.table == trainer.model.table)
        let again = try problem.trainer(from: loaded)
        for trainer in [trainer, again] { try trainer.run(throughEpoch: 3) { _ in } }
        #expect(TrainingBits(trainer) == TrainingBits(again))
        let start = problem.model()
        for entry in start.table.entries where !entry.name.contains("_head.") {
            let own = try #require(again.model.table[entry.name])
            #expect(again.model.parameter(own).elementsEqual(start.parameter(entry)), "\(entry.name)")
        }
        #expect(
            again.model.table.entries.filter(\.isAdapter).allSatisfy { entry in
                again.model.parameter(entry).contains { $0 != 0 }
            })
    }

    @Test("a new adapter changes nothing, and one of a task leaves the other task's alone")
    func alone() throws {
        let problem = try ToyProblem()
        let (start, adapted) = (problem.model(), problem.model(lora: Self.ways[1]))
        let batch = FlatBatch(
            FixtureBatch(task: "ner", inputIDs: [[5, 6, 7, 8, 9], [7, 10, 11]], labels: nil), padded: false)
        func logits(_ model: MultiTaskModel, head: Int) -> [Float] {
            let arena = model.makeArena(forTraining: false)
            return batch.withInput { input in
                model.forward(input, head: head, arena: arena, dropout: nil)
                let count = input.tokenCount * model.heads[head].outputs
                return Array(UnsafeBufferPointer(start: arena.logits, count: count))
            }
        }
        for head in 0...1 { #expect(logits(start, head: head) == logits(adapted, head: head)) }
        let before = Array(adapted.parameters)
        let trainer = try problem.trainer(
            from: TrainingState(
                model: adapted, optimizer: AdamW(settings: .init(learningRate: 5e-3), model: adapted),
                history: TrainingHistory(tasks: ["ner"], randomKey: 7)), tasks: [problem.nerTask()])
        try trainer.run(throughEpoch: 1) { _ in }
        for entry in adapted.table.entries {
            let isChanged = !adapted.parameter(entry).elementsEqual(before[entry.range])
            #expect(
                isChanged == (entry.name.contains(".ner.lora_") || entry.name.hasPrefix("ner_head")), "\(entry.name)")
        }
    }

    @Test("a merged checkpoint is a plain one, which goes on with the heads")
    func merged() throws {
        let problem = try ToyProblem()
        let folder = try TemporaryFolder()
        let trainer = try problem.trainer(from: state(problem, Self.ways[0]))
        try trainer.run(throughEpoch: 1) { _ in }
        let model = trainer.model.merged()
        let optimizer = trainer.optimizer.moved(to: model)
        _ = try Checkpoint(TrainingState(model: model, optimizer: optimizer, history: trainer.history)).save(
            to: folder.path, tokenizer: problem.tokenizer)
        let loaded = try Checkpoint.load(from: folder.path).state
        #expect(
            loaded.model.lora == nil && loaded.model.table.trainableEntries.allSatisfy { $0.name.contains("_head.") })
        for entry in loaded.model.table.trainableEntries {
            let own = try #require(trainer.model.table[entry.name])
            #expect(loaded.optimizer.firstMoments[entry.range].elementsEqual(trainer.optimizer.firstMoments[own.range]))
        }
        #expect(loaded.optimizer.stepCounts.suffix(3) == trainer.optimizer.stepCounts.suffix(3))
        try problem.trainer(from: loaded).run(throughEpoch: 2) { _ in }
    }
}
