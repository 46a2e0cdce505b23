import Foundation

/// The program of the toy practical, which serves a notebook in a folder of its own.
final class ToyServer: @unchecked Sendable {
    static let notebook = """
        ---
        title: "Counting Letters"
        params:
          file: text.txt
          most: 2
        ---

        Some prose.

        ```{practicum}
        #| label: read
        read $file
        ```

        ```{practicum}
        #| label: count
        count --most $most
        ```

        ```{practicum}
        #| label: long
        study --pages 400
        ```

        """

    let folder: String
    let port: UInt16
    let token: String
    private let process: Process

    /// An error of the test itself, not of the server.
    struct Failure: Error { var text: String }

    init(notebook: String = ToyServer.notebook) throws {
        let folder = NSTemporaryDirectory() + "served-\(UUID().uuidString)"
        self.folder = folder
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try notebook.write(toFile: "\(folder)/book.md", atomically: true, encoding: .utf8)
        try "The tower is tall.\n".write(toFile: "\(folder)/text.txt", atomically: true, encoding: .utf8)
        process = Process()
        process.executableURL = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("toypracticum")
        process.arguments = ["serve", "book.md", "--no-open"]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ProcessInfo.processInfo.environment.merging([
            "PRACTICUM_STORE": "\(folder)/store", "XDG_CACHE_HOME": "\(folder)/cache",
        ]) { $1 }
        try Data().write(to: URL(fileURLWithPath: "\(folder)/printed"))
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: "\(folder)/printed")
        process.standardError = process.standardOutput
        try process.run()
        let printed = { (try? String(contentsOfFile: "\(folder)/printed", encoding: .utf8)) ?? "" }
        let address = #/http://127\.0\.0\.1:(\d+)/\?token=([0-9a-f]+)\n/#
        for _ in 0..<1000 where printed().firstMatch(of: address) == nil { usleep(20_000) }
        guard let match = printed().firstMatch(of: address), let port = UInt16(match.1) else {
            throw Failure(text: printed())
        }
        self.port = port
        token = String(match.2)
    }

    /// Ends the server as Ctrl-C does, and returns its exit status.
    @discardableResult
    func stop() -> Int32 {
        process.interrupt()
        let limit = ContinuousClock.now + .seconds(60)
        while process.isRunning, .now < limit { usleep(5_000) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
        return process.terminationStatus
    }

    var contents: String {
        get { (try? String(contentsOfFile: "\(folder)/book.md", encoding: .utf8)) ?? "" }
        set { try? newValue.write(toFile: "\(folder)/book.md", atomically: true, encoding: .utf8) }
    }

    /// The file's bytes, with the byte order mark that it may have.
    var bytes: [UInt8] { [UInt8](FileManager.default.contents(atPath: "\(folder)/book.md") ?? Data()) }

    // MARK: Requests

    struct Answer {
        var status: Int
        var head: String
        var body: String

        func json<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
            try JSONDecoder().decode(type, from: Data(body.utf8))
        }
    }

    /// Sends a request without changes, and reads the whole reply.
    func send(
        _ method: String, _ target: String, _ headers: [String: String] = [:], body: String = "", host: String? = nil
    ) throws -> Answer {
        let connection = try Connection(port)
        var lines = ["\(method) \(target) HTTP/1.1", "Host: \(host ?? "127.0.0.1:\(port)")", "Connection: close"]
        lines += headers.map { "\($0.key): \($0.value)" }
        if !body.isEmpty { lines.append("Content-Length: \(body.utf8.count)") }
        try connection.write(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
        let text = try connection.readToEnd()
        guard let split = text.firstRange(of: "\r\n\r\n"),
            let status = Int(text.split(separator: " ").dropFirst().first ?? "")
        else { throw Failure(text: text) }
        return Answer(
            status: status, head: String(text[..<split.lowerBound]), body: String(text[split.upperBound...]))
    }

    func get(_ path: String, _ query: String = "") throws -> Answer {
        try send("GET", "/\(path)?token=\(token)\(query)")
    }

    func post(_ path: String, _ body: String, _ headers: [String: String] = [:]) throws -> Answer {
        let own = ["Content-Type": "application/json", "X-Practicum-Token": token]
        return try send("POST", "/\(path)", own.merging(headers) { $1 }, body: body)
    }

    /// Asks for the news until they are as expected; fails after 200 tries.
    func waitForNews(since: String = "", _ isMeant: (String) -> Bool) throws -> String {
        for _ in 0..<200 {
            let body = try get("news", "&since=\(since)").body
            if isMeant(body) { return body }
            usleep(50_000)
        }
        throw Failure(text: try get("news", "&since=\(since)").body)
    }

    /// The stream of events, from a version on.
    func events(since: String? = nil, lastID: String? = nil) throws -> Connection {
        let connection = try Connection(port)
        let query = since.map { "&since=\($0)" } ?? ""
        let last = lastID.map { "Last-Event-ID: \($0)\r\n" } ?? ""
        try connection.write("GET /events?token=\(token)\(query) HTTP/1.1\r\nHost: localhost:\(port)\r\n\(last)\r\n")
        return connection
    }
}

/// A connection to the server.
final class Connection {
    private let descriptor: Int32
    private var pending = ""

    init(_ port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var timeout = timeval(tv_sec: 15, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw ToyServer.Failure(text: String(cString: strerror(errno))) }
    }

    deinit { close(descriptor) }

    func write(_ text: String) throws {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw ToyServer.Failure(text: String(cString: strerror(errno))) }
            bytes = bytes.dropFirst(count)
        }
    }

    /// Nil at the end.
    private func read() throws -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { throw ToyServer.Failure(text: String(cString: strerror(errno))) }
        return count == 0 ? nil : Array(buffer[..<count])
    }

    func readToEnd() throws -> String {
        var bytes: [UInt8] = []
        while let more = try read() { bytes += more }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads until an event is as expected, and returns its id.
    func event(_ isMeant: (String) -> Bool) throws -> String {
        while true {
            while let end = pending.firstRange(of: "\n\n") {
                let event = String(pending[..<end.lowerBound])
                pending = String(pending[end.upperBound...])
                if isMeant(event), let id = event.firstMatch(of: #/(?m)^id: (\S+)/#) { return String(id.1) }
            }
            guard let more = try read() else { throw ToyServer.Failure(text: "the stream has ended") }
            pending += String(decoding: more, as: UTF8.self)
        }
    }
}
