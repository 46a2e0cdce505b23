/// How examples become batches: size, order, padding.
package struct BatchPlan: Sendable, Equatable, Codable {
    package enum PaddingMode: String, Sendable, Codable, CaseIterable {
        /// No padding is computed anywhere.
        case packed
        /// The Python notebook's mathematics: every sequence padded to its task's maximum length.
        case maxLength = "max-length"
    }

    package var batchSize: Int
    package var shuffles: Bool
    package var padding: PaddingMode
    /// Pass token types on; the Python notebook never does.
    package var usesTokenTypes: Bool

    package init(
        batchSize: Int = 16, shuffles: Bool = true, padding: PaddingMode = .packed, usesTokenTypes: Bool = false
    ) {
        self.batchSize = batchSize
        self.shuffles = shuffles
        self.padding = padding
        self.usesTokenTypes = usesTokenTypes
    }

    /// Batches an epoch that so many sequences make, the last one smaller where it has to be.
    package func batchCount(sequences: Int) -> Int { (sequences + batchSize - 1) / batchSize }

    /// The places in the order of the sequences that a batch takes.
    package func places(batch: Int, sequences: Int) -> Range<Int> {
        min(batch * batchSize, sequences)..<min((batch + 1) * batchSize, sequences)
    }

    /// What stands between the sequences of a task.
    package func padding(for maxLength: Int) -> Padding { padding == .packed ? .packed : .maxLength(maxLength) }

    /// Tokens that a sequence of so many takes, with its padding.
    package func paddedLength(_ length: Int, maxLength: Int) -> Int {
        padding == .packed ? length : max(length, maxLength)
    }
}
