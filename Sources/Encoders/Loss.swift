import Kernels

extension MultiTaskModel {
    /// The label of rows that take no part in a loss, as in PyTorch.
    package static var ignoreIndex: Int32 { -100 }

    /// Cross-entropy of the arena's logits averaged over labelled rows; NaN when there are none, as in PyTorch.
    ///
    /// - Parameters:
    ///   - labels: one per row of the head's logits, `ignoreIndex` where there is none.
    ///   - labelled: how many are not `ignoreIndex`.
    ///   - weight: the loss's weight: goes into the gradient, not into the value.
    ///   - wantsGradient: true to leave d(weight · loss) in `arena.dLogits`.
    package func tokenLoss(
        head: Int, labels: UnsafeBufferPointer<Int32>, labelled: Int, arena: ActivationArena, weight: Float = 1,
        wantsGradient: Bool
    ) -> Double {
        guard let base = labels.baseAddress, labelled > 0 else { return .nan }
        PhaseClock.begin(0)
        defer { PhaseClock.end(.loss, 0) }
        let total = CrossEntropy.tokens(
            rows: labels.count, classes: layout.heads[head].outputs, logits: arena.logits, labels: base,
            ignoreIndex: MultiTaskModel.ignoreIndex, dLogits: wantsGradient ? arena.dLogits : nil,
            scale: weight / Float(labelled))
        return total / Double(labelled)
    }

    /// Mean of the start's and the end's cross-entropy over each sequence's positions, averaged over sequences.
    ///
    /// - Parameters:
    ///   - starts, ends: one per sequence; token positions in the sequence.
    package func spanLoss(
        _ input: EncoderInput, starts: UnsafeBufferPointer<Int32>, ends: UnsafeBufferPointer<Int32>,
        arena: ActivationArena, weight: Float = 1, wantsGradient: Bool
    ) -> Double {
        PhaseClock.begin(0)
        defer { PhaseClock.end(.loss, 0) }
        let count = input.sequenceCount
        let scale = weight / Float(2 * count)
        var total = 0.0
        for sequence in 0..<count {
            let first = Int(input.sequenceOffsets[sequence])
            let length = Int(input.sequenceOffsets[sequence + 1]) - first
            for (side, target) in [Int(starts[sequence]), Int(ends[sequence])].enumerated() {
                let place = 2 * first + side
                total += CrossEntropy.strided(
                    arena.logits + place, count: length, step: 2, target: target,
                    d: wantsGradient ? arena.dLogits + place : nil, scale: scale)
            }
        }
        return total / Double(2 * count)
    }
}
