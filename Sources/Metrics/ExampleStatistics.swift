/// What each example contributes to a task's scores, and how the scores follow from the sums: enough to score any choice of the
/// examples without looking at a prediction again.
///
/// An example is what is drawn as a whole: a sentence, a question, a text. Most of its statistics are 0, so that a row holds
/// only the others.
package struct ExampleStatistics: Sendable, Equatable, Codable {
    /// A score as a function of the sums over examples.
    package struct Score: Sendable, Equatable, Codable {
        /// A fraction of two sums. It is 0 where the denominator is.
        package struct Ratio: Sendable, Equatable, Codable {
            /// The columns whose sums are added.
            package var numerator: [Int]
            /// The same below the line. Without a column it is the number of examples, so that the ratio is a mean.
            package var denominator: [Int]
            /// 2 for an F1, which is 2 · correct / (predicted + gold).
            package var factor: Double

            package init(_ numerator: [Int], of denominator: [Int] = [], factor: Double = 1) {
                self.numerator = numerator
                self.denominator = denominator
                self.factor = factor
            }
        }

        /// The metric's name, e.g. `ner.f1`.
        package var metric: String
        /// The score is the mean of these.
        package var ratios: [Ratio]
        /// The columns whose sums weight the mean, one a ratio. Without them, ratios whose denominator is 0 take no part, as classes
        /// that do not occur take no part in scikit-learn's macro average.
        package var weights: [Int]?

        package init(_ metric: String, mean ratios: [Ratio], weights: [Int]? = nil) {
            self.metric = metric
            self.ratios = ratios
            self.weights = weights
        }

        package init(_ metric: String, _ ratio: Ratio) { self.init(metric, mean: [ratio]) }

        fileprivate func value(_ sums: [Double], count: Double) -> Double {
            var (total, weight) = (0.0, 0.0)
            for (place, ratio) in ratios.enumerated() {
                let below = ratio.denominator.isEmpty ? count : ratio.denominator.reduce(0) { $0 + sums[$1] }
                let own = weights.map { sums[$0[place]] } ?? (below == 0 ? 0 : 1)
                guard own > 0, below > 0 else {
                    weight += own
                    continue
                }
                total += own * ratio.factor * ratio.numerator.reduce(0) { $0 + sums[$1] } / below
                weight += own
            }
            return weight > 0 ? total / weight : 0
        }
    }

    /// The names of the statistics, e.g. `PER correct`.
    package let columns: [String]
    package let scores: [Score]
    /// The statistics of example `i` are at `offsets[i]..<offsets[i + 1]` of the next two.
    private var offsets = [0]
    private var places: [Int32] = []
    private var amounts: [Double] = []

    /// - Precondition: the scores name columns that there are.
    package init(columns: [String], scores: [Score]) {
        for score in scores {
            let used = score.ratios.flatMap { $0.numerator + $0.denominator } + (score.weights ?? [])
            precondition(used.allSatisfy(columns.indices.contains), "\(score.metric) names a column that is not there")
        }
        self.columns = columns
        self.scores = scores
    }

    /// Number of examples.
    package var count: Int { offsets.count - 1 }

    /// Adds an example: its statistics by column. What is 0 may be left out.
    package mutating func append(_ statistics: some Sequence<(column: Int, value: Double)>) {
        for (column, value) in statistics where value != 0 {
            places.append(Int32(column))
            amounts.append(value)
        }
        offsets.append(places.count)
    }

    /// The sum of each column over some examples, which may occur several times.
    private func sums(_ examples: some Sequence<Int>) -> [Double] {
        var sums = [Double](repeating: 0, count: columns.count)
        places.withUnsafeBufferPointer { places in
            amounts.withUnsafeBufferPointer { amounts in
                offsets.withUnsafeBufferPointer { offsets in
                    sums.withUnsafeMutableBufferPointer { sums in
                        for example in examples {
                            for entry in offsets[example]..<offsets[example + 1] {
                                sums[Int(places[entry])] += amounts[entry]
                            }
                        }
                    }
                }
            }
        }
        return sums
    }

    /// Every score over some examples, which may occur several times; in the order of `scores`.
    package func values(of examples: some Collection<Int>) -> [Double] {
        let sums = sums(examples)
        return scores.map { $0.value(sums, count: Double(examples.count)) }
    }

    /// Every score over all examples.
    package var values: [Double] { values(of: 0..<count) }
}
