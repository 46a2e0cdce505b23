import SampleCorpus
import Testing

@Suite struct SentimentSampleTests {
    static let train = SentimentSample.sentences(.train)
    static let validation = SentimentSample.sentences(.validation)

    static func sentences(_ split: SampleSplit) -> [SentimentSample.Sentence] {
        split == .train ? train : validation
    }

    @Test func counts() {
        #expect(Self.train.count == 1_600 && Self.train.filter(\.isPositive).count == 800)
        #expect(Self.validation.count == 400 && Self.validation.filter(\.isPositive).count == 200)
        // The first sentences, which a short run uses, have both labels too.
        #expect((35...65).contains(Self.train.prefix(100).filter(\.isPositive).count))
    }

    @Test(arguments: SampleSplit.allCases)
    func fileHasAHeaderAndTwoColumns(split: SampleSplit) {
        let lines = SentimentSample.tsv(split).split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        #expect(lines.first == ["label", "text"])
        #expect(lines.dropFirst().map(\.first) == Self.sentences(split).map(\.label))
        #expect(lines.dropFirst().map(\.last) == Self.sentences(split).map(\.text))
        #expect(lines.allSatisfy { $0.count == 2 })
    }

    @Test(arguments: SampleSplit.allCases)
    func framesLeaveNothingBehind(split: SampleSplit) {
        for sentence in Self.sentences(split) {
            #expect(!sentence.text.contains { "{}[]<>|*_+/".contains($0) }, "\(sentence.text)")
            #expect(!sentence.text.contains("  ") && !sentence.text.contains(" ,"), "\(sentence.text)")
            #expect(
                sentence.text.first?.isLowercase == false && ".!?".contains(sentence.text.last ?? " "),
                "\(sentence.text)")
            #expect((4...45).contains(sentence.text.split(separator: " ").count), "\(sentence.text)")
        }
    }

    @Test(arguments: SampleSplit.allCases)
    func noSentenceComesTwice(split: SampleSplit) {
        #expect(Set(Self.sentences(split).map(\.text)).count == Self.sentences(split).count)
    }

    /// No name, no frame, and no seven consecutive words of one split occur in the other.
    @Test func splitsShareOrdinaryWordsOnly() {
        let sources = SampleSplit.allCases.map { SentimentSample.frames($0).sources }
        #expect(sources[0].count >= 80 && sources[1].count >= 36)
        #expect(Set(sources[0]).intersection(sources[1]) == [])
        func runs(_ split: SampleSplit) -> Set<[Substring]> {
            var runs: Set<[Substring]> = []
            for sentence in Self.sentences(split) {
                let words = sentence.text.lowercased().split { !$0.isLetter && $0 != "'" }
                for start in words.indices.dropLast(6) { runs.insert(Array(words[start..<start + 7])) }
            }
            return runs
        }
        #expect(runs(.train).intersection(runs(.validation)) == [])
    }

    /// The same frames make sentences of both labels, and each word of praise or blame occurs with both.
    @Test func wordsCarryBothLabels() {
        for (word, least) in [
            ("tedious", 2), ("gripping", 3), ("rude", 1), ("friendly", 1), ("bore", 3), ("joy", 3), ("not", 20),
        ] {
            let sentences = Self.train.filter { $0.text.lowercased().split { !$0.isLetter }.contains(word[...]) }
            let positive = sentences.filter(\.isPositive).count
            #expect(
                positive >= least && sentences.count - positive >= least, "\(word): \(positive) of \(sentences.count)")
        }
    }
}
