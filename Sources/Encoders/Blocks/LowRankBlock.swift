import Kernels

/// Products of dense layers with their low-rank adapters: x · Wᵀ + scale · dropout(x) · Aᵀ · Bᵀ.
///
/// In the formulas B is as in the paper, [outputs, rank]; in memory it is transposed.
extension BatchPass {
    /// z = x · Wᵀ + scale · dropout(x) · Aᵀ · Bᵀ for some rows. Keeps u = scale · dropout(x) · Aᵀ for the backward pass.
    ///
    /// - Parameters:
    ///   - x, z: the first of the rows.
    func multiply(
        _ dense: DenseLayer, _ layer: Int, _ x: UnsafePointer<Float>, into z: UnsafeMutablePointer<Float>,
        rows: Range<Int>, _ worker: Int
    ) {
        dense.forward(x, into: z, rows: rows.count, packing)
        guard let lora = model.lora else { return }
        for term in dense.terms {
            let u = arena.projected(layer, term) + rows.lowerBound * lora.rank
            LowRankProduct.down(
                x, stride: dense.inputs, adapter(term.a), into: u, rows: rows.count, width: dense.inputs,
                rank: lora.rank, scale: lora.scale, mask: mask(lora, layer, term, rows.lowerBound, worker))
            LowRankProduct.addUp(
                u, adapter(term.b), to: z + term.firstOutput, stride: dense.outputs, rows: rows.count,
                width: term.outputs, rank: lora.rank)
        }
    }

    /// dx = dz · W + dropout(du · A) for some rows, with du = scale · dz · B, which is kept for the gradient of A.
    ///
    /// - Parameters:
    ///   - dz, dx: the first of the rows. `dx` is nil if the gradient of the input is not needed.
    ///   - adds: true to add to the old content of `dx`.
    func multiplyBack(
        _ dense: DenseLayer, _ layer: Int, _ dz: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>?,
        rows: Range<Int>, adds: Bool = false, _ worker: Int
    ) {
        if let dx { dense.backward(dz, into: dx, rows: rows.count, adds: adds, packing) }
        guard let lora = model.lora else { return }
        for term in dense.terms {
            let du = arena.dProjected(term) + rows.lowerBound * lora.rank
            LowRankProduct.down(
                dz + term.firstOutput, stride: dense.outputs, adapter(term.b), into: du, rows: rows.count,
                width: term.outputs, rank: lora.rank, scale: lora.scale)
            guard let dx else { continue }
            LowRankProduct.addUp(
                du, adapter(term.a), to: dx, stride: dense.inputs, rows: rows.count, width: dense.inputs,
                rank: lora.rank, mask: mask(lora, layer, term, rows.lowerBound, worker))
        }
    }

    /// Number of pieces of the gradients of adapters that can be computed after the row-wise stage of a layer: those of its last three
    /// dense layers, and those of the query, key and value of the layer above.
    func adapterPieces(after layer: Int) -> Int { laterPieces(layer).count + queryKeyValuePieces(layer + 1).count }

    private func laterPieces(_ layer: Int) -> [LowRankPiece] { layer < 0 ? [] : layout(layer).laterPieces }

    private func queryKeyValuePieces(_ layer: Int) -> [LowRankPiece] {
        layer < layerCount ? layout(layer).queryKeyValuePieces : []
    }

    /// Computes one of these pieces: some columns of dA = duᵀ · dropout(x), or of dBᵀ = uᵀ · dz.
    func backwardAdapter(after layer: Int, piece: Int, gradients: GradientBuffer, _ worker: Int) {
        guard let lora = model.lora else { return }
        let own = laterPieces(layer)
        let isOwn = piece < own.count
        let layer = isOwn ? layer : layer + 1
        let piece = isOwn ? own[piece] : queryKeyValuePieces(layer)[piece - own.count]
        let term = piece.term
        let (x, dz, outputs) = factors(term.target, layer)
        let target = gradients.at((piece.isUp ? term.b : term.a) + adapterShift)
        if piece.isUp {
            LowRankProduct.outer(
                arena.projected(layer, term), dz + term.firstOutput, stride: outputs, columns: piece.columns,
                into: target, rows: arena.rows.rowCount, width: term.outputs, rank: lora.rank)
        } else {
            LowRankProduct.outer(
                arena.dProjected(term), x, stride: term.inputs, columns: piece.columns, into: target,
                rows: arena.rows.rowCount, width: term.inputs, rank: lora.rank,
                mask: mask(lora, layer, term, 0, worker))
        }
        PhaseClock.end(term.target.isQueryKeyValue ? .queryKeyValueBackward : .outputDenseBackward, worker)
    }

    /// The input of an adapted layer, the gradient of its output, and the width of the latter's rows.
    private func factors(
        _ target: LoRA.Target, _ layer: Int
    ) -> (x: UnsafePointer<Float>, dz: UnsafePointer<Float>, outputs: Int) {
        let memory = arena.layer(layer)
        let (x, dz, outputs) =
            switch target {
            case .query, .key, .value: (arena.hidden(layer: layer), memory.qkv, 3 * hidden)
            case .attentionOutput: (memory.context, arena.dAttentionOutput, hidden)
            case .intermediate: (arena.attended, memory.pre, intermediate)
            case .output: (arena.activated, arena.dOutput, hidden)
            }
        return (UnsafePointer(x), UnsafePointer(dz), outputs)
    }

    private func adapter(_ offset: Int) -> UnsafePointer<Float> { model.at(offset + adapterShift) }

    private func mask(
        _ lora: LoRA, _ layer: Int, _ term: LowRankTerm, _ firstRow: Int, _ worker: Int
    ) -> LowRankProduct.Mask? {
        dropout?.dropout(.adapter(layer: layer, term.target), rate: lora.dropout).map {
            .init($0, identity: identity, firstRow: firstRow, scratch: arena.maskScratch(worker: worker))
        }
    }
}
