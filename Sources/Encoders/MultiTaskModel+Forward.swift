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
            let pass = BatchPass(
                model: self, input: input, identity: identity, arena: arena, dropout: dropout, packing: packing)
            let (rows, layers) = (arena.rows.count, configuration.layerCount)
            func run(_ stage: ForwardLoop.Stage, pieces: Int, packing request: WeightPacking.Request = .init()) {
                let loop = ForwardLoop(stage: stage, pass: pass, request: request)
                WorkerPool.shared.forEach(packing.pieceCount(request) + pieces, loop)
            }
            run(.embedding, pieces: rows, packing: .init(queryKeyValue: layers > 0 ? 0 : nil))
            if layers > 0 { run(.queryKeyValue, pieces: rows) }
            for layer in 0..<layers {
                run(
                    .attention(layer), pieces: pass.attentionPieces,
                    packing: .init(queryKeyValue: layer + 1 < layers ? layer + 1 : nil, others: layer))
                run(.rows(layer), pieces: rows)
            }
            run(.head(head), pieces: arena.headRows.count)
        }
    }

    /// The last layer's output [tokens, hidden] of the batch last run; a backward pass overwrites it.
    package func hiddenStates(_ arena: ActivationArena) -> UnsafePointer<Float> {
        UnsafePointer(arena.hidden(layer: configuration.layerCount))
    }

    /// Hidden states as Hugging Face counts them: 0 is the embedding's output, n the n-th layer's. [tokens, hidden], without the
    /// embedding's dropout; from an arena for training, of a model without frozen parts.
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
        let norm = layer > 0 ? layout.layers[layer - 1].outputNorm : layout.embeddingNorm
        LayerNorm.affine(
            rows: rows, width: configuration.hiddenSize,
            normalized: layer > 0 ? arena.layer(layer - 1).normalized2 : arena.embeddedNormalized,
            gamma: at(norm.gamma), beta: at(norm.beta), y: target)
    }
}

/// One loop of a forward pass. All that works row by row is done for one piece of rows after the other while they are in cache: from
/// attention's context to the next layer's query, key and value.
private struct ForwardLoop: ParallelLoop {
    enum Stage {
        case embedding
        case queryKeyValue
        /// Pieces are sequences and heads; those of the other stages are rows.
        case attention(Int)
        case rows(Int)
        case head(Int)
    }

    let stage: Stage
    let pass: BatchPass
    /// What is packed beside the stage, in pieces before its own.
    let request: WeightPacking.Request

    func run(piece: Int, worker: Int) {
        PhaseClock.begin(worker)
        let packed = pass.packing.pieceCount(request)
        if piece < packed {
            pass.packing.run(piece: piece, request)
            PhaseClock.end(.packing, worker)
            return
        }
        let piece = piece - packed
        switch stage {
        case .embedding:
            pass.embed(rows: pass.arena.rows.rows(piece))
            PhaseClock.end(.embedding, worker)
        case .queryKeyValue:
            pass.projectQueryKeyValue(layer: 0, rows: pass.arena.rows.rows(piece), worker)
        case .attention(let layer):
            pass.attend(layer: layer, piece: piece, worker)
        case .rows(let layer):
            let rows = pass.arena.rows.rows(piece)
            pass.finishLayer(layer, rows: rows, worker)
            if layer + 1 < pass.layerCount { pass.projectQueryKeyValue(layer: layer + 1, rows: rows, worker) }
        case .head(let head):
            pass.applyHead(head, rows: pass.arena.headRows.rows(piece), worker)
        }
    }
}
