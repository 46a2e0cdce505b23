/// Where each parameter stands in the one allocation: name, shape, offset.
///
/// Names are the checkpoint's own. Gradients and both moments of the optimizer have the same layout.
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
        /// The pooler is loaded, counted and saved, and never trained: no loss reaches it.
        package var isTrainable: Bool
    }

    package private(set) var entries: [Entry] = []
    package private(set) var groups: [Group] = []
    package private(set) var count = 0
    private var indices: [String: Int] = [:]

    package init(configuration: EncoderConfiguration, heads: [TaskHead]) {
        let hidden = configuration.hiddenSize
        let intermediate = configuration.intermediateSize
        begin("encoder", isTrainable: true)
        add("embeddings.word_embeddings.weight", [configuration.vocabularySize, hidden])
        add("embeddings.position_embeddings.weight", [configuration.maxPositionEmbeddings, hidden])
        add("embeddings.token_type_embeddings.weight", [configuration.typeVocabularySize, hidden])
        add("embeddings.LayerNorm.weight", [hidden])
        add("embeddings.LayerNorm.bias", [hidden])
        for layer in 0..<configuration.layerCount {
            let prefix = "encoder.layer.\(layer)"
            // The three weights stand together, as do the biases: one product makes all of Q, K and V.
            for part in ["query", "key", "value"] { add("\(prefix).attention.self.\(part).weight", [hidden, hidden]) }
            for part in ["query", "key", "value"] { add("\(prefix).attention.self.\(part).bias", [hidden]) }
            add("\(prefix).attention.output.dense.weight", [hidden, hidden])
            add("\(prefix).attention.output.dense.bias", [hidden])
            add("\(prefix).attention.output.LayerNorm.weight", [hidden])
            add("\(prefix).attention.output.LayerNorm.bias", [hidden])
            add("\(prefix).intermediate.dense.weight", [intermediate, hidden])
            add("\(prefix).intermediate.dense.bias", [intermediate])
            add("\(prefix).output.dense.weight", [hidden, intermediate])
            add("\(prefix).output.dense.bias", [hidden])
            add("\(prefix).output.LayerNorm.weight", [hidden])
            add("\(prefix).output.LayerNorm.bias", [hidden])
        }
        for head in heads {
            begin(head.task, isTrainable: true)
            for part in head.parts { add("\(part.name).weight", [part.outputs, hidden]) }
            for part in head.parts { add("\(part.name).bias", [part.outputs]) }
        }
        begin("pooler", isTrainable: false)
        add("pooler.dense.weight", [hidden, hidden])
        add("pooler.dense.bias", [hidden])
    }

    private mutating func begin(_ group: String, isTrainable: Bool) {
        groups.append(Group(name: group, range: count..<count, isTrainable: isTrainable))
    }

    private mutating func add(_ name: String, _ shape: [Int]) {
        let entry = Entry(name: name, shape: shape, offset: count)
        indices[name] = entries.count
        entries.append(entry)
        count += entry.count
        let last = groups.count - 1
        groups[last].range = groups[last].range.lowerBound..<count
    }

    /// Offset of a parameter that this table was built with.
    func offset(_ name: String) -> Int {
        guard let index = indices[name] else { preconditionFailure("no parameter '\(name)' in the table") }
        return entries[index].offset
    }

    package subscript(_ name: String) -> Entry? { indices[name].map { entries[$0] } }

    package func group(_ name: String) -> Group? { groups.first { $0.name == name } }

    /// Indices of the groups that get a gradient from the loss of one head, by its index: the encoder's and the head's own.
    package func trainableGroups(head: Int) -> [Int] {
        // The encoder's group is the first; the heads' groups follow in the order of the heads.
        [0, 1 + head].filter { groups[$0].isTrainable }
    }
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
        guard groups.allSatisfy({ $0.range.lowerBound >= 0 && $0.range.upperBound <= count }) else {
            throw DecodingError.dataCorruptedError(
                forKey: .groups, in: container, debugDescription: "a group lies outside of the table")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(entries, forKey: .entries)
        try container.encode(groups, forKey: .groups)
    }
}
