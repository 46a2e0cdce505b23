import Foundation

/// A server on this machine that behaves like the Hugging Face Hub, as far as a download sees it, and misbehaves on request.
///
/// It has two hosts, as the Hub has: itself at `127.0.0.1`, and at `localhost`, on another port, the storage of large files that it
/// passes on to.
package final class LocalHub: @unchecked Sendable {
    private struct Rule {
        let fault: ServerFault
        let part: String
        let host: ServedRequest.Host?
        var timesLeft: Int
    }

    /// To be set as `HF_ENDPOINT`.
    package let endpoint: String
    /// The origin of the large files.
    package let storage: String
    /// Who has one of these may see gated and private repositories.
    package let tokens: Set<String>
    /// How many files a page of the list has.
    package let pageSize: Int
    let repositories: [ServedRepository]
    private let sockets: [Int32]

    private let lock = NSLock()
    private var rules: [Rule] = []
    private var log: [ServedRequest] = []
    private var isStopped = false

    /// - Parameter port: 0 for any that is free.
    package init(
        _ repositories: [ServedRepository], port: UInt16 = 0, tokens: Set<String> = [], pageSize: Int = 1_000
    ) throws {
        // No proxy of the environment stands between a machine and itself.
        for name in ["no_proxy", "NO_PROXY"] { setenv(name, "127.0.0.1,localhost", 1) }
        self.repositories = repositories
        self.tokens = tokens
        self.pageSize = pageSize
        let hub = try ServerSocket.listening(port: port)
        let files = try ServerSocket.listening(port: 0)
        endpoint = "http://127.0.0.1:\(hub.port)"
        storage = "http://localhost:\(files.port)"
        sockets = [hub.descriptor, files.descriptor]
        for (descriptor, host) in [(hub.descriptor, ServedRequest.Host.hub), (files.descriptor, .storage)] {
            Thread.detachNewThread { self.accept(on: descriptor, host) }
        }
    }

    /// Ends the server. Its threads hold it, so it doesn't end by itself.
    package func stop() { lock.withLock { isStopped = true } }

    var isRunning: Bool { lock.withLock { !isStopped } }

    /// Everything that was asked since the start, or since it was cleared.
    package var requests: [ServedRequest] { lock.withLock { log } }

    package func clearRequests() { lock.withLock { log = [] } }

    /// Misbehaves in answers to requests whose target has `part` in it.
    ///
    /// - Parameters:
    ///   - host: Nil for both.
    ///   - times: How often.
    package func add(_ fault: ServerFault, to part: String, at host: ServedRequest.Host? = nil, times: Int = .max) {
        lock.withLock { rules.append(Rule(fault: fault, part: part, host: host, timesLeft: times)) }
    }

    package func clearFaults() { lock.withLock { rules = [] } }

    private func record(_ request: ServedRequest) -> ServerFault? {
        lock.withLock {
            log.append(request)
            let index = rules.firstIndex {
                $0.timesLeft > 0 && request.target.contains($0.part) && ($0.host == nil || $0.host == request.host)
            }
            guard let index else { return nil }
            rules[index].timesLeft -= 1
            return rules[index].fault
        }
    }

    private func accept(on descriptor: Int32, _ host: ServedRequest.Host) {
        defer { close(descriptor) }
        while isRunning {
            guard ServerSocket.isReadable(descriptor, within: 50) else { continue }
            let connection = Foundation.accept(descriptor, nil, nil)
            guard connection >= 0 else { continue }
            ServerSocket.ignorePipeSignal(connection)
            Thread.detachNewThread {
                self.serve(connection, host)
                close(connection)
            }
        }
    }

    /// One request on a connection: the next one comes on another.
    private func serve(_ descriptor: Int32, _ host: ServedRequest.Host) {
        guard let head = ServerSocket.requestHead(from: descriptor) else { return }
        let lines = head.split(separator: "\r\n").map(String.init)
        let words = lines.first?.split(separator: " ").map(String.init) ?? []
        guard words.count == 3 else { return }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
                in: .whitespaces)
        }
        let request = ServedRequest(host: host, method: words[0], target: words[1], headers: headers)
        let fault = record(request)
        let answer = host == .hub ? hubAnswer(request, fault) : storageAnswer(request, fault)
        AnswerWriter(server: self, descriptor: descriptor, request: request, fault: fault).write(answer)
    }
}
