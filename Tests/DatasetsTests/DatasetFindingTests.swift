import Datasets
import Testing
import Tokenization

@Suite("Findings that change scores")
struct DatasetFindingTests {
    let labels = TokenLabels(types: ["PER", "ORG", "LOC", "MISC"])

    let tokenizer: BERTTokenizer

    init() throws { tokenizer = try BERTTokenizer.shipped() }

    private func counts(_ findings: [DatasetFinding]) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: findings.map { ($0.name, $0.count) })
    }

    private func question(_ id: String, _ answers: [String], question: String = "Who?", context: String = "Quint.")
        -> Question
    {
        Question(
            id: id, question: question, context: context, answers: answers.map { ReferenceAnswer(text: $0, start: 0) })
    }

    @Test("no findings in clean questions and sentences")
    func clean() throws {
        let questions = [question("a", ["Quint"]), question("b", ["Quint", "Quint."])]
        #expect(DatasetFinding.all(in: questions).isEmpty)
        #expect(
            DatasetFinding.all(in: try QuestionWindows(examples: questions, tokenizer: tokenizer), examples: questions)
                .isEmpty)
        let sentences = [LabelledSentence(words: ["the", "bridge"], labels: [0, 7])]
        let features = LabelledTokens(examples: sentences, tokenizer: tokenizer)
        #expect(DatasetFinding.all(in: features, examples: sentences, labels: labels).isEmpty)
    }

    @Test("questions: no answer, no text, surrounding blanks, a repeated id, nothing to read")
    func questions() {
        let questions = [
            question("a", ["Quint"]), question("b", []), question("c", ["", "Quint"]), question("d", [" Quint"]),
            question("e", ["Quint\u{A0}"]), question("a", ["Quint"]), question("f", ["Quint"], question: " \u{2003}"),
            question("g", [], context: ""), question("caf\u{E9}", ["x"]), question("cafe\u{301}", ["x"]),
        ]
        let findings = DatasetFinding.all(in: questions)
        #expect(
            counts(findings) == [
                "unanswerable-questions": 2, "empty-answers": 1, "answers-with-blanks": 2, "repeated-ids": 1,
                "empty-questions": 1, "empty-contexts": 1,
            ])
        #expect(findings.first { $0.name == "answers-with-blanks" }?.first == "question `d`")
    }

    @Test("words without pieces, truncated words, their entities, and sentences that have only such words")
    func sentences() throws {
        let sentences = [
            LabelledSentence(words: ["the", "\u{200B}", "bridge"], labels: [0, 1, 2], place: .line(5)),
            LabelledSentence(words: ["\u{A0}", "\u{200D}\u{200D}"], labels: [0, 5], place: .line(9)),
            LabelledSentence(
                words: ["the", "the", "the", "the", "Quint", "Marlowe"], labels: [0, 0, 0, 0, 1, 2], place: .line(12)),
        ]
        let features = LabelledTokens(examples: sentences, tokenizer: tokenizer, maxLength: 6)
        let findings = DatasetFinding.all(in: features, examples: sentences, labels: labels)
        #expect(
            counts(findings) == [
                "words-without-pieces": 3, "cut-words": 2, "cut-entities": 3, "sentences-without-labels": 1,
            ])
        #expect(findings[0].first == "U+200B in line 6")
        #expect(findings[1].first == "`Quint` in line 16")
        // `labelledWords` maps tokens back to words.
        #expect(features.labelledWords(0).map(\.word) == [0, 2])
        #expect(features.labelledWords(1).isEmpty)
        #expect(features.labelledWords(2).map(\.word) == [0, 1, 2, 3])
        #expect(features.labelledWords(2).allSatisfy { features.labels[$0.token] == sentences[2].labels[$0.word] })
    }

    @Test("questions whose answer fits into no window, or whose context has no token")
    func windows() throws {
        let long = String(repeating: "the ", count: 60)
        let questions = [
            Question(
                id: "a", question: "Who?", context: long + "Quint",
                answers: [ReferenceAnswer(text: long + "Quint", start: 0)]),
            Question(
                id: "b", question: "Who?", context: "\u{200B}", answers: [ReferenceAnswer(text: "\u{200B}", start: 0)]),
            Question(
                id: "c", question: "Who?", context: long + "Quint",
                answers: [ReferenceAnswer(text: "Quint", start: 240)]),
            Question(id: "d", question: "Who?", context: long),
        ]
        let features = try QuestionWindows(examples: questions, tokenizer: tokenizer, maxLength: 32, docStride: 8)
        let findings = DatasetFinding.all(in: features, examples: questions)
        #expect(counts(findings) == ["answers-outside-windows": 1, "questions-without-windows": 1])
        #expect(findings.map(\.first) == ["question `a`", "question `b`"])
    }
}
