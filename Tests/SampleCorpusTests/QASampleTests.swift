import Foundation
import SampleCorpus
import Testing

@Suite struct QASampleTests {
    static let train = QASample.articles(.train)
    static let validation = QASample.articles(.validation)

    static func articles(_ split: SampleSplit) -> [QASample.Article] {
        split == .train ? train : validation
    }

    private static func questions(_ split: SampleSplit) -> [QASample.Question] {
        articles(split).flatMap(\.paragraphs).flatMap(\.questions)
    }

    @Test func counts() {
        #expect(Self.questions(.train).count >= 2_600)
        #expect(Self.questions(.validation).count >= 550)
        #expect(Self.train.flatMap(\.paragraphs).count >= 300)
        #expect(Self.validation.flatMap(\.paragraphs).count >= 60)
        for articles in [Self.train, Self.validation] {
            #expect(Set(articles.map(\.title)).count == articles.count)
        }
    }

    /// Reads the file as any reader of SQuAD would, with Foundation's parser.
    @Test(arguments: SampleSplit.allCases)
    func fileIsSQuADAndAnswersFit(split: SampleSplit) throws {
        struct Answer: Decodable {
            let start: Int
            let text: String

            enum CodingKeys: String, CodingKey {
                case start = "answer_start"
                case text
            }
        }
        struct Question: Decodable {
            let answers: [Answer]
            let question: String
            let id: String
        }
        struct Paragraph: Decodable {
            let context: String
            let qas: [Question]
        }
        struct Article: Decodable {
            let title: String
            let paragraphs: [Paragraph]
        }
        struct File: Decodable {
            let version: String
            let data: [Article]
        }
        let file = try JSONDecoder().decode(File.self, from: Data(QASample.squadJSON(split).utf8))
        #expect(file.version == "1.1")
        #expect(file.data.map(\.title) == Self.articles(split).map(\.title))
        var ids: Set<String> = []
        var behindAccent = 0
        for paragraph in file.data.flatMap(\.paragraphs) {
            let scalars = Array(paragraph.context.unicodeScalars)
            for question in paragraph.qas {
                #expect(ids.insert(question.id).inserted)
                #expect(!question.answers.isEmpty && question.answers.count <= 3)
                #expect(question.question.hasSuffix("?") && question.question.first?.isUppercase == true)
                for answer in question.answers {
                    let end = answer.start + answer.text.unicodeScalars.count
                    #expect(answer.start >= 0 && end <= scalars.count && !answer.text.isEmpty)
                    guard answer.start >= 0, end <= scalars.count else { continue }
                    #expect(Array(answer.text.unicodeScalars) == Array(scalars[answer.start..<end]))
                    if scalars[..<answer.start].contains(where: { !$0.isASCII }) { behindAccent += 1 }
                }
            }
        }
        #expect(behindAccent >= 50, "offsets behind non-ASCII text are what a byte count gets wrong")
    }

    @Test(arguments: SampleSplit.allCases)
    func answersAreOfAllKinds(split: SampleSplit) {
        let questions = Self.questions(split)
        for kind in QASample.AnswerKind.allCases {
            #expect(questions.filter { $0.kind == kind }.count * 10 >= questions.count, "\(kind)")
        }
    }

    @Test(arguments: SampleSplit.allCases)
    func everyQuestionHasADistractorOfItsKind(split: SampleSplit) {
        for paragraph in Self.articles(split).flatMap(\.paragraphs) {
            for question in paragraph.questions {
                let others = (paragraph.candidates[question.kind] ?? []).filter { candidate in
                    question.answers.allSatisfy { !$0.text.contains(candidate.text) && $0.start != candidate.start }
                }
                #expect(!others.isEmpty, "\(question.text) \(paragraph.context)")
            }
        }
    }

    @Test(arguments: SampleSplit.allCases)
    func paragraphsAreOfModerateLength(split: SampleSplit) {
        for paragraph in Self.articles(split).flatMap(\.paragraphs) {
            let words = paragraph.context.split(separator: " ").count
            #expect((60...180).contains(words))
            #expect(!(paragraph.context.contains { "{}[]<>|*_".contains($0) }), "\(paragraph.context)")
            #expect(!paragraph.context.contains("  ") && !paragraph.context.contains(" ,"), "\(paragraph.context)")
            for question in paragraph.questions {
                #expect(!question.text.contains { "{}[]<>|*_".contains($0) }, "\(question.text)")
            }
        }
    }

    @Test func everyQuestionHasParaphrases() {
        for schema in SampleSplit.allCases.flatMap(QASample.schemas) {
            for paragraph in schema.paragraphs {
                #expect(paragraph.questions.count >= 7, "\(schema.name)")
                for question in paragraph.questions {
                    #expect(question.paraphrases.count >= 3, "\(schema.name) \(question.key)")
                }
            }
        }
    }

    /// A question is not a reordered copy of its sentence: most of its words do not occur near the answer.
    @Test(arguments: SampleSplit.allCases)
    func questionsAreNotCopies(split: SampleSplit) {
        var shares: [Double] = []
        for paragraph in Self.articles(split).flatMap(\.paragraphs) {
            let words = Self.words(paragraph.context)
            for question in paragraph.questions {
                let asked = Self.words(question.text).filter { $0.count > 4 }
                guard !asked.isEmpty else { continue }
                shares.append(Double(asked.intersection(words).count) / Double(asked.count))
            }
        }
        #expect(shares.reduce(0, +) / Double(shares.count) < 0.5)
    }

    private static func words(_ text: String) -> Set<String> {
        let parts: [Substring] = text.lowercased().split { !$0.isLetter }
        return Set(parts.map(String.init))
    }

    @Test func validationHasSeveralReferencesForSome() {
        let questions = Self.questions(.validation)
        #expect(questions.filter { $0.answers.count > 1 }.count * 10 >= questions.count)
        #expect(Self.questions(.train).allSatisfy { $0.answers.count == 1 })
    }
}
