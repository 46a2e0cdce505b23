import Execution
import Foundation
import Notebooks
import Outputs
import Reporting

// How long it takes to read a notebook of many cells, and to render its report: `ReportBenchmark [CELLS]`, 1,000 by default.
//
// Every cell has a section and prose above it, and shows what cells show: a sentence, a table, numbers, a text with marks, tokens, and
// every tenth one a picture of 30 kB in its two forms. Printed is the least processor time of five.

let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1000

let text = (0..<count).map { place in
    """
    ## \(place + 1). Part

    Each part has *some* words, a formula $x_{\(place)}^2$ and a [link](https://example.org).

    ```{practicum}
    #| label: cell-\(place)
    evaluate words --digits 4 "a text"  # a comment
    ```

    """
}.joined(separator: "\n")

let sentence = "Apple Inc. is planning to open a new store in New York City next month, said Tim Cook on Tuesday."
let outputs: [Output] = [
    .text("Two cores, vectors of 512 bits."),
    .table(
        Table(
            columns: ["type", "precision", "recall", "f1-score", "support"],
            rows: (0..<8).map { ["type-\($0)", "0.9231", "0.9114", "0.9172", "1,837"] }, summaryRowCount: 3)),
    .markedTexts([
        MarkedText(
            text: sentence,
            marks: [
                .init(start: 0, end: 10, label: "ORG"), .init(start: 46, end: 59, label: "LOC"),
                .init(start: 77, end: 85, label: "PER"),
            ])
    ]),
    .tokens(
        TokenRows(caption: "A sentence", tokens: sentence.split(separator: " ").map { .init("\($0)", label: "O") })),
]
let picture = Output.figure(
    Figure(
        name: "losses", png: [UInt8](repeating: 137, count: 30_000),
        variants: [.dark: [UInt8](repeating: 137, count: 30_000)], alternativeText: "A curve"))

let (notebook, diagnostics) = Notebook.read(SourceText(path: "book.md", contents: text))
guard diagnostics.isEmpty else { fatalError("\(diagnostics)") }
let cells = notebook.cells.enumerated().map { place, cell in
    let metric = Metric(name: "score.\(place)", label: "Score", value: 0.5)
    return CellRecord(
        label: cell.label, status: .ran,
        outputs: (outputs + [.metrics([metric])] + (place % 10 == 0 ? [picture] : [])).map { CellOutput($0) },
        facts: [RunFact(label: "fact", value: "\(place)")], seconds: 0.01)
}
let run = RunRecord(
    header: RunHeader(
        notebook: "book.md", title: notebook.title, profile: nil, parameters: [], cellCount: count, startedAt: Date()),
    cells: cells, outcome: .finished, seconds: 1,
    metrics: Dictionary(uniqueKeysWithValues: (0..<count).map { ("score.\($0)", 0.5) }), warnings: [])

/// The least processor time of five, which other work on the machine changes less than the time on the clock.
func least(_ body: () -> Int) -> (milliseconds: Double, bytes: Int) {
    var best = (milliseconds: Double.infinity, bytes: 0)
    for _ in 0..<5 {
        let start = threadMilliseconds()
        let bytes = body()
        best = (min(best.milliseconds, threadMilliseconds() - start), bytes)
    }
    return best
}

func threadMilliseconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
}

let reading = least {
    Notebook.read(SourceText(path: "book.md", contents: text)).notebook.blocks.count
}
let rendering = least { HTMLReport.render(notebook: notebook, run: run).utf8.count }
print("\(count) cells: \(text.utf8.count / 1000) kB of notebook, \(rendering.bytes / 1000) kB of report")
print("read \(DisplayedNumber.fixed(reading.milliseconds, digits: 1)) ms")
print("render \(DisplayedNumber.fixed(rendering.milliseconds, digits: 1)) ms")
