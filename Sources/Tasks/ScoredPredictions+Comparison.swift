import Metrics
import Outputs

extension ScoredPredictions {
    /// How the scores of another model differ, on the same examples: the paired bootstrap, metric by metric and in words.
    ///
    /// - Throws: `PairingError` where the two were not scored on the same examples.
    package func comparison(to other: ScoredPredictions, _ bootstrap: Bootstrap) throws -> [Output] {
        guard statistics.count != other.statistics.count || examples == other.examples else {
            throw PairingError.otherExamples(statistics.count)
        }
        let differences = try bootstrap.differences(from: statistics, to: other.statistics)
        guard !differences.isEmpty else { return [.text("They have no metric in common.")] }
        let rows = differences.map { difference in
            [
                difference.metric, Format.percent(difference.before), Format.percent(difference.after),
                Self.points(difference.after - difference.before),
                "\(Self.points(difference.interval.low)) to \(Self.points(difference.interval.high))",
                difference.verdict,
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

    /// `+1.20`, `−0.40`, of a difference of fractions.
    private static func points(_ difference: Double) -> String {
        let text = DisplayedNumber.minus(Format.decimal(100 * difference, 2))
        return text == "−0.00" ? "0.00" : difference > 0 && text != "0.00" ? "+\(text)" : text
    }
}

extension Bootstrap.Difference {
    /// What the interval says, in words.
    package var verdict: String {
        guard isShown else { return "no difference that this data can show" }
        return after > before ? "the second is better" : "the first is better"
    }
}
