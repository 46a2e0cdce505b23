import Compression
import Datasets
import Execution
import Foundation
import Notebooks
import Outputs
import Parquet
import Reporting
import Safetensors
import Tokenization

/// A reader that is given bytes from nowhere, and must answer with a value or an error.
struct FuzzTarget: Sendable {
    var name: String
    /// Files and folders of the project whose contents it begins with.
    var seeds: [String]
    var run: @Sendable (UnsafeBufferPointer<UInt8>) throws -> Void

    static let all: [FuzzTarget] = [
        // Front matter, options, prose, commands; and every message about them.
        FuzzTarget(name: "notebook", seeds: ["notebooks", "Tests/NotebooksTests/Fixtures"]) { bytes in
            let (notebook, diagnostics) = read(String(decoding: bytes, as: UTF8.self))
            _ = Diagnostics(diagnostics).description
            _ = notebook.sections
        },
        // The commands of one cell, with parameters and a text that they can name.
        FuzzTarget(name: "lexer", seeds: []) { bytes in
            let lines = String(decoding: bytes, as: UTF8.self).replacing("```", with: "")
            let (notebook, diagnostics) = read(
                """
                ---
                params: { n: 1, name: "a b", flag: true }
                ---
                ```{text}
                #| label: words
                some words
                ```
                ```{practicum}
                \(lines)
                ```

                """)
            _ = Diagnostics(diagnostics).description
            _ = notebook.cells.flatMap(\.commands).flatMap(\.words).map(\.shellQuoted)
        },
        // The page of a run of the notebook, in which every cell shows some of the input in every way.
        FuzzTarget(name: "report", seeds: ["notebooks", "Tests/NotebooksTests/Fixtures"]) { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            let (notebook, diagnostics) = read(text)
            _ = HTMLReport.render(notebook: notebook, run: run(of: notebook, showing: text, diagnostics))
        },
        FuzzTarget(name: "conll", seeds: ["Tests/DatasetsTests/Fixtures/tables"]) { bytes in
            try withFile(bytes, named: "data.conll") { _ = try LabelledSentenceFile.load(path: $0) }
        },
        FuzzTarget(name: "squad", seeds: ["Tests/DatasetsTests/Fixtures/tables"]) { bytes in
            try withFile(bytes, named: "data.json") { _ = try QuestionFile.load(paths: [$0]) }
        },
        FuzzTarget(name: "labelled-texts", seeds: []) { bytes in
            try withFile(bytes, named: "data.tsv") { _ = try LabelledTextFile.load(path: $0) }
        },
        FuzzTarget(name: "parquet", seeds: ["Tests/ParquetTests/Fixtures"]) { bytes in
            try withFile(bytes, named: "data.parquet") { path in
                let file = try ParquetFile(path)
                for group in 0..<min(file.rowGroupCount, 10) {
                    for field in file.schema { _ = try? file.read(rowGroup: group, columns: [field.name]) }
                }
            }
        },
        // The first byte chooses the format.
        FuzzTarget(name: "compressed", seeds: []) { bytes in
            guard let first = bytes.first else { return }
            let format = first & 1 == 0 ? CompressedFile.gzip : .zstd
            _ = try format.decompressed(Array(bytes.dropFirst()), path: "data", limit: 1 << 22)
        },
        FuzzTarget(
            name: "tokenizer",
            seeds: ["added", "byte-pair/added"].map { "Tests/TokenizationTests/Fixtures/\($0)" }
        ) { bytes in
            try withFile(bytes, named: "tokenizer.json") { path in
                let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
                _ = try? BERTTokenizer.load(folder: folder)
                _ = try BytePairTokenizer.load(folder: folder).encode("Don't 123 é")
            }
        },
        FuzzTarget(name: "safetensors", seeds: ["Tests/EncodersTests/Fixtures"]) { bytes in
            try withFile(bytes, named: "model.safetensors") { path in
                let file = try SafetensorsFile(path: path)
                for name in file.tensors.keys { _ = try? file.floats(name) }
            }
        },
    ]

    private static func read(_ text: String) -> (notebook: Notebook, diagnostics: [Diagnostic]) {
        Notebook.read(SourceText(path: "fuzz.md", contents: text))
    }

    private static let folder: String = {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("practicum-fuzz-\(getpid())").path
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }()

    private static func withFile(
        _ bytes: UnsafeBufferPointer<UInt8>, named name: String, _ body: (String) throws -> Void
    ) throws {
        let path = "\(folder)/\(name)"
        try Data(buffer: bytes).write(to: URL(fileURLWithPath: path))
        try body(path)
    }

    /// A run in which something went right and something wrong.
    private static func run(of notebook: Notebook, showing text: String, _ diagnostics: [Diagnostic]) -> RunRecord {
        let words = text.split(separator: " ", maxSplits: 200).map(String.init)
        let word = words.first ?? ""
        let outputs: [Output] = [
            .text(text), .preformatted(text), .warning(text), .notice(word), .error(word),
            .table(Table(caption: word, columns: [word, text], rows: [[text, word]])),
            .metrics([Metric(name: word, label: text, value: .nan), Metric(name: "n", label: word, value: 1e300)]),
            .markedTexts([
                MarkedText(
                    title: word, lines: [.init(word, text, note: word)], text: text,
                    marks: [.init(start: 0, end: min(3, text.count), label: word)], emptyNote: word)
            ]),
            .tokens(TokenRows(caption: text, tokens: words.map { .init($0, label: $0, group: $0) })),
        ]
        let cells = notebook.cells.map { cell in
            var record = CellRecord(label: cell.label)
            record.status = .failed
            record.error = text
            record.outputs = outputs.map { CellOutput($0) }
            return record
        }
        let parameters = notebook.parameters.map(ParameterFact.init)
        return RunRecord(
            header: RunHeader(
                notebook: notebook.path, title: notebook.title, profile: word, parameters: parameters,
                cellCount: cells.count, startedAt: Date(timeIntervalSince1970: 0)),
            cells: cells, outcome: .failed, seconds: 1, metrics: [word: 1],
            warnings: diagnostics.map(\.description), continuation: word)
    }
}
