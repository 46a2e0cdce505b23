import Kernels

extension MultiTaskModel {
    /// Computes the gradients of a loss from `arena.dLogits`, its gradient with respect to the logits, for the batch of the last `forward`
    /// with the same dropout. Overwrites the gradients of this head and of the trained parts of the encoder. Other heads, the pooler and
    /// frozen parts get none. The pass ends at the lowest trained part.
    package func backward(
        _ input: EncoderInput, head: Int, arena: ActivationArena, dropout: DropoutPlan?, gradients: GradientBuffer
    ) {
        precondition(arena.isForTraining, "a backward pass needs an arena that keeps every layer")
        let layers = configuration.layerCount
        let lowest = layout.lowestTrainedLayer
        arena.withIdentity(input) { identity in
            let packing = WeightPacking(model: self, arena: arena, isForward: false)
            let pass = BatchPass(
                model: self, input: input, identity: identity, arena: arena, dropout: dropout, packing: packing,
                adapterShift: layout.adapterShifts[head])
            let rows = arena.rows.count
            func run(
                _ stage: BackwardLoop.Stage, weights: Int, pieces: Int, packing request: WeightPacking.Request = .init()
            ) {
                let loop = BackwardLoop(
                    stage: stage, weights: weights, pass: pass, gradients: gradients, request: request)
                WorkerPool.shared.forEach(weights + packing.pieceCount(request) + pieces, loop)
            }
            func weightPieces(queryKeyValue layer: Int) -> Int {
                layer < layers && layout.layers[layer].isTrained ? layout.layers[layer].queryKeyValue.weightPieces : 0
            }
            run(
                .head(head), weights: 1, pieces: layout.trainsEncoder ? arena.headRows.count : 0,
                packing: .init(others: layers > lowest ? layers - 1 : nil))
            for layer in stride(from: layers - 1, through: lowest, by: -1) {
                run(.rows(layer), weights: weightPieces(queryKeyValue: layer + 1), pieces: rows)
                run(
                    .weightsAndAttention(layer),
                    weights: pass.denseWeightPieces(layer: layer) + pass.adapterPieces(after: layer),
                    pieces: pass.attentionPieces,
                    packing: .init(
                        queryKeyValue: layout.wantsInputGradient(layer: layer) ? layer : nil,
                        others: layer > lowest ? layer - 1 : nil))
            }
            if layout.trainsEncoder {
                run(.lowest(lowest), weights: weightPieces(queryKeyValue: lowest), pieces: rows)
            }
            if layout.trainsEmbeddings { pass.clearEmbeddingGradients(gradients) }
            run(
                .sums(from: lowest),
                weights: (layout.trainsEmbeddings ? pass.columnPieces + 1 : 0) + pass.adapterPieces(after: lowest - 1),
                pieces: layers - lowest)
        }
    }
}

/// One loop of a backward pass.
private struct BackwardLoop: ParallelLoop {
    enum Stage {
        /// The gradient of the head's weight, and the gradient of the head's input.
        case head(Int)
        /// The row-wise work: from the query, key and value of the layer above down to the attention context of this layer. At the same
        /// time, the gradients of the query, key and value weights of the layer above.
        case rows(Int)
        /// The gradients of the layer's three other weights, and at the same time attention, by sequence and head. It also packs the
        /// weights for the next row-wise stage, and computes the gradients of the adapters that the stage before has passed.
        case weightsAndAttention(Int)
        /// Query, key and value of the lowest trained layer, and the embedding block if it is trained.
        case lowest(Int)
        /// The embedding's tables or the adapters of the lowest layer's query, key and value, and the addition of the partial sums.
        case sums(from: Int)
    }

    let stage: Stage
    /// Number of pieces for gradients of weights. They come first.
    let weights: Int
    let pass: BatchPass
    let gradients: GradientBuffer
    /// What is packed during the stage, in pieces after those of the weights.
    let request: WeightPacking.Request

    func run(piece: Int, worker: Int) {
        PhaseClock.begin(worker)
        if piece < weights {
            backwardWeight(piece: piece, worker)
            return
        }
        let packed = pass.packing.pieceCount(request)
        if piece < weights + packed {
            pass.packing.run(piece: piece - weights, request)
            PhaseClock.end(.packing, worker)
            return
        }
        let piece = piece - weights - packed
        switch stage {
        case .head(let head):
            pass.backwardHead(head, rows: pass.arena.headRows.rows(piece), worker)
        case .rows(let layer):
            let rows = pass.arena.rows.rows(piece)
            pass.arena.partial(layer: layer, piece: piece).update(repeating: 0, count: pass.arena.partialWidth)
            if layer + 1 < pass.layerCount {
                pass.backwardQueryKeyValue(layer: layer + 1, rows: rows, piece: piece, worker)
            }
            pass.backwardFinishedLayer(layer, rows: rows, piece: piece, worker)
        case .weightsAndAttention(let layer):
            pass.backwardAttention(layer: layer, piece: piece, worker)
        case .lowest(let layer):
            let rows = pass.arena.rows.rows(piece)
            if layer < pass.layerCount {
                pass.backwardQueryKeyValue(layer: layer, rows: rows, piece: piece, worker)
            }
            guard pass.model.layout.trainsEmbeddings else { return }
            pass.backwardEmbedding(rows: rows, piece: piece)
            PhaseClock.end(.embeddingBackward, worker)
        case .sums(let lowest):
            pass.combinePartials(layer: lowest + piece, gradients: gradients)
            PhaseClock.end(.embeddingBackward, worker)
        }
    }

    private func backwardWeight(piece: Int, _ worker: Int) {
        switch stage {
        case .head(let head):
            pass.backwardHeadWeight(head, gradients: gradients, worker)
        case .rows(let layer):
            pass.backwardQueryKeyValueWeight(layer: layer + 1, piece: piece, gradients: gradients, worker)
        case .weightsAndAttention(let layer):
            let dense = pass.denseWeightPieces(layer: layer)
            if piece < dense {
                pass.backwardDenseWeight(layer: layer, piece: piece, gradients: gradients, worker)
            } else {
                pass.backwardAdapter(after: layer, piece: piece - dense, gradients: gradients, worker)
            }
        case .lowest(let layer):
            pass.backwardQueryKeyValueWeight(layer: layer, piece: piece, gradients: gradients, worker)
        case .sums(let lowest):
            if !pass.model.layout.trainsEmbeddings {
                pass.backwardAdapter(after: lowest - 1, piece: piece, gradients: gradients, worker)
            } else if piece < pass.columnPieces {
                pass.scatterEmbedding(piece: piece, gradients: gradients)
            } else {
                pass.combinePartials(layer: pass.layerCount, gradients: gradients)
            }
            PhaseClock.end(.embeddingBackward, worker)
        }
    }
}
