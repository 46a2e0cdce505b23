import Kernels

/// dropout(LayerNorm(word + position + type)): the input of the first layer.
extension BatchPass {
    func embed(rows: Range<Int>) {
        guard let inputIDs = input.inputIDs.baseAddress, let typeIDs = input.tokenTypeIDs.baseAddress else { return }
        let layout = model.layout
        EmbeddingKernel.forward(
            rows: rows, width: hidden, words: model.at(layout.words), positions: model.at(layout.positions),
            types: layout.types.map { model.at($0) }, inputIDs: inputIDs, typeIDs: typeIDs, identity: identity,
            gamma: model.at(layout.embeddingNorm.gamma), beta: model.at(layout.embeddingNorm.beta),
            epsilon: configuration.layerNormEpsilon, dropout: embeddingDropout, normalized: arena.embeddedNormalized,
            reciprocalDeviation: arena.embeddedDeviation, y: arena.hidden(layer: 0))
    }

    private var embeddingDropout: Dropout? { dropout?.dropout(.embedding, rate: configuration.hiddenDropout) }

    /// Applies the embedding's dropout in place. It is also its own backward pass.
    func dropEmbedding(rows: Range<Int>, _ values: UnsafeMutablePointer<Float>) {
        guard let dropout = embeddingDropout else { return }
        for row in rows {
            let place = values + row * hidden
            EmbeddingKernel.apply(dropout, row: row, identity: identity, width: hidden, from: place, to: place)
        }
    }

    /// Writes the gradient of the sum of the embeddings to `arena.dHidden`, and adds the LayerNorm's gradients to the partial sums.
    func backwardEmbedding(rows: Range<Int>, piece: Int) {
        dropEmbedding(rows: rows, arena.dHidden)
        let partial = arena.partial(layer: layerCount, piece: piece)
        partial.update(repeating: 0, count: arena.partialWidth)
        let sums = sums(layer: layerCount, piece: piece)
        // No dense layer comes before this LayerNorm. The gradient that it would get is the gradient of the sum itself.
        LayerNorm.backwardAfterDense(
            rows: rows, width: hidden, dy: arena.dHidden, normalized: arena.embeddedNormalized,
            reciprocalDeviation: arena.embeddedDeviation, gamma: model.at(model.layout.embeddingNorm.gamma),
            dropout: nil, identity: identity, dResidual: arena.dHidden, dDense: arena.dOutput,
            dGamma: sums.outputGamma, dBeta: sums.outputBeta, dBias: sums.outputBias)
    }

    /// Sets the embeddings' gradients to zero. Of the word embedding, only the rows that need it are set.
    func clearEmbeddingGradients(_ gradients: GradientBuffer) {
        let layout = model.layout
        gradients.beginWords(input.inputIDs, table: layout.words, width: hidden)
        gradients.at(layout.positions).update(repeating: 0, count: configuration.maxPositionEmbeddings * hidden)
        if let types = layout.types {
            gradients.at(types).update(repeating: 0, count: configuration.typeVocabularySize * hidden)
        }
    }

    /// Number of pieces of `scatterEmbedding`.
    var columnPieces: Int { (hidden + 63) / 64 }

    /// Adds the gradient of each row of the batch to the gradients of its word, position and type, for some of the features.
    func scatterEmbedding(piece: Int, gradients: GradientBuffer) {
        guard let inputIDs = input.inputIDs.baseAddress, let typeIDs = input.tokenTypeIDs.baseAddress else { return }
        let columns = piece * 64..<min(hidden, piece * 64 + 64)
        let layout = model.layout
        func scatter(_ indices: UnsafePointer<Int32>, _ table: Int) {
            EmbeddingKernel.scatterAdd(
                arena.dHidden, rowCount: arena.rows.rowCount, width: hidden, indices: indices, columns: columns,
                into: gradients.at(table))
        }
        scatter(inputIDs, layout.words)
        scatter(identity.positionRows, layout.positions)
        if let types = layout.types { scatter(typeIDs, types) }
        func clearPadding(_ table: Int) {
            let padding = gradients.at(table) + configuration.padTokenID * hidden
            (padding + columns.lowerBound).update(repeating: 0, count: columns.count)
        }
        clearPadding(layout.words)
        if configuration.family.positionsFollowPadding { clearPadding(layout.positions) }
    }
}
