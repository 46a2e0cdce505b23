import Foundation
import Testing

/// Editing and saving on the page.
extension ServingTests {
    @Test func savingKeepsAChangeElsewhereInTheFile() throws {
        let server = try ToyServer()
        defer { server.stop() }
        var block = try block("count", server)
        #expect(block.text == "#| label: count\ncount --most $most")
        block.text += "\ncount --most 1"
        // An editor has changed another part of the file, and the page does not know it yet.
        server.contents = server.contents.replacing("Some prose.", with: "Other prose.\n\nOf two paragraphs.")
        #expect(try server.post("save", block.json).status == 200)
        #expect(server.contents.contains("Of two paragraphs."))
        #expect(server.contents.contains("count --most $most\ncount --most 1\n```"))
    }

    /// With every kind of line end, with and without a byte order mark and a last line end.
    @Test(arguments: [
        "# A\r\n\r\nOne\ttab. \r\n\r\n```{practicum}\r\n#| label: read\r\nread text.txt\r\n```\r\n\r\nThe end.",
        "\u{FEFF}# A\n\n```{practicum}\n#| label: read\nread text.txt\n```\r\n\r\nTwo line ends, e\u{301} and \u{E9}.\n\n\n",
        "```{practicum}\n#| label: read\r\nread text.txt\n```",
    ]) func linesThatWereNotEditedKeepTheirBytes(notebook: String) throws {
        let server = try ToyServer(notebook: notebook)
        defer { server.stop() }
        let unchanged = try block("read", server)
        #expect(try server.post("save", unchanged.json).status == 200)
        #expect(server.bytes == Array(notebook.utf8))
        var block = unchanged
        block.text = block.text.replacing("read text.txt", with: "read text.txt # \tnow")
        #expect(try server.post("save", block.json).status == 200)
        #expect(server.bytes == Array(notebook.replacing("read text.txt", with: "read text.txt # \tnow").utf8))
    }

    @Test func aReadOnlyFileIsNotReplaced() throws {
        let server = try ToyServer()
        defer { server.stop() }
        #expect(chmod("\(server.folder)/book.md", 0o444) == 0)
        var block = try block("read", server)
        block.text += "\nread $file"
        let answer = try server.post("save", block.json)
        #expect(answer.status == 409)
        let saved: Saved = try answer.json()
        #expect(!saved.isSaved && saved.theirs == nil)
        #expect(saved.error?.contains("book.md can't be written: Permission denied. Nothing was saved") == true)
        #expect(server.contents == ToyServer.notebook)
        // The text can still be saved after the file was made writable.
        #expect(chmod("\(server.folder)/book.md", 0o640) == 0)
        #expect(try server.post("save", block.json).status == 200)
        #expect(server.contents.contains("read $file\nread $file\n"))
        var status = stat()
        #expect(stat("\(server.folder)/book.md", &status) == 0 && status.st_mode & 0o777 == 0o640)
    }

    // MARK: Running the edited cell

    /// Its cells have no labels of their own, and are called `counting-1`, `counting-2` …
    private static let unlabelled = """
        # Counting

        ```{practicum}
        read text.txt
        ```

        ```{practicum}
        count --most 1
        ```

        """

    @Test func saveAndRunRunsTheEditedCellEvenIfItsLabelChanged() throws {
        let server = try ToyServer(notebook: Self.unlabelled)
        defer { server.stop() }
        var block = try block("counting-2", server)
        // An editor adds a cell above, so that this label now belongs to another cell.
        server.contents = server.contents.replacing(
            "```{practicum}\nread", with: "```{practicum}\nread text.txt\n```\n\n```{practicum}\nread")
        block.text = "count --most 5"
        #expect(try server.post("save", block.running).status == 200)
        let news = try server.waitForNews { $0.contains("1 chosen cell done") }
        #expect(news.contains("Letters"))
    }

    @Test func saveAndRunRunsAllCellsOfTheText() throws {
        let server = try ToyServer(notebook: Self.unlabelled)
        defer { server.stop() }
        // One cell becomes two.
        var block = try block("counting-2", server)
        block.text = "count --most 1\n```\n\nA word.\n\n```{practicum}\nmark tower"
        #expect(try server.post("save", block.running).status == 200)
        _ = try server.waitForNews { $0.contains("2 chosen cells done") && $0.contains("WORD") }
        // A new cell is added below another cell, which does not run.
        let whole: Block = try server.get(
            "block", "&piece=\(try place(of: "counting-1", server))&whole=true"
        ).json()
        let new = Block(
            source: whole.source, first: whole.end, end: whole.end,
            text: "\n```{practicum}\n#| label: tall\nstudy --pages 2 --milliseconds 1\n```")
        #expect(try server.post("save", new.running).status == 200)
        let news = try server.waitForNews { $0.contains("1 chosen cell done") }
        #expect(news.contains("Studied 2 pages"))
        // Saving prose runs no cell.
        let prose: Block = try server.get("block", "&piece=0").json()
        #expect(try server.post("save", prose.running).status == 200)
    }

    @Test func aWaitingOrderKeepsItsCell() throws {
        let server = try ToyServer(
            notebook: Self.unlabelled + "\n```{practicum}\nstudy --pages 60\n```\n\n```{practicum}\nmark tower\n```\n")
        defer { server.stop() }
        #expect(try server.post("run", #"{"cells": ["counting-3"]}"#).status == 200)
        _ = try server.waitForNews { $0.contains("60 pages") }
        // While this order waits, its cell gets another label, and another cell gets the old label.
        #expect(try server.post("run", #"{"cells": ["counting-4"]}"#).status == 200)
        server.contents = server.contents.replacing(
            "```{practicum}\nmark", with: "```{practicum}\nstudy --pages 61\n```\n\n```{practicum}\nmark"
        ).replacing("```{practicum}\nread", with: "```{practicum}\nread text.txt\n```\n\n```{practicum}\nread")
        // What runs is shown in its own cell, too.
        let running = try server.waitForNews { $0.contains(" 61<\\/code>") && $0.contains("chip running") }
        #expect(running.contains(#/id=\\"cell-counting-4\\".{1,300}chip running/#))
        let news = try server.waitForNews { $0.contains("WORD") }
        #expect(!news.contains("Studied 61"))
    }

    /// Pages save, run, ask and change settings at the same time. Nothing is lost, and every request gets a reply.
    @Test func manyPagesCanWorkAtOnce() async throws {
        let cells = (0..<8).map { "\n```{practicum}\n#| label: c\($0)\ncount --most 0\n```\n" }.joined()
        let server = try ToyServer(
            notebook: "# A\n\n```{practicum}\n#| label: read\nread text.txt\n```\n" + cells + "\nEnd.\n")
        defer { server.stop() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for page in 0..<8 {
                group.addTask {
                    for turn in 1...6 {
                        var saved: Answer
                        repeat {
                            // Another page may be writing.
                            var block = try block("c\(page)", server)
                            block.text = "#| label: c\(page)\ncount --most \(turn)"
                            saved = try server.post("save", block.running)
                            #expect([200, 409].contains(saved.status))
                        } while saved.status == 409
                        #expect(try server.post("preview", #"{"values": {}}"#).status == 200)
                        #expect(try server.post("ask", #"{"name": "mark", "texts": ["tower"]}"#).status == 200)
                        #expect(try server.get("").status == 200)
                    }
                }
            }
            group.addTask { () throws in
                for turn in 1...6 {
                    #expect(try server.post(turn % 3 == 0 ? "stop" : "run", "{}").status == 200)
                    #expect(try server.post("settings", #"{"values": {}}"#).status == 200)
                    usleep(50_000)
                }
            }
            try await group.waitForAll()
        }
        for page in 0..<8 { #expect(server.contents.contains("#| label: c\(page)\ncount --most 6\n")) }
        #expect(server.contents.hasSuffix("\nEnd.\n"))
    }

    @Test func aConflictingSaveWritesNothing() throws {
        let server = try ToyServer()
        defer { server.stop() }
        var block = try block("count", server)
        block.text = "#| label: count\ncount --most 1"
        server.contents = server.contents.replacing("count --most $most", with: "count --most 3")
        let theirs = server.contents
        let answer = try server.post("save", block.json)
        #expect(answer.status == 409)
        let saved: Saved = try answer.json()
        #expect(!saved.isSaved)
        #expect(saved.theirs?.text == "#| label: count\ncount --most 3")
        #expect(server.contents == theirs)
        // After the user has seen the other text, it can be replaced.
        var next = try #require(saved.theirs)
        next.text = block.text
        #expect(try server.post("save", next.json).status == 200)
        #expect(server.contents == theirs.replacing("count --most 3", with: "count --most 1"))
    }

    @Test func typedTextIsChecked() throws {
        let server = try ToyServer()
        defer { server.stop() }
        var block = try block("count", server)
        let good: Check = try server.post("check", block.json).json()
        #expect(good.html.isEmpty && good.others == 0)
        block.text = "#| label: count\ncuont <b> --most $most"
        let check: Check = try server.post("check", block.json).json()
        #expect(check.html.contains("there is no command `cuont`"))
        #expect(check.html.contains("^~~~~"))
        #expect(!check.html.contains("<b>"))
        #expect(server.contents == ToyServer.notebook)
    }
}
