import Execution
import Exporting
import Foundation
import Notebooks
import Outputs
import Testing

/// An export for GitHub shows text literally.
@Suite struct MarkdownTests {
    @Test func hostileTextStaysText() throws {
        let notebook = SampleRecord.notebook("```{practicum}\n#| label: one\n#| echo: false\na\n```\n")
        let export = MarkdownExport(
            notebook: notebook, run: SampleRecord.run(outputs: SampleRecord.outputs), pictureFolder: "b (1)-figures")
        var fence: Substring?
        for line in export.text.split(separator: "\n", omittingEmptySubsequences: false) {
            let text = line.trimmingPrefix("> ")
            let marks = text.prefix { $0 == "`" }
            if let open = fence {
                if text == open { fence = nil }
                continue
            }
            if marks.count >= 3 { fence = marks }
            #expect(!line.replacing("\\<", with: "").contains("<script"), "\(line)")
            #expect(!line.replacing("\\]", with: "").contains("](javascript"), "\(line)")
        }
        #expect(!export.text.contains("\u{1B}"))
        #expect(export.pictures.map(\.name) == ["---up.png", "--up.png"])
        #expect(export.text.contains("](b%20%281%29-figures/---up.png)"))
        #expect(export.text.hasSuffix("\n\n\(MarkdownExport.mark)\n"))
        // The rows of a table have as many cells as its header.
        let rows = export.text.split(separator: "\n").filter { $0.hasPrefix("|") }
        #expect(rows.contains("| a\\|b | \(MarkdownText.oneLine(SampleRecord.hostile)) |"))
        #expect(rows.contains("| short |  |"))
    }

    @Test func proseIsAsItIs() {
        let prose = "# Own *title*\n\n| a | b |\n| - | - |\n| 1 | $x$ |\n\nEnd[^1]\n\n[^1]: note"
        let notebook = SampleRecord.notebook("\(prose)\n\n```{practicum}\n#| label: one\nload x\n```\n")
        let text = MarkdownExport(notebook: notebook, run: SampleRecord.run(outputs: []), pictureFolder: "f").text
        #expect(text == "\(prose)\n\n```text\nload x\n```\n\n\(MarkdownExport.mark)\n")
    }

    @Test func pieces() {
        #expect(MarkdownText.inline("a_b\n  1. c 2.5") == "a\\_b<br>1\\. c 2.5")
        #expect(MarkdownText.inline("- 0.5 at www.x.y http://z @me") == "\\- 0.5 at www\\.x.y http\\://z \\@me")
        #expect(MarkdownText.code("``` x ````") == "`````text\n``` x ````\n`````")
        #expect(MarkdownText.oneLine("a\r\nb|c") == "a b\\|c")
    }

    @Test func theSummaryOfARun() {
        let comparison = RunComparison(
            startedAt: .distantPast, settings: [], edits: [],
            metrics: [.init(name: "a.f1", before: 0.5, now: 0.25)])
        let run = SampleRecord.run(
            outputs: [
                .metrics([
                    Metric(name: "a.f1", label: "A F1", value: 0.25, isKeyFigure: true),
                    Metric(name: "b", label: "B", value: 1),
                ]), .warning("Careful."), .warning("Careful."),
            ],
            parameters: [
                ParameterFact(name: "epochs", value: "1", defaultValue: "3", origin: "-p"),
                ParameterFact(name: "seed", value: "42", defaultValue: "42", origin: "notebook"),
            ], comparison: comparison)
        #expect(
            RunSummary.markdown(run) == """
                ## ✅ \(MarkdownText.oneLine("B \(SampleRecord.hostile)"))

                Finished\\: 1 of 1 cell done in 1 min 15 s.

                | Score | Now | Run before |
                | :--- | ---: | ---: |
                | A F1 | 0.2500 | 0.5000 |

                | Setting | Value | Notebook's default | Set by |
                | :--- | :--- | :--- | :--- |
                | epochs | 1 | 3 | \\-p |

                | Slowest cells | Time |
                | :--- | ---: |
                | one | 1 min 01 s |

                > [!WARNING]
                > - Careful.


                """)
        let failed = RunSummary.markdown(SampleRecord.run(outputs: [], status: .failed, error: "x\n```\ny"))
        #expect(failed.hasPrefix("## ❌ ") && failed.contains("````text\nx\n```\ny\n````"))
    }
}
