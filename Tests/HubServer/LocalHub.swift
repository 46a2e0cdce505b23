import Foundation

/// A server on this machine that behaves like the Hugging Face Hub for downloads, and can be told to misbehave.
///
/// Like the Hub, it has two hosts: the Hub itself at `127.0.0.1`, and the storage for large files, to which it
/// redirects, at `localhost` on another port.
package final class LocalHub: @unchecked Sendable {
    private struct Rule {
        let fault: ServerFault
        let part: String
        let host: ServedRequest.Host?
        var timesLeft: Int
    }

    /// The value for `HF_ENDPOINT`.
    package let endpoint: String
    /// The origin of the large files.
    package let storage: String
    /// Requests with one of these tokens may access gated and private repositories.
    package let tokens: Set<String>
    /// The number of files on one page of the list.
    package let pageSize: Int
    let repositories: [ServedRepository]
    private let sockets: [Int32]

    private let lock = NSLock()
    private var rules: [Rule] = []
    private var log: [ServedRequest] = []
    private var isStopped = false

    /// - Parameter port: 0 for any free port.
    package init(
        _ repositories: [ServedRepository], port: UInt16 = 0, tokens: Set<String> = [], pageSize: Int = 1_000
    ) throws {
        // Requests to this machine must not go through a proxy from the environment.
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

    /// Stops the server. Its threads hold a reference to it, so it does not stop by itself.
    package func stop() { lock.withLock { isStopped = true } }

    var isRunning: Bool { lock.withLock { !isStopped } }

    /// All requests since the start, or since the list was cleared.
    package var requests: [ServedRequest] { lock.withLock { log } }

    package func clearRequests() { lock.withLock { log = [] } }

    /// Adds a fault to the responses to requests whose target contains `part`.
    ///
    /// - Parameters:
    ///   - host: Nil for both hosts.
    ///   - times: How many responses have the fault.
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

    /// Serves one request per connection.
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
