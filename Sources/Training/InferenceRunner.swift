import Datasets
import Encoders
import Hardware
import Kernels

/// Runs a head over all rows of some features, in batches of similar length, without dropout or gradients.
package final class InferenceRunner {
    private let model: MultiTaskModel
    private let arena: ActivationArena
    private let padID: Int32
    private var batch = PackedBatch()

    /// Tokens of a batch, about: large enough that every product is.
    private static let tokensPerBatch = 4096

    package init(model: MultiTaskModel, padID: Int32) {
        self.model = model
        self.padID = padID
        arena = model.makeArena(forTraining: false)
    }

    /// Calls `body` with every row's logits [tokens, outputs], in an order of the runner's own.
    ///
    /// - Parameters:
    ///   - plan: padding and token types; its batch size and order play no part.
    ///   - body: row, number of tokens (with padding, if there is any), logits.
    package func run(
        task: TrainingTask, plan: BatchPlan, progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in },
        _ body: (_ row: Int, _ tokens: Int, _ logits: UnsafePointer<Float>) -> Void
    ) throws {
        guard let head = model.headIndex(task: task.name) else {
            throw TrainingError.otherTasks(model: model.heads.map(\.task), history: [], data: [task.name])
        }
        let outputs = model.heads[head].outputs
        let features = task.features.base
        let lengths = features.lengths
        let rows = (0..<Int32(features.count)).sorted { (lengths[Int($0)], $0) < (lengths[Int($1)], $1) }
        // Batches are made so long, unless one sequence is longer.
        let longest = max(lengths.max().map(Int.init) ?? 0, plan.padding == .packed ? 0 : task.maxLength)
        try AvailableMemory.now.require(
            arena.byteCount(tokens: max(InferenceRunner.tokensPerBatch, longest), longest: longest),
            for: "running the model", remedy: "Lower --max-length, take a smaller encoder, or allow more memory.")
        var start = 0
        while start < rows.count {
            var end = start
            var longest = 0
            // Rows are in the order of their lengths, so the last is the longest.
            while end < rows.count {
                longest = plan.padding == .packed ? Int(lengths[Int(rows[end])]) : task.maxLength
                if end > start && (end - start + 1) * longest > InferenceRunner.tokensPerBatch { break }
                end += 1
            }
            plan.fill(
                &batch, from: task.features, rows: rows[start..<end], maxLength: task.maxLength, padID: padID)
            try batch.withInput { input in
                try input.validate(for: model.configuration)
                model.forward(input, head: head, arena: arena, dropout: nil)
                let logits = UnsafeBufferPointer(start: arena.logits, count: input.tokenCount * outputs)
                guard logits.isFinite else { throw TrainingError.logitsNotFinite(task: task.name) }
            }
            for (index, row) in rows[start..<end].enumerated() {
                let first = Int(batch.sequenceOffsets[index])
                let count = Int(batch.sequenceOffsets[index + 1]) - first
                body(Int(row), count, UnsafePointer(arena.logits + first * outputs))
            }
            start = end
            try progress(start, rows.count)
        }
    }
}
