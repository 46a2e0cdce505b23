import Kernels

extension MultiTaskModel {
    /// Runs the encoder and one head on a packed batch; logits [tokens, outputs] are in the arena afterwards.
    ///
    /// - Parameter dropout: nil in evaluation.
    package func forward(_ input: EncoderInput, head: Int, arena: ActivationArena, dropout: DropoutPlan?) {
        arena.load(input)
        arena.withIdentity(input) { identity in
            encode(input, identity, arena, dropout)
            applyHead(head, identity, arena, dropout)
        }
    }

    /// The last layer's output [tokens, hidden] of the batch last run.
    package func hiddenStates(_ arena: ActivationArena) -> UnsafePointer<Float> {
        UnsafePointer(configuration.layerCount == 0 ? arena.embedded : output(of: configuration.layerCount - 1, arena))
    }

    func output(of layer: Int, _ arena: ActivationArena) -> UnsafeMutablePointer<Float> { arena.layer(layer).output }

    func inputOf(layer: Int, _ arena: ActivationArena) -> UnsafeMutablePointer<Float> {
        layer == 0 ? arena.embedded : output(of: layer - 1, arena)
    }

    /// Embedding, then for each layer attention and what follows it. All that works row by row is done for one piece of rows after
    /// the other while they are in cache: from attention's output to the next layer's query, key and value.
    private func encode(
        _ input: EncoderInput, _ identity: RowIdentity, _ arena: ActivationArena, _ dropout: DropoutPlan?
    ) {
        guard let inputIDs = input.inputIDs.baseAddress, let typeIDs = input.tokenTypeIDs.baseAddress else { return }
        let rows = arena.rows
        let embeddingDropout = dropout?.dropout(.embedding, rate: configuration.hiddenDropout)
        WorkerPool.shared.forEach(rows.count) { piece, worker in
            PhaseClock.begin(worker)
            EmbeddingKernel.forward(
                rows: rows.rows(piece), width: configuration.hiddenSize, words: at(layout.words),
                positions: at(layout.positions), types: at(layout.types), inputIDs: inputIDs, typeIDs: typeIDs,
                identity: identity, gamma: at(layout.embeddingGamma), beta: at(layout.embeddingBeta),
                epsilon: configuration.layerNormEpsilon, dropout: embeddingDropout,
                normalized: arena.embeddedNormalized, reciprocalDeviation: arena.embeddedDeviation,
                y: arena.embedded)
            PhaseClock.end(.embedding, worker)
            if configuration.layerCount > 0 { projectQKV(layer: 0, rows: rows.rows(piece), arena, worker) }
        }
        for layer in 0..<configuration.layerCount {
            attend(layer: layer, input, arena, dropout)
            let afterAttention = dropout?.dropout(.attentionOutput(layer: layer), rate: configuration.hiddenDropout)
            let afterOutput = dropout?.dropout(.output(layer: layer), rate: configuration.hiddenDropout)
            WorkerPool.shared.forEach(rows.count) { piece, worker in
                let range = rows.rows(piece)
                PhaseClock.begin(worker)
                finishLayer(layer, rows: range, identity, arena, afterAttention, afterOutput, worker)
                if layer + 1 < configuration.layerCount {
                    projectQKV(layer: layer + 1, rows: range, arena, worker)
                }
            }
        }
    }

    /// qkv = x · Wᵀ + b, query, key and value in one product.
    private func projectQKV(layer: Int, rows: Range<Int>, _ arena: ActivationArena, _ worker: Int) {
        let hidden = configuration.hiddenSize
        let offsets = layout.layers[layer]
        let qkv = arena.layer(layer).qkv
        MatrixProduct.timesTransposed(
            inputOf(layer: layer, arena) + rows.lowerBound * hidden, stride: hidden, at(offsets.qkvWeight),
            stride: hidden, into: qkv + rows.lowerBound * 3 * hidden, stride: 3 * hidden, rows: rows.count,
            columns: 3 * hidden, depth: hidden)
        RowSums.addBias(rows: rows, width: 3 * hidden, z: qkv, bias: at(offsets.qkvBias))
        PhaseClock.end(.queryKeyValue, worker)
    }

    /// context = dropout(softmax(Q Kᵀ / √d)) V for each sequence and head over true lengths, without a mask.
    private func attend(
        layer: Int, _ input: EncoderInput, _ arena: ActivationArena, _ dropout: DropoutPlan?
    ) {
        let (hidden, heads, size) = (configuration.hiddenSize, configuration.headCount, configuration.headSize)
        let memory = arena.layer(layer)
        let scale = 1 / Float(size).squareRoot()
        let attentionDropout = dropout?.dropout(.attention(layer: layer), rate: configuration.attentionDropout)
        WorkerPool.shared.forEach(input.sequenceCount * heads) { piece, worker in
            PhaseClock.begin(worker)
            let (sequence, head) = (piece / heads, piece % heads)
            let start = Int(input.sequenceOffsets[sequence])
            let length = Int(input.sequenceOffsets[sequence + 1]) - start
            let keys = Int(input.keyLengths[sequence])
            let step = AttentionSoftmax.stride(for: keys)
            let query = memory.qkv + start * 3 * hidden + head * size
            let probabilities =
                arena.isForTraining
                ? memory.probabilities + arena.scoreOffsets[sequence] + head * length * step
                : arena.scratch(worker: worker, 0)
            let dropped = attentionDropout == nil ? probabilities : arena.scratch(worker: worker, 1)
            MatrixProduct.timesTransposed(
                query, stride: 3 * hidden, query + hidden, stride: 3 * hidden, into: probabilities, stride: step,
                rows: length, columns: keys, depth: size, alpha: scale)
            AttentionSoftmax.forward(
                rows: length, columns: keys, scores: probabilities, dropped: dropped, dropout: attentionDropout,
                head: head, headCount: heads, example: input.exampleIDs[sequence])
            MatrixProduct.times(
                dropped, stride: step, query + 2 * hidden, stride: 3 * hidden,
                into: memory.context + start * hidden + head * size, stride: hidden, rows: length, columns: size,
                depth: keys)
            PhaseClock.end(.attention, worker)
        }
    }

    /// LayerNorm(dropout(dense(context)) + x), then LayerNorm(dropout(dense(GELU(dense(·)))) + ·).
    private func finishLayer(
        _ layer: Int, rows: Range<Int>, _ identity: RowIdentity, _ arena: ActivationArena,
        _ afterAttention: Dropout?, _ afterOutput: Dropout?, _ worker: Int
    ) {
        let (hidden, intermediate) = (configuration.hiddenSize, configuration.intermediateSize)
        let offsets = layout.layers[layer]
        let memory = arena.layer(layer)
        let (first, wide) = (rows.lowerBound * hidden, rows.lowerBound * intermediate)
        let keepsNormalized = arena.isForTraining

        MatrixProduct.timesTransposed(
            memory.context + first, stride: hidden, at(offsets.attentionOutputWeight), stride: hidden,
            into: arena.dense + first, stride: hidden, rows: rows.count, columns: hidden, depth: hidden)
        PhaseClock.end(.attentionDense, worker)
        LayerNorm.afterDense(
            rows: rows, width: hidden, z: arena.dense, bias: at(offsets.attentionOutputBias),
            residual: inputOf(layer: layer, arena), dropout: afterAttention, identity: identity,
            gamma: at(offsets.attentionGamma), beta: at(offsets.attentionBeta),
            epsilon: configuration.layerNormEpsilon, normalized: keepsNormalized ? memory.normalized1 : nil,
            reciprocalDeviation: memory.deviation1, y: memory.attended)
        PhaseClock.end(.layerNorm, worker)

        MatrixProduct.timesTransposed(
            memory.attended + first, stride: hidden, at(offsets.intermediateWeight), stride: hidden,
            into: memory.pre + wide, stride: intermediate, rows: rows.count, columns: intermediate, depth: hidden)
        PhaseClock.end(.intermediateDense, worker)
        GELU.forward(
            rows: rows, width: intermediate, z: memory.pre, bias: at(offsets.intermediateBias),
            output: memory.activated)
        PhaseClock.end(.gelu, worker)

        MatrixProduct.timesTransposed(
            memory.activated + wide, stride: intermediate, at(offsets.outputWeight), stride: intermediate,
            into: arena.dense + first, stride: hidden, rows: rows.count, columns: hidden, depth: intermediate)
        PhaseClock.end(.outputDense, worker)
        LayerNorm.afterDense(
            rows: rows, width: hidden, z: arena.dense, bias: at(offsets.outputBias), residual: memory.attended,
            dropout: afterOutput, identity: identity, gamma: at(offsets.outputGamma), beta: at(offsets.outputBeta),
            epsilon: configuration.layerNormEpsilon, normalized: keepsNormalized ? memory.normalized2 : nil,
            reciprocalDeviation: memory.deviation2, y: memory.output)
        PhaseClock.end(.layerNorm, worker)
    }

    /// logits = dropout(hidden) · Wᵀ + b.
    private func applyHead(
        _ head: Int, _ identity: RowIdentity, _ arena: ActivationArena, _ dropout: DropoutPlan?
    ) {
        let hidden = configuration.hiddenSize
        let offsets = layout.heads[head]
        let states = hiddenStates(arena)
        let headDropout = dropout?.dropout(.head, rate: headDropout)
        let rows = arena.rows
        WorkerPool.shared.forEach(rows.count) { piece, worker in
            PhaseClock.begin(worker)
            let range = rows.rows(piece)
            var source = states
            if let headDropout {
                for row in range {
                    EmbeddingKernel.apply(
                        headDropout, row: row, identity: identity, width: hidden, from: states + row * hidden,
                        to: arena.headInput + row * hidden)
                }
                source = UnsafePointer(arena.headInput)
            }
            MatrixProduct.timesTransposed(
                source + range.lowerBound * hidden, stride: hidden, at(offsets.weight), stride: hidden,
                into: arena.logits + range.lowerBound * offsets.outputs, stride: offsets.outputs, rows: range.count,
                columns: offsets.outputs, depth: hidden)
            RowSums.addBias(rows: range, width: offsets.outputs, z: arena.logits, bias: at(offsets.bias))
            PhaseClock.end(.head, worker)
        }
    }
}

extension MultiTaskModel {
    /// Hidden states as Hugging Face counts them: 0 is the embedding's output, n the n-th layer's. Needs an arena for training.
    package func layerOutput(_ index: Int, _ arena: ActivationArena) -> UnsafePointer<Float> {
        UnsafePointer(inputOf(layer: index, arena))
    }
}
