import Foundation
import Testing

/// The server, tested by HTTP requests: which requests it accepts, what pages get, and what they can do.
@Suite(.timeLimit(.minutes(5))) struct ServingTests {
    /// The text of a block, as the server sends and accepts it.
    struct Block: Codable {
        var source: String
        var first: Int
        var end: Int
        var text: String

        var json: String { String(decoding: (try? JSONEncoder().encode(self)) ?? Data(), as: UTF8.self) }
        /// The same, to be run after it was saved.
        var running: String { json.dropLast() + ",\"runs\":true}" }
    }

    typealias Answer = ToyServer.Answer

    struct Saved: Decodable {
        var isSaved: Bool
        var theirs: Block?
        var error: String?
    }

    private struct News: Decodable {
        var id: String
        var sheet: String?
        var pieces: [[String]]
    }

    struct Check: Decodable {
        var html: String
        var others: Int
    }

    /// The place of a cell's block in the notebook.
    func place(of label: String, _ server: ToyServer) throws -> Int {
        let body = try server.get("").body
        let match = body.firstMatch(
            of: try Regex(#"id="cell-\#(label)"[^>]*data-piece="(\d+)""#, as: (Substring, Substring).self))
        return Int(match?.output.1 ?? "") ?? -1
    }

    func block(_ label: String, _ server: ToyServer) throws -> Block {
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
