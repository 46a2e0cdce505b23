import Kernels

extension MultiTaskModel {
    /// Gradients of a loss whose gradient with respect to the logits stands in `arena.dLogits`, for the batch that `forward` ran last
    /// with the same dropout. Every gradient of the encoder and of this head is overwritten; other heads and the pooler get none.
    package func backward(
        _ input: EncoderInput, head: Int, arena: ActivationArena, dropout: DropoutPlan?, gradients: GradientBuffer
    ) {
        precondition(arena.isForTraining, "a backward pass needs an arena that keeps every layer")
        let (hidden, layers) = (configuration.hiddenSize, configuration.layerCount)
        arena.withIdentity(input) { identity in
            let packing = WeightPacking(model: self, arena: arena, isForward: false)
            var pass = BackwardPass(
                stage: .head(head), model: self, input: input, identity: identity, arena: arena, dropout: dropout,
                gradients: gradients, packing: packing)
            let rows = arena.rows.count
            WorkerPool.shared.forEach(
                arena.headRows.count + 1
                    + packing.pieceCount(queryKeyValue: nil, others: layers > 0 ? layers - 1 : nil), pass)
            for layer in stride(from: layers - 1, through: 0, by: -1) {
                pass.stage = .rows(layer)
                WorkerPool.shared.forEach(rows + (layer + 1 < layers ? pass.qkvWeightPieces : 0), pass)
                pass.stage = .weightsAndAttention(layer)
                WorkerPool.shared.forEach(
                    pass.denseWeightPieces + input.sequenceCount * configuration.headCount
                        + packing.pieceCount(queryKeyValue: layer, others: layer > 0 ? layer - 1 : nil), pass)
            }
            pass.stage = .embedding
            WorkerPool.shared.forEach(rows + (layers > 0 ? pass.qkvWeightPieces : 0), pass)
            gradients.beginWords(input.inputIDs, table: layout.words, width: hidden)
            gradients.at(layout.positions).update(repeating: 0, count: configuration.maxPositionEmbeddings * hidden)
            gradients.at(layout.types).update(repeating: 0, count: configuration.typeVocabularySize * hidden)
            pass.stage = .tables
            WorkerPool.shared.forEach(pass.columnPieces + layers + 1, pass)
        }
    }
}

/// One loop of a backward pass.
private struct BackwardPass: ParallelLoop {
    enum Stage {
        case head(Int)
        /// What works row by row, from the layer above's query, key and value down to this layer's attention context; beside it the
        /// weights of the layer above's query, key and value.
        case rows(Int)
        /// The layer's three other weights, and beside them attention, sequence by sequence and head by head; and the weights that the next
        /// rows are multiplied by are packed.
        case weightsAndAttention(Int)
        /// The first layer's query, key and value, and the embedding block.
        case embedding
        /// The embedding's tables, and the sums that were left in pieces.
        case tables
    }

    var stage: Stage
    let model: MultiTaskModel
    let input: EncoderInput
    let identity: RowIdentity
    let arena: ActivationArena
    let dropout: DropoutPlan?
    let gradients: GradientBuffer
    let packing: WeightPacking

    private var hidden: Int { model.configuration.hiddenSize }
    private var intermediate: Int { model.configuration.intermediateSize }

    /// Weight gradients are cut along their rows into about this many rows a piece.
    private var weightPieceRows: Int { 192 }
    private func weightPieces(_ rows: Int) -> Int { (rows + weightPieceRows - 1) / weightPieceRows }
    var qkvWeightPieces: Int { weightPieces(3 * hidden) }
    var denseWeightPieces: Int { weightPieces(intermediate) + 2 * weightPieces(hidden) }
    var columnPieces: Int { (hidden + 63) / 64 }

    func run(piece: Int, worker: Int) {
        PhaseClock.begin(worker)
        switch stage {
        case .head(let head):
            if piece <= arena.headRows.count {
                backwardHead(head, piece: piece, worker)
                PhaseClock.end(.headBackward, worker)
            } else {
                let layers = model.configuration.layerCount
                packing.run(
                    piece: piece - arena.headRows.count - 1, queryKeyValue: nil, others: layers > 0 ? layers - 1 : nil)
                PhaseClock.end(.packing, worker)
            }
        case .rows(let layer):
            let weights = layer + 1 < model.configuration.layerCount ? qkvWeightPieces : 0
            if piece < weights {
                backwardQKVWeight(layer: layer + 1, piece: piece, worker)
            } else {
                backwardRows(layer: layer, piece: piece - weights, worker)
            }
        case .weightsAndAttention(let layer):
            if piece < denseWeightPieces {
                backwardDenseWeight(layer: layer, piece: piece, worker)
            } else {
                let packed = packing.pieceCount(queryKeyValue: layer, others: layer > 0 ? layer - 1 : nil)
                let index = piece - denseWeightPieces
                if index < packed {
                    packing.run(piece: index, queryKeyValue: layer, others: layer > 0 ? layer - 1 : nil)
                    PhaseClock.end(.packing, worker)
                } else {
                    backwardAttention(layer: layer, piece: index - packed, worker)
                }
            }
        case .embedding:
            let weights = model.configuration.layerCount > 0 ? qkvWeightPieces : 0
            if piece < weights {
                backwardQKVWeight(layer: 0, piece: piece, worker)
            } else {
                backwardEmbedding(piece: piece - weights, worker)
            }
        case .tables:
            if piece < columnPieces {
                scatterEmbedding(columns: piece * 64..<min(hidden, piece * 64 + 64))
            } else {
                combinePartials(layer: piece - columnPieces)
            }
            PhaseClock.end(.embeddingBackward, worker)
        }
    }

    /// dHidden = dropout(dLogits · W), dW = dLogitsᵀ · input, db = the rows' sum.
    private func backwardHead(_ head: Int, piece: Int, _ worker: Int) {
        let offsets = model.layout.heads[head]
        let headDropout = dropout?.dropout(.head, rate: model.headDropout)
        let rows = arena.headRows
        let readsEveryToken = model.heads[head].rows == .everyToken
        guard piece < rows.count else {
            let source =
                headDropout == nil && readsEveryToken
                ? model.hiddenStates(arena) : UnsafePointer(arena.headInput(worker: 0, firstRow: 0))
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
        let dInput =
            readsEveryToken ? arena.dHidden + range.lowerBound * hidden : arena.rowScratch(worker: worker).dense
        MatrixProduct.times(
            arena.dLogits + range.lowerBound * offsets.outputs, stride: offsets.outputs, model.at(offsets.weight),
            stride: hidden, into: dInput, stride: hidden, rows: range.count, columns: hidden, depth: offsets.outputs)
        if readsEveryToken && headDropout == nil { return }
        for row in range {
            let token = readsEveryToken ? row : Int(input.sequenceOffsets[row])
            let source = dInput + (row - range.lowerBound) * hidden
            let target = arena.dHidden + token * hidden
            if !readsEveryToken {
                let end = Int(input.sequenceOffsets[row + 1])
                target.update(repeating: 0, count: (end - token) * hidden)
            }
            if let headDropout {
                EmbeddingKernel.apply(
                    headDropout, row: token, identity: identity, width: hidden, from: source, to: target)
            } else {
                target.update(from: source, count: hidden)
            }
        }
    }

    private func backwardRows(layer: Int, piece: Int, _ worker: Int) {
        let configuration = model.configuration
        let rows = arena.rows.rows(piece)
        let partial = arena.partial(layer: layer, piece: piece)
        partial.update(repeating: 0, count: arena.partialWidth)
        if layer + 1 < configuration.layerCount { backwardQKVRows(layer: layer + 1, rows: rows, piece: piece, worker) }
        let offsets = model.layout.layers[layer]
        let memory = arena.layer(layer)
        let (first, wide) = (rows.lowerBound * hidden, rows.lowerBound * intermediate)
        let sums = PartialSums(partial, hidden: hidden, intermediate: intermediate)
        let upstream = arena.rowScratch(worker: worker).activated

        LayerNorm.backwardAfterDense(
            rows: rows, width: hidden, dy: arena.dHidden, normalized: memory.normalized2,
            reciprocalDeviation: memory.deviation2, gamma: model.at(offsets.outputGamma),
            dropout: dropout?.dropout(.output(layer: layer), rate: configuration.hiddenDropout), identity: identity,
            dResidual: arena.dHidden, dDense: arena.dOutput, dGamma: sums.outputGamma, dBeta: sums.outputBeta,
            dBias: sums.outputBias)
        PhaseClock.end(.layerNormBackward, worker)
        packing.multiply(arena.dOutput + first, by: .output, layer: layer, into: upstream, rows: rows.count)
        PhaseClock.end(.outputDenseBackward, worker)
        GELU.backward(
            rows: 0..<rows.count, width: intermediate, pre: memory.pre + wide, upstream: upstream,
            activated: arena.activated + wide, dBias: sums.intermediateBias)
        PhaseClock.end(.geluBackward, worker)
        packing.multiply(
            memory.pre + wide, by: .intermediate, layer: layer, into: arena.dHidden + first, rows: rows.count,
            adds: true)
        PhaseClock.end(.intermediateDenseBackward, worker)
        LayerNorm.backwardAfterDense(
            rows: rows, width: hidden, dy: arena.dHidden, normalized: memory.normalized1,
            reciprocalDeviation: memory.deviation1, gamma: model.at(offsets.attentionGamma),
            dropout: dropout?.dropout(.attentionOutput(layer: layer), rate: configuration.hiddenDropout),
            identity: identity, dResidual: arena.dHidden, dDense: arena.dAttentionOutput,
            dGamma: sums.attentionGamma, dBeta: sums.attentionBeta, dBias: sums.attentionOutputBias)
        // What the weights' gradients are multiplied with, made again from the normalised rows.
        LayerNorm.affine(
            rows: rows, width: hidden, normalized: memory.normalized1, gamma: model.at(offsets.attentionGamma),
            beta: model.at(offsets.attentionBeta), y: arena.attended)
        model.layerInput(layer, rows: rows, arena, into: arena.hidden(layer: layer))
        if layer == 0 { dropEmbedding(rows: rows, arena.hidden(layer: 0)) }
        PhaseClock.end(.layerNormBackward, worker)
        packing.multiply(
            arena.dAttentionOutput + first, by: .attentionOutput, layer: layer, into: arena.dContext + first,
            rows: rows.count)
        PhaseClock.end(.attentionDenseBackward, worker)
    }

    /// The embedding's dropout in place: also its own backward.
    private func dropEmbedding(rows: Range<Int>, _ values: UnsafeMutablePointer<Float>) {
        guard let dropout = dropout?.dropout(.embedding, rate: model.configuration.hiddenDropout) else { return }
        for row in rows {
            let place = values + row * hidden
            EmbeddingKernel.apply(dropout, row: row, identity: identity, width: hidden, from: place, to: place)
        }
    }

    /// dx += dQKV · W for some rows, and their part of the bias.
    private func backwardQKVRows(layer: Int, rows: Range<Int>, piece: Int, _ worker: Int) {
        let sums = PartialSums(
            arena.partial(layer: layer, piece: piece), hidden: hidden, intermediate: intermediate)
        let dQKV = arena.layer(layer).qkv
        packing.multiply(
            dQKV + rows.lowerBound * 3 * hidden, by: .queryKeyValue, layer: layer,
            into: arena.dHidden + rows.lowerBound * hidden, rows: rows.count, adds: true)
        RowSums.add(rows: rows, width: 3 * hidden, values: dQKV, to: sums.qkvBias)
        PhaseClock.end(.queryKeyValueBackward, worker)
    }

    private func backwardQKVWeight(layer: Int, piece: Int, _ worker: Int) {
        backwardWeight(
            piece: piece, dZ: arena.layer(layer).qkv, outputs: 3 * hidden, x: arena.hidden(layer: layer),
            inputs: hidden, into: gradients.at(model.layout.layers[layer].qkvWeight))
        PhaseClock.end(.queryKeyValueBackward, worker)
    }

    private func backwardDenseWeight(layer: Int, piece: Int, _ worker: Int) {
        let memory = arena.layer(layer)
        let offsets = model.layout.layers[layer]
        let (wide, narrow) = (weightPieces(intermediate), weightPieces(hidden))
        if piece < wide {
            backwardWeight(
                piece: piece, dZ: memory.pre, outputs: intermediate, x: arena.attended, inputs: hidden,
                into: gradients.at(offsets.intermediateWeight))
            PhaseClock.end(.intermediateDenseBackward, worker)
        } else if piece < wide + narrow {
            backwardWeight(
                piece: piece - wide, dZ: arena.dOutput, outputs: hidden, x: arena.activated, inputs: intermediate,
                into: gradients.at(offsets.outputWeight))
            PhaseClock.end(.outputDenseBackward, worker)
        } else {
            backwardWeight(
                piece: piece - wide - narrow, dZ: arena.dAttentionOutput, outputs: hidden, x: memory.context,
                inputs: hidden, into: gradients.at(offsets.attentionOutputWeight))
            PhaseClock.end(.attentionDenseBackward, worker)
        }
    }

    /// Rows of dW [outputs, inputs] = dZᵀ · x that belong to a piece.
    private func backwardWeight(
        piece: Int, dZ: UnsafePointer<Float>, outputs: Int, x: UnsafePointer<Float>, inputs: Int,
        into weight: UnsafeMutablePointer<Float>
    ) {
        let start = piece * weightPieceRows
        MatrixProduct.transposedTimes(
            dZ + start, stride: outputs, x, stride: inputs, into: weight + start * inputs, stride: inputs,
            rows: min(weightPieceRows, outputs - start), columns: inputs, depth: arena.rows.rowCount)
    }

    /// The gradients of query, key and value take their place.
    private func backwardAttention(layer: Int, piece: Int, _ worker: Int) {
        let (sequence, head) = (piece / model.configuration.headCount, piece % model.configuration.headCount)
        let start = Int(input.sequenceOffsets[sequence])
        let feature = head * model.configuration.headSize
        model.attention(layer: layer, sequence: sequence, head: head, input, dropout).backward(
            qkv: arena.layer(layer).qkv + start * 3 * hidden + feature,
            dContext: arena.dContext + start * hidden + feature, scratch: arena.scratch(worker: worker))
        PhaseClock.end(.attentionBackward, worker)
    }

    private func backwardEmbedding(piece: Int, _ worker: Int) {
        let layers = model.configuration.layerCount
        let rows = arena.rows.rows(piece)
        if layers > 0 { backwardQKVRows(layer: 0, rows: rows, piece: piece, worker) }
        dropEmbedding(rows: rows, arena.dHidden)
        let partial = arena.partial(layer: layers, piece: piece)
        partial.update(repeating: 0, count: arena.partialWidth)
        // Nothing dense comes before this LayerNorm: what a dense layer would get is the sum's gradient itself.
        LayerNorm.backwardAfterDense(
            rows: rows, width: hidden, dy: arena.dHidden, normalized: arena.embeddedNormalized,
            reciprocalDeviation: arena.embeddedDeviation, gamma: model.at(model.layout.embeddingGamma), dropout: nil,
            identity: identity, dResidual: arena.dHidden, dDense: arena.dOutput, dGamma: partial,
            dBeta: partial + hidden, dBias: partial + 2 * hidden)
        PhaseClock.end(.embeddingBackward, worker)
    }

    private func scatterEmbedding(columns: Range<Int>) {
        guard let inputIDs = input.inputIDs.baseAddress, let typeIDs = input.tokenTypeIDs.baseAddress else { return }
        let layout = model.layout
        func scatter(_ indices: UnsafePointer<Int32>, _ table: Int) {
            EmbeddingKernel.scatterAdd(
                arena.dHidden, rowCount: arena.rows.rowCount, width: hidden, indices: indices, columns: columns,
                into: gradients.at(table))
        }
        scatter(inputIDs, layout.words)
        scatter(identity.positions, layout.positions)
        scatter(typeIDs, layout.types)
        let padding = gradients.at(layout.words) + model.configuration.padTokenID * hidden
        (padding + columns.lowerBound).update(repeating: 0, count: columns.count)
    }

    /// Adds up a layer's partial sums in the order of the pieces; the layer after the last stands for the embedding.
    private func combinePartials(layer: Int) {
        let layout = model.layout
        let sums = PartialSums(arena.partial(layer: layer, piece: 0), hidden: hidden, intermediate: intermediate)
        func combine(_ partial: UnsafeMutablePointer<Float>, _ width: Int, _ offset: Int) {
            RowSums.combine(
                partial, count: arena.rows.count, stride: arena.partialWidth, width: width, into: gradients.at(offset))
        }
        guard layer < model.configuration.layerCount else {
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
