import Safetensors

extension MultiTaskModel {
    /// Calls `body` with the tensors of transformers' own class for one head: the encoder with the class's names, and the head.
    ///
    /// Throws `ModelError.tooManyLabels` when the class cannot hold this head's logits.
    package func withTensors<Result>(
        ofHead head: Int, as stock: StockHead, _ body: ([SafetensorsWriter.Tensor]) throws -> Result
    ) throws -> Result {
        let family = configuration.family
        let encoder = encoderEntries.map {
            SafetensorsWriter.Tensor(
                name: family.prefix + $0.name, shape: $0.shape, floats: UnsafeBufferPointer(parameter($0)))
        }
        return try stockTensors(ofHead: head, as: stock).withTensors { try body(encoder + $0) }
    }

    /// The encoder's own parameters, without adapters.
    private var encoderEntries: [ParameterTable.Entry] {
        table.entries.filter { table.groups[0].range.contains($0.offset) && !$0.isAdapter }
    }

    func stockTensors(ofHead head: Int, as stock: StockHead) throws -> [StockHead.Tensor] {
        let dense = layout.heads[head]
        let hidden = configuration.hiddenSize
        let weight = Array(UnsafeBufferPointer(start: at(dense.weight), count: dense.outputs * hidden))
        let bias = Array(UnsafeBufferPointer(start: at(dense.bias), count: dense.outputs))
        switch heads[head].rows {
        case .everyToken:
            return [
                .init(name: "\(stock.layer).weight", shape: [dense.outputs, hidden], floats: weight),
                .init(name: "\(stock.layer).bias", shape: [dense.outputs], floats: bias),
            ]
        case .firstToken:
            let layer = configuration.family.sequenceLayer
            guard dense.outputs <= layer.mostLabels(hiddenSize: hidden) else {
                throw ModelError.tooManyLabels(
                    task: heads[head].task, labels: dense.outputs, most: layer.mostLabels(hiddenSize: hidden),
                    architecture: configuration.family.architecture(of: stock))
            }
            return layer.tensors(
                weight: weight, bias: bias, hiddenSize: hidden,
                classifier: configuration.family.sequenceClassifier ?? stock.layer)
        }
    }

    /// Fills one head from a model of transformers' own class for it.
    ///
    /// - Parameters:
    ///   - rows: for each logit of the head, the row of the stored layer that belongs to it, or nil for the same order.
    package func load(head: Int, from weights: ModelWeights, as stock: StockHead, rows: [Int]?) throws {
        let dense = layout.heads[head]
        let hidden = configuration.hiddenSize
        let (weight, bias) = try storedHead(head, in: weights, as: stock)
        for row in 0..<dense.outputs {
            let source = rows?[row] ?? row
            parameters[dense.bias + row] = bias[source]
            for i in 0..<hidden { parameters[dense.weight + row * hidden + i] = weight[source * hidden + i] }
        }
    }

    private func storedHead(
        _ head: Int, in weights: ModelWeights, as stock: StockHead
    ) throws -> (weight: [Float], bias: [Float]) {
        let (family, hidden, outputs) = (configuration.family, configuration.hiddenSize, heads[head].outputs)
        func floats(_ name: String, _ shape: [Int]) throws -> [Float] {
            guard let source = weights.tensors.keys.first(where: { family.canonicalName($0) == name }) else {
                throw ModelError.noStockHead(
                    path: weights.path, tensor: name, architecture: family.architecture(of: stock))
            }
            let stored = weights.tensors[source]?.shape ?? []
            guard stored == shape else {
                throw ModelError.otherStockHead(
                    path: weights.path, task: heads[head].task, tensor: source, expected: shape, actual: stored)
            }
            let floats = try weights.floats(source)
            guard floats.allSatisfy(\.isFinite) else {
                throw ModelError.notFinite(path: weights.path(of: source), tensor: source)
            }
            return floats
        }
        let classifier = heads[head].rows == .firstToken ? family.sequenceClassifier ?? stock.layer : stock.layer
        let last = (try floats("\(classifier).weight", [outputs, hidden]), try floats("\(classifier).bias", [outputs]))
        guard heads[head].rows == .firstToken else { return last }
        let layer = family.sequenceLayer
        let name = family.canonicalName(layer.name)
        let stored = [
            try floats("\(name).weight", [hidden, hidden]), try floats("\(name).bias", [hidden]), last.0, last.1,
        ]
        guard let linear = layer.head(from: stored, hiddenSize: hidden) else {
            throw ModelError.notLinear(path: weights.path, layer: name, architecture: family.architecture(of: stock))
        }
        return linear
    }

    /// Whether the weights contain this model's encoder, with exactly the same numbers. The pooler is not compared: no head reads it.
    package func hasEncoder(of weights: ModelWeights) throws -> Bool {
        let family = configuration.family
        let names = Dictionary(weights.tensors.keys.map { (family.canonicalName($0), $0) }) { first, _ in first }
        for entry in encoderEntries {
            guard let name = names[entry.name], weights.tensors[name]?.shape == entry.shape,
                try weights.floats(name).elementsEqual(parameter(entry))
            else { return false }
        }
        return true
    }
}
