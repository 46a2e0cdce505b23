import Tokenization

/// Sentences as token ids with a label on the first piece of every word.
///
/// Follows `tokenize_and_align_labels` of the Python notebook: special tokens and all further pieces of a word have the
/// label -100. Row `row` belongs to example `exampleIndices[row]`.
package struct NERFeatures: SequenceFeatures, Equatable {
    package private(set) var inputIDs: [Int32] = []
    package private(set) var sequenceOffsets: [Int32] = [0]
    /// Per token: the word's label id on its first piece, else `ignoreIndex`.
    package private(set) var labels: [Int32] = []
    /// Per token: the index of its word in the example, -1 for special tokens.
    package private(set) var wordIDs: [Int32] = []
    package private(set) var exampleIndices: [Int32] = []
    /// Words whose first piece was cut off at the maximum length; they take no part in scoring.
    package private(set) var cutWordCount = 0
    /// Words that have no piece at all, e.g. of control characters only; they take no part in scoring either.
    package private(set) var emptyWordCount = 0

    /// Encodes some examples.
    ///
    /// - Parameters:
    ///   - examples: the data set.
    ///   - indices: which of them, in the order of the rows.
    ///   - tokenizer: the encoder's tokenizer.
    ///   - maxLength: tokens a sequence may have, special tokens included.
    package init(
        examples: [NERExample], indices: some Sequence<Int>, tokenizer: BERTTokenizer, maxLength: Int = 128
    ) {
        for index in indices { append(examples[index], index: index, tokenizer: tokenizer, maxLength: maxLength) }
    }

    /// Encodes all examples.
    package init(examples: [NERExample], tokenizer: BERTTokenizer, maxLength: Int = 128) {
        self.init(examples: examples, indices: examples.indices, tokenizer: tokenizer, maxLength: maxLength)
    }

    private mutating func append(_ example: NERExample, index: Int, tokenizer: BERTTokenizer, maxLength: Int) {
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

        let keptCount = NERFeatures.wordCount(encoding)
        if keptCount == example.words.count { return }
        // Only the uncut encoding tells a word that was cut off from one without pieces.
        let isFull = encoding.inputIDs.count >= maxLength
        let wordCount =
            isFull ? NERFeatures.wordCount(tokenizer.encode(words: example.words, maxLength: nil)) : keptCount
        cutWordCount += wordCount - keptCount
        emptyWordCount += example.words.count - wordCount
    }

    /// The number of words that have a piece.
    private static func wordCount(_ encoding: Encoding) -> Int {
        var previous: Int32 = -1
        return encoding.wordIDs.reduce(0) { count, word in
            defer { previous = word }
            return word >= 0 && word != previous ? count + 1 : count
        }
    }
}
