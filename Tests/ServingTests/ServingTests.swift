import Foundation
import Testing

/// The server, tested by HTTP requests: which requests it accepts, what pages get, and what they can do.
@Suite(.timeLimit(.minutes(5))) struct ServingTests {
    /// The text of a block, as the server sends and accepts it.
    private struct Block: Codable {
        var source: String
        var first: Int
        var end: Int
        var text: String

        var json: String { String(decoding: (try? JSONEncoder().encode(self)) ?? Data(), as: UTF8.self) }
        /// The same, to be run after it was saved.
        var running: String { json.dropLast() + ",\"runs\":true}" }
    }

    private typealias Answer = ToyServer.Answer

    private struct Saved: Decodable {
        var isSaved: Bool
        var theirs: Block?
        var error: String?
    }

    private struct News: Decodable {
        var id: String
        var sheet: String?
        var pieces: [[String]]
    }

    private struct Check: Decodable {
        var html: String
        var others: Int
    }

    /// The place of a cell's block in the notebook.
    private func place(of label: String, _ server: ToyServer) throws -> Int {
        let body = try server.get("").body
        let match = body.firstMatch(
            of: try Regex(#"id="cell-\#(label)"[^>]*data-piece="(\d+)""#, as: (Substring, Substring).self))
        return Int(match?.output.1 ?? "") ?? -1
    }

    private func block(_ label: String, _ server: ToyServer) throws -> Block {
        try server.get("block", "&piece=\(place(of: label, server))").json()
    }

    // MARK: Accepted requests

    @Test func onlyWhoHasTheTokenGetsAnAnswer() throws {
        let server = try ToyServer()
        defer { server.stop() }
        let token = server.token
        #expect(token.count >= 32)
        #expect(try server.get("").status == 200)
        for target in [
            "/", "/?token=", "/?token=\(token.dropLast())", "/?token=\(token)0", "/events", "/block?piece=0",
        ] {
            let answer = try server.send("GET", target)
            #expect(answer.status == 403, "\(target)")
            #expect(!answer.body.contains("Counting"))
        }
        let unknown = try server.send(
            "POST", "/run", ["Content-Type": "application/json", "X-Practicum-Token": "0"], body: "{}")
        #expect(unknown.status == 403)
    }

    @Test func requestsWithAnotherHostNameAreRefused() throws {
        let server = try ToyServer()
        defer { server.stop() }
        let target = "/?token=\(server.token)"
        for host in ["127.0.0.1:\(server.port)", "localhost:\(server.port)", "localhost:9", "LOCALHOST"] {
            #expect(try server.send("GET", target, host: host).status == 200, "\(host)")
        }
        for host in [
            "evil.example", "evil.example:\(server.port)", "127.0.0.1.evil.example", "localhost.evil.example:80", "",
            "127.0.0.1:80:80", "127.0.0.1@evil.example", "[::1]:\(server.port)", "127.0.0.2",
        ] {
            #expect(try server.send("GET", target, host: host).status == 403, "\(host)")
        }
    }

    @Test func requestsFromOtherPagesAreRefused() throws {
        let server = try ToyServer()
        defer { server.stop() }
        let own = "http://127.0.0.1:\(server.port)"
        for headers in [
            ["Origin": "http://evil.example"], ["Origin": "null"], ["Origin": "http://127.0.0.1:1"],
            ["Origin": "http://localhost:\(server.port)"], ["Sec-Fetch-Site": "cross-site"],
            ["Sec-Fetch-Site": "same-site"], ["Origin": own, "Sec-Fetch-Site": "cross-site"],
        ] {
            for path in ["run", "stop", "save", "check", "settings", "preview", "ask", "warm"] {
                #expect(try server.post(path, "{}", headers).status == 403, "\(path) \(headers)")
            }
        }
        // A form of another page can't send JSON.
        #expect(try server.post("run", "{}", ["Content-Type": "text/plain"]).status == 415)
        #expect(
            try server.send("OPTIONS", "/run?token=\(server.token)", ["Origin": "http://evil.example"]).status == 405)
        #expect(try server.post("stop", "{}", ["Origin": own, "Sec-Fetch-Site": "same-origin"]).status == 200)
    }

    @Test func repliesHaveTheSecurityHeaders() throws {
        let server = try ToyServer()
        defer { server.stop() }
        let answer = try server.get("")
        let head = answer.head.lowercased()
        #expect(!head.contains("access-control-allow"))
        #expect(!head.contains("set-cookie"))
        for part in [
            "default-src 'none'", "script-src 'sha256-", "frame-ancestors 'none'", "form-action 'none'",
            "base-uri 'none'", "referrer-policy: no-referrer", "x-content-type-options: nosniff",
            "cache-control: no-store",
        ] { #expect(head.contains(part), "\(part)") }
        #expect(!head.contains("script-src 'unsafe"))
        // A refusal has the same headers.
        #expect(try server.send("GET", "/").head.lowercased().contains("frame-ancestors 'none'"))
        #expect(!answer.body.contains("http-equiv"))
    }

    @Test func invalidRequestsAreRefused() throws {
        let server = try ToyServer()
        defer { server.stop() }
        #expect(try server.get("nothing").status == 404)
        #expect(try server.get("../../etc/passwd").status == 404)
        #expect(try server.get("block", "&piece=99").status == 404)
        #expect(try server.get("block", "&piece=x").status == 404)
        #expect(try server.post("save", "{").status == 400)
        #expect(try server.post("run", #"{"cells": []}"#).status == 400)
        #expect(try server.post("save", #"{"source":"x","first":1,"end":2,"text":""}"#).status == 409)
        let block = try block("read", server)
        for (first, end) in [(0, 1), (5, 4), (1, 1000), (-3, Int.max)] {
            let edit = Block(source: block.source, first: first, end: end, text: "x")
            #expect(try server.post("save", edit.json).status == 409)
        }
        #expect(server.contents == ToyServer.notebook)
    }

    // MARK: What pages get

    @Test func aStreamStartsAtThePagesVersion() throws {
        let server = try ToyServer()
        defer { server.stop() }
        let stream = try server.events()
        let first = try stream.event { $0.contains("sheet") }
        #expect(try server.post("run", #"{"cells": ["read"]}"#).status == 200)
        let ran = try stream.event { $0.contains("1 chosen cell done") }
        // Another page that has the first version gets the output, but not the sheet again.
        let late = try server.events(since: first)
        _ = try late.event { $0.contains("19 characters") && !$0.contains("sheet") }
        // The browser's own header has precedence over the address, which is as old as the page.
        let again = try server.events(since: first, lastID: ran)
        #expect(try server.post("run", #"{"cells": ["count"]}"#).status == 200)
        var seen = ""
        _ = try again.event { event in
            seen += event
            return event.contains("Letters")
        }
        #expect(seen.contains("\"from\":\"\(ran)\""))
        #expect(!seen.contains("\"sheet\""))
    }

    @Test func cellsHaveTheHTMLOfTheReport() throws {
        let server = try ToyServer()
        defer { server.stop() }
        #expect(try server.post("run", #"{"cells": ["read", "count"]}"#).status == 200)
        let news = try server.waitForNews { $0.contains("2 chosen cells done") }
        let pieces: News = try JSONDecoder().decode(News.self, from: Data(news.utf8))
        // The report is written after the page gets the output.
        let path = "\(server.folder)/output/book.html"
        for _ in 0..<500 where !FileManager.default.fileExists(atPath: path) { usleep(20_000) }
        let report = try String(contentsOfFile: path, encoding: .utf8)
        for label in ["read", "count"] {
            let html = try #require(
                pieces.pieces.first { $0[1].contains("id=\"cell-\(label)\"") }?[1]
                    ?? cell(label, in: pieces.sheet ?? ""))
            #expect(report.contains(html.replacing(#/ data-piece="\d+"/#, with: "")), "\(label)")
        }
    }

    private func cell(_ label: String, in sheet: String) -> String? {
        sheet.firstRange(of: "<div class=\"cell ").map { String(sheet[$0.lowerBound...]) }
    }

    // MARK: What pages do

    @Test func aStoppedRunContinuesNextTime() throws {
        let server = try ToyServer()
        defer { server.stop() }
        #expect(try server.post("run", "{}").status == 200)
        _ = try server.waitForNews { $0.contains("400 pages") }
        #expect(try server.post("stop", "{}").status == 200)
        _ = try server.waitForNews { $0.contains("Interrupted: 2 of 3 cells done") }
        #expect(try server.post("run", "{}").status == 200)
        let done = try server.waitForNews { $0.contains("of them before") }
        let before = done.firstMatch(of: #/Studied 400 pages, (\d+) of them before/#)
        #expect(Int(before?.1 ?? "0") ?? 0 > 0)
    }

    @Test func endingTheServerStopsTheRun() throws {
        let server = try ToyServer()
        #expect(try server.post("run", "{}").status == 200)
        _ = try server.waitForNews { $0.contains("400 pages") }
        // An order that waits does not begin any more.
        #expect(try server.post("run", "{}").status == 200)
        #expect(server.stop() == 0)
    }

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

    @Test func thePreviewOfSettingsNamesStaleCells() throws {
        let server = try ToyServer()
        defer { server.stop() }
        #expect(try server.post("run", #"{"cells": ["read", "count"]}"#).status == 200)
        _ = try server.waitForNews { $0.contains("2 chosen cells done") }
        let preview = try server.post("preview", #"{"values": {"most": "3"}}"#)
        #expect(preview.body.contains("most<\\/code> 2 → 3"))
        #expect(try server.post("preview", #"{"values": {"most": "x"}}"#).body.contains("takes an integer"))
        #expect(try server.post("preview", #"{"values": {"mots": "1"}}"#).body.contains("no parameter `mots`"))
        #expect(try server.post("settings", #"{"values": {"most": "3"}}"#).status == 200)
        _ = try server.waitForNews { $0.contains("stale: ") && $0.contains("2 → 3") }
        #expect(server.contents == ToyServer.notebook)
    }

    /// Files outside the notebook's folders are refused, as in a terminal.
    @Test func aNotebookReadsNoOtherFilesThanInTheTerminal() throws {
        let server = try ToyServer()
        defer { server.stop() }
        var block = try block("read", server)
        block.text = "#| label: read\nread /etc/passwd"
        let check: Check = try server.post("check", block.json).json()
        #expect(!check.html.isEmpty)
        #expect(try server.post("save", block.json).status == 200)
        #expect(try server.post("run", "{}").status == 200)
        let news = try server.waitForNews { $0.contains("Error") }
        #expect(!news.contains("characters"))
    }

    @Test func aQuestionIsAnswered() throws {
        let server = try ToyServer()
        defer { server.stop() }
        let early = try server.post("ask", #"{"name": "mark", "texts": ["tower"]}"#)
        #expect(early.body.contains("nothing is stored yet"))
        #expect(try server.post("run", #"{"cells": ["read", "count"]}"#).status == 200)
        _ = try server.waitForNews { $0.contains("2 chosen cells done") }
        #expect(try server.post("warm", #"{"name": "mark", "texts": []}"#).status == 200)
        let answer = try server.post("ask", #"{"name": "mark", "texts": ["tower"]}"#)
        #expect(answer.body.contains("<mark"))
        // The typed text is always one word of the command.
        let odd = try server.post("ask", #"{"name": "mark", "texts": ["' --help; <i> $file"]}"#)
        #expect(odd.body.contains("there is no"))
        #expect(!odd.body.contains("<i>"))
        #expect(try server.post("ask", #"{"name": "none", "texts": ["x"]}"#).body.contains("nothing to ask"))
        #expect(try server.post("ask", #"{"name": "mark", "texts": []}"#).body.contains("nothing to ask"))
    }
}
