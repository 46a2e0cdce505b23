import Metrics
import Testing

@Suite("Entities, warnings and refused input")
struct SequenceLabelingTests {
    @Test("entities have their type, sequence and positions")
    func entities() throws {
        let sequences = try LabelSequences(lines: ["O B-PER I-PER", "", "I-LOC B-LOC O"])
        let found = sequences.entities()
        #expect(found.entities.map { found.types[$0.type] } == ["PER", "LOC", "LOC"])
        #expect(found.entities.map(\.sequence) == [0, 2, 2])
        #expect(found.entities.map(\.range) == [1..<3, 3..<4, 4..<5])
        #expect(found.entities.map(sequences.positions(of:)) == [1..<3, 0..<1, 1..<2])
    }

    @Test("gold and predicted labels may be numbered differently")
    func differentNames() throws {
        let gold = try LabelSequences(labels: [1, 2, 0], names: ["O", "B-PER", "I-PER"], offsets: [0, 3])
        let predicted = try LabelSequences(labels: [0, 1, 2], names: ["B-PER", "I-PER", "O"], offsets: [0, 3])
        #expect(try SequenceLabeling(gold: gold, predicted: predicted).scores(.micro).f1 == 1)
    }

    @Test("sequences can be added one at a time")
    func append() throws {
        var sequences = try LabelSequences(names: ["O", "B-PER"])
        let labels: [Int32] = [7, 0, 1, 1]
        try sequences.append(labels[1...2])
        try sequences.append([])
        try sequences.append(labels[3...])
        #expect(sequences == (try LabelSequences(labels: [0, 1, 1], names: ["O", "B-PER"], offsets: [0, 2, 2, 3])))
        #expect(throws: LabelSequenceError.unknownLabel(id: 7, position: 3, nameCount: 2)) {
            try sequences.append(labels[...1])
        }
        #expect(sequences.offsets == [0, 2, 2, 3])
    }

    @Test("each division by zero is named")
    func warnings() throws {
        let counts = try SequenceLabeling(
            gold: LabelSequences(lines: ["B-PER O O B-LOC"]), predicted: LabelSequences(lines: ["O B-ORG O B-LOC"]))
        #expect(counts.warnings == [.undefinedPrecision(types: ["PER"]), .undefinedRecall(types: ["ORG"])])
        #expect(counts.warnings[0].description.contains("PER"))
        let clean = try SequenceLabeling(
            gold: LabelSequences(lines: ["B-PER O"]), predicted: LabelSequences(lines: ["B-PER B-PER"]))
        #expect(clean.warnings.isEmpty)
    }

    @Test("sequences that don't belong together are refused, and the message names the first difference")
    func mismatch() throws {
        let gold = try LabelSequences(lines: ["O O", "O O O"])
        #expect(throws: LabelSequenceError.lengthMismatch(sequence: 1, gold: 3, predicted: 2)) {
            try ClassificationReport(gold: gold, predicted: LabelSequences(lines: ["O O", "O O"]))
        }
        #expect(throws: LabelSequenceError.lengthMismatch(sequence: nil, gold: 2, predicted: 1)) {
            try EntityConfusion(gold: gold, predicted: LabelSequences(lines: ["O O"]), matching: .exact)
        }
    }

    @Test("labels without a name, empty names and wrong offsets are refused")
    func badSequences() {
        #expect(throws: LabelSequenceError.unknownLabel(id: -100, position: 1, nameCount: 1)) {
            try LabelSequences(labels: [0, -100], names: ["O"], offsets: [0, 2])
        }
        #expect(throws: LabelSequenceError.emptyName(index: 1)) {
            try LabelSequences([["O", ""]])
        }
        for offsets in [[], [0], [1, 2], [0, 2, 1, 2], [0, 3]] {
            #expect(throws: LabelSequenceError.offsets(count: 2)) {
                try LabelSequences(labels: [0, 0], names: ["O"], offsets: offsets)
            }
        }
    }
}
