import Execution
import Exporting
import Foundation
import Notebooks
import Outputs
import Testing

/// Notebooks survive an export to Jupyter and an import.
@Suite struct JupyterTests {
    private func roundTrip(_ text: String) throws -> String {
        let notebook = SampleRecord.notebook(text)
        let file = JupyterExport.render(notebook: notebook, run: SampleRecord.run(outputs: SampleRecord.outputs))
        return try JupyterImport(Array(file.utf8), path: "b.ipynb", name: "b").text
    }

    @Test(arguments: [
        "# Only prose\n", "\n\n  \n# Late\n\n\n", "a\n```{practicum}\nload x\n```\nb\n",
        "---\ntitle: t\n---\n\n```{practicum}\n```\n", "---\ntitle: t\n...\ntext\n",
        "~~~~{practicum}\n#| label: x\n\nload \"```\"\n~~~~~  \n\n\n\n  ```{practicum}\n  a\n ```\n\t\nend",
        "```{text}\n#| label: t\nsome text\n```\n\n````md\n```{practicum}\nshown\n```\n````\n",
        "```{practicum}\na\n\n```\n```{practicum}\n\n\n```\n",
    ])
    func theFileComesBack(_ text: String) throws {
        #expect(try roundTrip(text) == (text.hasSuffix("\n") ? text : text + "\n"))
    }

    /// Random prose between random cells, byte for byte.
    @Test func randomProseComesBack() throws {
        var random = SystemRandomNumberGenerator()
        let pieces = [
            "a", "é", "e\u{301}", "日本", "👩‍👩‍👧", "\u{202E}", "\u{2028}", "\u{85}", "\u{B}", "\t", "  ", " ", "\\", "\"",
            "*", "`", "``",
            "<b>", "<!--", "-->", "|", "- ", "1. ", "> ", "# ", "$x$", "[^1]", "{", "}", "[a](b)", "---", "&amp;",
            "\u{FEFF}", "'",
        ]
        for _ in 0..<400 {
            var text = Bool.random(using: &random) ? "---\ntitle: \"t\"\n---\n" : "x\n"
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                switch Int.random(in: 0...9, using: &random) {
                case 0: text += "\n"
                case 1: text += "   \n"
                case 2: text += "\n```{practicum}\n#| label: c\(text.utf8.count)\nrun $x \\\n  # no\n```\n"
                case 3: text += "\n```swift\nlet a = 1\n```\n"
                default:
                    let count = Int.random(in: 1...8, using: &random)
                    text += (0..<count).compactMap { _ in pieces.randomElement(using: &random) }.joined() + "\n"
                }
            }
            let back = try roundTrip(text)
            #expect(Array(back.utf8) == Array(text.utf8), "\(text.debugDescription)")
        }
    }

    private struct File: Decodable {
        struct Cell: Decodable {
            struct Output: Decodable {
                var kind: String
                var data: [String: JupyterFile.Lines]?
                var traceback: [String]?

                enum CodingKeys: String, CodingKey {
                    case data, traceback
                    case kind = "output_type"
                }
            }
            var kind: String
            var id: String
            var source: [String]
            var outputs: [Output]?

            enum CodingKeys: String, CodingKey {
                case id, source, outputs
                case kind = "cell_type"
            }
        }
        var nbformat: Int
        var cells: [Cell]
    }

    private func decoded(_ notebook: Notebook, _ run: RunRecord) throws -> File {
        try JSONDecoder().decode(File.self, from: Data(JupyterExport.render(notebook: notebook, run: run).utf8))
    }

    @Test func everyOutputHasPlainText() throws {
        let notebook = SampleRecord.notebook("Text.\n\n```{practicum}\n#| label: one\na\n```\n")
        let run = SampleRecord.run(outputs: SampleRecord.outputs)
        let file = try decoded(notebook, run)
        #expect(file.nbformat == 4 && file.cells.map(\.kind) == ["markdown", "code"])
        let outputs = try #require(file.cells.last?.outputs)
        // The series is exported to other files.
        #expect(outputs.count == SampleRecord.outputs.count - 1)
        for output in outputs where output.kind == "display_data" {
            let data = try #require(output.data)
            #expect(data["text/plain"] != nil)
            let html = data["text/html"]?.text ?? ""
            #expect(!html.contains("<script") && !html.contains("<a"), "\(html)")
            #expect(data["text/plain"]?.text.contains("\u{1B}") == false)
        }
        #expect(outputs[3].data?["image/png"]?.text == Data(SampleRecord.picture).base64EncodedString())
        #expect(outputs[2].data?["text/html"]?.text.contains("&lt;script&gt;") == true)
        #expect(
            JupyterExport.render(notebook: notebook, run: run) == JupyterExport.render(notebook: notebook, run: run))
    }

    @Test func anErrorIsAnError() throws {
        let notebook = SampleRecord.notebook("```{practicum}\n#| output: false\na\n```\n")
        let file = try decoded(
            notebook, SampleRecord.run(outputs: [.text("x")], status: .failed, error: "b.md:1: error: \u{1B}no\n  ^"))
        let outputs = try #require(file.cells.last?.outputs)
        #expect(outputs.map(\.kind) == ["error"])
        #expect(outputs[0].traceback == ["b.md:1: error: <U+001B>no", "  ^"])
    }

    @Test func idsAreSound() throws {
        var ids = CellIDs()
        let made = [
            ids.make("prose"), ids.make("prose"), ids.make("prose-1", isName: true), ids.make("日本", isName: true),
            ids.make("日本", isName: true), ids.make(String(repeating: "a", count: 99), isName: true),
        ]
        #expect(Set(made).count == made.count && made.allSatisfy { !$0.isEmpty && $0.utf8.count <= 64 })
        #expect(made.allSatisfy { $0.wholeMatch(of: #/[A-Za-z0-9_-]+/#) != nil }, "\(made)")
    }

    // MARK: Notebooks from other programs

    private func imported(_ json: String) throws -> JupyterImport {
        try JupyterImport(Array(json.utf8), path: "n.ipynb", name: "n")
    }

    @Test func codeBecomesComments() throws {
        let notebook = try imported(
            #"""
            {"nbformat": 4, "nbformat_minor": 2, "metadata": {"language_info": {"name": "python", "x": [1]}}, "cells": [
              {"cell_type": "markdown", "metadata": {}, "source": ["# A *title*\n", "\n", "text  "], "attachments": {"p.png": {}}},
              {"cell_type": "code", "metadata": {}, "outputs": [{"huge": 1}], "execution_count": 3,
               "source": "#| label: x\nprint(\"```\") \\\n\n!pip install $x"},
              {"cell_type": "code", "metadata": {}, "outputs": [], "source": " \n"},
              {"cell_type": "raw", "metadata": {}, "source": ["\\begin{x}\n````"]},
              {"cell_type": "markdown", "metadata": {}, "source": "```python\nopen"},
              {"cell_type": "markdown", "metadata": {}, "source": "after"}]}
            """#)
        #expect(
            notebook.text == """
                ---
                title: "n"
                ---

                # A *title*

                text  

                ```{practicum}
                # #| label: x
                # print("```") \\
                #
                # !pip install $x
                ```

                `````
                \\begin{x}
                ````
                `````

                ```python
                open
                ```

                after

                """)
        #expect(notebook.commentedCells == 1 && notebook.attachments == 1 && notebook.closedFences == 1)
        let read = Notebook.read(SourceText(path: "n.md", contents: notebook.text))
        #expect(read.diagnostics.allSatisfy { $0.message == "this cell has no command" }, "\(read.diagnostics)")
        #expect(read.notebook.cells.map(\.commands.count) == [0])
    }

    @Test(arguments: [
        ("", "it is not JSON"), ("[]", "not an object"), ("{}", "it has no `nbformat`"),
        ("{\"a\"", "it is not JSON"),
        (#"{"nbformat": 3, "worksheets": []}"#, "nbconvert"), (#"{"nbformat": 5, "cells": []}"#, "has nbformat 5"),
        (#"{"nbformat": 4}"#, "`cells` is missing"), (#"{"nbformat": 4, "cells": 1}"#, "`cells` has a value"),
        (#"{"nbformat": "4"}"#, "`nbformat` has a value"),
        (#"{"nbformat": 4, "cells": [{"source": ""}]}"#, "`cells[0].cell_type` is missing"),
        (#"{"nbformat": 4, "cells": [{"cell_type": "code"}]}"#, "`cells[0].source` is missing"),
        (#"{"nbformat": 4, "cells": [{"cell_type": "code", "source": [1]}]}"#, "`cells[0].source` has a value"),
        (String(repeating: "[", count: 100_000), "it is not JSON"),
    ])
    func aBrokenFileIsSaid(_ json: String, _ part: String) {
        let error = #expect(throws: JupyterError.self) { try imported(json) }
        #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
    }

    @Test func oddMetadataIsNoHarm() throws {
        let notebook = try imported(
            #"{"nbformat": 4, "metadata": [1], "cells": [{"cell_type": "code", "metadata": {"practicum": 3, "language": []}, "source": "x"}]}"#
        )
        #expect(notebook.text.hasSuffix("```{practicum}\n# x\n```\n"))
        #expect(try imported(#"{"nbformat": 4, "cells": []}"#).text == "---\ntitle: \"n\"\n---\n")
    }
}
