import Datasets
import Execution
import Metrics
import Outputs
import Tasks

/// The scores of a model on the validation examples of a task, and what each example contributes to them.
struct ModelScores: Sendable, Equatable, Codable {
    var metrics: [Metric]
    var predictions: ScoredPredictions
}

extension TaskScores {
    /// What was predicted, with the digests of the examples.
    func predictions(of validation: any EncodedExamples) -> ScoredPredictions {
        var predictions =
            predictions ?? ScoredPredictions(statistics: ExampleStatistics(columns: [], scores: []), values: [])
        predictions.examples = validation.splitDigest
        predictions.encoded = validation.digest
        return predictions
    }
}

extension EncodedExamples {
    fileprivate var splitDigest: String { split.digest }
}

extension ContentSource {
    /// The SHA-256 of its content.
    var digest: String {
        var hasher = ContentHasher()
        content { hasher.add($0) }
        return hasher.finalize().hexadecimal
    }
}

extension Format {
    /// The ends of an interval of fractions: `44.10 to 49.50 %`; `–` where there is none.
    static func interval(_ interval: Metric.Interval?) -> String {
        interval.map { DisplayedNumber.interval($0, style: .percent) } ?? "–"
    }
}
