/// Parts of an encoder that training leaves as they are, PyTorch's `requires_grad_(False)`.
package struct FrozenParts: Sendable, Equatable, Codable {
    /// The embedding's tables and its LayerNorm.
    package var embeddings: Bool
    /// Numbers of layers, counted from 0.
    package var layers: Set<Int>

    package init(embeddings: Bool = false, layers: Set<Int> = []) {
        self.embeddings = embeddings
        self.layers = layers
    }

    /// Everything is trained.
    package static let none = FrozenParts()

    package func contains(layer: Int) -> Bool { layers.contains(layer) }

    /// Where the backward pass ends: layers below are computed forward only. The layer count where everything is frozen.
    package func lowestTrainedLayer(layerCount: Int) -> Int {
        embeddings ? (0..<layerCount).first { !layers.contains($0) } ?? layerCount : 0
    }
}

extension FrozenParts {
    private enum CodingKeys: String, CodingKey { case embeddings, layers }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        embeddings = try container.decode(Bool.self, forKey: .embeddings)
        layers = try container.decode(Set<Int>.self, forKey: .layers)
    }

    /// Layers are written in order, so that equal values give equal bytes.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(embeddings, forKey: .embeddings)
        try container.encode(layers.sorted(), forKey: .layers)
    }
}
