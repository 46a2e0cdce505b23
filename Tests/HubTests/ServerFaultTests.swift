import Foundation
import Hub
import HubServer
import Testing

/// Server responses that the Hub does not send.
@Suite("servers that misbehave")
struct ServerFaultTests {
    private let fixture: HubFixture

    init() throws { fixture = try HubFixture() }

    private var client: HubClient { fixture.client }

    @Test("a temporary server error", arguments: [500, 502, 503, 504])
    func serverFaultPasses(status: Int) throws {
        fixture.server.add(.status(status), to: "/revision/", times: 2)
        _ = try fixture.listing()
        #expect(fixture.server.requests.filter { $0.target.contains("/revision/") }.count == 3)
    }

    @Test("a server that never responds")
    func silent() throws {
        fixture.server.add(.silent, to: "/revision/")
        let start = ContinuousClock.now
        let error = fixture.error { _ = try fixture.listing() }
        #expect(error.map { if case .timedOut(_, 1) = $0 { true } else { false } } == true)
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test("too many requests: a short wait is waited, a long one is reported")
    func tooManyRequests() throws {
        fixture.server.add(.status(429, headers: ["Retry-After": "0"]), to: "/revision/", times: 1)
        _ = try fixture.listing()
        fixture.server.add(.status(429, headers: ["Retry-After": "3600"]), to: "/revision/", times: 1)
        let error = fixture.error { _ = try fixture.listing() }
        #expect(error?.description.contains("in 3600 seconds") == true)
        fixture.server.add(.status(429, headers: ["RateLimit": "\"api\";r=0;t=299"]), to: "/revision/", times: 1)
        #expect(fixture.error { _ = try fixture.listing() }?.description.contains("in 299 seconds") == true)
        fixture.server.add(
            .status(429, headers: ["Retry-After": "Fri, 01 Jan 2100 00:00:00 GMT"]), to: "/revision/", times: 1)
        guard case .tooManyRequests(_, let seconds?)? = fixture.error({ _ = try fixture.listing() }) else {
            Issue.record("no time")
            return
        }
        #expect(seconds > 1_000_000_000)
    }

    @Test("circular redirects")
    func redirectLoop() throws {
        fixture.server.add(.redirect("/api/models/acme/tiny-bert/revision/main"), to: "/revision/")
        #expect(
            fixture.error { _ = try fixture.listing() }
                == .redirectLoop(place: "\(fixture.server.endpoint)/api/models/acme/tiny-bert/revision/main", count: 10)
        )
        #expect(fixture.server.requests.count == 11)
    }

    @Test(
        "redirects to invalid addresses",
        arguments: ["ftp://example.org/x", "file:///etc/passwd", "http://user:pw@127.0.0.1/"])
    func badRedirect(target: String) throws {
        fixture.server.add(.redirect(target), to: "/revision/")
        guard case .badRedirect? = fixture.error({ _ = try fixture.listing() }) else {
            Issue.record("followed \(target)")
            return
        }
    }

    @Test("a redirect from https to http is not followed")
    func insecureRedirect() throws {
        let safe = try #require(HubURL("https://huggingface.co/a?secret-signature"))
        let unsafe = try #require(HubURL("http://huggingface.co/b?secret-signature"))
        #expect(
            fixture.error { _ = try unsafe.redirected(from: safe) }
                == .insecureRedirect(place: "https://huggingface.co/a", target: "http://huggingface.co/b"))
        #expect(try safe.redirected(from: unsafe) == safe)
        #expect(try safe.redirected(from: safe) == safe)
    }

    @Test("endless headers")
    func hugeHeaders() throws {
        fixture.server.add(.hugeHeaders, to: "/revision/")
        guard case .answerTooLong? = fixture.error({ _ = try fixture.listing() }) else {
            Issue.record("read them")
            return
        }
    }

    @Test("endless JSON")
    func endlessJSON() throws {
        fixture.server.add(.endless, to: "/tree/")
        #expect(
            fixture.error { _ = try fixture.listing() }.map {
                if case .answerTooLong(_, 33_554_432) = $0 { true } else { false }
            } == true)
    }

    @Test(
        "responses that are not the Hub's",
        arguments: [
            "", "<html>log in</html>", "[]", "{}", #"{"sha":"main"}"#,
            #"{"sha":"../../../../../../../../../../../../../etc"}"#,
        ])
    func badHead(body: String) throws {
        fixture.server.add(.body(body), to: "/revision/")
        guard case .badAnswer? = fixture.error({ _ = try fixture.listing() }) else {
            Issue.record("took \(body)")
            return
        }
    }

    @Test(
        "lists of files that are not the Hub's",
        arguments: [
            "{}", #"[{"type":"file"}]"#, #"[{"type":"file","path":"a","size":-1,"oid":"HASH"}]"#,
            #"[{"type":"file","path":"a","size":1e300,"oid":"HASH"}]"#,
            #"[{"type":"file","path":"a","size":1,"oid":"../../x"}]"#,
            #"[{"type":"file","path":"a","size":1,"oid":"HASH"},{"type":"file","path":"a","size":2,"oid":"HASH"}]"#,
        ])
    func badTree(body: String) throws {
        let hash = String(repeating: "a", count: 40)
        fixture.server.add(.body(body.replacingOccurrences(of: "HASH", with: hash)), to: "/tree/")
        guard case .badAnswer? = fixture.error({ _ = try fixture.listing() }) else {
            Issue.record("took \(body)")
            return
        }
    }

    @Test("lengths whose sum overflows")
    func hugeSizes() throws {
        let hash = String(repeating: "a", count: 40)
        let entries = (0..<3).map { #"{"type":"file","path":"\#($0)","size":9000000000000000000,"oid":"\#(hash)"}"# }
        fixture.server.add(.body("[\(entries.joined(separator: ","))]"), to: "/tree/")
        let listing = try fixture.listing()
        #expect(
            fixture.error { try client.fetch(of: listing) }.map { if case .badAnswer = $0 { true } else { false } }
                == true)
        // One of them alone is larger than any disk.
        let error = fixture.error { try client.fetch([listing.files[0]], of: listing) }
        #expect(error.map { if case .diskFull(_, 9_000_000_000_000_000_000, _?) = $0 { true } else { false } } == true)
    }

    @Test(
        "file names that lead out of the folder",
        arguments: [
            "../x", "a/../../x", "/etc/x", "a//b", "a/./b", "a\\b", "a\u{7}b", "a\n", "a/", "..", "", "a\u{0}b",
        ])
    func badNames(name: String) throws {
        let fixture = try HubFixture([ServedRepository("models", "acme/tiny-bert", files: [name: Data("x".utf8)])])
        guard case .badFileName? = fixture.error({ try fixture.client.fetch(of: fixture.listing()) }) else {
            Issue.record("took \(name)")
            return
        }
        #expect(fixture.tree.isEmpty)
    }

    @Test("no server at the address")
    func noServer() throws {
        var settings = fixture.settings
        settings.endpoint = "http://127.0.0.1:1"
        let repository = try HubRepository(.model, "acme/x")
        #expect(
            fixture.error { _ = try HubClient(settings).listing(of: repository) }
                == .unreachable(place: "http://127.0.0.1:1/api/models/acme/x/revision/main", .connection))
        settings.endpoint = "http://nobody.invalid"
        #expect(
            fixture.error { _ = try HubClient(settings).listing(of: repository) }
                == .unreachable(place: "http://nobody.invalid/api/models/acme/x/revision/main", .name))
    }
}
