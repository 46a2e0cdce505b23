import Encoders

/// Float operations of a training step: a multiply-add counted twice, backward as twice forward where nothing is frozen.
struct StepCost {
    /// A token's, in the dense products of all layers.
    private var dense = 0.0
    /// A pair's of a token and one that it looks at, in attention.
    private var pair = 0.0

    init(_ configuration: EncoderConfiguration, frozen: FrozenParts) {
        let (h, i) = (Double(configuration.hiddenSize), Double(configuration.intermediateSize))
        let lowest = frozen.lowestTrainedLayer(layerCount: configuration.layerCount)
        for layer in 0..<configuration.layerCount {
            // Forward once; backward once for the gradient of what comes in, and once for that of the weights.
            let isReached = layer >= lowest
            let passes = 1 + (isReached ? 1.0 : 0) + (frozen.contains(layer: layer) ? 0 : 1)
            dense += passes * 2 * (4 * h * h + 2 * h * i)
            pair += (isReached ? 3 : 1) * 4 * h
        }
    }

    /// Of one sequence.
    ///
    /// - Parameters:
    ///   - tokens: with its padding.
    ///   - keys: without.
    func operations(tokens: Int, keys: Int) -> Double {
        Double(tokens) * dense + Double(tokens) * Double(keys) * pair
    }

    /// Of the products' rate, whole steps reached from 0.7 (bf16, or two cores with AVX2) to 0.86 (two with AVX-512).
    ///
    /// - Parameter rate: GFLOP/s of products.
    static func operationsPerSecond(rate: Double) -> Double { 0.8 * rate * 1e9 }
}
