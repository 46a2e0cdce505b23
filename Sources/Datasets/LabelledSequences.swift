import Tokenization

/// Texts as token ids with one label each. Row `row` is example `row`.
package struct LabelledSequences: SequenceFeatures, Equatable {
    package private(set) var inputIDs: [Int32] = []
    package private(set) var sequenceOffsets: [Int32] = [0]
    /// Per sequence: the label's id.
    package private(set) var labels: [Int32] = []
    package private(set) var exampleIndices: [Int32] = []
    /// The examples that were truncated to the maximum length.
    package private(set) var cutExamples: [Int] = []

    /// Encodes texts.
    ///
    /// - Parameter maxLength: the most tokens of a sequence, special tokens included.
    package init(examples: [LabelledText], tokenizer: any Tokenizer, maxLength: Int = 128) {
        for (index, example) in examples.enumerated() {
            let encoding = tokenizer.encode(example.text, maxLength: maxLength)
            inputIDs.append(contentsOf: encoding.inputIDs)
            sequenceOffsets.append(Int32(inputIDs.count))
            labels.append(example.label)
            exampleIndices.append(Int32(index))
            // Only the untruncated encoding shows whether a text was truncated or just fits.
            if encoding.inputIDs.count >= maxLength,
                tokenizer.encode(example.text, maxLength: nil).inputIDs.count > maxLength
            {
                cutExamples.append(index)
            }
        }
    }

    package func content(_ add: (UnsafeRawBufferPointer) -> Void) {
        for buffer in [inputIDs, sequenceOffsets, labels, exampleIndices] { buffer.bytes(add) }
        cutExamples.content(add)
    }

    package func appendTargets(of row: Int, padding: Int, to targets: inout [Int32]) -> Int {
        targets.append(labels[row])
        return 1
    }

    package func hasTargets(of row: Int, within outputs: Int) -> Bool { (0..<outputs).contains(Int(labels[row])) }
}

extension DatasetFinding {
    /// The findings about texts after tokenization.
    package static func all(in features: LabelledSequences, examples: [LabelledText]) -> [DatasetFinding] {
        [
            DatasetFinding(
                "Texts cut off at the maximum length", name: "cut-texts",
                "The model does not see their end: raise --max-length.",
                places: features.cutExamples.map { "in \(examples[$0].place)" })
        ].compactMap { $0 }
    }
}
