import Datasets
import Encoders
import Hardware
import Kernels
import Tokenization

/// A task's head on a model, with everything that is needed to make predictions.
package struct TrainedTask {
    package let model: MultiTaskModel
    package let task: TaskDescription
    package let tokenizer: any Tokenizer
    package let recipe: EncodingRecipe
    /// Used for its padding and token types. Its batch size and order have no effect here.
    package let plan: BatchPlan
    /// Takes the loss of every batch that `run` passes, where somebody wants to know it.
    package var lossMeter: LossMeter?
    private let head: Int

    /// The approximate number of tokens in a batch: large enough that every product runs at full speed.
    private static let tokensPerBatch = 4096

    /// Throws `TaskError` when the model has no head for the task, or a head with other labels.
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

    /// Runs the head over all rows of some features, in batches of similar length, without dropout or gradients. Calls `body` with the
    /// logits of every row. The order of the calls is not the order of the rows.
    ///
    /// - Parameter body: gets the row, the number of rows of logits (the row's tokens including padding, or 1), and the logits.
    package func run(
        _ features: some SequenceFeatures, progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in },
        _ body: (_ row: Int, _ count: Int, _ logits: UnsafePointer<Float>) -> Void
    ) throws {
        let arena = model.makeArena(forTraining: false)
        let outputs = model.heads[head].outputs
        let isPerToken = model.heads[head].rows == .everyToken
        let lengths = features.lengths.map { plan.paddedLength(Int($0), maxLength: recipe.maxLength) }
        let rows = (0..<Int32(features.count)).sorted { (lengths[Int($0)], $0) < (lengths[Int($1)], $1) }
        // A batch has this many tokens, unless a single sequence is longer.
        let longest = lengths.max() ?? 0
        try AvailableMemory.now.require(
            arena.byteCount(tokens: max(TrainedTask.tokensPerBatch, longest), longest: longest),
            for: "running the model", remedy: "Lower --max-length, take a smaller encoder, or allow more memory.")
        var batch = PackedBatch()
        var start = 0
        while start < rows.count {
            var end = start
            // Rows are sorted by length, so the last one is the longest.
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
                try lossMeter?.add(batch, input, of: task, outputs: outputs, logits: arena.logits)
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

/// The index of the largest value; the first one on a tie.
func argmax(_ values: UnsafePointer<Float>, count: Int, step: Int = 1) -> Int {
    var best = 0
    for i in 1..<max(1, count) where values[i * step] > values[best * step] { best = i }
    return best
}

extension PackedBatch {
    /// Calls `body` with the batch in the encoder's form.
    ///
    /// It is not `rethrows`: with Swift 6.3, an error that passes through several nested rethrowing functions crashes the program.
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
