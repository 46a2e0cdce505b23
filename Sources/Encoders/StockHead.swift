/// How transformers stores a model with one head: its class, and the linear layer that computes the logits.
package struct StockHead: Sendable, Equatable {
    /// The part of the class name after the family's name, e.g. `ForTokenClassification`.
    package let classSuffix: String
    /// The name of the linear layer, e.g. `classifier`.
    package let layer: String
    /// Whether the model was trained on words that were encoded one by one.
    package let readsWords: Bool

    package init(classSuffix: String, layer: String, readsWords: Bool = false) {
        self.classSuffix = classSuffix
        self.layer = layer
        self.readsWords = readsWords
    }

    /// A tensor of a checkpoint in memory.
    struct Tensor {
        var name: String
        var shape: [Int]
        var floats: [Float]
    }
}

/// The dense layer with an activation that transformers puts between the first token's state and the classifier of a whole text.
///
/// Our head reads the state itself. Both kinds of layer can still be filled so that the class computes our logits.
package enum SequenceLayer: Sendable {
    /// BERT's pooler. For arguments as small as 2⁻²⁰ times a logit, tanh returns the argument itself in float32, because its next term is
    /// smaller by the square of the argument. The pooler gets the head's rows times 2⁻²⁰, and the classifier gets 2²⁰ on its diagonal.
    case tanh(name: String)
    /// DistilBERT's layer before the classifier. It gets the head's rows with both signs, because x = ReLU(x) − ReLU(−x).
    case relu(name: String)

    private static let scale: Float = 0x1p-20

    var name: String {
        switch self {
        case .tanh(let name), .relu(let name): name
        }
    }

    /// The largest number of labels that a head may have.
    func mostLabels(hiddenSize: Int) -> Int {
        switch self {
        case .tanh: hiddenSize
        case .relu: hiddenSize / 2
        }
    }

    /// The two layers that together compute one head's logits.
    ///
    /// - Parameters:
    ///   - weight: [labels, hidden].
    ///   - bias: [labels], at most `mostLabels`.
    ///   - classifier: the name of the second layer.
    func tensors(weight: [Float], bias: [Float], hiddenSize: Int, classifier: String) -> [StockHead.Tensor] {
        let (labels, hidden) = (bias.count, hiddenSize)
        var layer = [Float](repeating: 0, count: hidden * hidden)
        var layerBias = [Float](repeating: 0, count: hidden)
        var last = [Float](repeating: 0, count: labels * hidden)
        var lastBias = [Float](repeating: 0, count: labels)
        for label in 0..<labels {
            let row = label * hidden
            switch self {
            case .tanh:
                for i in 0..<hidden { layer[row + i] = weight[row + i] * Self.scale }
                last[row + label] = 1 / Self.scale
                lastBias[label] = bias[label]
            case .relu:
                let opposite = (labels + label) * hidden
                for i in 0..<hidden { (layer[row + i], layer[opposite + i]) = (weight[row + i], -weight[row + i]) }
                (layerBias[label], layerBias[labels + label]) = (bias[label], -bias[label])
                (last[row + label], last[row + labels + label]) = (1, -1)
            }
        }
        return [
            .init(name: "\(name).weight", shape: [hidden, hidden], floats: layer),
            .init(name: "\(name).bias", shape: [hidden], floats: layerBias),
            .init(name: "\(classifier).weight", shape: [labels, hidden], floats: last),
            .init(name: "\(classifier).bias", shape: [labels], floats: lastBias),
        ]
    }

    /// The head from which `tensors` made these four tensors, or nil for any other layers: no linear head on the state is equal to those.
    func head(from stored: [[Float]], hiddenSize: Int) -> (weight: [Float], bias: [Float])? {
        let labels = stored[3].count
        guard labels <= mostLabels(hiddenSize: hiddenSize) else { return nil }
        let rows = stored[0].prefix(labels * hiddenSize)
        let (weight, bias) =
            switch self {
            case .tanh: (rows.map { $0 / Self.scale }, stored[3])
            case .relu: (Array(rows), Array(stored[1].prefix(labels)))
            }
        let made = tensors(weight: weight, bias: bias, hiddenSize: hiddenSize, classifier: "")
        return zip(made, stored).allSatisfy { $0.floats == $1 } ? (weight, bias) : nil
    }
}
