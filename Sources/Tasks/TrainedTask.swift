import Datasets
import Encoders
import Hardware
import Kernels
import Tokenization

/// A task's head on a model, with all that is needed to ask it.
package struct TrainedTask {
    package let model: MultiTaskModel
    package let task: TaskDescription
    package let tokenizer: any Tokenizer
    package let recipe: EncodingRecipe
    /// Padding and token types; its batch size and order play no part.
    package let plan: BatchPlan
    private let head: Int

    /// Tokens of a batch, about: large enough that every product is.
    private static let tokensPerBatch = 4096

    /// Throws `TaskError` when the model has no head for the task, or one that tells other labels apart.
    package init(
        model: MultiTaskModel, task: TaskDescription, tokenizer: any Tokenizer, recipe: EncodingRecipe,
        plan: BatchPlan = BatchPlan()
    ) throws {
        guard let head = model.headIndex(task: task.name) else {
            throw TaskError.noHead(task: task.name, heads: model.heads.map(\.task))
        }
        let expected = try task.head()
        guard model.heads[head] == expected else {
            throw TaskError.otherHead(model: model.heads[head], data: expected)
        }
        self.model = model
        self.task = task
        self.tokenizer = tokenizer
        self.recipe = recipe
        self.plan = plan
        self.head = head
    }

    /// Runs the head over all rows of some features, in batches of similar length, without dropout or gradients, and calls `body` with
    /// every row's logits, in an order of its own.
    ///
    /// - Parameter body: row, rows of its logits (its tokens, with padding if there is any, or 1), logits.
    package func run(
        _ features: some SequenceFeatures, progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in },
        _ body: (_ row: Int, _ count: Int, _ logits: UnsafePointer<Float>) -> Void
    ) throws {
        let arena = model.makeArena(forTraining: false)
        let outputs = model.heads[head].outputs
        let isPerToken = model.heads[head].rows == .everyToken
        let lengths = features.lengths.map { plan.paddedLength(Int($0), maxLength: recipe.maxLength) }
        let rows = (0..<Int32(features.count)).sorted { (lengths[Int($0)], $0) < (lengths[Int($1)], $1) }
        // Batches are made so long, unless one sequence is longer.
        let longest = lengths.max() ?? 0
        try AvailableMemory.now.require(
            arena.byteCount(tokens: max(TrainedTask.tokensPerBatch, longest), longest: longest),
            for: "running the model", remedy: "Lower --max-length, take a smaller encoder, or allow more memory.")
        var batch = PackedBatch()
        var start = 0
        while start < rows.count {
            var end = start
            // Rows are in the order of their lengths, so the last is the longest.
            while end < rows.count {
                if end > start && (end - start + 1) * lengths[Int(rows[end])] > TrainedTask.tokensPerBatch { break }
                end += 1
            }
            batch.fill(
                from: features, rows: rows[start..<end], padding: plan.padding(for: recipe.maxLength),
                padID: tokenizer.padID, usesTokenTypes: plan.usesTokenTypes)
            try batch.withInput { input in
                try input.validate(for: model.configuration)
                model.forward(input, head: head, arena: arena, dropout: nil)
                let count = model.heads[head].rowCount(of: input)
                guard UnsafeBufferPointer(start: arena.logits, count: count * outputs).isFinite else {
                    throw TaskError.logitsNotFinite(task: task.name)
                }
            }
            for (index, row) in rows[start..<end].enumerated() {
                let first = isPerToken ? Int(batch.sequenceOffsets[index]) : index
                let count = isPerToken ? Int(batch.sequenceOffsets[index + 1]) - first : 1
                body(Int(row), count, UnsafePointer(arena.logits + first * outputs))
            }
            start = end
            try progress(start, rows.count)
        }
    }
}

/// The first of the largest.
func argmax(_ values: UnsafePointer<Float>, count: Int, step: Int = 1) -> Int {
    var best = 0
    for i in 1..<max(1, count) where values[i * step] > values[best * step] { best = i }
    return best
}

extension PackedBatch {
    /// Calls `body` with the batch as the encoder sees it.
    ///
    /// Not `rethrows`: Swift 6.3 compiles an error that passes several nested rethrowing functions into a crash.
    package func withInput<Result>(_ body: (EncoderInput) throws -> Result) throws -> Result {
        try inputIDs.withUnsafeBufferPointer { inputIDs in
            try tokenTypeIDs.withUnsafeBufferPointer { tokenTypeIDs in
                try positionIDs.withUnsafeBufferPointer { positionIDs in
                    try sequenceOffsets.withUnsafeBufferPointer { sequenceOffsets in
                        try keyLengths.withUnsafeBufferPointer { keyLengths in
                            try exampleIDs.withUnsafeBufferPointer { exampleIDs in
                                try body(
                                    EncoderInput(
                                        inputIDs: inputIDs, tokenTypeIDs: tokenTypeIDs, positionIDs: positionIDs,
                                        sequenceOffsets: sequenceOffsets, keyLengths: keyLengths,
                                        exampleIDs: exampleIDs))
                            }
                        }
                    }
                }
            }
        }
    }
}
