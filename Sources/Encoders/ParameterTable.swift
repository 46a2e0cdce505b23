/// The offset of each parameter in the one allocation, and which parameters are trained.
///
/// Names are the checkpoint's own. Gradients and both moments of the optimizer have the same layout. They are used for the trainable
/// parameters only; the memory of the others is never touched.
package struct ParameterTable: Sendable, Equatable {
    package struct Entry: Sendable, Equatable, Codable {
        package var name: String
        package var shape: [Int]
        package var offset: Int
        package var count: Int { shape.reduce(1, *) }
        /// The range of its floats.
        package var range: Range<Int> { offset..<offset + count }
        /// True for a part of a low-rank adapter.
        package var isAdapter: Bool { name.hasSuffix(".lora_A") || name.hasSuffix(".lora_B") }
    }

    /// Parameters that get their gradients together and so share one step count.
    package struct Group: Sendable, Equatable, Codable {
        /// `encoder`, `pooler`, or a task's name.
        package var name: String
        /// The range of the group's floats, which are contiguous.
        package var range: Range<Int>
        /// The trained floats of the group, as ascending ranges that do not touch. The pooler is loaded, counted and saved, but never
        /// trained, because no loss reaches it.
        package var trainable: [Range<Int>]
        package var isTrainable: Bool { !trainable.isEmpty }
    }

    package private(set) var entries: [Entry] = []
    package private(set) var groups: [Group] = []
    package private(set) var count = 0
    private var indices: [String: Int] = [:]

    /// - Parameter lora: adapters of the layers that are not frozen. All of the encoder's own parameters are then frozen.
    package init(
        configuration: EncoderConfiguration, heads: [TaskHead], frozen: FrozenParts = .none, lora: LoRA? = nil
    ) {
        let (hidden, intermediate) = (configuration.hiddenSize, configuration.intermediateSize)
        let names = configuration.family.tensors
        begin("encoder")
        let trainsEmbeddings = !frozen.embeddings && lora == nil
        add("\(names.words).weight", [configuration.vocabularySize, hidden], isTrainable: trainsEmbeddings)
        add("\(names.positions).weight", [configuration.maxPositionEmbeddings, hidden], isTrainable: trainsEmbeddings)
        if let types = names.tokenTypes {
            add("\(types).weight", [configuration.typeVocabularySize, hidden], isTrainable: trainsEmbeddings)
        }
        add(names.embeddingNorm, outputs: hidden, inputs: nil, isTrainable: trainsEmbeddings)
        for layer in 0..<configuration.layerCount {
            let isTrainable = !frozen.contains(layer: layer) && lora == nil
            // The three weights are neighbours, and so are the three biases: one product computes Q, K and V.
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
        if let lora, !lora.isPerTask { add(lora, configuration, frozen, task: nil) }
        for head in heads {
            begin(head.task)
            for part in head.parts { add("\(part.name).weight", [part.outputs, hidden], isTrainable: true) }
            for part in head.parts { add("\(part.name).bias", [part.outputs], isTrainable: true) }
            if let lora, lora.isPerTask { add(lora, configuration, frozen, task: head.task) }
        }
        if let pooler = names.pooler {
            begin("pooler")
            add(pooler, outputs: hidden, inputs: hidden, isTrainable: false)
        }
    }

    /// Adds an adapter of each target of each layer that is not frozen. B is stored transposed: [rank, outputs].
    private mutating func add(
        _ lora: LoRA, _ configuration: EncoderConfiguration, _ frozen: FrozenParts, task: String?
    ) {
        for layer in 0..<configuration.layerCount where !frozen.contains(layer: layer) {
            for target in lora.targets {
                let name = target.adapterName(configuration.family.tensors, layer: layer, task: task)
                let (outputs, inputs) = target.shape(configuration)
                add("\(name).lora_A", [lora.rank, inputs], isTrainable: true)
                add("\(name).lora_B", [lora.rank, outputs], isTrainable: true)
            }
        }
    }

    private mutating func begin(_ group: String) {
        groups.append(Group(name: group, range: count..<count, trainable: []))
    }

    /// Adds a weight and a bias of a dense layer, or of a LayerNorm, which has no inputs.
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

    /// The offset of a parameter that this table was built with.
    func offset(_ name: String) -> Int {
        guard let index = indices[name] else { preconditionFailure("no parameter '\(name)' in the table") }
        return entries[index].offset
    }

    package subscript(_ name: String) -> Entry? { indices[name].map { entries[$0] } }

    /// The word embedding [vocabulary, hidden], the first parameter of the encoder. A batch uses only few of its rows.
    package var wordEmbedding: Entry? { entries.first }

    package func group(_ name: String) -> Group? { groups.first { $0.name == name } }

    /// The indices of the groups that get a gradient from the loss of one head: the encoder's group and the head's own.
    package func trainableGroups(head: Int) -> [Int] {
        // The encoder's group is the first; the heads' groups follow in the order of the heads.
        [0, 1 + head].filter { groups[$0].isTrainable }
    }

    package func isTrainable(_ entry: Entry) -> Bool {
        groups.contains { $0.trainable.contains { $0.contains(entry.offset) } }
    }

    /// The layer of the encoder that a parameter belongs to, counted from 0; nil for embeddings, heads and the pooler.
    package func layer(of entry: Entry) -> Int? {
        let parts = entry.name.split(separator: ".")
        return parts.firstIndex(of: "layer").flatMap { parts.indices.contains($0 + 1) ? Int(parts[$0 + 1]) : nil }
    }

    /// The range of the last layer of the encoder that is trained: the parameters nearest to the heads that all tasks share. Nil if none is.
    package var lastTrainedLayer: Range<Int>? {
        guard let encoder = groups.first,
            let last = entries.last(where: {
                encoder.range.contains($0.offset) && layer(of: $0) != nil && isTrainable($0)
            }
            )
        else { return nil }
        let number = layer(of: last)
        let first = entries.first {
            encoder.range.contains($0.offset) && layer(of: $0) == number && isTrainable($0)
        }
        return first.map { $0.offset..<last.range.upperBound }
    }

    /// The parameters that are trained, in the table's order: those with gradients and moments.
    package var trainableEntries: [Entry] { entries.filter(isTrainable) }

    /// Number of floats that are trained.
    package var trainableCount: Int { groups.flatMap(\.trainable).reduce(0) { $0 + $1.count } }
}

extension ParameterTable: Codable {
    private enum CodingKeys: String, CodingKey { case entries, groups }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        entries = try container.decode([Entry].self, forKey: .entries)
        groups = try container.decode([Group].self, forKey: .groups)
        for (index, entry) in entries.enumerated() {
            // With these limits, neither a product of two sizes nor a sum of such products overflows.
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
            // The ranges must ascend within the group.
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
