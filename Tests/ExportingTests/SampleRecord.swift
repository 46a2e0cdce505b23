import Execution
import Foundation
import Notebooks
import Outputs

/// Small runs to export, with texts that have a special meaning in each format.
enum SampleRecord {
    static let hostile = "<script>alert(1)</script> *a* | `b` [c](javascript:d) \u{1B}[31m & ]]> -->"

    static let series = StepSeries(
        steps: [1, 2, 3], groups: .init(name: "side", values: ["left", "right", "left"]),
        columns: [
            .init(name: "loss", values: [2, 1.5, .nan], isByGroup: true), .init(name: "rate", values: [0, 1e-5, 2]),
        ])

    static let picture: [UInt8] = [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 4, 0, 0, 0, 2, 8,
        2, 0, 0, 0, 0, 0, 0, 0,
    ]

    /// Every kind of output, with hostile text wherever text is possible.
    static let outputs: [Output] = [
        .text("\(hostile)\n  second line"), .preformatted("a   b\n```\n\(hostile)"),
        .table(
            Table(
                caption: hostile, columns: ["a|b", hostile], rows: [["x\ny", hostile], ["short"]], summaryRowCount: 1)),
        .figure(Figure(name: "../up", png: picture, alternativeText: "](x) \(hostile)", caption: hostile)),
        .figure(Figure(name: "--up", png: [1], alternativeText: "")),
        .metrics([Metric(name: "a.f1", label: hostile, value: 0.25, isKeyFigure: true)]),
        .markedTexts([
            MarkedText(
                title: hostile, lines: [.init("n", hostile, note: hostile)], text: hostile,
                marks: [.init(start: 0, end: 8, label: hostile)]),
            MarkedText(text: "nothing", marks: [], emptyNote: hostile),
        ]), .tokens(TokenRows(tokens: [.init(hostile, label: "l")])), .warning(hostile), .notice(hostile),
        .error("a:1:2: error: \(hostile)\n    x\n    ^"), .series(series),
    ]

    static func run(
        outputs: [Output], metrics: [String: Double] = [:], status: CellStatus = .ran, error: String? = nil,
        parameters: [ParameterFact] = [], comparison: RunComparison? = nil
    ) -> RunRecord {
        RunRecord(
            header: RunHeader(
                notebook: "notebooks/b.md", title: "B \(hostile)", profile: nil, parameters: parameters, cellCount: 1,
                startedAt: Date(timeIntervalSince1970: 1_783_173_731)),
            cells: [
                CellRecord(
                    label: "one", status: status, outputs: outputs.map { CellOutput($0) }, seconds: 61, error: error)
            ], outcome: error == nil ? .finished : .failed, seconds: 75, metrics: metrics, warnings: [],
            comparison: comparison)
    }

    static func notebook(_ text: String) -> Notebook {
        Notebook.read(SourceText(path: "notebooks/b.md", contents: text)).notebook
    }
}
