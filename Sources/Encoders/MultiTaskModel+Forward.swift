import Kernels

extension MultiTaskModel {
    /// Runs the encoder and one head on a packed batch; logits [rows, outputs] are in the arena afterwards, one row per token or
    /// per sequence, as the head says.
    ///
    /// - Parameter dropout: nil in evaluation.
    package func forward(_ input: EncoderInput, head: Int, arena: ActivationArena, dropout: DropoutPlan?) {
        arena.load(input, head: heads[head])
        arena.withIdentity(input) { identity in
            let packing = WeightPacking(model: self, arena: arena, isForward: true)
            var pass = ForwardPass(
                stage: .embedding, model: self, input: input, identity: identity, arena: arena, dropout: dropout,
                packing: packing)
            let (rows, layers) = (arena.rows.count, configuration.layerCount)
            WorkerPool.shared.forEach(
                packing.pieceCount(queryKeyValue: layers > 0 ? 0 : nil, others: nil) + rows, pass)
            if layers > 0 {
                pass.stage = .queryKeyValue
                WorkerPool.shared.forEach(rows, pass)
            }
            for layer in 0..<layers {
                pass.stage = .attention(layer)
                WorkerPool.shared.forEach(
                    packing.pieceCount(queryKeyValue: layer + 1 < layers ? layer + 1 : nil, others: layer)
                        + input.sequenceCount * configuration.headCount, pass)
                pass.stage = .rows(layer)
                WorkerPool.shared.forEach(rows, pass)
            }
            pass.stage = .head(head)
            WorkerPool.shared.forEach(arena.headRows.count, pass)
        }
    }

    /// The last layer's output [tokens, hidden] of the batch last run; a backward pass overwrites it.
    package func hiddenStates(_ arena: ActivationArena) -> UnsafePointer<Float> {
        UnsafePointer(arena.hidden(layer: configuration.layerCount))
    }

    /// Hidden states as Hugging Face counts them: 0 is the embedding's output, n the n-th layer's. [tokens, hidden], without the
    /// embedding's dropout; from an arena for training.
    package func layerOutput(_ index: Int, _ arena: ActivationArena) -> [Float] {
        let hidden = configuration.hiddenSize
        var states = [Float](repeating: 0, count: arena.rows.rowCount * hidden)
        states.withUnsafeMutableBufferPointer {
            guard let target = $0.baseAddress else { return }
            layerInput(index, rows: 0..<arena.rows.rowCount, arena, into: target)
        }
        return states
    }

    /// A layer's input made again from what its LayerNorm left, before the embedding's dropout.
    func layerInput(
        _ layer: Int, rows: Range<Int>, _ arena: ActivationArena, into target: UnsafeMutablePointer<Float>
    ) {
        let hidden = configuration.hiddenSize
        let below = layer > 0 ? layout.layers[layer - 1] : nil
        LayerNorm.affine(
            rows: rows, width: hidden,
            normalized: layer > 0 ? arena.layer(layer - 1).normalized2 : arena.embeddedNormalized,
            gamma: at(below?.outputGamma ?? layout.embeddingGamma),
            beta: at(below?.outputBeta ?? layout.embeddingBeta), y: target)
    }
}

/// One loop of a forward pass. All that works row by row is done for one piece of rows after the other while they are in cache: from
/// attention's context to the next layer's query, key and value.
private struct ForwardPass: ParallelLoop {
    enum Stage {
        /// Beside it the first layer's weights of query, key and value are packed.
        case embedding
        case queryKeyValue
        /// Pieces are sequences and heads, beside which the weights of the next stage are packed; those of other stages are rows.
        case attention(Int)
        case rows(Int)
        case head(Int)
    }

    var stage: Stage
    let model: MultiTaskModel
    let input: EncoderInput
    let identity: RowIdentity
    let arena: ActivationArena
    let dropout: DropoutPlan?
    let packing: WeightPacking

    func run(piece: Int, worker: Int) {
        PhaseClock.begin(worker)
        let layers = model.configuration.layerCount
        switch stage {
        case .embedding:
            let first = layers > 0 ? 0 : nil
            let packed = packing.pieceCount(queryKeyValue: first, others: nil)
            if piece < packed {
                packing.run(piece: piece, queryKeyValue: first, others: nil)
                PhaseClock.end(.packing, worker)
            } else {
                embed(rows: arena.rows.rows(piece - packed))
                PhaseClock.end(.embedding, worker)
            }
        case .queryKeyValue:
            projectQKV(layer: 0, rows: arena.rows.rows(piece), worker)
        case .attention(let layer):
            let next = layer + 1 < layers ? layer + 1 : nil
            let packed = packing.pieceCount(queryKeyValue: next, others: layer)
            if piece < packed {
                packing.run(piece: piece, queryKeyValue: next, others: layer)
                PhaseClock.end(.packing, worker)
            } else {
                attend(layer: layer, piece: piece - packed, worker)
                PhaseClock.end(.attention, worker)
            }
        case .rows(let layer):
            let rows = arena.rows.rows(piece)
            finishLayer(layer, rows: rows, worker)
            if layer + 1 < layers { projectQKV(layer: layer + 1, rows: rows, worker) }
        case .head(let head):
            applyHead(head, rows: arena.headRows.rows(piece), worker)
            PhaseClock.end(.head, worker)
        }
    }

    private func embed(rows: Range<Int>) {
        guard let inputIDs = input.inputIDs.baseAddress, let typeIDs = input.tokenTypeIDs.baseAddress else { return }
        let (configuration, layout) = (model.configuration, model.layout)
        EmbeddingKernel.forward(
            rows: rows, width: configuration.hiddenSize, words: model.at(layout.words),
            positions: model.at(layout.positions), types: model.at(layout.types), inputIDs: inputIDs,
            typeIDs: typeIDs, identity: identity, gamma: model.at(layout.embeddingGamma),
            beta: model.at(layout.embeddingBeta), epsilon: configuration.layerNormEpsilon,
            dropout: dropout?.dropout(.embedding, rate: configuration.hiddenDropout),
            normalized: arena.embeddedNormalized, reciprocalDeviation: arena.embeddedDeviation,
            y: arena.hidden(layer: 0))
    }

    /// qkv = x · Wᵀ + b, query, key and value in one product.
    private func projectQKV(layer: Int, rows: Range<Int>, _ worker: Int) {
        let hidden = model.configuration.hiddenSize
        let offsets = model.layout.layers[layer]
        let qkv = arena.layer(layer).qkv
        packing.multiply(
            arena.hidden(layer: layer) + rows.lowerBound * hidden, by: .queryKeyValue, layer: layer,
            into: qkv + rows.lowerBound * 3 * hidden, rows: rows.count)
        RowSums.addBias(rows: rows, width: 3 * hidden, z: qkv, bias: model.at(offsets.qkvBias))
        PhaseClock.end(.queryKeyValue, worker)
    }

    private func attend(layer: Int, piece: Int, _ worker: Int) {
        let hidden = model.configuration.hiddenSize
        let (sequence, head) = (piece / model.configuration.headCount, piece % model.configuration.headCount)
        let memory = arena.layer(layer)
        let start = Int(input.sequenceOffsets[sequence])
        let feature = head * model.configuration.headSize
        model.attention(layer: layer, sequence: sequence, head: head, input, dropout).forward(
            qkv: memory.qkv + start * 3 * hidden + feature, context: memory.context + start * hidden + feature,
            scratch: arena.scratch(worker: worker))
    }

    /// LayerNorm(dropout(dense(context)) + x), then LayerNorm(dropout(dense(GELU(dense(·)))) + ·).
    private func finishLayer(_ layer: Int, rows: Range<Int>, _ worker: Int) {
        let configuration = model.configuration
        let (hidden, intermediate) = (configuration.hiddenSize, configuration.intermediateSize)
        let offsets = model.layout.layers[layer]
        let memory = arena.layer(layer)
        let scratch = arena.rowScratch(worker: worker)
        let first = rows.lowerBound * hidden
        let pre = arena.isForTraining ? memory.pre + rows.lowerBound * intermediate : scratch.pre
        // LayerNorm counts rows from the batch's first, scratch memory from the piece's.
        let (dense, attended) = (scratch.dense - first, scratch.attended - first)

        packing.multiply(
            memory.context + first, by: .attentionOutput, layer: layer, into: scratch.dense, rows: rows.count)
        PhaseClock.end(.attentionDense, worker)
        LayerNorm.afterDense(
            rows: rows, width: hidden, z: dense, bias: model.at(offsets.attentionOutputBias),
            residual: arena.hidden(layer: layer),
            dropout: dropout?.dropout(.attentionOutput(layer: layer), rate: configuration.hiddenDropout),
            identity: identity, gamma: model.at(offsets.attentionGamma), beta: model.at(offsets.attentionBeta),
            epsilon: configuration.layerNormEpsilon, normalized: arena.isForTraining ? memory.normalized1 : nil,
            reciprocalDeviation: memory.deviation1, y: attended)
        PhaseClock.end(.layerNorm, worker)

        packing.multiply(scratch.attended, by: .intermediate, layer: layer, into: pre, rows: rows.count)
        PhaseClock.end(.intermediateDense, worker)
        GELU.forward(
            rows: 0..<rows.count, width: intermediate, z: pre, bias: model.at(offsets.intermediateBias),
            output: scratch.activated)
        PhaseClock.end(.gelu, worker)

        packing.multiply(scratch.activated, by: .output, layer: layer, into: scratch.dense, rows: rows.count)
        PhaseClock.end(.outputDense, worker)
        LayerNorm.afterDense(
            rows: rows, width: hidden, z: dense, bias: model.at(offsets.outputBias), residual: attended,
            dropout: dropout?.dropout(.output(layer: layer), rate: configuration.hiddenDropout), identity: identity,
            gamma: model.at(offsets.outputGamma), beta: model.at(offsets.outputBeta),
            epsilon: configuration.layerNormEpsilon, normalized: arena.isForTraining ? memory.normalized2 : nil,
            reciprocalDeviation: memory.deviation2, y: arena.hidden(layer: layer + 1))
        PhaseClock.end(.layerNorm, worker)
    }

    /// logits = dropout(hidden) · Wᵀ + b, for some rows of the head.
    private func applyHead(_ head: Int, rows: Range<Int>, _ worker: Int) {
        let hidden = model.configuration.hiddenSize
        let offsets = model.layout.heads[head]
        let states = model.hiddenStates(arena)
        var source = states + rows.lowerBound * hidden
        let dropout = dropout?.dropout(.head, rate: model.headDropout)
        let readsEveryToken = model.heads[head].rows == .everyToken
        if dropout != nil || !readsEveryToken {
            let target = arena.headInput(worker: worker, firstRow: rows.lowerBound)
            for row in rows {
                let token = readsEveryToken ? row : Int(input.sequenceOffsets[row])
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
            source, stride: hidden, model.at(offsets.weight), stride: hidden,
            into: arena.logits + rows.lowerBound * offsets.outputs, stride: offsets.outputs, rows: rows.count,
            columns: offsets.outputs, depth: hidden)
        RowSums.addBias(rows: rows, width: offsets.outputs, z: arena.logits, bias: model.at(offsets.bias))
    }
}

extension MultiTaskModel {
    /// Attention of one sequence and head of a layer.
    func attention(
        layer: Int, sequence: Int, head: Int, _ input: EncoderInput, _ dropout: DropoutPlan?
    ) -> Attention {
        Attention(
            length: Int(input.sequenceOffsets[sequence + 1] - input.sequenceOffsets[sequence]),
            keys: Int(input.keyLengths[sequence]), size: configuration.headSize, hidden: configuration.hiddenSize,
            head: head, headCount: configuration.headCount, example: input.exampleIDs[sequence],
            dropout: dropout?.dropout(.attention(layer: layer), rate: configuration.attentionDropout))
    }
}
