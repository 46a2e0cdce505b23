/// The number of sequences per length, in buckets of equal width.
package struct LengthHistogram: Sendable, Equatable {
    /// The number of lengths per bucket: bucket `i` holds `i * bucketWidth..<(i + 1) * bucketWidth`.
    package let bucketWidth: Int
    /// Sequences per bucket, from length 0 to the last bucket that is not empty.
    package let counts: [Int]
    /// The number of sequences and of tokens.
    package let sequenceCount: Int
    package let tokenCount: Int
    /// The shortest and longest length; 0 without a sequence.
    package let minimum: Int
    package let maximum: Int

    /// Counts some lengths.
    ///
    /// - Parameter bucketWidth: at least 1.
    package init(lengths: some Sequence<Int32>, bucketWidth: Int = 16) {
        let width = max(bucketWidth, 1)
        var counts: [Int] = []
        var sequenceCount = 0
        var tokenCount = 0
        var minimum = Int.max
        var maximum = 0
        for length in lengths.lazy.map({ Int(max($0, 0)) }) {
            let bucket = length / width
            if bucket >= counts.count { counts += repeatElement(0, count: bucket + 1 - counts.count) }
            counts[bucket] += 1
            sequenceCount += 1
            tokenCount += length
            minimum = min(minimum, length)
            maximum = max(maximum, length)
        }
        self.bucketWidth = width
        self.counts = counts
        self.sequenceCount = sequenceCount
        self.tokenCount = tokenCount
        self.minimum = sequenceCount == 0 ? 0 : minimum
        self.maximum = maximum
    }

    /// The mean length; 0 without a sequence.
    package var mean: Double { sequenceCount == 0 ? 0 : Double(tokenCount) / Double(sequenceCount) }

    /// The lengths that a bucket holds.
    package func lengths(inBucket bucket: Int) -> Range<Int> { bucket * bucketWidth..<(bucket + 1) * bucketWidth }
}
