import Kernels

/// The part of a layer after attention, which works on each row alone:
///
///     attended = LayerNorm(dropout(context · Wᵀ + b) + x)
///     y = LayerNorm(dropout(GELU(attended · Wᵀ + b) · Wᵀ + b) + attended)
extension BatchPass {
    /// Dropout after the dense layer that follows attention. Some families do not have it.
    private func attentionOutputDropout(layer: Int) -> Dropout? {
        guard configuration.family.dropsAttentionOutput else { return nil }
        return dropout?.dropout(.attentionOutput(layer: layer), rate: configuration.hiddenDropout)
    }

    private func outputDropout(layer: Int) -> Dropout? {
        dropout?.dropout(.output(layer: layer), rate: configuration.hiddenDropout)
    }

    func finishLayer(_ layer: Int, rows: Range<Int>, _ worker: Int) {
        let layout = layout(layer)
        let memory = arena.layer(layer)
        let scratch = arena.rowScratch(worker: worker)
        let first = rows.lowerBound * hidden
        let keeps = arena.keeps(layer: layer)
        let pre = keeps ? memory.pre + rows.lowerBound * intermediate : scratch.pre
        // LayerNorm counts rows from the start of the batch, scratch memory counts them from the start of the piece.
        let (dense, attended) = (scratch.dense - first, scratch.attended - first)

        multiply(layout.attentionOutput, layer, memory.context + first, into: scratch.dense, rows: rows, worker)
        PhaseClock.end(.attentionDense, worker)
        LayerNorm.afterDense(
            rows: rows, width: hidden, z: dense, bias: model.at(layout.attentionOutput.bias),
            residual: arena.hidden(layer: layer), dropout: attentionOutputDropout(layer: layer), identity: identity,
            gamma: model.at(layout.attentionNorm.gamma), beta: model.at(layout.attentionNorm.beta),
            epsilon: configuration.layerNormEpsilon, normalized: keeps ? memory.normalized1 : nil,
            reciprocalDeviation: memory.deviation1, y: attended)
        PhaseClock.end(.layerNorm, worker)

        multiply(layout.intermediate, layer, scratch.attended, into: pre, rows: rows, worker)
        PhaseClock.end(.intermediateDense, worker)
        GELU.forward(
            rows: 0..<rows.count, width: intermediate, z: pre, bias: model.at(layout.intermediate.bias),
            output: scratch.activated)
        PhaseClock.end(.gelu, worker)

        multiply(layout.output, layer, scratch.activated, into: scratch.dense, rows: rows, worker)
        PhaseClock.end(.outputDense, worker)
        LayerNorm.afterDense(
            rows: rows, width: hidden, z: dense, bias: model.at(layout.output.bias), residual: attended,
            dropout: outputDropout(layer: layer), identity: identity, gamma: model.at(layout.outputNorm.gamma),
            beta: model.at(layout.outputNorm.beta), epsilon: configuration.layerNormEpsilon,
            normalized: arena.keepsOutput(layer: layer) ? memory.normalized2 : nil,
            reciprocalDeviation: memory.deviation2, y: arena.hidden(layer: layer + 1))
        PhaseClock.end(.layerNorm, worker)
    }

    /// Takes the gradient of the layer's output from `arena.dHidden` back to the gradient of attention's context. Leaves in `arena.dHidden`
    /// the part of the gradient that reaches the layer's input by the residual connection, and stores
    /// the factors of the weights' gradients.
    func backwardFinishedLayer(_ layer: Int, rows: Range<Int>, piece: Int, _ worker: Int) {
        let layout = layout(layer)
        let memory = arena.layer(layer)
        let (first, wide) = (rows.lowerBound * hidden, rows.lowerBound * intermediate)
        let sums = sums(layer: layer, piece: piece)
        let upstream = arena.rowScratch(worker: worker).activated

        LayerNorm.backwardAfterDense(
            rows: rows, width: hidden, dy: arena.dHidden, normalized: memory.normalized2,
            reciprocalDeviation: memory.deviation2, gamma: model.at(layout.outputNorm.gamma),
            dropout: outputDropout(layer: layer), identity: identity, dResidual: arena.dHidden, dDense: arena.dOutput,
            dGamma: sums.outputGamma, dBeta: sums.outputBeta, dBias: sums.outputBias)
        PhaseClock.end(.layerNormBackward, worker)
        multiplyBack(layout.output, layer, arena.dOutput + first, into: upstream, rows: rows, worker)
        PhaseClock.end(.outputDenseBackward, worker)
        GELU.backward(
            rows: 0..<rows.count, width: intermediate, pre: memory.pre + wide, upstream: upstream,
            activated: arena.activated + wide, dBias: sums.intermediateBias)
        PhaseClock.end(.geluBackward, worker)
        multiplyBack(
            layout.intermediate, layer, memory.pre + wide, into: arena.dHidden + first, rows: rows, adds: true, worker)
        PhaseClock.end(.intermediateDenseBackward, worker)
        LayerNorm.backwardAfterDense(
            rows: rows, width: hidden, dy: arena.dHidden, normalized: memory.normalized1,
            reciprocalDeviation: memory.deviation1, gamma: model.at(layout.attentionNorm.gamma),
            dropout: attentionOutputDropout(layer: layer), identity: identity, dResidual: arena.dHidden,
            dDense: arena.dAttentionOutput, dGamma: sums.attentionGamma, dBeta: sums.attentionBeta,
            dBias: sums.attentionOutputBias)
        if layout.keepsInputs {
            // Recomputes a factor of the weights' gradients from the normalised rows.
            LayerNorm.affine(
                rows: rows, width: hidden, normalized: memory.normalized1, gamma: model.at(layout.attentionNorm.gamma),
                beta: model.at(layout.attentionNorm.beta), y: arena.attended)
            model.layerInput(layer, rows: rows, arena, into: arena.hidden(layer: layer))
            if layer == 0 { dropEmbedding(rows: rows, arena.hidden(layer: 0)) }
        }
        PhaseClock.end(.layerNormBackward, worker)
        multiplyBack(
            layout.attentionOutput, layer, arena.dAttentionOutput + first, into: arena.dContext + first, rows: rows,
            worker)
        PhaseClock.end(.attentionDenseBackward, worker)
    }

    /// Number of pieces of the gradients of the three weights after attention: zero for a frozen layer.
    func denseWeightPieces(layer: Int) -> Int {
        let layout = layout(layer)
        guard layout.isTrained else { return 0 }
        return layout.intermediate.weightPieces + layout.output.weightPieces + layout.attentionOutput.weightPieces
    }

    func backwardDenseWeight(layer: Int, piece: Int, gradients: GradientBuffer, _ worker: Int) {
        let layout = layout(layer)
        let memory = arena.layer(layer)
        let (rows, target) = (arena.rows.rowCount, gradients.at(0))
        let (wide, narrow) = (layout.intermediate.weightPieces, layout.output.weightPieces)
        if piece < wide {
            layout.intermediate.backwardWeight(
                piece: piece, dz: memory.pre, x: arena.attended, rows: rows, into: target)
            PhaseClock.end(.intermediateDenseBackward, worker)
        } else if piece < wide + narrow {
            layout.output.backwardWeight(
                piece: piece - wide, dz: arena.dOutput, x: arena.activated, rows: rows, into: target)
            PhaseClock.end(.outputDenseBackward, worker)
        } else {
            layout.attentionOutput.backwardWeight(
                piece: piece - wide - narrow, dz: arena.dAttentionOutput, x: memory.context, rows: rows, into: target)
            PhaseClock.end(.attentionDenseBackward, worker)
        }
    }
}
