import Kernels

/// Self-attention: query, key and value in one product, then dropout(softmax(Q Kᵀ / √d)) V for each sequence and head.
extension BatchPass {
    /// qkv = x · Wᵀ + b for some rows.
    func projectQueryKeyValue(layer: Int, rows: Range<Int>, _ worker: Int) {
        let dense = layout(layer).queryKeyValue
        let qkv = arena.layer(layer).qkv
        multiply(
            dense, layer, arena.hidden(layer: layer) + rows.lowerBound * hidden,
            into: qkv + rows.lowerBound * 3 * hidden, rows: rows, worker)
        RowSums.addBias(rows: rows, width: 3 * hidden, z: qkv, bias: model.at(dense.bias))
        PhaseClock.end(.queryKeyValue, worker)
    }

    /// Computes dx += dQKV · W for some rows, unless nothing below is trained, and these rows' part of the bias's gradient.
    func backwardQueryKeyValue(layer: Int, rows: Range<Int>, piece: Int, _ worker: Int) {
        let qkv = arena.layer(layer).qkv
        let layout = layout(layer)
        multiplyBack(
            layout.queryKeyValue, layer, qkv + rows.lowerBound * 3 * hidden,
            into: model.layout.wantsInputGradient(layer: layer) ? arena.dHidden + rows.lowerBound * hidden : nil,
            rows: rows, adds: true, worker)
        if layout.isTrained {
            RowSums.add(
                rows: rows, width: 3 * hidden, values: qkv, to: sums(layer: layer, piece: piece).queryKeyValueBias)
        }
        PhaseClock.end(.queryKeyValueBackward, worker)
    }

    func backwardQueryKeyValueWeight(layer: Int, piece: Int, gradients: GradientBuffer, _ worker: Int) {
        layout(layer).queryKeyValue.backwardWeight(
            piece: piece, dz: arena.layer(layer).qkv, x: arena.hidden(layer: layer), rows: arena.rows.rowCount,
            into: gradients.at(0))
        PhaseClock.end(.queryKeyValueBackward, worker)
    }

    /// Number of pieces of `attend` and `backwardAttention`: one for each sequence and head.
    var attentionPieces: Int { input.sequenceCount * configuration.headCount }

    /// Computes the context of one sequence and head.
    func attend(layer: Int, piece: Int, _ worker: Int) {
        let (attention, row, feature) = attention(layer: layer, piece: piece)
        let memory = arena.layer(layer)
        attention.forward(
            qkv: memory.qkv + row * 3 * hidden + feature, context: memory.context + row * hidden + feature,
            scratch: arena.scratch(worker: worker))
        PhaseClock.end(.attention, worker)
    }

    /// Computes the gradients of query, key and value of one sequence and head, and writes them over the values.
    func backwardAttention(layer: Int, piece: Int, _ worker: Int) {
        let (attention, row, feature) = attention(layer: layer, piece: piece)
        attention.backward(
            qkv: arena.layer(layer).qkv + row * 3 * hidden + feature,
            dContext: arena.dContext + row * hidden + feature, scratch: arena.scratch(worker: worker))
        PhaseClock.end(.attentionBackward, worker)
    }

    /// The attention of one sequence and head, with the sequence's first row and the head's first feature.
    private func attention(layer: Int, piece: Int) -> (Attention, row: Int, feature: Int) {
        let (sequence, head) = (piece / configuration.headCount, piece % configuration.headCount)
        let row = Int(input.sequenceOffsets[sequence])
        let attention = Attention(
            length: Int(input.sequenceOffsets[sequence + 1]) - row, keys: Int(input.keyLengths[sequence]),
            size: configuration.headSize, hidden: hidden, head: head, headCount: configuration.headCount,
            example: input.exampleIDs[sequence],
            dropout: dropout?.dropout(.attention(layer: layer), rate: configuration.attentionDropout))
        return (attention, row, head * configuration.headSize)
    }
}
