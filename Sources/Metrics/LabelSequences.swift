/// Label sequences of many sentences in one flat buffer.
///
/// `labels` holds the labels of all sequences one after the other, each an index into `names`. Sequence `s` is
/// `labels[offsets[s]..<offsets[s + 1]]`. `offsets` has one element more than there are sequences, starts with 0
/// and never decreases.
package struct LabelSequences: Sendable, Equatable {
    /// Indices into `names`, all sequences concatenated.
    package private(set) var labels: [Int32]
    /// The label strings, e.g. `O`, `B-PER`.
    package let names: [String]
    /// Where each sequence starts, and at the end the number of labels.
    package private(set) var offsets: [Int]

    /// The number of sequences.
    package var count: Int { offsets.count - 1 }

    /// Creates an empty list of sequences with these label names. Use `append(_:)` to fill it.
    ///
    /// - Throws: `LabelSequenceError.emptyName` when one of the names is empty.
    package init(names: [String]) throws {
        try self.init(labels: [], names: names, offsets: [0])
    }

    /// Creates sequences from flat label ids with offsets.
    ///
    /// - Throws: `LabelSequenceError` when an id has no name, a name is empty, or the offsets don't cover the labels.
    package init(labels: [Int32], names: [String], offsets: [Int]) throws {
        if let index = names.firstIndex(where: \.isEmpty) { throw LabelSequenceError.emptyName(index: index) }
        guard offsets.first == 0, offsets.last == labels.count, zip(offsets, offsets.dropFirst()).allSatisfy(<=) else {
            throw LabelSequenceError.offsets(count: labels.count)
        }
        for (position, label) in labels.enumerated() where label < 0 || Int(label) >= names.count {
            throw LabelSequenceError.unknownLabel(id: label, position: position, nameCount: names.count)
        }
        self.labels = labels
        self.names = names
        self.offsets = offsets
    }

    /// Creates sequences from label strings. Names are numbered in the order in which they appear.
    ///
    /// - Throws: `LabelSequenceError.emptyName` when a label is the empty string.
    package init(_ sequences: [[String]]) throws {
        var identifiers: [[UInt8]: Int32] = [:]
        var names: [String] = []
        var labels: [Int32] = []
        var offsets = [0]
        for sequence in sequences {
            for name in sequence {
                // The keys are bytes, because Swift's own comparison considers canonically equivalent strings equal.
                let key = Array(name.utf8)
                let identifier = identifiers[key] ?? Int32(names.count)
                if Int(identifier) == names.count {
                    identifiers[key] = identifier
                    names.append(name)
                }
                labels.append(identifier)
            }
            offsets.append(labels.count)
        }
        try self.init(labels: labels, names: names, offsets: offsets)
    }

    /// Adds one sequence of label ids.
    ///
    /// - Throws: `LabelSequenceError.unknownLabel` when an id has no name. Nothing is added in that case.
    package mutating func append(_ sequence: ArraySlice<Int32>) throws {
        for (position, label) in sequence.enumerated() where label < 0 || Int(label) >= names.count {
            throw LabelSequenceError.unknownLabel(
                id: label, position: labels.count + position, nameCount: names.count)
        }
        labels.append(contentsOf: sequence)
        offsets.append(labels.count)
    }

    /// The positions of `entity` counted from the start of its own sequence.
    package func positions(of entity: Entity) -> Range<Int> {
        let start = offsets[entity.sequence]
        return max(entity.range.lowerBound - start, 0)..<(entity.range.upperBound - start)
    }
}

/// Why label sequences can't be scored.
package enum LabelSequenceError: Error, Equatable, CustomStringConvertible {
    /// The name of a label is the empty string.
    case emptyName(index: Int)
    /// A label id that has no name.
    case unknownLabel(id: Int32, position: Int, nameCount: Int)
    /// The offsets don't start with 0, decrease, or don't end with the number of labels.
    case offsets(count: Int)
    /// Gold and predicted labels don't have the same sequences. `sequence` is nil when even the numbers of sequences differ.
    case lengthMismatch(sequence: Int?, gold: Int, predicted: Int)

    package var description: String {
        switch self {
        case .emptyName(let index):
            "Label name \(index) is empty. Give every label a name such as `O` or `B-PER`."
        case .unknownLabel(let id, let position, let nameCount):
            "The label at position \(position) has id \(id), but there are \(nameCount) label names (ids 0 "
                + "to \(nameCount - 1)). Leave out ignored positions (-100), and check that the names belong to the "
                + "labels."
        case .offsets(let count):
            "The sequence offsets don't fit \(count) labels: they have to start with 0, never fall, and end with "
                + "\(count)."
        case .lengthMismatch(nil, let gold, let predicted):
            "There are \(gold) gold sequences, but \(predicted) predicted ones. Score both on the same examples."
        case .lengthMismatch(let sequence?, let gold, let predicted):
            "Sequence \(sequence) has \(gold) gold labels, but \(predicted) predicted ones. Leave the same positions "
                + "out of both, e.g. words that were cut off."
        }
    }
}
