import Tokenization

/// Sentences as token ids with a label on the first piece of every word.
///
/// Follows `tokenize_and_align_labels` of the Python notebook: special tokens and all later pieces of a word have the label -100. Row
/// `row` belongs to example `exampleIndices[row]`.
package struct LabelledTokens: SequenceFeatures, Equatable {
    package private(set) var inputIDs: [Int32] = []
    package private(set) var sequenceOffsets: [Int32] = [0]
    /// Per token: the word's label id on its first piece, else `ignoreIndex`.
    package private(set) var labels: [Int32] = []
    /// Per token: the index of its word in the example, -1 for special tokens.
    package private(set) var wordIDs: [Int32] = []
    package private(set) var exampleIndices: [Int32] = []
    /// The examples with words that are not used in training and scores, in the order of the rows.
    package private(set) var unscoredWords: [UnscoredWords] = []

    /// Words of an example that have no label among the tokens.
    package struct UnscoredWords: Sendable, Equatable {
        /// Index of the example.
        package let example: Int
        /// Words that have no piece at all, e.g. of control characters only.
        package let withoutPieces: [Int]
        /// Words whose first piece was cut off at the maximum length.
        package let cut: [Int]
    }

    /// The number of words whose first piece was cut off at the maximum length.
    package var cutWordCount: Int { unscoredWords.reduce(0) { $0 + $1.cut.count } }

    /// The number of words that have no piece at all.
    package var emptyWordCount: Int { unscoredWords.reduce(0) { $0 + $1.withoutPieces.count } }

    /// The words of a row that have a label, in order: the token of each, and its index in the example.
    ///
    /// All code that maps tokens to words uses this method, because a word may have no piece or be cut off.
    package func labelledWords(_ row: Int) -> [(token: Int, word: Int)] {
        tokenRange(row).lazy.filter { labels[$0] != ignoreIndex }.map { ($0, Int(wordIDs[$0])) }
    }

    package func content(_ add: (UnsafeRawBufferPointer) -> Void) {
        for buffer in [inputIDs, sequenceOffsets, labels, wordIDs, exampleIndices] { buffer.bytes(add) }
        unscoredWords.count.content(add)
        for words in unscoredWords {
            words.example.content(add)
            words.withoutPieces.content(add)
            words.cut.content(add)
        }
    }

    package func appendTargets(of row: Int, padding: Int, to targets: inout [Int32]) -> Int {
        let range = tokenRange(row)
        targets.append(contentsOf: labels[range])
        targets.append(contentsOf: repeatElement(ignoreIndex, count: padding))
        return labels[range].count { $0 != ignoreIndex }
    }

    package func hasTargets(of row: Int, within outputs: Int) -> Bool {
        labels[tokenRange(row)].allSatisfy { $0 == ignoreIndex || (0..<outputs).contains(Int($0)) }
    }

    /// Encodes some examples.
    ///
    /// - Parameters:
    ///   - examples: the data set.
    ///   - indices: the examples to encode, in the order of the rows.
    ///   - tokenizer: the encoder's tokenizer.
    ///   - maxLength: the most tokens of a sequence, special tokens included.
    package init(
        examples: [LabelledSentence], indices: some Sequence<Int>, tokenizer: any Tokenizer, maxLength: Int = 128
    ) {
        for index in indices { append(examples[index], index: index, tokenizer: tokenizer, maxLength: maxLength) }
    }

    /// Encodes all examples.
    package init(examples: [LabelledSentence], tokenizer: any Tokenizer, maxLength: Int = 128) {
        self.init(examples: examples, indices: examples.indices, tokenizer: tokenizer, maxLength: maxLength)
    }

    private mutating func append(_ example: LabelledSentence, index: Int, tokenizer: any Tokenizer, maxLength: Int) {
        let encoding = tokenizer.encode(words: example.words, maxLength: maxLength)
        inputIDs.append(contentsOf: encoding.inputIDs)
        wordIDs.append(contentsOf: encoding.wordIDs)
        var previous: Int32 = -1
        for word in encoding.wordIDs {
            labels.append(word >= 0 && word != previous ? example.labels[Int(word)] : ignoreIndex)
            previous = word
        }
        sequenceOffsets.append(Int32(inputIDs.count))
        exampleIndices.append(Int32(index))

        let kept = LabelledTokens.words(in: encoding)
        if kept.count == example.words.count { return }
        // Only the untruncated encoding shows whether a word was cut off or has no pieces.
        let isFull = encoding.inputIDs.count >= maxLength
        let all = isFull ? LabelledTokens.words(in: tokenizer.encode(words: example.words, maxLength: nil)) : kept
        let present = Set(all)
        unscoredWords.append(
            UnscoredWords(
                example: index, withoutPieces: example.words.indices.filter { !present.contains($0) },
                cut: Array(all[kept.count...])))
    }

    /// The words that have a piece.
    private static func words(in encoding: Encoding) -> [Int] {
        var previous: Int32 = -1
        var words: [Int] = []
        for word in encoding.wordIDs where word >= 0 && word != previous {
            words.append(Int(word))
            previous = word
        }
        return words
    }
}
