import Kernels

/// logits = dropout(states) · Wᵀ + b, for every token or for the first token of each sequence.
extension BatchPass {
    private var headDropout: Dropout? { dropout?.dropout(.head, rate: model.headDropout) }

    private func readsEveryToken(_ head: Int) -> Bool { model.heads[head].rows == .everyToken }

    /// The row of the batch from which a row of the head's logits is computed.
    private func token(ofRow row: Int, head: Int) -> Int {
        readsEveryToken(head) ? row : Int(input.sequenceOffsets[row])
    }

    /// - Parameter rows: rows of the head's logits.
    func applyHead(_ head: Int, rows: Range<Int>, _ worker: Int) {
        let dense = model.layout.heads[head]
        let states = model.hiddenStates(arena)
        var source = states + rows.lowerBound * hidden
        let dropout = headDropout
        if dropout != nil || !readsEveryToken(head) {
            let target = arena.headInput(worker: worker, firstRow: rows.lowerBound)
            for row in rows {
                let token = token(ofRow: row, head: head)
                let place = target + (row - rows.lowerBound) * hidden
                if let dropout {
                    EmbeddingKernel.apply(
                        dropout, row: token, identity: identity, width: hidden, from: states + token * hidden, to: place
                    )
                } else {
                    place.update(from: states + token * hidden, count: hidden)
                }
            }
            source = UnsafePointer(target)
        }
        MatrixProduct.timesTransposed(
            source, stride: hidden, model.at(dense.weight), stride: hidden,
            into: arena.logits + rows.lowerBound * dense.outputs, stride: dense.outputs, rows: rows.count,
            columns: dense.outputs, depth: hidden)
        RowSums.addBias(rows: rows, width: dense.outputs, z: arena.logits, bias: model.at(dense.bias))
        PhaseClock.end(.head, worker)
    }

    /// Computes dStates = dropout(dLogits · W) for some rows of the head. It is zero for tokens that the head does not read.
    func backwardHead(_ head: Int, rows: Range<Int>, _ worker: Int) {
        let dense = model.layout.heads[head]
        let readsEveryToken = readsEveryToken(head)
        let dInput =
            readsEveryToken ? arena.dHidden + rows.lowerBound * hidden : arena.rowScratch(worker: worker).dense
        MatrixProduct.times(
            arena.dLogits + rows.lowerBound * dense.outputs, stride: dense.outputs, model.at(dense.weight),
            stride: hidden, into: dInput, stride: hidden, rows: rows.count, columns: hidden, depth: dense.outputs)
        defer { PhaseClock.end(.headBackward, worker) }
        let dropout = headDropout
        if readsEveryToken && dropout == nil { return }
        for row in rows {
            let token = token(ofRow: row, head: head)
            let source = dInput + (row - rows.lowerBound) * hidden
            let target = arena.dHidden + token * hidden
            if !readsEveryToken {
                target.update(repeating: 0, count: (Int(input.sequenceOffsets[row + 1]) - token) * hidden)
            }
            if let dropout {
                EmbeddingKernel.apply(dropout, row: token, identity: identity, width: hidden, from: source, to: target)
            } else {
                target.update(from: source, count: hidden)
            }
        }
    }

    /// Computes dW = dLogitsᵀ · input, and db as the sum of the rows of dLogits.
    func backwardHeadWeight(_ head: Int, gradients: GradientBuffer, _ worker: Int) {
        let dense = model.layout.heads[head]
        let rowCount = arena.headRows.rowCount
        let source =
            headDropout == nil && readsEveryToken(head)
            ? model.hiddenStates(arena) : UnsafePointer(arena.headInput(worker: 0, firstRow: 0))
        MatrixProduct.transposedTimes(
            arena.dLogits, stride: dense.outputs, source, stride: hidden, into: gradients.at(dense.weight),
            stride: hidden, rows: dense.outputs, columns: hidden, depth: rowCount)
        gradients.at(dense.bias).update(repeating: 0, count: dense.outputs)
        RowSums.add(
            rows: 0..<rowCount, width: dense.outputs, values: arena.dLogits, to: gradients.at(dense.bias))
        PhaseClock.end(.headBackward, worker)
    }
}
