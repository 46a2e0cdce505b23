import Foundation
import Testing

/// Files for other programs, and files from them.
@Suite struct ExportTests {
    private func withProgram(_ body: (ToyProgram) throws -> Void) throws {
        let program = try ToyProgram()
        defer { program.remove() }
        try body(program)
    }

    private static let steps = """
        cell,step,side,loss
        count,1,left,2
        count,2,right,1.5
        count,3,left,0.25

        """

    @Test func everyRunWritesTheSteps() throws {
        try withProgram { program in
            for arguments in ["run book.md", "run book.md", "render book.md"] {
                #expect(try program.run(arguments).status == 0)
                #expect(try program.read("output/book/steps.csv") == Self.steps)
                try FileManager.default.removeItem(atPath: "\(program.folder)/output/book/steps.csv")
            }
            let log = try program.run("run book.md --log-format json").output
            #expect(log.contains(#""kind":"series","value":{"columns":[{"isByGroup":true,"name":"loss","values":[]}]"#))
            // A notebook without steps has no such file, and an earlier one is removed.
            try program.write(
                ToyProgram.notebook.replacing("count --most $most", with: "read $file").replacing(
                    "mark tower", with: "read $file"), to: "book.md")
            #expect(try program.run("run book.md").status == 0)
            #expect(!FileManager.default.fileExists(atPath: "\(program.folder)/output/book/steps.csv"))
        }
    }

    @Test func anExportedJupyterNotebookCanBeImportedAgain() throws {
        try withProgram { program in
            let early = try program.run("export book.md --to ipynb")
            #expect(early.status == 1 && early.error.contains("has nothing of book.md"), "\(early.error)")
            _ = try program.run("run book.md")
            let export = try program.run("export book.md --to ipynb")
            #expect(export.status == 0 && export.output == "output/book.ipynb\n", "\(export.error)")
            let text = try program.read("output/book.ipynb")
            #expect(text.contains("<mark>tower <small>WORD</small></mark>"))
            #expect(try program.run("export book.md --to ipynb").status == 0)
            #expect(try program.read("output/book.ipynb") == text)

            let back = try program.run("import output/book.ipynb -o back.md")
            #expect(back.status == 0 && back.output == "back.md\n" && back.error.isEmpty, "\(back.error)")
            #expect(try program.read("back.md") == ToyProgram.notebook + "\n")
            let again = try program.run("import output/book.ipynb -o book.md")
            #expect(again.status == 3 && again.error.contains("there is a file already"), "\(again.error)")
            #expect(try program.read("book.md") == ToyProgram.notebook)
        }
    }

    @Test func importedNotebooksAreValid() throws {
        try withProgram { program in
            try program.write(
                ###"{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "markdown", "source": "## One"}, {"cell_type": "code", "source": ["#| label: a\n", "import $x\n", "```"]}]}"###,
                to: "theirs.ipynb")
            let result = try program.run("import theirs.ipynb")
            #expect(result.status == 0 && result.output == "theirs.md\n")
            #expect(result.error.contains("note: 1 code cell became comments"), "\(result.error)")
            #expect(try program.run("check theirs.md").status == 0)
            try program.write("{}", to: "no.ipynb")
            let broken = try program.run("import no.ipynb")
            #expect(broken.status == 1 && broken.error.contains("it has no `nbformat`"), "\(broken.error)")
            #expect(!FileManager.default.fileExists(atPath: "\(program.folder)/no.md"))
            #expect(try program.run("import none.ipynb").error.contains("none.ipynb can't be read"))
        }
    }

    @Test func exportReplacesOnlyItsOwnFiles() throws {
        try withProgram { program in
            _ = try program.run("run book.md")
            let own = try program.run("export book.md --to markdown -o book.md")
            #expect(own.status == 3 && own.error.contains("no export has written"), "\(own.error)")
            for _ in 0..<2 {
                let export = try program.run("export book.md --to markdown -o deep/report.md")
                #expect(export.status == 0 && export.output == "deep/report.md\n", "\(export.error)")
            }
            #expect(chmod("\(program.folder)/deep/report.md", 0o444) == 0)
            let readOnly = try program.run("export book.md --to markdown -o deep/report.md")
            #expect(
                readOnly.status == 3 && readOnly.error.contains("deep/report.md can't be written"), "\(readOnly.error)")
            let text = try program.read("deep/report.md")
            #expect(text.hasPrefix("# Counting Letters\n\n## 1. Reading\n"))
            #expect(text.contains("| letter | count |\n| :--- | ---: |\n"))
            #expect(text.contains("The <strong>tower</strong> <sub>WORD</sub> is tall."))
        }
    }

    @Test func aRunWritesTheFilesForOtherPrograms() throws {
        try withProgram { program in
            try program.write("Before.\n", to: "page.md")
            let run = try program.run("run book.md -p most=1 --summary page.md --tensorboard runs")
            #expect(run.status == 0, "\(run.error)")
            let page = try program.read("page.md")
            #expect(page.hasPrefix("Before.\n## ✅ Counting Letters\n\nFinished\\: 3 of 3 cells done in "))
            #expect(page.contains("| Letters | 14 |") && page.contains("| most | 1 | 2 | \\-p |"))
            let runs = try FileManager.default.contentsOfDirectory(atPath: "\(program.folder)/runs")
            #expect(runs.count == 1 && runs[0].hasPrefix("book-2"), "\(runs)")
            let files = try FileManager.default.contentsOfDirectory(atPath: "\(program.folder)/runs/\(runs[0])")
            #expect(files.count == 1 && files[0].hasPrefix("events.out.tfevents."), "\(files)")

            try program.write(ToyProgram.notebook.replacing("mark tower", with: "mark bridge"), to: "book.md")
            #expect(try program.run("run book.md --summary page.md").status == 2)
            #expect(try program.read("page.md").contains("## ❌ Counting Letters"))
            let nowhere = try program.run("run book.md --summary book.md/x")
            #expect(nowhere.status == 3 && nowhere.error.contains("book.md/x can't be written"), "\(nowhere.error)")
            #expect(try program.run("run book.md --tensorboard text.txt").status == 3)
        }
    }
}
