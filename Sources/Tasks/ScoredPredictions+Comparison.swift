import Metrics
import Outputs

extension ScoredPredictions {
    /// How the scores of another model differ, on the same examples: the paired bootstrap, metric by metric and in words.
    ///
    /// - Throws: `PairingError` where the two were not scored on the same examples.
    package func comparison(to other: ScoredPredictions, _ bootstrap: Bootstrap) throws -> [Output] {
        let differences = try differences(to: other, bootstrap)
        guard !differences.isEmpty else { return [.text("They have no metric in common.")] }
        let rows = differences.map { difference in
            [
                difference.metric, Format.percent(difference.before), Format.percent(difference.after),
                difference.points, difference.interval.points, difference.verdict,
            ]
        }
        return [
            .table(
                Table(
                    caption:
                        "The same \(Format.count(statistics.count)) examples, compared in pairs: the difference in points and its 95 % interval",
                    columns: ["Metric", "first", "second", "difference", "95 % of it", "What the data show"],
                    alignments: [.left, .right, .right, .right, .right, .left], rows: rows))
        ]
    }

    /// The difference of every metric that both have, other minus this one.
    ///
    /// - Throws: `PairingError` where the two were not scored on the same examples.
    package func differences(
        to other: ScoredPredictions, _ bootstrap: Bootstrap
    ) throws(PairingError) -> [Bootstrap.Difference] {
        guard statistics.count != other.statistics.count || examples == other.examples else {
            throw .otherExamples(statistics.count)
        }
        return try bootstrap.differences(from: statistics, to: other.statistics)
    }
}

extension Format {
    /// `+1.20`, `−0.40`, of a difference of fractions.
    package static func points(_ difference: Double) -> String {
        let text = DisplayedNumber.minus(decimal(100 * difference, 2))
        return text == "−0.00" ? "0.00" : difference > 0 && text != "0.00" ? "+\(text)" : text
    }
}

extension Bootstrap.Interval {
    /// `−0.40 to +1.20`, of a difference of fractions.
    package var points: String { "\(Format.points(low)) to \(Format.points(high))" }
}

extension Bootstrap.Difference {
    /// After minus before, in points.
    package var points: String { Format.points(after - before) }

    /// What the interval says, in words.
    package var verdict: String {
        guard isShown else { return "no difference that this data can show" }
        return after > before ? "the second is better" : "the first is better"
    }
}
