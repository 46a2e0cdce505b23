import SampleCorpus
import Testing

@Suite struct DisjointnessTests {
    private static func names(_ split: SampleSplit) -> Set<String> {
        var names: Set<String> = []
        for sentence in NERSampleTests.sentences(split) {
            for entity in NEREntity.entities(sentence.labels) {
                names.insert(sentence.tokens[entity.range].joined(separator: " ").lowercased())
            }
        }
        return names
    }

    @Test func noEntityOccursInBothSplits() {
        #expect(Self.names(.train).count > 800)
        #expect(Self.names(.train).intersection(Self.names(.validation)) == [])
    }

    @Test func noNameStandsInBothLexicons() {
        for (kind, list) in Lexicon.of(.train).lists {
            let train = Set(list.entries.joined())
            let validation = Set(Lexicon.of(.validation).lists.values.flatMap { $0.entries.joined() })
            #expect(train.intersection(validation) == [], "\(kind)")
        }
        #expect(Set(Lexicon.of(.train).lists.keys) == Set(Lexicon.of(.validation).lists.keys))
    }

    @Test func noFrameIsShared() {
        let train = Set(NERSample.domains(.train).flatMap(\.sources))
        let validation = Set(NERSample.domains(.validation).flatMap(\.sources))
        #expect(train.count >= 200 && validation.count >= 120)
        #expect(train.intersection(validation) == [])
        let trainSchemas = Set(QASample.schemas(.train).flatMap(\.sources))
        let validationSchemas = Set(QASample.schemas(.validation).flatMap(\.sources))
        #expect(trainSchemas.intersection(validationSchemas) == [])
    }

    /// Nor is a part shared: without names and numbers, no seven consecutive words are the same.
    @Test func noRunOfWordsIsShared() {
        func runs(_ split: SampleSplit) -> Set<[String]> {
            var result: Set<[String]> = []
            for sentence in NERSampleTests.sentences(split) {
                let skeleton = zip(sentence.tokens, sentence.labels).compactMap { token, label -> String? in
                    if label.hasPrefix("I-") { return nil }
                    if label != "O" { return label }
                    return token.first?.isNumber == true ? "0" : token.lowercased()
                }
                guard skeleton.count >= 7 else { continue }
                for start in 0...(skeleton.count - 7) { result.insert(Array(skeleton[start..<start + 7])) }
            }
            return result
        }
        #expect(runs(.train).intersection(runs(.validation)) == [])
    }

    @Test func noSentenceIsShared() {
        let train = Set(NERSampleTests.sentences(.train).map(\.tokens))
        let validation = Set(NERSampleTests.sentences(.validation).map(\.tokens))
        #expect(train.intersection(validation) == [])
    }

    @Test func noArticleQuestionOrAnswerPersonIsShared() {
        let train = QASampleTests.train
        let validation = QASampleTests.validation
        #expect(Set(train.map(\.title)).intersection(validation.map(\.title)) == [])
        func questions(_ articles: [QASample.Article]) -> [QASample.Question] {
            articles.flatMap(\.paragraphs).flatMap(\.questions)
        }
        #expect(Set(questions(train).map(\.text)).intersection(questions(validation).map(\.text)) == [])
        for kind in [QASample.AnswerKind.person, .place] {
            let trainAnswers = Set(questions(train).filter { $0.kind == kind }.flatMap(\.answers).map(\.text))
            let validationAnswers = questions(validation).filter { $0.kind == kind }.flatMap(\.answers).map(\.text)
            #expect(trainAnswers.intersection(validationAnswers) == [])
        }
    }
}
