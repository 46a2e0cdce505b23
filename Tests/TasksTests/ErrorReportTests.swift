import Datasets
import Kernels
import Metrics
import Outputs
import Tasks
import Testing
import Tokenization
import TrainingSupport

/// Errors in groups, and the examples behind each number.
@Suite
struct ErrorReportTests {
    private func tables(_ report: ErrorReport) -> [Table] {
        report.parts.compactMap { if case .output(.table(let table)) = $0 { table } else { nil } }
    }

    private func examples(_ report: ErrorReport) -> [[ExampleGroup]] {
        report.parts.compactMap { if case .output(.examples(let groups)) = $0 { groups } else { nil } }
    }

    private func figures(_ report: ErrorReport) -> [ErrorFigure] {
        report.parts.compactMap { if case .figure(let figure) = $0 { figure } else { nil } }
    }

    private func marked(_ text: MarkedText) -> String {
        text.pieces.map { piece in piece.mark.map { "[\(piece.text) \($0.label)]" } ?? piece.text }.joined()
    }

    // MARK: - Entities

    private func entities(
        _ problem: ToyProblem, gold: [[String]], predicted: [[String]], training: [(String, [String])] = [],
        words: [[String]], maxLength: Int = 40, examples: Int = 3
    ) throws -> ErrorReport {
        func ids(_ names: [String]) throws -> [Int32] { try names.map { try #require(problem.labels.id(of: $0)) } }
        func split(_ rows: [([String], [String])]) throws -> TaskSplit<LabelledSentence> {
            TaskSplit(
                examples: try rows.map { LabelledSentence(words: $0.0, labels: try ids($0.1)) },
                labels: problem.labels.names)
        }
        let split = try split(Array(zip(words, gold)))
        let features = LabelledTokens(examples: split.examples, tokenizer: problem.tokenizer, maxLength: maxLength)
        let predictions = ScoredPredictions(
            statistics: ExampleStatistics(columns: [], scores: []), values: try predicted.map(ids))
        return try TokenClassification().errors(
            in: predictions, of: features, split: split,
            trainedOn: try self.split(problem, training), task: problem.ner, ErrorOptions(examples: examples))
    }

    private func split(_ problem: ToyProblem, _ rows: [(String, [String])]) throws -> TaskSplit<LabelledSentence> {
        TaskSplit(
            examples: try rows.map { text, labels in
                LabelledSentence(
                    words: text.split(separator: " ").map(String.init),
                    labels: try labels.map { try #require(problem.labels.id(of: $0)) })
            }, labels: problem.labels.names)
    }

    @Test func eachMistakeHasItsKindAndItsExamples() throws {
        let problem = try ToyProblem()
        let report = try entities(
            problem,
            gold: [
                ["B-PER", "I-PER", "O"], ["B-PER", "O", "B-LOC"], ["B-PER", "I-PER", "O"], ["O", "B-ORG", "O"],
                ["O", "O", "B-MISC"],
            ],
            predicted: [
                ["B-PER", "O", "O"], ["B-PER", "O", "B-ORG"], ["B-LOC", "O", "O"], ["O", "O", "O"],
                ["B-PER", "O", "B-MISC"],
            ],
            training: [("ba la", ["B-PER", "O"]), ("mo ki", ["O", "B-MISC"])],
            words: [
                ["bala", "ka", "mo"], ["ba", "la", "ki"], ["du", "da", "mo"], ["la", "kaka", "mo"], ["la", "mo", "ki"],
            ])
        let tables = tables(report)
        #expect(
            tables[0].rows == [
                ["boundary", "1", "20.0 %"], ["type", "1", "20.0 %"], ["boundary and type", "1", "20.0 %"],
                ["missed", "1", "20.0 %"], ["spurious", "1", "20.0 %"],
            ])
        let kinds = examples(report)[0]
        #expect(
            tables[0].links?.map { [$0.row, $0.column] } == [[0, 1], [1, 1], [2, 1], [3, 1], [4, 1]])
        #expect(tables[0].links?.map(\.examples) == kinds.map(\.name))
        #expect(
            kinds.map(\.title) == [
                "boundary: 1 of 1", "type: 1 of 1", "boundary and type: 1 of 1", "missed: 1 of 1", "spurious: 1 of 1",
            ])
        #expect(kinds[0].examples[0].map(\.title) == ["validation[0], gold: bala ka (PER)", "predicted: bala (PER)"])
        #expect(kinds[0].examples[0].map(marked) == ["[bala ka PER] mo", "[bala PER] ka mo"])
        #expect(kinds[3].examples[0].map(\.title) == ["validation[3], gold: kaka (ORG)", "predicted: no entity"])
        #expect(kinds[4].examples[0].map(marked) == ["la mo [ki MISC]", "[la PER] mo [ki MISC]"])
        // strict: 2 right of 6 gold ones and of 6 predicted ones.
        #expect(tables[1].rows[0] == ["strict", "2", "3", "0", "1", "1", "0.3333", "0.3333", "0.3333"])
        #expect(tables[1].rows.map(\.[0]) == ["strict", "exact", "partial", "ent_type"])
        // By length, by training, by pieces: how many were found.
        #expect(tables[2].rows == [["1", "4", "2", "50.0 %", "2"], ["2", "2", "0", "0.0 %", "2"]])
        #expect(
            tables[3].rows == [
                ["seen with this type", "2", "2", "100.0 %", "0"], ["seen with another type", "1", "0", "0.0 %", "1"],
                ["never seen", "3", "0", "0.0 %", "3"],
            ])
        // A number without examples leads nowhere.
        #expect(tables[3].links?.map { [$0.row, $0.column] } == [[1, 4], [2, 4]])
        #expect(tables[3].links?.map(\.examples) == examples(report)[2].map(\.name))
        let names = examples(report).joined().compactMap(\.name)
        #expect(Set(names).count == names.count)
        #expect(tables[4].columns == ["Word pieces", "gold entities", "found", "recall", "not found"])
        #expect(tables[4].rows.reduce(0) { $0 + (Int($1[1]) ?? 0) } == 6)
        guard case .bars(let labels, let values)? = figures(report).first?.content else {
            Issue.record("no bars")
            return
        }
        #expect(labels == ["LOC", "MISC", "ORG", "PER"] && values[1] == 1 && values[0] == 0)
        #expect(figures(report).first?.table?.rows.count == 4)
    }

    @Test func wordsThatWereCutOffKeepTheirPlaces() throws {
        let problem = try ToyProblem()
        // "baba" has two pieces: three of these words are left of five.
        let report = try entities(
            problem, gold: [["O", "B-PER", "I-PER", "I-PER", "O"]], predicted: [["O", "O", "B-PER"]],
            words: [["baba", "baba", "kaka", "baba", "baba"]], maxLength: 8)
        let texts = try #require(examples(report).first?.first?.examples.first)
        #expect(texts.map(marked) == ["baba [baba kaka PER] baba baba", "baba baba [kaka PER] baba baba"])
        #expect(tables(report)[4].rows == [["3–4", "1", "0", "0.0 %", "1"]])
    }

    @Test func examplesAreNoMoreThanAskedFor() throws {
        let problem = try ToyProblem()
        let count = 5
        func report(_ examples: Int) throws -> ErrorReport {
            try entities(
                problem, gold: Array(repeating: ["B-PER"], count: count),
                predicted: Array(repeating: ["O"], count: count),
                words: Array(repeating: ["ba"], count: count), examples: examples)
        }
        #expect(try examples(report(2))[0].map(\.title) == ["missed: 2 of 5"])
        #expect(try examples(report(2))[0][0].examples.map(\.count) == [2, 2])
        #expect(try examples(report(0)).isEmpty)
        #expect(try tables(report(0)).count == 5)
    }

    @Test func noEntityIsSaid() throws {
        let problem = try ToyProblem()
        let none = try entities(problem, gold: [["O"]], predicted: [["O"]], words: [["ba"]])
        guard case .output(.message(let message))? = none.parts.first, none.parts.count == 1 else {
            Issue.record("no message")
            return
        }
        #expect(message.text.contains("no entity in the validation data"))
        let spurious = try entities(problem, gold: [["O"]], predicted: [["B-PER"]], words: [["ba"]])
        #expect(
            spurious.parts.contains {
                if case .output(.message(let message)) = $0 { message.text.contains("no gold entity") } else { false }
            })
    }

    // MARK: - Questions

    @Test func questionsAreInGroups() throws {
        let problem = try ToyProblem()
        let context = "ba ka la mo du da"
        func question(_ text: String, _ answer: String?, _ start: Int = 0) -> Question {
            Question(
                id: text, question: text, context: context,
                answers: answer.map { [ReferenceAnswer(text: $0, start: start)] } ?? [])
        }
        let split = TaskSplit(
            examples: [
                question("Who is ba?", "ba"), question("In what place is la mo?", "la mo", 6),
                question("Is there a da, and how?", "mo du da", 9), question("ku?", nil),
            ], labels: [])
        let features = try QuestionWindows(
            examples: split.examples, tokenizer: problem.tokenizer, maxLength: 40, docStride: 8)
        let scores: [(Double, Double)] = [(1, 1), (0, 0.5), (0, 0), (1, 1)]
        let predictions = ScoredPredictions(
            statistics: ExampleStatistics(
                scores.enumerated().map {
                    .init(
                        scores: SpanScores(exactMatch: $1.0, f1: $1.1), isAnswerable: $0 < 3, rightWindowCount: 0,
                        windowCount: 1)
                }, prefix: "qa"),
            values: [[0, 2], [9, 14], [0, 2], [0, 0]], probabilities: [0.95, 0.92, 0.3, 0.55])
        let report = try SpanExtraction().errors(
            in: predictions, of: features, split: split, trainedOn: split, task: problem.qa, ErrorOptions())
        let tables = tables(report)
        #expect(
            tables[0].rows == [
                ["who", "1", "100.0 %", "100.0 %", "0"], ["what", "1", "0.0 %", "50.0 %", "1"],
                ["how", "1", "0.0 %", "0.0 %", "1"], ["other", "1", "100.0 %", "100.0 %", "0"],
            ])
        #expect(tables[1].rows.map(\.[0]) == ["1", "2", "3–5", "no answer"])
        #expect(tables[2].rows.map { Array($0.prefix(2)) } == [["0–24", "3"], ["no answer", "1"]])
        #expect(tables[3].rows.map { Array($0.prefix(2)) } == [["1", "4"]])
        #expect(examples(report)[1].map(\.title) == ["Words 2, not exact: 1 of 1", "Words 3–5, not exact: 1 of 1"])
        let texts = examples(report)[0].flatMap { $0.examples.joined() }
        #expect(
            texts.map(\.title) == ["validation[1]: In what place is la mo?", "validation[2]: Is there a da, and how?"])
        #expect(marked(texts[0]) == "ba ka [la  gold][mo both][ du predicted] da")
        #expect(texts[0].lines.map(\.value) == ["la mo", "mo du"])
        #expect(texts[0].lines[1].note == "F1 0.50, probability 92.0 %")
        // Both questions about the text stand in one group: it is shown once.
        #expect(examples(report)[3][0].examples.joined().map(\.text) == [context, ""])
        // Two of the four answers in three bins are right.
        let metrics = report.parts.compactMap { if case .output(.metrics(let metrics)) = $0 { metrics } else { nil } }
        #expect(metrics.flatMap(\.self).map(\.name) == ["qa.calibration-error"])
        #expect(abs((metrics.first?.first?.value ?? 0) - (2 * abs(0.5 - 0.935) + 0.3 + 0.45) / 4) < 1e-12)
        #expect(tables[4].rows.map(\.[0]) == ["20–30 %", "50–60 %", "90–100 %"])
        guard case .reliability(let calibration)? = figures(report).first?.content else {
            Issue.record("no diagram")
            return
        }
        #expect(calibration.bins.count == 10)
    }

    // MARK: - Labels of texts

    @Test func textsAreInGroups() throws {
        let problem = try ToyProblem()
        let split = TaskSplit(
            examples: ["ba ka", "la", "mo du", "da"].enumerated().map {
                LabelledText(text: $1, label: Int32($0 % 2), place: .line($0 + 1))
            }, labels: ["down", "up"])
        let features = LabelledSequences(examples: split.examples, tokenizer: problem.tokenizer)
        let predicted: [Int32] = [0, 0, 1, 0]
        let predictions = ScoredPredictions(
            statistics: ExampleStatistics(
                gold: features.labels, predicted: predicted, names: split.labels, prefix: "mood"),
            values: predicted.map { [$0] }, probabilities: [0.9, 0.6, 0.7, 0.8])
        let report = try SequenceClassification().errors(
            in: predictions, of: features, split: split, trainedOn: split,
            task: TaskDescription(name: "mood", kind: "text-classification", labels: split.labels), ErrorOptions())
        let tables = tables(report)
        #expect(
            tables[0].rows == [["up taken for down", "2", "66.7 %"], ["down taken for up", "1", "33.3 %"]])
        // The surest comes first.
        #expect(examples(report)[0][0].examples.joined().map(\.text) == ["da", "la"])
        #expect(examples(report)[0][0].examples[0][0].lines.map(\.value) == ["up", "down"])
        #expect(tables[1].rows == [["1–7", "4", "25.0 %", "3"]])
        #expect(figures(report).map(\.name) == ["labels", "calibration"])
    }
}
