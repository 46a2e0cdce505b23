import Kernels

extension MultiTaskModel {
    /// Gradients of a loss whose gradient with respect to the logits stands in `arena.dLogits`, for the batch that `forward` ran last
    /// with the same dropout. Every gradient of the encoder and of this head is overwritten; other heads and the pooler get none.
    package func backward(
        _ input: EncoderInput, head: Int, arena: ActivationArena, dropout: DropoutPlan?, gradients: GradientBuffer
    ) {
        precondition(arena.isForTraining, "a backward pass needs an arena that keeps every layer")
        arena.withIdentity(input) { identity in
            backwardHead(head, identity, arena, dropout, gradients)
            for layer in stride(from: configuration.layerCount - 1, through: 0, by: -1) {
                backwardRows(layer: layer, identity, arena, dropout, gradients)
                backwardWeightsAndAttention(layer: layer, input, arena, dropout, gradients)
            }
            backwardEmbedding(input, identity, arena, dropout, gradients)
        }
    }

    /// dHidden = dropout(dLogits · W), dW = dLogitsᵀ · input, db = the rows' sum.
    private func backwardHead(
        _ head: Int, _ identity: RowIdentity, _ arena: ActivationArena, _ dropout: DropoutPlan?,
        _ gradients: GradientBuffer
    ) {
        let hidden = configuration.hiddenSize
        let offsets = layout.heads[head]
        let headDropout = dropout?.dropout(.head, rate: headDropout)
        let source = headDropout == nil ? hiddenStates(arena) : UnsafePointer(arena.headInput)
        let rows = arena.rows
        WorkerPool.shared.forEach(rows.count + 1) { piece, worker in
            PhaseClock.begin(worker)
            defer { PhaseClock.end(.headBackward, worker) }
            guard piece < rows.count else {
                MatrixProduct.transposedTimes(
                    arena.dLogits, stride: offsets.outputs, source, stride: hidden, into: gradients.at(offsets.weight),
                    stride: hidden, rows: offsets.outputs, columns: hidden, depth: rows.rowCount)
                gradients.at(offsets.bias).update(repeating: 0, count: offsets.outputs)
                RowSums.add(
                    rows: 0..<rows.rowCount, width: offsets.outputs, values: arena.dLogits,
                    to: gradients.at(offsets.bias))
                return
            }
            let range = rows.rows(piece)
            MatrixProduct.times(
                arena.dLogits + range.lowerBound * offsets.outputs, stride: offsets.outputs, at(offsets.weight),
                stride: hidden, into: arena.dHidden + range.lowerBound * hidden, stride: hidden, rows: range.count,
                columns: hidden, depth: offsets.outputs)
            guard let headDropout else { return }
            for row in range {
                let d = arena.dHidden + row * hidden
                EmbeddingKernel.apply(headDropout, row: row, identity: identity, width: hidden, from: d, to: d)
            }
        }
    }

    /// What works row by row, from the layer above's query, key and value down to this layer's attention context; beside it the
    /// weights of the layer above's query, key and value.
    private func backwardRows(
        layer: Int, _ identity: RowIdentity, _ arena: ActivationArena, _ dropout: DropoutPlan?,
        _ gradients: GradientBuffer
    ) {
        let rows = arena.rows
        let above = layer + 1 < configuration.layerCount ? layer + 1 : nil
        let afterAttention = dropout?.dropout(.attentionOutput(layer: layer), rate: configuration.hiddenDropout)
        let afterOutput = dropout?.dropout(.output(layer: layer), rate: configuration.hiddenDropout)
        let weights = above == nil ? 0 : qkvWeightPieces
        WorkerPool.shared.forEach(rows.count + weights) { piece, worker in
            PhaseClock.begin(worker)
            if piece < weights {
                if let above { backwardQKVWeight(layer: above, piece: piece, arena, gradients) }
                PhaseClock.end(.queryKeyValueBackward, worker)
                return
            }
            let piece = piece - weights
            let range = rows.rows(piece)
            let partial = arena.partial(layer: layer, piece: piece)
            partial.update(repeating: 0, count: arena.partialWidth)
            if let above { backwardQKVRows(layer: above, rows: range, piece: piece, arena) }
            PhaseClock.end(.queryKeyValueBackward, worker)
            backwardLayerRows(layer, rows: range, partial, identity, arena, afterAttention, afterOutput, worker)
        }
    }

    private func backwardLayerRows(
        _ layer: Int, rows: Range<Int>, _ partial: UnsafeMutablePointer<Float>, _ identity: RowIdentity,
        _ arena: ActivationArena, _ afterAttention: Dropout?, _ afterOutput: Dropout?, _ worker: Int
    ) {
        let (hidden, intermediate) = (configuration.hiddenSize, configuration.intermediateSize)
        let offsets = layout.layers[layer]
        let memory = arena.layer(layer)
        let (first, wide) = (rows.lowerBound * hidden, rows.lowerBound * intermediate)
        let sums = PartialSums(partial, hidden: hidden, intermediate: intermediate)

        LayerNorm.backwardAfterDense(
            rows: rows, width: hidden, dy: arena.dHidden, normalized: memory.normalized2,
            reciprocalDeviation: memory.deviation2, gamma: at(offsets.outputGamma), dropout: afterOutput,
            identity: identity, dResidual: arena.dHidden, dDense: arena.dOutput, dGamma: sums.outputGamma,
            dBeta: sums.outputBeta, dBias: sums.outputBias)
        PhaseClock.end(.layerNormBackward, worker)
        MatrixProduct.times(
            arena.dOutput + first, stride: hidden, at(offsets.outputWeight), stride: intermediate,
            into: arena.dPre + wide, stride: intermediate, rows: rows.count, columns: intermediate, depth: hidden)
        PhaseClock.end(.outputDenseBackward, worker)
        GELU.backward(
            rows: rows, width: intermediate, pre: memory.pre, d: arena.dPre, dBias: sums.intermediateBias)
        PhaseClock.end(.geluBackward, worker)
        MatrixProduct.times(
            arena.dPre + wide, stride: intermediate, at(offsets.intermediateWeight), stride: hidden,
            into: arena.dHidden + first, stride: hidden, rows: rows.count, columns: hidden, depth: intermediate,
            beta: 1)
        PhaseClock.end(.intermediateDenseBackward, worker)
        LayerNorm.backwardAfterDense(
            rows: rows, width: hidden, dy: arena.dHidden, normalized: memory.normalized1,
            reciprocalDeviation: memory.deviation1, gamma: at(offsets.attentionGamma), dropout: afterAttention,
            identity: identity, dResidual: arena.dHidden, dDense: arena.dAttentionOutput,
            dGamma: sums.attentionGamma, dBeta: sums.attentionBeta, dBias: sums.attentionOutputBias)
        PhaseClock.end(.layerNormBackward, worker)
        MatrixProduct.times(
            arena.dAttentionOutput + first, stride: hidden, at(offsets.attentionOutputWeight), stride: hidden,
            into: arena.dContext + first, stride: hidden, rows: rows.count, columns: hidden, depth: hidden)
        PhaseClock.end(.attentionDenseBackward, worker)
    }

    /// dx += dQKV · W for some rows, and their part of the bias.
    private func backwardQKVRows(layer: Int, rows: Range<Int>, piece: Int, _ arena: ActivationArena) {
        let hidden = configuration.hiddenSize
        let sums = PartialSums(
            arena.partial(layer: layer, piece: piece), hidden: hidden, intermediate: configuration.intermediateSize)
        MatrixProduct.times(
            arena.dQKV + rows.lowerBound * 3 * hidden, stride: 3 * hidden, at(layout.layers[layer].qkvWeight),
            stride: hidden, into: arena.dHidden + rows.lowerBound * hidden, stride: hidden, rows: rows.count,
            columns: hidden, depth: 3 * hidden, beta: 1)
        RowSums.add(rows: rows, width: 3 * hidden, values: arena.dQKV, to: sums.qkvBias)
    }

    /// Weight gradients are cut along their rows into about this many rows a piece.
    private var weightPieceRows: Int { 192 }
    private func weightPieces(_ rows: Int) -> Int { (rows + weightPieceRows - 1) / weightPieceRows }
    private var qkvWeightPieces: Int { weightPieces(3 * configuration.hiddenSize) }

    private func backwardQKVWeight(
        layer: Int, piece: Int, _ arena: ActivationArena, _ gradients: GradientBuffer
    ) {
        let hidden = configuration.hiddenSize
        backwardWeight(
            piece: piece, dZ: arena.dQKV, outputs: 3 * hidden, x: inputOf(layer: layer, arena), inputs: hidden,
            rows: arena.rows.rowCount, into: gradients.at(layout.layers[layer].qkvWeight))
    }

    /// Rows of dW [outputs, inputs] = dZᵀ · x that belong to a piece.
    private func backwardWeight(
        piece: Int, dZ: UnsafePointer<Float>, outputs: Int, x: UnsafePointer<Float>, inputs: Int, rows: Int,
        into weight: UnsafeMutablePointer<Float>
    ) {
        let start = piece * weightPieceRows
        MatrixProduct.transposedTimes(
            dZ + start, stride: outputs, x, stride: inputs, into: weight + start * inputs, stride: inputs,
            rows: min(weightPieceRows, outputs - start), columns: inputs, depth: rows)
    }

    /// The layer's three other weights, and beside them attention, sequence by sequence and head by head.
    private func backwardWeightsAndAttention(
        layer: Int, _ input: EncoderInput, _ arena: ActivationArena, _ dropout: DropoutPlan?,
        _ gradients: GradientBuffer
    ) {
        let (hidden, intermediate) = (configuration.hiddenSize, configuration.intermediateSize)
        let heads = configuration.headCount
        let memory = arena.layer(layer)
        let offsets = layout.layers[layer]
        let tokens = arena.rows.rowCount
        let attention = input.sequenceCount * heads
        let narrow = weightPieces(hidden)
        let wide = weightPieces(intermediate)
        let attentionDropout = dropout?.dropout(.attention(layer: layer), rate: configuration.attentionDropout)
        WorkerPool.shared.forEach(attention + 2 * narrow + wide) { piece, worker in
            PhaseClock.begin(worker)
            if piece < wide {
                backwardWeight(
                    piece: piece, dZ: arena.dPre, outputs: intermediate, x: memory.attended, inputs: hidden,
                    rows: tokens, into: gradients.at(offsets.intermediateWeight))
                PhaseClock.end(.intermediateDenseBackward, worker)
            } else if piece < wide + narrow {
                backwardWeight(
                    piece: piece - wide, dZ: arena.dOutput, outputs: hidden, x: memory.activated,
                    inputs: intermediate, rows: tokens, into: gradients.at(offsets.outputWeight))
                PhaseClock.end(.outputDenseBackward, worker)
            } else if piece < wide + 2 * narrow {
                backwardWeight(
                    piece: piece - wide - narrow, dZ: arena.dAttentionOutput, outputs: hidden, x: memory.context,
                    inputs: hidden, rows: tokens, into: gradients.at(offsets.attentionOutputWeight))
                PhaseClock.end(.attentionDenseBackward, worker)
            } else {
                let index = piece - wide - 2 * narrow
                backwardAttention(
                    layer: layer, sequence: index / heads, head: index % heads, worker: worker, input, arena,
                    attentionDropout)
                PhaseClock.end(.attentionBackward, worker)
            }
        }
    }

    /// dV = P'ᵀ dC; dS = softmax'(dC Vᵀ); dQ = dS K / √d; dK = dSᵀ Q / √d.
    private func backwardAttention(
        layer: Int, sequence: Int, head: Int, worker: Int, _ input: EncoderInput, _ arena: ActivationArena,
        _ dropout: Dropout?
    ) {
        let (hidden, heads, size) = (configuration.hiddenSize, configuration.headCount, configuration.headSize)
        let memory = arena.layer(layer)
        let scale = 1 / Float(size).squareRoot()
        let start = Int(input.sequenceOffsets[sequence])
        let length = Int(input.sequenceOffsets[sequence + 1]) - start
        let keys = Int(input.keyLengths[sequence])
        let step = AttentionSoftmax.stride(for: keys)
        let query = memory.qkv + start * 3 * hidden + head * size
        let dQuery = arena.dQKV + start * 3 * hidden + head * size
        let dContext = arena.dContext + start * hidden + head * size
        let dScores = arena.scratch(worker: worker, 0)
        let dropped = arena.scratch(worker: worker, 1)

        MatrixProduct.timesTransposed(
            dContext, stride: hidden, query + 2 * hidden, stride: 3 * hidden, into: dScores, stride: step,
            rows: length, columns: keys, depth: size)
        AttentionSoftmax.backward(
            rows: length, columns: keys,
            probabilities: memory.probabilities + arena.scoreOffsets[sequence] + head * length * step, d: dScores,
            dropped: dropped, dropout: dropout, head: head, headCount: heads, example: input.exampleIDs[sequence])
        MatrixProduct.transposedTimes(
            dropped, stride: step, dContext, stride: hidden, into: dQuery + 2 * hidden, stride: 3 * hidden,
            rows: keys, columns: size, depth: length)
        MatrixProduct.times(
            dScores, stride: step, query + hidden, stride: 3 * hidden, into: dQuery, stride: 3 * hidden,
            rows: length, columns: size, depth: keys, alpha: scale)
        MatrixProduct.transposedTimes(
            dScores, stride: step, query, stride: 3 * hidden, into: dQuery + hidden, stride: 3 * hidden, rows: keys,
            columns: size, depth: length, alpha: scale)
        // Padding is nobody's key.
        for row in keys..<max(keys, length) {
            (dQuery + hidden + row * 3 * hidden).update(repeating: 0, count: size)
            (dQuery + 2 * hidden + row * 3 * hidden).update(repeating: 0, count: size)
        }
    }

    /// The first layer's query, key and value, the embedding block, and the sums that were left in pieces.
    private func backwardEmbedding(
        _ input: EncoderInput, _ identity: RowIdentity, _ arena: ActivationArena, _ dropout: DropoutPlan?,
        _ gradients: GradientBuffer
    ) {
        guard let inputIDs = input.inputIDs.baseAddress, let typeIDs = input.tokenTypeIDs.baseAddress else { return }
        let (hidden, layers) = (configuration.hiddenSize, configuration.layerCount)
        let rows = arena.rows
        let embeddingDropout = dropout?.dropout(.embedding, rate: configuration.hiddenDropout)
        let weights = layers > 0 ? qkvWeightPieces : 0
        gradients.beginWords(input.inputIDs, table: layout.words, width: hidden)
        gradients.at(layout.positions).update(repeating: 0, count: configuration.maxPositionEmbeddings * hidden)
        gradients.at(layout.types).update(repeating: 0, count: configuration.typeVocabularySize * hidden)

        WorkerPool.shared.forEach(rows.count + weights) { piece, worker in
            PhaseClock.begin(worker)
            if piece < weights {
                backwardQKVWeight(layer: 0, piece: piece, arena, gradients)
                PhaseClock.end(.queryKeyValueBackward, worker)
                return
            }
            let piece = piece - weights
            let range = rows.rows(piece)
            if layers > 0 { backwardQKVRows(layer: 0, rows: range, piece: piece, arena) }
            PhaseClock.end(.queryKeyValueBackward, worker)
            if let embeddingDropout {
                for row in range {
                    let d = arena.dHidden + row * hidden
                    EmbeddingKernel.apply(
                        embeddingDropout, row: row, identity: identity, width: hidden, from: d, to: d)
                }
            }
            let partial = arena.partial(layer: layers, piece: piece)
            partial.update(repeating: 0, count: arena.partialWidth)
            // Nothing dense comes before this LayerNorm: what a dense layer would get is the sum's gradient itself.
            LayerNorm.backwardAfterDense(
                rows: range, width: hidden, dy: arena.dHidden, normalized: arena.embeddedNormalized,
                reciprocalDeviation: arena.embeddedDeviation, gamma: at(layout.embeddingGamma), dropout: nil,
                identity: identity, dResidual: arena.dHidden, dDense: arena.dOutput, dGamma: partial,
                dBeta: partial + hidden, dBias: partial + 2 * hidden)
            PhaseClock.end(.embeddingBackward, worker)
        }

        let columnPieces = (hidden + 63) / 64
        WorkerPool.shared.forEach(columnPieces + layers + 1) { piece, worker in
            PhaseClock.begin(worker)
            defer { PhaseClock.end(.embeddingBackward, worker) }
            guard piece >= columnPieces else {
                let columns = piece * 64..<min(hidden, piece * 64 + 64)
                let tables = [
                    (layout.words, inputIDs), (layout.positions, identity.positions), (layout.types, typeIDs),
                ]
                for (table, indices) in tables {
                    EmbeddingKernel.scatterAdd(
                        arena.dHidden, rowCount: rows.rowCount, width: hidden, indices: indices, columns: columns,
                        into: gradients.at(table))
                }
                let padding = gradients.at(layout.words) + configuration.padTokenID * hidden
                (padding + columns.lowerBound).update(repeating: 0, count: columns.count)
                return
            }
            combinePartials(layer: piece - columnPieces, arena, gradients)
        }
    }

    /// Adds up a layer's partial sums in the order of the pieces; the layer after the last stands for the embedding.
    private func combinePartials(layer: Int, _ arena: ActivationArena, _ gradients: GradientBuffer) {
        let (hidden, intermediate) = (configuration.hiddenSize, configuration.intermediateSize)
        let sums = PartialSums(arena.partial(layer: layer, piece: 0), hidden: hidden, intermediate: intermediate)
        func combine(_ partial: UnsafeMutablePointer<Float>, _ width: Int, _ offset: Int) {
            RowSums.combine(
                partial, count: arena.rows.count, stride: arena.partialWidth, width: width, into: gradients.at(offset))
        }
        guard layer < configuration.layerCount else {
            combine(sums.outputGamma, hidden, layout.embeddingGamma)
            combine(sums.outputBeta, hidden, layout.embeddingBeta)
            return
        }
        let offsets = layout.layers[layer]
        combine(sums.outputGamma, hidden, offsets.outputGamma)
        combine(sums.outputBeta, hidden, offsets.outputBeta)
        combine(sums.outputBias, hidden, offsets.outputBias)
        combine(sums.attentionGamma, hidden, offsets.attentionGamma)
        combine(sums.attentionBeta, hidden, offsets.attentionBeta)
        combine(sums.attentionOutputBias, hidden, offsets.attentionOutputBias)
        combine(sums.qkvBias, 3 * hidden, offsets.qkvBias)
        combine(sums.intermediateBias, intermediate, offsets.intermediateBias)
    }
}

/// Where one piece's partial sums stand.
private struct PartialSums {
    let outputGamma, outputBeta, outputBias: UnsafeMutablePointer<Float>
    let attentionGamma, attentionBeta, attentionOutputBias: UnsafeMutablePointer<Float>
    let qkvBias, intermediateBias: UnsafeMutablePointer<Float>

    init(_ base: UnsafeMutablePointer<Float>, hidden: Int, intermediate: Int) {
        outputGamma = base
        outputBeta = base + hidden
        outputBias = base + 2 * hidden
        attentionGamma = base + 3 * hidden
        attentionBeta = base + 4 * hidden
        attentionOutputBias = base + 5 * hidden
        qkvBias = base + 6 * hidden
        intermediateBias = base + 9 * hidden
    }
}
