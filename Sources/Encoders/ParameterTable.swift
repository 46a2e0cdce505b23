/// Where each parameter stands in the one allocation, and which are trained.
///
/// Names are the checkpoint's own. Gradients and both moments of the optimizer have the same layout; they exist for the trainable
/// parameters only, and nobody touches the memory of the others.
package struct ParameterTable: Sendable, Equatable {
    package struct Entry: Sendable, Equatable, Codable {
        package var name: String
        package var shape: [Int]
        package var offset: Int
        package var count: Int { shape.reduce(1, *) }
        /// Its floats.
        package var range: Range<Int> { offset..<offset + count }
    }

    /// Parameters that get their gradients together and so share a step count.
    package struct Group: Sendable, Equatable, Codable {
        /// `encoder`, `pooler`, or a task's name.
        package var name: String
        /// Floats of the group: contiguous.
        package var range: Range<Int>
        /// The floats of it that are trained, as ascending ranges that don't touch. The pooler is loaded, counted and saved, and never
        /// trained: no loss reaches it.
        package var trainable: [Range<Int>]
        package var isTrainable: Bool { !trainable.isEmpty }
    }

    package private(set) var entries: [Entry] = []
    package private(set) var groups: [Group] = []
    package private(set) var count = 0
    private var indices: [String: Int] = [:]

    package init(configuration: EncoderConfiguration, heads: [TaskHead], frozen: FrozenParts = .none) {
        let (hidden, intermediate) = (configuration.hiddenSize, configuration.intermediateSize)
        let names = configuration.family.tensors
        begin("encoder")
        let trainsEmbeddings = !frozen.embeddings
        add("\(names.words).weight", [configuration.vocabularySize, hidden], isTrainable: trainsEmbeddings)
        add("\(names.positions).weight", [configuration.maxPositionEmbeddings, hidden], isTrainable: trainsEmbeddings)
        if let types = names.tokenTypes {
            add("\(types).weight", [configuration.typeVocabularySize, hidden], isTrainable: trainsEmbeddings)
        }
        add(names.embeddingNorm, outputs: hidden, inputs: nil, isTrainable: trainsEmbeddings)
        for layer in 0..<configuration.layerCount {
            let isTrainable = !frozen.contains(layer: layer)
            // The three weights stand together, as do the biases: one product makes all of Q, K and V.
            for (suffix, shape) in [("weight", [hidden, hidden]), ("bias", [hidden])] {
                for part in [names.query, names.key, names.value] {
                    add("\(names.name(part, layer: layer)).\(suffix)", shape, isTrainable: isTrainable)
                }
            }
            for (part, outputs, inputs) in [
                (names.attentionOutput, hidden, hidden), (names.attentionNorm, hidden, nil),
                (names.intermediate, intermediate, hidden), (names.output, hidden, intermediate),
                (names.outputNorm, hidden, nil),
            ] as [(String, Int, Int?)] {
                add(names.name(part, layer: layer), outputs: outputs, inputs: inputs, isTrainable: isTrainable)
            }
        }
        for head in heads {
            begin(head.task)
            for part in head.parts { add("\(part.name).weight", [part.outputs, hidden], isTrainable: true) }
            for part in head.parts { add("\(part.name).bias", [part.outputs], isTrainable: true) }
        }
        if let pooler = names.pooler {
            begin("pooler")
            add(pooler, outputs: hidden, inputs: hidden, isTrainable: false)
        }
    }

    private mutating func begin(_ group: String) {
        groups.append(Group(name: group, range: count..<count, trainable: []))
    }

    /// Adds a weight and a bias: of a dense layer, or of a LayerNorm, which has no inputs.
    private mutating func add(_ name: String, outputs: Int, inputs: Int?, isTrainable: Bool) {
        add("\(name).weight", inputs.map { [outputs, $0] } ?? [outputs], isTrainable: isTrainable)
        add("\(name).bias", [outputs], isTrainable: isTrainable)
    }

    private mutating func add(_ name: String, _ shape: [Int], isTrainable: Bool) {
        let entry = Entry(name: name, shape: shape, offset: count)
        indices[name] = entries.count
        entries.append(entry)
        count += entry.count
        let last = groups.count - 1
        groups[last].range = groups[last].range.lowerBound..<count
        guard isTrainable else { return }
        if let run = groups[last].trainable.last, run.upperBound == entry.offset {
            groups[last].trainable[groups[last].trainable.count - 1] = run.lowerBound..<count
        } else {
            groups[last].trainable.append(entry.range)
        }
    }

    /// Offset of a parameter that this table was built with.
    func offset(_ name: String) -> Int {
        guard let index = indices[name] else { preconditionFailure("no parameter '\(name)' in the table") }
        return entries[index].offset
    }

    package subscript(_ name: String) -> Entry? { indices[name].map { entries[$0] } }

    /// The embedding of words [vocabulary, hidden], the first parameter of the encoder: of its rows a batch reaches few.
    package var wordEmbedding: Entry? { entries.first }

    package func group(_ name: String) -> Group? { groups.first { $0.name == name } }

    /// Indices of the groups that get a gradient from the loss of one head, by its index: the encoder's and the head's own.
    package func trainableGroups(head: Int) -> [Int] {
        // The encoder's group is the first; the heads' groups follow in the order of the heads.
        [0, 1 + head].filter { groups[$0].isTrainable }
    }

    package func isTrainable(_ entry: Entry) -> Bool {
        groups.contains { $0.trainable.contains { $0.contains(entry.offset) } }
    }

    /// The parameters that are trained, in the table's order: those with gradients and moments.
    package var trainableEntries: [Entry] { entries.filter(isTrainable) }

    /// Floats that are trained.
    package var trainableCount: Int { groups.flatMap(\.trainable).reduce(0) { $0 + $1.count } }
}

extension ParameterTable: Codable {
    private enum CodingKeys: String, CodingKey { case entries, groups }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        entries = try container.decode([Entry].self, forKey: .entries)
        groups = try container.decode([Group].self, forKey: .groups)
        for (index, entry) in entries.enumerated() {
            // No product of two sizes overflows, nor a sum of such products.
            guard entry.offset == count, entry.shape.count <= 2, entry.shape.allSatisfy({ (0...1 << 24).contains($0) })
            else {
                throw DecodingError.dataCorruptedError(
                    forKey: .entries, in: container, debugDescription: "\(entry.name) is out of place")
            }
            count += entry.count
            indices[entry.name] = index
        }
        guard Set(groups.map(\.name)).count == groups.count else {
            throw DecodingError.dataCorruptedError(
                forKey: .groups, in: container, debugDescription: "two groups have one name")
        }
        for group in groups {
            // Ranges ascend from the beginning of the group to its end.
            let bounds =
                [0, group.range.lowerBound] + group.trainable.flatMap { [$0.lowerBound, $0.upperBound] }
                + [group.range.upperBound, count]
            guard zip(bounds, bounds.dropFirst()).allSatisfy({ $0 <= $1 }) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .groups, in: container, debugDescription: "a group lies outside of the table")
            }
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(entries, forKey: .entries)
        try container.encode(groups, forKey: .groups)
    }
}
