import Files

/// The corpus for question answering: articles of two paragraphs with questions, in SQuAD v1.1's format.
package enum QASample {
    /// The kind of answer that a question asks for.
    package enum AnswerKind: Character, CaseIterable, Sendable {
        case person = "p"
        case place = "l"
        case date = "d"
        case number = "n"
        case phrase = "x"
    }

    /// A reference answer; `start` counts Unicode scalars from the beginning of the context.
    package struct Answer: Equatable, Sendable {
        package let text: String
        package let start: Int
    }

    package struct Question: Sendable {
        package let id: String
        package let text: String
        package let kind: AnswerKind
        package let answers: [Answer]
    }

    /// A paragraph with its questions, and everything in it that could be an answer of each kind.
    package struct Paragraph: Sendable {
        package let context: String
        package let questions: [Question]
        package let candidates: [AnswerKind: [Answer]]
    }

    package struct Article: Sendable {
        package let title: String
        package let paragraphs: [Paragraph]
    }

    /// The split as SQuAD v1.1 JSON, with keys in SQuAD's own order and one paragraph per line.
    package static func squadJSON(_ split: SampleSplit) -> String {
        var json = "{\"version\": \"1.1\", \"data\": [\n"
        for (index, article) in articles(split).enumerated() {
            if index > 0 { json += ",\n" }
            json += "{\"title\": \(article.title.jsonQuoted), \"paragraphs\": [\n"
            json += article.paragraphs.map(JSONText.paragraph).joined(separator: ",\n")
            json += "\n]}"
        }
        return json + "\n]}\n"
    }

    /// The articles of the split, with the kinds of article in turn: over 2,600 questions on over 300 paragraphs for
    /// training, over 550 questions for validation.
    package static func articles(_ split: SampleSplit) -> [Article] {
        let lexicon = Lexicon.of(split)
        let schemas = QASample.schemas(split)
        let articleCount = split == .train ? 12 * schemas.count : 6 * schemas.count
        var articles: [Article] = []
        var titles: Set<String> = []
        var attempt = 0
        while articles.count < articleCount {
            let schema = schemas[articles.count % schemas.count]
            let seed = Checksum.hash("qa \(split.rawValue) \(attempt)")
            attempt += 1
            var writer = ArticleWriter(
                schema: schema,
                renderer: TemplateRenderer(lexicon: lexicon, keepsCast: false, seed: seed),
                idPrefix: "\(split.rawValue)-\(articles.count + 1)")
            let title = writer.title()
            guard titles.insert(title).inserted else { continue }
            articles.append(Article(title: title, paragraphs: writer.paragraphs()))
        }
        return articles
    }

    /// The frames of the split, by kind of article.
    package static func schemas(_ split: SampleSplit) -> [QASchema] {
        switch split {
        case .train:
            [
                .bridgeTraining, .scientistTraining, .companyTraining, .festivalTraining, .townTraining,
                .novelistTraining, .clubTraining, .museumTraining, .lighthouseTraining, .expeditionTraining,
                .collegeTraining, .lawTraining, .railwayTraining,
            ]
        case .validation:
            [
                .damValidation, .orchestraValidation, .shipwreckValidation, .newspaperValidation, .gardenValidation,
                .physicianValidation,
            ]
        }
    }
}
