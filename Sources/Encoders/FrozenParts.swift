/// Parts of an encoder that training does not change, like PyTorch's `requires_grad_(False)`.
package struct FrozenParts: Sendable, Equatable, Codable {
    /// The embedding's tables and its LayerNorm.
    package var embeddings: Bool
    /// The numbers of the frozen layers, counted from 0.
    package var layers: Set<Int>

    package init(embeddings: Bool = false, layers: Set<Int> = []) {
        self.embeddings = embeddings
        self.layers = layers
    }

    /// Nothing is frozen.
    package static let none = FrozenParts()

    package func contains(layer: Int) -> Bool { layers.contains(layer) }

    /// The layer at which the backward pass ends: layers below it run only forward. It is the layer count where everything is frozen.
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

    /// Layers are written in ascending order, so that equal values give equal bytes.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(embeddings, forKey: .embeddings)
        try container.encode(layers.sorted(), forKey: .layers)
    }
}
