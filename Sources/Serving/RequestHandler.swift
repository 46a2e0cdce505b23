import Files
import FlyingFox
import Foundation
import Reporting

/// Replies to requests, after checking that they come from the page.
struct RequestHandler: Sendable {
    let live: LiveNotebook
    let token: String

    /// The largest accepted body, in bytes. No notebook is larger.
    static let bodyLimit = 16 << 20

    private static let script = String(decoding: PackageResources.page_js, as: UTF8.self)
    private static let style = String(decoding: PackageResources.page_css, as: UTF8.self)

    /// The page may load nothing that is not part of it, run no script except its own, and not be shown in a frame.
    private static let policy =
        "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; connect-src 'self'; "
        + "script-src 'sha256-\(Data(SHA256.hash(script.utf8).bytes).base64EncodedString())'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'"

    private static let commonHeaders: [HTTPHeader: String] = [
        HTTPHeader("Content-Security-Policy"): policy, HTTPHeader("Cache-Control"): "no-store",
        HTTPHeader("Referrer-Policy"): "no-referrer", HTTPHeader("X-Content-Type-Options"): "nosniff",
        HTTPHeader("Cross-Origin-Resource-Policy"): "same-origin",
        HTTPHeader("Cross-Origin-Opener-Policy"): "same-origin",
    ]

    func respond(_ request: HTTPRequest) async -> HTTPResponse {
        var response = await check(request)
        for (header, value) in Self.commonHeaders { response.headers[header] = value }
        return response
    }

    // MARK: Checking requests

    private func check(_ request: HTTPRequest) async -> HTTPResponse {
        let host = request.headers[HTTPHeader("Host")] ?? ""
        guard Self.isThisMachine(host) else {
            return Self.refuse(.forbidden, "This server serves only this machine, which is not called \(host).")
        }
        let given = request.headers[HTTPHeader("X-Practicum-Token")] ?? request.query["token"] ?? ""
        guard Self.isSame(given, token) else {
            return Self.refuse(.forbidden, "Open the address that `practicum serve` has printed, with its token.")
        }
        switch request.method {
        case .GET: return await get(request)
        case .POST:
            // Browsers send these headers; other programs on this machine need not.
            let origin = request.headers[HTTPHeader("Origin")]
            let site = request.headers[HTTPHeader("Sec-Fetch-Site")]
            guard origin == nil || origin == "http://\(host)", site == nil || site == "same-origin" else {
                return Self.refuse(.forbidden, "This request comes from another page.")
            }
            guard request.headers[HTTPHeader("Content-Type")]?.hasPrefix("application/json") == true else {
                return Self.refuse(.unsupportedMediaType, "Send JSON.")
            }
            guard request.bodySequence.count ?? .max <= Self.bodyLimit, let body = try? await request.bodyData else {
                return Self.refuse(
                    .payloadTooLarge, "The request is too large: at most \(Self.bodyLimit) bytes are accepted.")
            }
            return await post(request.path, body)
        default: return Self.refuse(.methodNotAllowed, "Only GET and POST are accepted.")
        }
    }

    /// Whether a `Host` header names this machine. The port may be another one, since a tunnel may lead here.
    private static func isThisMachine(_ host: String) -> Bool {
        let parts = host.split(separator: ":", omittingEmptySubsequences: false)
        guard let name = parts.first, ["127.0.0.1", "localhost"].contains(name.lowercased()) else { return false }
        return parts.count == 1 || parts.count == 2 && UInt16(parts[1]) != nil
    }

    /// Compares tokens in the same time wherever they differ, so that the time does not reveal a part of the token.
    private static func isSame(_ given: String, _ token: String) -> Bool {
        let (given, token) = (Array(given.utf8), Array(token.utf8))
        guard given.count == token.count else { return false }
        return zip(given, token).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    // MARK: Replies

    private func get(_ request: HTTPRequest) async -> HTTPResponse {
        switch request.path {
        case "/":
            let html = await live.document(script: Self.script, style: Self.style)
            return HTTPResponse(
                statusCode: .ok, headers: [.contentType: "text/html; charset=utf-8"], body: Data(html.utf8))
        case "/events":
            let since = request.headers[HTTPHeader("Last-Event-ID")] ?? request.query["since"] ?? ""
            return HTTPResponse(
                statusCode: .ok, headers: [.contentType: "text/event-stream"],
                body: HTTPBodySequence(from: EventStream(board: live.board, since: since), suggestedBufferSize: 1 << 16)
            )
        case "/news":
            let news = live.board.news(since: request.query["since"] ?? "")
            return HTTPResponse(
                statusCode: .ok, headers: [.contentType: "application/json"], body: Data((news?.json ?? "{}").utf8))
        case "/block":
            let place = Int(request.query["piece"] ?? "") ?? -1
            let isWhole = request.query["whole"] == "true"
            guard let block = await live.text(ofBlock: place, isWhole: isWhole) else {
                return Self.refuse(.notFound, "The notebook no longer has this block.")
            }
            return Self.json(block)
        default: return Self.refuse(.notFound, "There is nothing here.")
        }
    }

    private func post(_ path: String, _ body: Data) async -> HTTPResponse {
        do {
            switch path {
            case "/check":
                let edit = try decode(BlockText.self, body)
                return Self.json(await live.check(edit))
            case "/save":
                let edit = try decode(BlockText.self, body)
                let result = await live.save(edit, runs: try decode(SaveRequest.self, body).runs ?? false)
                return Self.json(result, result.isSaved ? .ok : .conflict)
            case "/run":
                let order = try decode(RunRequest.self, body)
                let isOrdered = await live.run(order.cells, inSection: order.section, isFresh: order.fresh ?? false)
                return isOrdered ? Self.json(Done()) : Self.refuse(.badRequest, "There is no cell to run.")
            case "/stop":
                live.stop()
                return Self.json(Done())
            case "/preview":
                let settings = try decode(Settings.self, body)
                return Self.json(Fragment(html: await live.preview(settings.assignments)))
            case "/settings":
                let settings = try decode(Settings.self, body)
                await live.set(settings.assignments)
                return Self.json(Done())
            case "/ask":
                let question = try decode(Question.self, body)
                return Self.json(Fragment(html: await live.questions.ask(question.name, question.texts, in: live)))
            case "/warm":
                await live.questions.warm(try decode(Question.self, body).name, in: live)
                return Self.json(Done())
            default: return Self.refuse(.notFound, "There is nothing here.")
            }
        } catch {
            return Self.refuse(.badRequest, "The request does not have the expected form.")
        }
    }

    private struct SaveRequest: Codable {
        var runs: Bool?
    }

    private struct RunRequest: Codable {
        var cells: [String]?
        /// The place of its heading.
        var section: Int?
        var fresh: Bool?
    }

    private struct Settings: Codable {
        /// Only the values that differ from the notebook's. Values that the user has not changed are the notebook's own.
        var values: [String: String]

        var assignments: [String] { values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" } }
    }

    private struct Question: Codable {
        var name: String
        var texts: [String]
    }

    private struct Fragment: Codable { var html: String }
    private struct Done: Codable {}

    private func decode<Value: Decodable>(_ type: Value.Type, _ body: Data) throws -> Value {
        try JSONDecoder().decode(type, from: body)
    }

    private static func json(_ value: some Encodable, _ status: HTTPStatusCode = .ok) -> HTTPResponse {
        HTTPResponse(
            statusCode: status, headers: [.contentType: "application/json"],
            body: (try? JSONEncoder().encode(value)) ?? Data("{}".utf8))
    }

    private static func refuse(_ status: HTTPStatusCode, _ text: String) -> HTTPResponse {
        HTTPResponse(
            statusCode: status, headers: [.contentType: "text/plain; charset=utf-8"], body: Data((text + "\n").utf8))
    }
}
