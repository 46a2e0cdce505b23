/// SQuAD v1.1's scores of one predicted text: the functions of the official `evaluate-v1.1.py`.
///
/// Scores are fractions from 0 to 1. As in the script, two texts that are both empty after normalisation have exact match 1 and F1 0.
package struct SpanScores: Sendable, Hashable, Codable {
    /// 1 when the normalised texts are equal, else 0.
    package let exactMatch: Double
    /// The harmonic mean of precision and recall over normalised words, counted with multiplicity.
    package let f1: Double

    package init(exactMatch: Double, f1: Double) {
        self.exactMatch = exactMatch
        self.f1 = f1
    }

    /// The best exact match and the best F1 over all references, each chosen on its own.
    ///
    /// If there is no reference, as for SQuAD v2's unanswerable questions, the empty text is the reference.
    package init(prediction: String, references: [String]) {
        let prediction = SpanScores.normalize(prediction)
        var best = SpanScores(exactMatch: 0, f1: 0)
        for reference in references.isEmpty ? [""] : references {
            let comparison = SpanComparison(normalizedPrediction: prediction, reference: reference)
            best = SpanScores(
                exactMatch: max(best.exactMatch, comparison.isExactMatch ? 1 : 0), f1: max(best.f1, comparison.f1))
        }
        self = best
    }

    /// Lower case, without ASCII punctuation, without the words `a`, `an` and `the`, and with single blanks: Python's
    /// `normalize_answer`.
    ///
    /// Each step means the same as in Python: `str.lower` with the final sigma, `\b` by alphanumeric scalars, so that
    /// a combining mark ends a word, and the blanks of `str.split`.
    package static func normalize(_ text: String) -> String {
        let kept = PythonText.lowercased(Array(text.unicodeScalars)).filter { !PythonText.isPunctuation($0) }
        var result = String.UnicodeScalarView()
        var pending: [Unicode.Scalar] = []
        func endChunk() {
            guard !pending.isEmpty else { return }
            if !result.isEmpty { result.append(" ") }
            result.append(contentsOf: pending)
            pending.removeAll(keepingCapacity: true)
        }
        var index = 0
        while index < kept.count {
            let start = index
            while index < kept.count, PythonText.isWordCharacter(kept[index]) { index += 1 }
            if index > start {
                let word = kept[start..<index]
                if articles.contains(where: { word.elementsEqual($0) }) { endChunk() } else { pending += word }
            } else {
                if PythonText.isSpace(kept[index]) { endChunk() } else { pending.append(kept[index]) }
                index += 1
            }
        }
        endChunk()
        return String(result)
    }

    /// Whether the normalised texts are equal, scalar by scalar.
    package static func exactMatch(prediction: String, reference: String) -> Bool {
        SpanComparison(prediction: prediction, reference: reference).isExactMatch
    }

    /// F1 over normalised words.
    package static func f1(prediction: String, reference: String) -> Double {
        SpanComparison(prediction: prediction, reference: reference).f1
    }

    /// The means over questions; zeros when there is none.
    package static func mean(_ scores: [SpanScores]) -> SpanScores {
        guard !scores.isEmpty else { return SpanScores(exactMatch: 0, f1: 0) }
        let count = Double(scores.count)
        return SpanScores(
            exactMatch: scores.reduce(0) { $0 + $1.exactMatch } / count, f1: scores.reduce(0) { $0 + $1.f1 } / count)
    }

    private static let articles = ["a", "an", "the"].map { Array($0.unicodeScalars) }
}

/// A predicted text and one reference, with everything from which the scores are computed.
package struct SpanComparison: Sendable, Equatable {
    /// Both texts after `SpanScores.normalize(_:)`.
    package let normalizedPrediction: String
    package let normalizedReference: String
    /// Number of words in each text, and of words in common, counted with multiplicity.
    package let predictionWordCount: Int
    package let referenceWordCount: Int
    package let commonWordCount: Int
    package let isExactMatch: Bool
    package let f1: Double

    /// Normalises and compares.
    package init(prediction: String, reference: String) {
        self.init(normalizedPrediction: SpanScores.normalize(prediction), reference: reference)
    }

    init(normalizedPrediction: String, reference: String) {
        self.normalizedPrediction = normalizedPrediction
        normalizedReference = SpanScores.normalize(reference)
        // The words are compared as bytes: Swift's own comparison considers canonically equivalent strings equal, Python's doesn't.
        let blank = UInt8(ascii: " ")
        let predicted = normalizedPrediction.utf8.split(separator: blank).map(Array.init)
        let expected = normalizedReference.utf8.split(separator: blank).map(Array.init)
        predictionWordCount = predicted.count
        referenceWordCount = expected.count
        isExactMatch = normalizedPrediction.utf8.elementsEqual(normalizedReference.utf8)
        var remaining: [[UInt8]: Int] = [:]
        for word in expected { remaining[word, default: 0] += 1 }
        var common = 0
        for word in predicted {
            guard let left = remaining[word], left > 0 else { continue }
            remaining[word] = left - 1
            common += 1
        }
        commonWordCount = common
        if common == 0 {
            f1 = 0
        } else {
            let precision = Double(common) / Double(predicted.count)
            let recall = Double(common) / Double(expected.count)
            f1 = (2 * precision * recall) / (precision + recall)
        }
    }
}
