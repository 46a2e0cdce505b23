import Execution
import Foundation
import Notebooks
import Outputs

/// A notebook with every kind of block and output, and runs of it that end in each way.
enum SampleRun {
    static var all: [(name: String, run: RunRecord)] {
        [("finished", finished), ("failed", failed), ("interrupted", interrupted), ("quick", quick)]
    }

    static let notebook = Notebook(
        path: "notebooks/sample.md", title: "Multi-Task Learning: NER + QA with a Shared BERT Encoder",
        author: "Ada Example", date: "4 July 2026",
        parameters: [],
        profiles: [Profile(name: "quick", values: ["epochs": .integer(1)])], blocks: blocks,
        literals: ["eiffel-tower": eiffelTower], lines: [])

    // MARK: The notebook

    private static let place = SourceRange(start: SourceLocation(file: "notebooks/sample.md", line: 1))

    static let eiffelTower = Literal(
        label: "eiffel-tower", text: eiffelText + "\n", range: place)
    private static let eiffelText =
        "The tower is 330 metres (1,083 ft) tall, about the same height as an 81-storey building, and the tallest "
        + "structure in Paris. Its base is square, measuring 125 metres (410 ft) on each side."

    private static func section(_ number: String?, _ title: String, _ slug: String, _ level: Int = 2) -> Notebook.Block
    {
        .section(
            Section(
                number: number, title: title, titleHTML: title.replacingOccurrences(of: "&", with: "&amp;"), slug: slug,
                level: level, range: place))
    }

    private static func prose(_ html: String) -> Notebook.Block {
        .prose(Prose(markdown: "", html: html, range: place))
    }

    private static func cell(
        _ label: String, _ source: String, change: (inout CellOptions) -> Void = { _ in }
    ) -> Notebook.Block {
        var options = CellOptions()
        change(&options)
        return .cell(
            Cell(
                label: label, hasOwnLabel: true, options: options, commands: [], source: source, sectionSlug: nil,
                range: place))
    }

    private static let blocks: [Notebook.Block] = [
        prose(
            """
            <p>One encoder, two tasks: each step takes a batch of one task, and both tasks pull at the same weights. \
            This notebook trains them together and asks the model questions at the end. See \
            <a href="https://arxiv.org/abs/1810.04805">the BERT paper</a> for the encoder.</p>
            """),
        section("1", "Setup & Environment", "setup"),
        prose("<p>The engine says what it has: <code>environment</code> always runs, since machines differ.</p>"),
        cell("environment", "environment\nassets  # what is there, where from\n"),
        section("2", "Data", "data"),
        prose(
            """
            <p>CoNLL-2003 marks <em>persons</em>, <em>organisations</em>, <em>locations</em> and <em>others</em>.</p>
            <ul><li>a sentence is a list of words</li>
            <li>a question has a paragraph, and its answer lies in it</li></ul>
            <blockquote><p>A word that is cut into pieces keeps its label on the first.</p></blockquote>
            <pre><code>EU NNP B-NP B-ORG
            rejects VBZ B-VP O
            </code></pre>
            """),
        cell("load", "load ner conll2003 --train \"$ner-train\"\nload qa squad \\\n    --train '$qa-train'\n"),
        section("2.1", "Token Alignment", "alignment", 3),
        cell("encode", "encode ner --max-length 128 --preview 2\nencode qa --max-length 384 --stride 128\n"),
        section("3", "Training Loop", "training"),
        prose("<p>A step with learning rate \\( \\eta \\) moves the shared encoder; clipping keeps it in bounds.</p>"),
        cell("train", "train --epochs $epochs --clip 1.0 --learning-rate ${learning-rate}\n") {
            $0.figureCaption = "Loss per step"
        },
        section("4", "Evaluation", "evaluation"),
        cell("evaluate", "evaluate ner --digits 4\nevaluate qa\n"),
        cell("hidden-source", "plot losses\n") { $0.echo = false },
        cell("hidden-output", "evaluate qa --decode argmax\n") { $0.output = false },
        section("5", "Predictions", "predictions"),
        section("5.1", "Entities", "entities", 3),
        cell("predict-ner", "predict ner @diverse-sentences\n"),
        section("5.2", "Answers", "answers", 3),
        .literal(eiffelTower),
        cell("predict-qa", "predict qa @eiffel-tower \"How tall is the tower? ($encoder)\"\n"),
        section("6", "A Lesson in Failing", "failing"),
        cell("lesson", "load checkpoint nowhere\n") { $0.error = true },
        cell("later", "summary --compare reference\n") { $0.eval = false },
    ]

    // MARK: What the cells showed

    static let everyOutput: [CellOutput] = environment + data + encoded + training + evaluation + entities + answers

    private static let environment: [CellOutput] = [
        CellOutput(.text("Two cores, OpenBLAS kernel SkylakeX, vectors of 512 bits.\nAll assets are here.")),
        CellOutput(
            .notice(
                "bert-base-uncased is not on this machine and the hub can't be reached: all-MiniLM-L6-v2 takes its "
                    + "place. Set `encoder` to a folder that holds it, or run `practicum assets`.")),
        CellOutput(
            .preformatted("core   GFLOP/s   memory\n   0     241.8    3.9 GiB\n   1     242.3    3.9 GiB"),
            isVolatile: true),
    ]

    private static let data: [CellOutput] = [
        CellOutput(
            .table(
                Table(
                    caption: "Splits of both data sets", columns: ["data set", "train", "validation", "tokens"],
                    rows: [
                        ["conll2003", "14,041", "3,250", "203,621"], ["squad", "87,599", "10,570", "11,734,224"],
                    ]))),
        CellOutput(
            .table(
                Table(
                    caption: "A first example of each, in several languages",
                    columns: ["question", "context", "answer", "start"], alignments: [.left, .left, .left, .right],
                    rows: [
                        [
                            "Which city is the capital?",
                            "Beyoncé performed in many cities; this is a paragraph that goes on for a while, so that "
                                + "it has to wrap within its column.", "Berlin", "1,204",
                        ],
                        ["ما هي عاصمة فرنسا؟", "باريس هي عاصمة فرنسا وأكبر مدنها من حيث عدد السكان.", "باريس", "0"],
                        ["フランスの首都はどこですか。", "パリはフランスの首都であり、人口が最も多い都市である。", "パリ", "0"],
                        ["A long word?", String(repeating: "Donaudampfschifffahrt", count: 6), "yes", "12"],
                    ]))),
        CellOutput(
            .table(
                Table(
                    caption: "Confusion of entity types",
                    columns: ["gold"] + (1...18).map { "predicted-\($0)" },
                    rows: (1...4).map { row in ["type-\(row)"] + (1...18).map { String($0 * row * 37) } }))),
        CellOutput(.warning("3 sentences hold no entity.")),
    ]

    private static let encoded: [CellOutput] = [
        CellOutput(
            .tokens(
                TokenRows(
                    caption: "First sentence: 14 tokens",
                    tokens: [
                        .init("[CLS]", label: "-100"), .init("eu", label: "B-ORG", group: "ORG"),
                        .init("rejects", label: "O"), .init("german", label: "B-MISC", group: "MISC"),
                        .init("call", label: "O"), .init("to", label: "O"), .init("boycott", label: "O"),
                        .init("peter", label: "B-PER", group: "PER"), .init("black", label: "I-PER", group: "PER"),
                        .init("##burn", label: "-100"), .init("東京", label: "B-LOC", group: "LOC"),
                        .init("مرحبا", label: "O"), .init(".", label: "O"), .init("[SEP]", label: "-100"),
                    ]))),
        CellOutput(
            .tokens(
                TokenRows(
                    caption: "First window, the answer framed",
                    tokens: "[CLS] how tall is it ? [SEP] the tower is 330 metres tall , about the same height [SEP]"
                        .split(separator: " ").map { .init(String($0)) }, highlighted: 10..<12))),
    ]

    private static let training: [CellOutput] = [
        CellOutput(
            .table(
                Table(
                    columns: ["epoch", "total loss", "NER loss", "QA loss"],
                    alignments: [.right, .right, .right, .right],
                    rows: [["1", "2.1204", "0.3127", "3.9281"], ["2", "1.2210", "0.0912", "2.3508"]]))),
        CellOutput(.text("3,412 tokens a second, 1,204 MiB at most"), isVolatile: true),
        CellOutput(
            .figure(
                Figure(
                    name: "losses", png: SamplePicture.curve(),
                    alternativeText: "Line chart: the loss falls from 3.9 to 1.1 over 250 steps.", caption: nil))),
        CellOutput(
            .metrics([
                Metric(name: "train.loss", label: "Training loss", value: 1.2210, style: .number),
                Metric(
                    name: "train.seconds", label: "Training time", value: 1214.7, style: .seconds, isKeyFigure: true),
                Metric(name: "train.tokens", label: "Tokens", value: 1_204_331, style: .count),
                Metric(name: "run.peak-memory-bytes", label: "Peak memory", value: 1_262_485_504, style: .bytes),
            ])),
    ]

    private static let evaluation: [CellOutput] = [
        CellOutput(
            .metrics([
                Metric(name: "ner.f1", label: "NER F1", value: 0.8912, isKeyFigure: true),
                Metric(
                    name: "qa.exact-match", label: "QA exact match", value: 0.574, style: .percent, isKeyFigure: true),
                Metric(name: "qa.f1", label: "QA F1", value: 0.68213, style: .percent, isKeyFigure: true),
                Metric(name: "qa.position-exact-match", label: "QA exact match (positions)", value: 0.5),
            ])),
        CellOutput(
            .table(
                Table(
                    columns: ["type", "precision", "recall", "f1-score", "support"],
                    rows: [
                        ["LOC", "0.9231", "0.9114", "0.9172", "1,837"], ["MISC", "0.7702", "0.8091", "0.7892", "922"],
                        ["ORG", "0.8441", "0.8613", "0.8526", "1,341"], ["PER", "0.9488", "0.9511", "0.9499", "1,842"],
                        ["micro avg", "0.8865", "0.8960", "0.8912", "5,942"],
                        ["macro avg", "0.8716", "0.8832", "0.8772", "5,942"],
                        ["weighted avg", "0.8894", "0.8960", "0.8926", "5,942"],
                    ], summaryRowCount: 3,
                    plainForm: .init(
                        title: "The same as seqeval prints it",
                        text: """
                                          precision    recall  f1-score   support

                                     LOC     0.9231    0.9114    0.9172      1837
                                    MISC     0.7702    0.8091    0.7892       922
                            """)))),
    ]

    private static func mark(_ label: String, _ word: String, in text: String) -> MarkedText.Mark {
        let scalars = Array(text.unicodeScalars)
        let wanted = Array(word.unicodeScalars)
        let start = (0...scalars.count - wanted.count).first { Array(scalars[$0..<$0 + wanted.count]) == wanted } ?? 0
        return MarkedText.Mark(start: start, end: start + wanted.count, label: label)
    }

    private static func marked(_ text: String, _ words: [(String, String)]) -> MarkedText {
        MarkedText(text: text, marks: words.map { mark($0.0, $0.1, in: text) }, emptyNote: "no entity found")
    }

    private static let entities: [CellOutput] = [
        CellOutput(
            .markedTexts([
                marked(
                    "Apple Inc. is planning to open a new store in San Francisco, said Tim Cook on Tuesday.",
                    [("ORG", "Apple Inc."), ("LOC", "San Francisco"), ("PER", "Tim Cook")]),
                marked(
                    "The Grand Slam begins in Melbourne 🎾 in January.", [("MISC", "Grand Slam"), ("LOC", "Melbourne")]),
                marked("ولد نجيب محفوظ في القاهرة عام 1911.", [("PER", "نجيب محفوظ"), ("LOC", "القاهرة")]),
                marked("本田宗一郎は浜松でホンダを創業した。", [("PER", "本田宗一郎"), ("LOC", "浜松"), ("ORG", "ホンダ")]),
                marked("Nothing happened.", []),
            ])),
        CellOutput(
            .markedTexts([
                marked(
                    "Ursula von der Leyen spoke in Strasbourg.",
                    [("PER", "Ursula von der Leyen"), ("LOC", "Strasbourg")])
            ])),
    ]

    private static let answers: [CellOutput] = [
        CellOutput(
            .markedTexts([
                MarkedText(
                    title: "How tall is the tower?",
                    lines: [
                        .init("Answer", "330 metres", note: "tokens 12 to 13, score 14.21"),
                        .init("Reference", "330 metres"),
                    ], text: eiffelText, marks: [.init(start: 13, end: 23)])
            ])),
        CellOutput(
            .table(
                Table(
                    caption: "The 2 best answers", columns: ["rank", "answer", "score", "probability"],
                    alignments: [.right, .left, .right, .right],
                    rows: [["1", "330 metres", "14.21", "91.2 %"], ["2", "330 metres (1,083 ft)", "11.72", "7.6 %"]]))),
        CellOutput(
            .markedTexts([
                MarkedText(
                    title: "Who painted it?", lines: [.init("Answer", "", note: "no answer found")],
                    text: "Nobody is named here.", marks: [])
            ])),
    ]

    // MARK: Runs

    static let caretError = """
        notebooks/sample.md:118:6: error: there is no checkpoint in `nowhere`
            load checkpoint nowhere
                            ^~~~~~~
            Name a folder that `save checkpoint` has written, e.g. output/sample/checkpoint.
        """

    static let facts: [RunFact] = [
        RunFact(label: "seed", value: "42"), RunFact(label: "threads", value: "2"),
        RunFact(label: "BLAS kernel", value: "OpenBLAS 0.3.21, SkylakeX"),
        RunFact(label: "memory free", value: "3.1 GiB", isVolatile: true),
        RunFact(
            label: "all-MiniLM-L6-v2/model.safetensors",
            value: "SHA-256 53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db, Apache-2.0"),
    ]

    static let finishedCells: [CellRecord] = [
        CellRecord(label: "environment", status: .ran, outputs: environment, facts: facts, seconds: 0.041),
        CellRecord(label: "load", status: .reused, outputs: data, seconds: 0.38),
        CellRecord(label: "encode", status: .ran, outputs: encoded, seconds: 2.21),
        CellRecord(label: "train", status: .ran, outputs: training, seconds: 1214.7),
        CellRecord(label: "evaluate", status: .ran, outputs: evaluation, seconds: 31.2),
        CellRecord(
            label: "hidden-source", status: .reused,
            outputs: [
                CellOutput(
                    .figure(
                        Figure(
                            name: "losses", png: SamplePicture.curve(width: 1600, height: 500, pixelsPerInch: 192),
                            alternativeText: "", caption: "Total, NER and QA loss per epoch.")))
            ], seconds: 0.02),
        CellRecord(
            label: "hidden-output", status: .ran, outputs: [CellOutput(.text("not to be seen"))], seconds: 15.1),
        CellRecord(label: "predict-ner", status: .ran, outputs: entities, seconds: 0.5),
        CellRecord(label: "predict-qa", status: .ran, outputs: answers, seconds: 0.4),
        CellRecord(
            label: "lesson", status: .failed, outputs: [CellOutput(.error(caretError))], seconds: 0.01,
            error: caretError),
        CellRecord(label: "later", status: .skipped),
    ]

    private static let parameters: [ParameterFact] = [
        ParameterFact(
            name: "encoder", value: "bert-base-uncased", defaultValue: "bert-base-uncased", origin: "notebook"),
        ParameterFact(name: "epochs", value: "3", defaultValue: "3", origin: "notebook"),
        ParameterFact(name: "learning-rate", value: "3e-05", defaultValue: "5e-05", origin: "-p"),
        ParameterFact(name: "ner-train", value: "", defaultValue: "", origin: "notebook"),
    ]

    private static func run(
        _ outcome: RunRecord.Outcome, _ cells: [CellRecord], profile: String? = nil,
        parameters: [ParameterFact] = parameters
    ) -> RunRecord {
        RunRecord(
            header: RunHeader(
                notebook: "notebooks/sample.md", title: notebook.title, profile: profile, parameters: parameters,
                cellCount: cells.count, startedAt: Date(timeIntervalSince1970: 1_783_173_731)),
            cells: cells, outcome: outcome, seconds: 1269.4,
            metrics: outcome == .finished
                ? [
                    "ner.f1": 0.8912, "qa.exact-match": 0.574, "qa.f1": 0.68213, "train.seconds": 1214.7,
                    "train.loss": 1.2210, "run.seconds": 1269.4, "run.peak-memory-bytes": 1_262_485_504, "odd": 0.25,
                ] : [:],
            warnings: ["No cell uses the parameter `ner-train`."])
    }

    static let finished = run(.finished, finishedCells)

    static let failed = stopped(.failed)
    static let interrupted = stopped(.interrupted)

    private static func stopped(_ outcome: RunRecord.Outcome) -> RunRecord {
        var cells = finishedCells
        cells[3] = CellRecord(
            label: "train", status: outcome == .failed ? .failed : .interrupted, outputs: [training[0]], seconds: 201.3,
            error: outcome == .failed
                ? "notebooks/sample.md:118:1: error: the loss is not a number at step 112\n    train --epochs 3"
                    + "\n    ^~~~~\n    Lower `learning-rate`, or raise `--clip`." : nil)
        for place in 4..<cells.count { cells[place] = CellRecord(label: cells[place].label) }
        return run(outcome, cells)
    }

    static let quick = run(
        .finished, finishedCells, profile: "quick",
        parameters: [
            ParameterFact(name: "epochs", value: "1", defaultValue: "3", origin: "profile quick"),
            ParameterFact(name: "train-samples", value: "24", defaultValue: "2000", origin: "profile quick"),
        ])
}
