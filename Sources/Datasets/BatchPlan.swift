/// How examples are grouped into batches: size, order, padding.
package struct BatchPlan: Sendable, Equatable, Codable {
    package enum PaddingMode: String, Sendable, Codable, CaseIterable {
        /// No padding is computed.
        case packed
        /// As the Python notebook does: every sequence is padded to its task's maximum length.
        case maxLength = "max-length"
    }

    package var batchSize: Int
    package var shuffles: Bool
    package var padding: PaddingMode
    /// Whether the encoder gets token types. The Python notebook never passes them.
    package var usesTokenTypes: Bool
    /// Nil for 1, so that files of plans without accumulation do not mention it.
    private var accumulates: Int?
    /// Number of batches whose gradients are added up for one step.
    package var accumulation: Int { max(1, accumulates ?? 1) }

    package init(
        batchSize: Int = 16, shuffles: Bool = true, padding: PaddingMode = .packed, usesTokenTypes: Bool = false,
        accumulation: Int = 1
    ) {
        accumulates = accumulation > 1 ? accumulation : nil
        self.batchSize = batchSize
        self.shuffles = shuffles
        self.padding = padding
        self.usesTokenTypes = usesTokenTypes
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        batchSize = try container.decode(Int.self, forKey: .batchSize)
        shuffles = try container.decode(Bool.self, forKey: .shuffles)
        padding = try container.decode(PaddingMode.self, forKey: .padding)
        usesTokenTypes = try container.decode(Bool.self, forKey: .usesTokenTypes)
        accumulates = try container.decodeIfPresent(Int.self, forKey: .accumulates)
        for (key, count) in [(CodingKeys.batchSize, batchSize), (.accumulates, accumulates ?? 1)]
        where !(1...1_000_000).contains(count) {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: container, debugDescription: "it is \(count), and must be from 1 to 1000000")
        }
    }

    /// The number of batches per epoch for a number of sequences. The last batch may be smaller.
    package func batchCount(sequences: Int) -> Int { (sequences + batchSize - 1) / batchSize }

    /// The positions in the order of sequences that belong to a batch.
    package func places(batch: Int, sequences: Int) -> Range<Int> {
        min(batch * batchSize, sequences)..<min((batch + 1) * batchSize, sequences)
    }

    /// The padding for a task with this maximum length.
    package func padding(for maxLength: Int) -> Padding { padding == .packed ? .packed : .maxLength(maxLength) }

    /// The number of tokens of a sequence of this length, padding included.
    package func paddedLength(_ length: Int, maxLength: Int) -> Int {
        padding == .packed ? length : max(length, maxLength)
    }
}
