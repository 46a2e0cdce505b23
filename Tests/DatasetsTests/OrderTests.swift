import Datasets
import Testing

@Suite("The order of batches and examples")
struct OrderTests {
    @Test("batches cover the examples; the last one is smaller")
    func batches() {
        let plan = BatchPlan(batchSize: 16)
        #expect(plan.batchCount(sequences: 2054) == 129)
        #expect(plan.batchCount(sequences: 2000) == 125)
        #expect(plan.batchCount(sequences: 0) == 0)
        #expect(plan.places(batch: 0, sequences: 2054) == 0..<16)
        #expect(plan.places(batch: 128, sequences: 2054) == 2048..<2054)
    }

    @Test("a shuffle is a permutation that depends only on its key (values of an independent implementation)")
    func shuffle() {
        #expect(shuffledOrder(count: 10, key: 0) == [4, 9, 2, 5, 1, 7, 6, 0, 3, 8])
        #expect(shuffledOrder(count: 10, key: 42) == [8, 3, 6, 5, 4, 0, 9, 2, 1, 7])
        let long = shuffledOrder(count: 2000, key: .max)
        #expect(long.prefix(8) == [702, 1783, 499, 862, 1516, 1327, 1854, 1515])
        #expect(long.sorted() == Array(0..<2000))
        #expect(shuffledOrder(count: 0, key: 1).isEmpty)
        #expect(shuffledOrder(count: 1, key: 1) == [0])
    }

    @Test("all orders of four are equally frequent")
    func evenness() {
        var counts: [[Int32]: Int] = [:]
        let draws = 24_000
        for key in 0..<UInt64(draws) { counts[shuffledOrder(count: 4, key: key), default: 0] += 1 }
        #expect(counts.count == 24)
        let expected = Double(draws) / 24
        let chiSquare = counts.values.reduce(0.0) {
            $0 + (Double($1) - expected) * (Double($1) - expected) / expected
        }
        // With 23 degrees of freedom, 49.7 is exceeded once in a thousand.
        #expect(chiSquare < 49.7)
    }
}

@Suite("Length histogram")
struct LengthHistogramTests {
    @Test("lengths fall into buckets of equal width")
    func buckets() {
        let lengths: [Int32] = [2, 15, 16, 40, 40]
        let histogram = LengthHistogram(lengths: lengths, bucketWidth: 16)
        #expect(histogram.counts == [2, 1, 2])
        #expect(histogram.sequenceCount == 5)
        #expect(histogram.tokenCount == 113)
        #expect(histogram.minimum == 2)
        #expect(histogram.maximum == 40)
        #expect(histogram.mean == 22.6)
        #expect(histogram.lengths(inBucket: 2) == 32..<48)
    }

    @Test("no lengths, and an invalid width")
    func degenerate() {
        let empty = LengthHistogram(lengths: [Int32](), bucketWidth: 8)
        #expect(empty.counts.isEmpty && empty.mean == 0 && empty.minimum == 0 && empty.maximum == 0)
        #expect(LengthHistogram(lengths: [Int32(1)], bucketWidth: 0).counts == [0, 1])
    }
}
