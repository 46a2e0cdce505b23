import Metrics
import Outputs
import Tasks

/// What learning together gained or lost in the scores of a task: the shared model beside one that learnt this task alone.
struct SharingComparison {
    /// One score of both models.
    private struct Row {
        var shared: Metric
        var alone: Metric
        /// Of the same examples in pairs; nil for a score that does not follow from sums over the examples.
        var difference: Bootstrap.Difference?

        var points: String { Format.points(shared.value - alone.value) }

        var cells: [String] {
            [
                shared.label, Format.percent(alone.value), Format.percent(shared.value), points,
                difference?.interval.points ?? "–", verdict ?? "–",
            ]
        }

        private var verdict: String? {
            difference.map {
                !$0.isShown ? "no difference that these examples can show" : $0.after > $0.before ? "gained" : "lost"
            }
        }

        var sentence: String {
            guard let difference else { return "Sharing changed \(shared.label) by \(points) points." }
            let interval = "95 %: \(difference.interval.points)"
            guard difference.isShown else {
                return
                    "Sharing changed \(shared.label) by \(points) points (\(interval)): these examples can't show whether it helped."
            }
            let amount = Format.decimal(100 * abs(difference.after - difference.before), 2)
            return
                "Sharing \(difference.after > difference.before ? "gained" : "lost") \(amount) points of \(shared.label) (\(interval)): more than other examples would explain."
        }
    }

    private let rows: [Row]
    /// Why the two can't be compared example by example; nil if they can.
    private let problem: PairingError?

    init(alone: ModelScores, shared: ModelScores, _ bootstrap: Bootstrap) {
        var differences: [Bootstrap.Difference] = []
        var problem: PairingError?
        do throws(PairingError) {
            differences = try alone.predictions.differences(to: shared.predictions, bootstrap)
        } catch {
            problem = error
        }
        self.problem = problem
        rows = shared.metrics.compactMap { metric in
            alone.metrics.first { $0.name == metric.name }.map { alone in
                Row(shared: metric, alone: alone, difference: differences.first { $0.metric == metric.name })
            }
        }
    }

    /// One row for each score that both models have.
    var cells: [[String]] { rows.map(\.cells) }

    /// The main scores in words.
    var sentences: [String] {
        rows.filter(\.shared.isKeyFigure).map(\.sentence) + (problem.map { ["No interval can be given. \($0)"] } ?? [])
    }

    /// The comparisons of several tasks in one table.
    static func table(_ comparisons: [SharingComparison]) -> Table {
        Table(
            caption:
                "Each task alone, and all together: the difference in points, with its 95 % interval from the same examples in pairs",
            columns: ["Score", "Alone", "Together", "Difference", "95 % of it", "What the examples show of sharing"],
            alignments: [.left, .right, .right, .right, .right, .left], rows: comparisons.flatMap(\.cells))
    }
}
