import Tokenization

/// Questions with their contexts as windows of token ids, and the answer's span in each window.
///
/// Follows `preprocess_qa_examples` of the Python notebook. The question is stripped. The context is split into windows that overlap by
/// `docStride` tokens. The first answer is given as token positions; both are 0 ([CLS]) if there is no answer or it is not entirely
/// inside the window. A question's windows are adjacent rows, in the order of the context.
package struct QuestionWindows: SequenceFeatures, Equatable {
    package private(set) var inputIDs: [Int32] = []
    /// Per token: 0 up to the first [SEP], 1 from the context on.
    package var tokenTypeIDs: [Int32] { places.map(\.type) }
    package private(set) var sequenceOffsets: [Int32] = [0]
    /// Per token: the Unicode scalars that it covers, in the context if its `sequenceIDs` value is 1, in the stripped question
    /// if it is 0; empty for special tokens.
    package private(set) var tokenOffsets: [Range<Int32>] = []
    /// Per token: 0 in the question, 1 in the context, -1 for special tokens.
    package var sequenceIDs: [Int8] { places.map(\.sequence) }
    private var places: [Place] = []
    /// Per window: the position in the window of the answer's first token.
    package private(set) var startPositions: [Int32] = []
    /// Per window: the position in the window of the answer's last token.
    package private(set) var endPositions: [Int32] = []
    package private(set) var exampleIndices: [Int32] = []
    /// Per window: the positions in the window of the context's tokens.
    package private(set) var contextRange: [Range<Int32>] = []

    package func content(_ add: (UnsafeRawBufferPointer) -> Void) {
        for buffer in [inputIDs, sequenceOffsets, startPositions, endPositions, exampleIndices] { buffer.bytes(add) }
        places.bytes(add)
        for ranges in [tokenOffsets, contextRange] {
            ranges.count.content(add)
            // Each range is two numbers.
            ranges.withUnsafeBytes(add)
        }
    }

    package func appendTokenTypes(of row: Int, to types: inout [Int32]) {
        types.append(contentsOf: places[tokenRange(row)].lazy.map(\.type))
    }

    /// The start and the end, side by side.
    package func appendTargets(of row: Int, padding: Int, to targets: inout [Int32]) -> Int {
        targets.append(startPositions[row])
        targets.append(endPositions[row])
        return 2
    }

    package func hasTargets(of row: Int, within outputs: Int) -> Bool {
        let positions = 0..<tokenRange(row).count
        return positions.contains(Int(startPositions[row])) && positions.contains(Int(endPositions[row]))
    }

    /// Encodes some questions.
    ///
    /// - Parameters:
    ///   - examples: the data set.
    ///   - indices: the questions to encode, in the order of the rows.
    ///   - tokenizer: the encoder's tokenizer.
    ///   - maxLength: the most tokens of a window, special tokens included.
    ///   - docStride: the number of context tokens that adjacent windows share.
    /// - Throws: `DatasetError.unencodableQuestion` when a question leaves no room for its context.
    package init(
        examples: [Question], indices: some Sequence<Int>, tokenizer: any Tokenizer, maxLength: Int = 384,
        docStride: Int = 128
    ) throws {
        for index in indices {
            let example = examples[index]
            let question = strip(example.question)
            let windows: [Encoding]
            do {
                windows = try tokenizer.encode(
                    question: question, context: example.context, maxLength: maxLength, docStride: docStride)
            } catch {
                throw DatasetError.unencodableQuestion(id: example.id, question: question, reason: "\(error)")
            }
            for window in windows { append(window, answer: example.answers.first, index: index) }
        }
    }

    /// Encodes all questions.
    package init(
        examples: [Question], tokenizer: any Tokenizer, maxLength: Int = 384, docStride: Int = 128
    ) throws {
        try self.init(
            examples: examples, indices: examples.indices, tokenizer: tokenizer, maxLength: maxLength,
            docStride: docStride)
    }

    private mutating func append(_ window: Encoding, answer: ReferenceAnswer?, index: Int) {
        inputIDs.append(contentsOf: window.inputIDs)
        tokenOffsets.append(contentsOf: window.offsets)
        places.append(contentsOf: zip(window.tokenTypeIDs, window.sequenceIDs).lazy.map(Place.init))
        sequenceOffsets.append(Int32(inputIDs.count))
        exampleIndices.append(Int32(index))

        let first = window.sequenceIDs.firstIndex(of: 1) ?? 0
        let context = first..<(window.sequenceIDs.lastIndex(of: 1).map { $0 + 1 } ?? first)
        contextRange.append(Int32(context.lowerBound)..<Int32(context.upperBound))
        let span = answer.flatMap { QuestionWindows.span(of: $0, offsets: window.offsets, context: context) }
        startPositions.append(Int32(span?.first ?? 0))
        endPositions.append(Int32(span?.last ?? 0))
    }

    /// The tokens of an answer; nil if it is not entirely inside the window.
    private static func span(
        of answer: ReferenceAnswer, offsets: [Range<Int32>], context: Range<Int>
    ) -> (first: Int, last: Int)? {
        guard let firstToken = context.first, let lastToken = context.last else { return nil }
        let start = Int32(clamping: answer.start)
        let end = Int32(clamping: min(answer.start, Int(Int32.max)) + answer.text.unicodeScalars.count)
        guard offsets[firstToken].lowerBound <= start, offsets[lastToken].upperBound >= end else { return nil }
        var first = firstToken
        while first <= lastToken, offsets[first].lowerBound <= start { first += 1 }
        var last = lastToken
        while last >= firstToken, offsets[last].upperBound >= end { last -= 1 }
        return (first - 1, last + 1)
    }
}

extension QuestionWindows {
    /// A token's type and sequence in one byte, because a data set has many millions of tokens.
    private struct Place: BitwiseCopyable, Equatable {
        private let bits: Int8

        init(type: Int32, sequence: Int8) { bits = Int8(truncatingIfNeeded: type) << 2 | (sequence + 1) }

        var type: Int32 { Int32(bits >> 2) }
        var sequence: Int8 { (bits & 3) - 1 }
    }
}

/// Whether Python's `str.strip` removes the scalar.
func isPythonBlank(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
}

/// Python's `str.strip`: removes what Python counts as blanks at both ends.
private func strip(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !isPythonBlank($0) }),
        let last = scalars.lastIndex(where: { !isPythonBlank($0) })
    else { return "" }
    return String(scalars[first...last])
}
