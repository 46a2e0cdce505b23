import Foundation

/// Labels guessed from words alone; see `SampleBaselines.sentiment()`.
struct SentimentGuesses {
    private(set) var majority = true
    /// How often each word occurs in negative and in positive sentences.
    private var counts: [String: [Double]] = [:]
    private var totals = [0.0, 0.0]

    init(_ sentences: [SentimentSample.Sentence]) {
        majority = sentences.filter(\.isPositive).count * 2 >= sentences.count
        for sentence in sentences {
            for word in Self.words(sentence.text) {
                counts[word, default: [0, 0]][sentence.isPositive ? 1 : 0] += 1
                totals[sentence.isPositive ? 1 : 0] += 1
            }
        }
    }

    func byWordList(_ text: String) -> Bool {
        let words = Self.words(text)
        let (praise, blame) = (words.filter(Self.praise.contains).count, words.filter(Self.blame.contains).count)
        return praise == blame ? majority : praise > blame
    }

    /// The labels are equally frequent, so only the words count. One is added to every count.
    func byWordMemory(_ text: String) -> Bool {
        let size = Double(counts.count)
        let evidence = Self.words(text).compactMap { counts[$0] }.reduce(0) { sum, count in
            sum + log((count[1] + 1) / (totals[1] + size)) - log((count[0] + 1) / (totals[0] + size))
        }
        return evidence == 0 ? majority : evidence > 0
    }

    private static let praise = Set(SentimentWords.shared.pairs.values.joined().flatMap { words($0.praise) })
        .subtracting(blame)
    private static let blame = Set(SentimentWords.shared.pairs.values.joined().flatMap { words($0.blame) })

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && $0 != "-" }.map(String.init)
    }
}
