import Datasets
import Testing
import Tokenization

@Suite("Label alignment and QA windows equal the Python notebook's")
struct FeatureParityTests {
    let tokenizer: BERTTokenizer

    init() throws {
        tokenizer = try BERTTokenizer.shipped()
    }

    @Test("NER: ids, labels, words and truncated words")
    func ner() throws {
        for group in try DatasetFixtures.ner() {
            let features = LabelledTokens(examples: group.examples, tokenizer: tokenizer, maxLength: group.maxLength)
            try #require(features.count == group.rows.count)
            for (row, expected) in group.rows.enumerated() {
                let range = features.tokenRange(row)
                #expect(Array(features.inputIDs[range]) == expected.inputIDs, "\(expected.words)")
                #expect(Array(features.labels[range]) == expected.labels, "\(expected.words)")
                #expect(Array(features.wordIDs[range]) == expected.wordIDs, "\(expected.words)")
                let alone = LabelledTokens(
                    examples: group.examples, indices: row...row, tokenizer: tokenizer, maxLength: group.maxLength)
                #expect(alone.cutWordCount == expected.cutWordCount, "\(expected.words)")
                #expect(alone.emptyWordCount == expected.emptyWordCount, "\(expected.words)")
            }
            #expect(features.cutWordCount == group.rows.reduce(0) { $0 + $1.cutWordCount })
            #expect(features.emptyWordCount == group.rows.reduce(0) { $0 + $1.emptyWordCount })
            #expect(features.cutWordCount > 0)
            #expect(features.exampleIndices == group.rows.indices.map(Int32.init))
        }
    }

    @Test("QA: ids, offsets, sequence ids, windows and answer spans")
    func qa() throws {
        var inside = 0
        var outside = 0
        for group in try DatasetFixtures.qa() {
            let features = try QuestionWindows(
                examples: group.questions, tokenizer: tokenizer, maxLength: group.maxLength, docStride: group.docStride)
            try #require(features.count == group.windows.count)
            #expect(features.exampleIndices == group.windows.map(\.example))
            for (row, expected) in group.windows.enumerated() {
                let range = features.tokenRange(row)
                #expect(Array(features.inputIDs[range]) == expected.inputIDs)
                #expect(Array(features.tokenTypeIDs[range]) == expected.tokenTypeIDs)
                #expect(Array(features.sequenceIDs[range]) == expected.sequenceIDs)
                #expect(features.tokenOffsets[range].flatMap { [$0.lowerBound, $0.upperBound] } == expected.offsets)
                #expect(features.startPositions[row] == expected.start)
                #expect(features.endPositions[row] == expected.end)
                let context = expected.sequenceIDs.indices.filter { expected.sequenceIDs[$0] == 1 }.map(Int32.init)
                #expect(features.contextRange[row].elementsEqual(context))
                if expected.start > 0 { inside += 1 } else { outside += 1 }
            }
        }
        #expect(inside > 20 && outside > 20)
    }

    @Test("rows follow the chosen examples and keep their indices")
    func indices() throws {
        let group = try #require(try DatasetFixtures.ner().first)
        let chosen = LabelledTokens(examples: group.examples, indices: [5, 3], tokenizer: tokenizer)
        #expect(chosen.exampleIndices == [5, 3])
        #expect(Array(chosen.inputIDs[chosen.tokenRange(1)]) == group.rows[3].inputIDs)

        let questions = try #require(try DatasetFixtures.qa().first)
        let windows = try QuestionWindows(examples: questions.questions, indices: [2], tokenizer: tokenizer)
        #expect(Set(windows.exampleIndices) == [2])
        #expect(windows.count == questions.windows.filter { $0.example == 2 }.count)
    }

    @Test("an empty context has one window and the answer at [CLS]")
    func emptyContext() throws {
        let example = Question(
            id: "q", question: "Who?", context: "", answers: [ReferenceAnswer(text: "", start: 0)])
        let features = try QuestionWindows(examples: [example], tokenizer: tokenizer)
        #expect(features.count == 1)
        #expect(features.startPositions == [0])
        #expect(features.endPositions == [0])
        #expect(features.contextRange[0].isEmpty)
    }

    @Test("the error for a question that leaves no room for its context names the question")
    func longQuestion() throws {
        let fine = Question(id: "q1", question: "Who?", context: "Quint did.")
        let long = Question(id: "q2", question: String(repeating: "why ", count: 90), context: "Quint did.")
        let error = datasetError {
            try QuestionWindows(examples: [fine, long], tokenizer: tokenizer, maxLength: 80, docStride: 16)
        }
        guard case .unencodableQuestion("q2", let question, let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(question.hasPrefix("why why"))
        #expect(!question.hasSuffix(" "))
        #expect(!reason.isEmpty)
        #expect("\(try #require(error))".contains("`q2`"))
    }
}
