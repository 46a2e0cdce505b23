import Kernels

extension MultiTaskModel {
    /// Runs the encoder and one head on a packed batch. Afterwards the arena has the logits [rows, outputs]: one row per token or per
    /// sequence, as the head requires.
    ///
    /// - Parameter dropout: nil in evaluation.
    package func forward(_ input: EncoderInput, head: Int, arena: ActivationArena, dropout: DropoutPlan?) {
        arena.load(input, head: heads[head])
        arena.withIdentity(input) { identity in
            let packing = WeightPacking(model: self, arena: arena, isForward: true)
            let pass = BatchPass(
                model: self, input: input, identity: identity, arena: arena, dropout: dropout, packing: packing,
                adapterShift: layout.adapterShifts[head])
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

    /// The last layer's output [tokens, hidden] of the last batch. A backward pass overwrites it.
    package func hiddenStates(_ arena: ActivationArena) -> UnsafePointer<Float> {
        UnsafePointer(arena.hidden(layer: configuration.layerCount))
    }

    /// Hidden states in Hugging Face's numbering: 0 is the output of the embedding, n that of layer n. [tokens, hidden], without the
    /// embedding's dropout. Requires an arena for training and a model without frozen parts.
    package func layerOutput(_ index: Int, _ arena: ActivationArena) -> [Float] {
        let hidden = configuration.hiddenSize
        var states = [Float](repeating: 0, count: arena.rows.rowCount * hidden)
        states.withUnsafeMutableBufferPointer {
            guard let target = $0.baseAddress else { return }
            layerInput(index, rows: 0..<arena.rows.rowCount, arena, into: target)
        }
        return states
    }

    /// Recomputes a layer's input, before the embedding's dropout, from the normalised rows of the LayerNorm below.
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

/// One loop of a forward pass. All row-wise work, from attention's context to the next layer's query, key and value, is done for one piece
/// of rows at a time while the rows are in the cache.
private struct ForwardLoop: ParallelLoop {
    enum Stage {
        case embedding
        case queryKeyValue
        /// Pieces are pairs of a sequence and a head. In the other stages they are rows.
        case attention(Int)
        case rows(Int)
        case head(Int)
    }

    let stage: Stage
    let pass: BatchPass
    /// What is packed during the stage, in pieces before its own.
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
