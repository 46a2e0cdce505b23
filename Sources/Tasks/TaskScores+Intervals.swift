import Kernels
import Metrics
import Outputs

extension TaskScores {
    /// Gives the metrics their 95 % intervals.
    ///
    /// - Parameter bootstrap: draws the examples.
    /// - Returns: false where there are fewer than two examples, since nothing says how much others would change the scores.
    @discardableResult
    package mutating func addIntervals(_ bootstrap: Bootstrap) -> Bool {
        guard let statistics = predictions?.statistics, let intervals = bootstrap.intervals(of: statistics) else {
            return false
        }
        let byName = Dictionary(
            zip(statistics.scores, intervals).map {
                ($0.metric, Metric.Interval(low: $1.low, high: $1.high))
            }, uniquingKeysWith: { first, _ in first })
        func add(to metrics: inout [Metric]) {
            for place in metrics.indices { metrics[place].interval = byName[metrics[place].name] }
        }
        add(to: &metrics)
        for place in outputs.indices {
            guard case .metrics(var shown) = outputs[place] else { continue }
            add(to: &shown)
            outputs[place] = .metrics(shown)
        }
        return true
    }

    /// Gives the metrics their 95 % intervals, and says below them what these are.
    ///
    /// - Parameters:
    ///   - bootstrap: draws the examples.
    ///   - noun: what the examples are called, in the plural.
    package mutating func addIntervals(_ bootstrap: Bootstrap, examples noun: String) {
        guard let statistics = predictions?.statistics, statistics.count > 0, !metrics.isEmpty else { return }
        let note: Output
        if addIntervals(bootstrap) {
            note = .text(
                "On other \(noun) like these, the score would mostly lie in the interval behind “95 %” (a bootstrap: \(Format.count(Bootstrap.standardCount)) resamples of the \(Format.count(statistics.count)) \(noun)). It does not say how much another seed would change the score."
            )
        } else {
            note = .warning(
                "No interval can be given for scores of one example: one example does not show how much others would change them. Select two or more validation examples."
            )
        }
        let place = outputs.firstIndex { if case .metrics = $0 { true } else { false } }
        outputs.insert(note, at: place.map { $0 + 1 } ?? 0)
    }
}

extension Bootstrap {
    /// The resamples of a run with this seed. All tasks and both sides of a comparison draw alike.
    package init(seed: UInt64) {
        let key = RandomKey(seed).stream("bootstrap")
        self.init { key.bits(at: $0) }
    }
}
