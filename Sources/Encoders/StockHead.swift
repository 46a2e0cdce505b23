/// How transformers keeps a model with one head: its class, and the linear layer that gives the logits.
package struct StockHead: Sendable, Equatable {
    /// What follows the family's name in the class, e.g. `ForTokenClassification`.
    package let classSuffix: String
    /// E.g. `classifier`.
    package let layer: String

    package init(classSuffix: String, layer: String) {
        self.classSuffix = classSuffix
        self.layer = layer
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
/// Our head reads the state itself. Either layer can hand on our logits all the same, so that the class's own logits are ours.
package enum SequenceLayer: Sendable {
    /// BERT's pooler. For arguments as small as 2⁻²⁰ times a logit, tanh gives the argument itself in float32: its next term is smaller
    /// by the argument's square. The pooler has the head's rows times 2⁻²⁰, the classifier 2²⁰ on its diagonal.
    case tanh(name: String)
    /// DistilBERT's layer before the classifier: x = ReLU(x) − ReLU(−x), so that it has the head's rows with both signs.
    case relu(name: String)

    private static let scale: Float = 0x1p-20

    var name: String {
        switch self {
        case .tanh(let name), .relu(let name): name
        }
    }

    /// Labels that a head may have at most.
    func mostLabels(hiddenSize: Int) -> Int {
        switch self {
        case .tanh: hiddenSize
        case .relu: hiddenSize / 2
        }
    }

    /// Both layers, as one head's logits need them.
    ///
    /// - Parameters:
    ///   - weight: [labels, hidden].
    ///   - bias: [labels]; there are at most `mostLabels`.
    ///   - classifier: the name of the layer behind.
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

    /// The head that `tensors` made these four from; nil where they are any other layers, which no linear head on the state equals.
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
