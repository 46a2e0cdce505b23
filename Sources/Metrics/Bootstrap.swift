/// How sure scores are, by drawing the examples again (Efron, 1979; Efron and Tibshirani, 1993, chapter 13).
///
/// A resample is as many examples as there are, drawn with replacement; the scores of many resamples vary about as much as those
/// of other samples of the same size would. The 95 % interval is what lies between their percentiles 2.5 and 97.5. It says nothing
/// of another seed or another training, only of other examples.
package struct Bootstrap {
    /// The number of resamples where nothing else is said.
    package static let standardCount = 1_000

    /// The ends of a 95 % interval.
    package struct Interval: Sendable, Equatable {
        package let low: Double
        package let high: Double

        /// The percentiles 2.5 and 97.5, each between its two neighbours in proportion, as NumPy's `percentile` has it.
        ///
        /// - Precondition: there is a value.
        package init(of values: [Double]) {
            let sorted = values.sorted()
            func percentile(_ share: Double) -> Double {
                let place = share * Double(sorted.count - 1)
                let below = Int(place)
                let above = min(below + 1, sorted.count - 1)
                return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
            }
            low = percentile(0.025)
            high = percentile(0.975)
        }
    }

    private let count: Int
    private let bits: (Int) -> UInt64

    /// - Parameters:
    ///   - count: the number of resamples.
    ///   - bits: the 64 random bits with a number. The draw `d` of resample `r` has number `r` · examples + `d`.
    package init(count: Int = standardCount, bits: @escaping (Int) -> UInt64) {
        self.count = count
        self.bits = bits
    }

    /// The scores of every resample: by score, then by resample.
    ///
    /// Two sets of statistics of the same number of examples are drawn alike.
    package func scores(of statistics: ExampleStatistics) -> [[Double]] {
        var result = statistics.scores.map { _ in [Double]() }
        let examples = statistics.count
        var drawn = [Int](repeating: 0, count: examples)
        for resample in 0..<count {
            for draw in 0..<examples {
                // Lemire's multiplication. Without rejection, an example's chance is off by less than examples / 2^64.
                drawn[draw] = Int(
                    bits(resample * examples + draw).multipliedFullWidth(by: UInt64(examples)).high)
            }
            for (score, value) in statistics.values(of: drawn).enumerated() { result[score].append(value) }
        }
        return result
    }

    /// The 95 % interval of each score; nil where there are fewer than two examples, since then all resamples are the same.
    package func intervals(of statistics: ExampleStatistics) -> [Interval]? {
        guard statistics.count > 1, count > 0 else { return nil }
        return scores(of: statistics).map(Interval.init)
    }

    /// The differences between two sets of scores of the same examples: the paired bootstrap.
    ///
    /// In each resample both have the same examples, so that what makes an example hard for both cancels out.
    package func differences(from before: ExampleStatistics, to after: ExampleStatistics) throws(PairingError)
        -> [Difference]
    {
        guard before.count == after.count else { throw .exampleCount(before: before.count, after: after.count) }
        guard before.count > 1 else { throw .tooFewExamples(before.count) }
        let (old, new) = (before.values, after.values)
        let drawn = (before: scores(of: before), after: scores(of: after))
        return before.scores.enumerated().compactMap { place, score in
            guard let other = after.scores.firstIndex(where: { $0.metric == score.metric }) else { return nil }
            return Difference(
                metric: score.metric, before: old[place], after: new[other],
                resampled: zip(drawn.before[place], drawn.after[other]).map { $1 - $0 })
        }
    }

    /// How a metric differs between two sets of predictions for the same examples.
    package struct Difference: Sendable, Equatable {
        package let metric: String
        package let before: Double
        package let after: Double
        /// Of the difference, after minus before.
        package let interval: Interval
        /// The fraction of resamples in which the second is better than the first.
        package let shareBetter: Double

        /// - Precondition: there is a resample.
        package init(metric: String, before: Double, after: Double, resampled: [Double]) {
            self.metric = metric
            self.before = before
            self.after = after
            interval = Interval(of: resampled)
            shareBetter = Double(resampled.count { $0 > 0 }) / Double(resampled.count)
        }

        /// Whether the interval of the difference leaves 0 out.
        package var isShown: Bool { interval.low > 0 || interval.high < 0 }
    }
}

/// Why two sets of scores can't be compared example by example.
package enum PairingError: Error, Equatable, CustomStringConvertible {
    case exampleCount(before: Int, after: Int)
    case tooFewExamples(Int)
    /// As many examples, but not the same ones.
    case otherExamples(Int)

    package var description: String {
        switch self {
        case .exampleCount(let before, let after):
            "One was scored on \(before) examples and the other on \(after). Evaluate both on the same ones."
        case .tooFewExamples(let count):
            "There \(count == 1 ? "is 1 example" : "are \(count) examples"): a difference needs two or more. Select more validation examples."
        case .otherExamples(let count):
            "Both were scored on \(count) examples, but not on the same ones. Evaluate both on the same data."
        }
    }
}
