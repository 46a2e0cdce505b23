import Foundation
import Notebooks
import Testing

@Suite struct NotebookTests {
    private let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures").path

    @Test func treeOfASample() throws {
        let (notebook, warnings) = try Notebook.load(path: "\(fixtures)/sample.md")
        let expected = try String(contentsOfFile: "\(fixtures)/sample.dump.txt", encoding: .utf8)
        #expect(notebook.dump.replacingOccurrences(of: "\(fixtures)/", with: "") == expected)
        #expect(warnings.isEmpty)
    }

    @Test func sectionsTakeNumbersFromTheirHeadings() {
        let text =
            "# Title\n\n## 6.1 NER *pre*processing\n\n## 12. Training Loop\n\n## 3 tasks\n\n## 7.\n\nTitle\n-----\n"
        let sections = read(text).notebook.sections
        #expect(sections.map(\.number) == [nil, "6.1", "12", nil, nil, nil])
        #expect(sections.map(\.title) == ["Title", "NER preprocessing", "Training Loop", "3 tasks", "7.", "Title"])
        #expect(sections.map(\.slug) == ["title", "ner-preprocessing", "training-loop", "3-tasks", "7", "title-2"])
        #expect(sections[1].titleHTML == "NER <em>pre</em>processing")
        #expect(sections.map(\.level) == [1, 2, 2, 2, 2, 2])
        #expect(sections.map(\.range.start.line) == [1, 3, 5, 7, 9, 11])
    }

    @Test func cellsWithoutALabelAreNamedByTheirSection() {
        let cell = "```{practicum}\ngo\n```\n"
        let text = "\(cell)\n# Data\n\n\(cell)\n```{practicum}\n#| label: data-2\ngo\n```\n\n\(cell)"
        let cells = read(text).notebook.cells
        #expect(cells.map(\.label) == ["cell-1", "data-1", "data-2", "data-3"])
        #expect(cells.map(\.hasOwnLabel) == [false, false, true, false])
        #expect(cells.map(\.sectionSlug) == [nil, "data", "data", "data"])
    }

    @Test func titleComesFromTheFrontMatterThenTheFirstHeadingThenTheFile() {
        #expect(read("---\ntitle: A\n---\n# B\n").notebook.title == "A")
        #expect(read("## C\n\n# B\n").notebook.title == "B")
        #expect(read("words\n").notebook.title == "book")
    }

    @Test func literalsKeepTheirText() {
        let text = "```{text}\n#| label: poem\n  # no comment $x\n\n@y\n```\n"
        #expect(read(text).notebook.literals["poem"]?.text == "  # no comment $x\n\n@y")
    }

    @Test func aCellKeepsItsSourceWithoutOptions() {
        let cell = read("```{practicum}\n#| label: a\n#| echo: false\ngo \\\n  on\n\n# why\n```\n").notebook.cells[0]
        #expect(cell.source == "go \\\n  on\n\n# why")
        #expect(cell.options.echo == false)
    }

    @Test func windowsLineEndsAndAByteOrderMarkChangeNothing() {
        let text = "---\ntitle: T\nparams:\n  n: 1\n---\n\n# 1.2 H\n\n```{practicum}\n#| label: a\ngo $n\n```\n"
        let plain = read(text).notebook
        let windows = read("\u{FEFF}" + text.replacing("\n", with: "\r\n")).notebook
        #expect(windows.dump == plain.dump)
        #expect(plain.cells[0].commands[0].words.map(\.text) == ["go", "1"])
    }

    @Test func fencesOfBracesMustBeKnown() {
        #expect(errors("```{practicun}\n```\n") == ["1:4: a fence in braces can't be `{practicun}`"])
        #expect(read("```{practicun}\n```\n").all[0].remedy?.contains("Did you mean `practicum`?") == true)
        #expect(errors("```{practicum, echo=false}\n```\n").count == 1)
        #expect(errors("``` python\nx\n```\n\n    ```{practicum}\n").isEmpty)
    }

    @Test func executableFencesStandAtTheTopLevelOnly() {
        let fence = "```{practicum}\n  go\n  ```\n"
        #expect(
            errors("- item\n\n  \(fence)")
                == ["3:1: a fence `{practicum}` is inside a list or a quotation"])
        #expect(errors("> ```{text}\n> x\n> ```\n").count == 1)
        #expect(errors("- item\n\n  ```python\n  go\n  ```\n").isEmpty)
    }

    @Test func aFenceMustEnd() {
        #expect(errors("text\n\n````{practicum}\ngo\n```\n") == ["3:1: this fence is not closed"])
        #expect(errors("~~~python\n") == ["1:1: this fence is not closed"])
        #expect(errors("~~~python\nx\n~~~~").isEmpty)
        #expect(errors("   ```{practicum}\n   go\n  ```  \n").isEmpty)
    }

    @Test func labelsAreUnique() {
        let text = "```{practicum}\n#| label: a\ngo\n```\n\n```{text}\n#| label: a\nx\n```\n"
        #expect(errors(text) == ["7:11: the label `a` is taken"])
        #expect(errors("```{text}\nx\n```\n") == ["1:4: this text has no label"])
        #expect(errors("```{practicum}\n#| label: a b\ngo\n```\n") == ["2:11: `a b` can't be a label"])
    }

    @Test func unreadParametersAreWorthAWord() {
        let text = "---\nparams:\n  used: 1\n  unused: 2\n---\n```{practicum}\n#| eval: false\ngo $used\n```\n"
        #expect(warnings(text) == ["4:3: no cell uses the parameter `unused`"])
        #expect(warnings("```{practicum}\n# nothing\n```\n") == ["1:1: this cell has no command"])
    }

    @Test func unreadableFilesAreNamed() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "notebooks-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func message(_ name: String, _ bytes: [UInt8]?) -> String {
            let path = "\(folder)/\(name)"
            if let bytes { _ = FileManager.default.createFile(atPath: path, contents: Data(bytes)) }
            do {
                _ = try Notebook.load(path: path)
                return "no error"
            } catch {
                return "\(error)".replacing(folder, with: "").components(separatedBy: "\n")[0]
            }
        }
        #expect(message("none.md", nil) == "/none.md:1:1: error: there is no such notebook")
        #expect(message("", nil) == "/:1:1: error: this is a folder, not a notebook")
        #expect(
            message("latin.md", Array("a\nb".utf8) + [0xE9, 0x20])
                == "/latin.md:2:1: error: the notebook is not a UTF-8 text")
        #expect(
            message("zero.md", [0x61, 0])
                == "/zero.md:1:1: error: the notebook is not a text: this line contains U+0000 NULL")
        #expect(message("empty.md", []) == "/empty.md:1:1: error: the notebook is empty")
        #expect(message("blank.md", Array(" \n\n".utf8)) == "/blank.md:1:1: error: the notebook is empty")
    }

    @Test func everythingIsReportedAtOnceAndInOrder() {
        let text = """
            ---
            params:
              n: [1]
            ---
            ```{practicum}
            #| ehco: true
            go $m "open
            ```
            """
        #expect(
            errors(text, ParameterOverrides(assignments: ["k=1"])) == [
                "<command line>:1:4: the notebook has no parameter `k`",
                "3:6: the default of `n` is a list",
                "6:4: there is no option `ehco`",
                "7:4: there is no parameter `m`",
                "7:7: this \" is not closed",
            ])
    }

    @Test func aDiagnosticShowsItsLineWithACaret() {
        let diagnostic = read(cell("gö --x $epohcs")).all[0]
        #expect(
            diagnostic.description.hasPrefix(
                """
                book.md:2:8: error: there is no parameter `epohcs`
                    gö --x $epohcs
                           ^~~~~~~

                """))
    }
}
