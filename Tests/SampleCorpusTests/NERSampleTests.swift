import SampleCorpus
import Testing

@Suite struct NERSampleTests {
    static let train = NERSample.documents(.train)
    static let validation = NERSample.documents(.validation)
    private static let labels: Set<String> = [
        "O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC",
    ]

    static func sentences(_ split: SampleSplit) -> [NERSample.Sentence] {
        (split == .train ? train : validation).flatMap(\.sentences)
    }

    @Test func counts() {
        #expect(Self.sentences(.train).count >= 2_500)
        #expect(Self.sentences(.validation).count >= 550)
        for documents in [Self.train, Self.validation] {
            let total = documents.flatMap(\.sentences).count
            for domain in ["news", "sport", "finance", "science", "travel", "government"] {
                let count = documents.filter { $0.domain == domain }.flatMap(\.sentences).count
                #expect(count * 10 >= total, "\(domain)")
            }
        }
    }

    @Test(arguments: SampleSplit.allCases)
    func fileHasFourColumnsAndWellFormedLabels(split: SampleSplit) {
        var previous = "O"
        var documents = 0
        for line in NERSample.conll(split).split(separator: "\n", omittingEmptySubsequences: false) {
            guard !line.isEmpty else {
                previous = "O"
                continue
            }
            let columns = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            #expect(columns.count == 4 && !columns.contains(""), "\(line)")
            let label = columns.last ?? ""
            if columns.first == "-DOCSTART-" { documents += 1 }
            #expect(Self.labels.contains(label), "\(line)")
            if label.hasPrefix("I-") { #expect(previous.dropFirst(2) == label.dropFirst(2), "\(line)") }
            previous = label
        }
        #expect(documents == (split == .train ? Self.train : Self.validation).count)
    }

    @Test(arguments: SampleSplit.allCases)
    func everyTypeHasItsShare(split: SampleSplit) {
        let types = Self.sentences(split).flatMap { NEREntity.entities($0.labels).map(\.type) }
        for type in ["PER", "ORG", "LOC", "MISC"] {
            #expect(types.filter { $0 == type }.count * 10 >= types.count, "\(type)")
        }
    }

    @Test(arguments: SampleSplit.allCases)
    func framesLeaveNothingBehind(split: SampleSplit) {
        for sentence in Self.sentences(split) {
            let text = sentence.tokens.joined(separator: " ")
            #expect(!text.contains { "{}[]<>|*_".contains($0) }, "\(text)")
            #expect(sentence.tokens.count == sentence.labels.count && !sentence.tokens.isEmpty)
            #expect(sentence.tokens.first?.first?.isLowercase == false, "\(text)")
        }
    }

    @Test(arguments: SampleSplit.allCases)
    func articlesAgree(split: SampleSplit) {
        for sentence in Self.sentences(split) {
            for (article, next) in zip(sentence.tokens, sentence.tokens.dropFirst()) {
                let first = next.lowercased().first ?? " "
                if article == "an" { #expect("aeiouh8é1".contains(first), "an \(next)") }
                if article == "a" { #expect(!"aeio8".contains(first) || next.hasPrefix("Eu"), "a \(next)") }
            }
        }
    }

    @Test(arguments: SampleSplit.allCases)
    func lengthsAreSpread(split: SampleSplit) {
        let lengths = Self.sentences(split).map(\.tokens.count)
        let count = lengths.count
        #expect(lengths.filter { $0 <= 7 }.count * 20 >= count)
        #expect(lengths.filter { $0 >= 20 }.count * 20 >= count)
        #expect((lengths.max() ?? 0) <= 45)
        let mean = Double(lengths.reduce(0, +)) / Double(count)
        #expect((10...18).contains(mean))
    }

    @Test(arguments: SampleSplit.allCases)
    func hardlyAnySentenceComesTwice(split: SampleSplit) {
        let sentences = Self.sentences(split).map(\.tokens)
        #expect(Set(sentences).count * 100 >= sentences.count * 99)
    }

    /// The same words have more than one type, and names begin like ordinary words.
    @Test(arguments: SampleSplit.allCases)
    func namesAreAmbiguous(split: SampleSplit) {
        var typesOfWord: [String: Set<String>] = [:]
        for sentence in Self.sentences(split) {
            for (token, label) in zip(sentence.tokens, sentence.labels) {
                guard token.first?.isUppercase == true else { continue }
                typesOfWord[token.lowercased(), default: []].insert(label == "O" ? "O" : String(label.dropFirst(2)))
            }
        }
        let ambiguous = typesOfWord.values.filter { $0.count > 1 }
        #expect(ambiguous.count >= 60)
        #expect(ambiguous.filter { $0.contains("LOC") && $0.contains("ORG") }.count >= 30)
        #expect(ambiguous.filter { $0.contains("PER") && $0.contains("LOC") }.count >= 8)
        #expect(ambiguous.filter { $0.contains("O") }.count >= 15)
    }
}
