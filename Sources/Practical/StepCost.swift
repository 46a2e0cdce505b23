import Encoders

/// Number of float operations in a training step. A multiply-add counts twice, and backward as twice forward if nothing is frozen.
struct StepCost {
    /// Operations of one token in the dense products of all layers.
    private var dense = 0.0
    /// Operations of one pair in attention: a token and a token that it attends to.
    private var pair = 0.0

    /// - Parameter hasAdapters: true if the encoder is frozen and has adapters in the layers that are not named as frozen.
    init(_ configuration: EncoderConfiguration, frozen: FrozenParts, hasAdapters: Bool) {
        let (h, i) = (Double(configuration.hiddenSize), Double(configuration.intermediateSize))
        let lowest = FrozenParts(embeddings: frozen.embeddings || hasAdapters, layers: frozen.layers)
            .lowestTrainedLayer(layerCount: configuration.layerCount)
        for layer in 0..<configuration.layerCount {
            // Counts forward once; backward once for the gradient of the input, and once for the gradient of the weights.
            let isReached = layer >= lowest
            let passes = 1 + (isReached ? 1.0 : 0) + (frozen.contains(layer: layer) || hasAdapters ? 0 : 1)
            dense += passes * 2 * (4 * h * h + 2 * h * i)
            pair += (isReached ? 3 : 1) * 4 * h
        }
    }

    /// Operations of one sequence.
    ///
    /// - Parameters:
    ///   - tokens: number of tokens including padding.
    ///   - keys: number of tokens without padding.
    func operations(tokens: Int, keys: Int) -> Double {
        Double(tokens) * dense + Double(tokens) * Double(keys) * pair
    }

    /// Complete steps reached between 0.7 (bf16, or two cores with AVX2) and 0.86 (two cores with AVX-512) of the products' rate.
    ///
    /// - Parameter rate: the rate of products in GFLOP/s.
    static func operationsPerSecond(rate: Double) -> Double { 0.8 * rate * 1e9 }
}
