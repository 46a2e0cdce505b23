import FlyingFox
import FlyingSocks
import Foundation
import Notebooks

/// Serves a notebook's live page on this machine to everybody who has its address.
///
/// - It listens on 127.0.0.1 only. Every request needs the token of the address. Its `Host` must be this machine, so that another site
///   can't lead its own name to this server.
/// - A request that changes something must come from the page itself: `Origin` and `Sec-Fetch-Site` are checked, and CORS allows no
///   other origin.
/// - The page may load nothing from elsewhere, and runs no script except its own.
package struct PageServer: Sendable {
    package let port: UInt16
    private let token: String

    /// The address of the page, with its token.
    package var address: String { "http://127.0.0.1:\(port)/?token=\(token)" }

    /// Starts a server on the first free port, and returns when it listens.
    ///
    /// - Throws: `PortsTaken` if none is free.
    package init(_ live: LiveNotebook, ports: ClosedRange<UInt16>) async throws {
        var generator = SystemRandomNumberGenerator()
        token = (0..<4).map { _ in
            let digits = String(generator.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
        let handler = RequestHandler(live: live, token: token)
        for port in ports where Self.isFree(port) {
            let server = HTTPServer(
                config: HTTPServer.Configuration(
                    address: try sockaddr_in.inet(ip4: "127.0.0.1", port: port),
                    // A question may have to wait until a model is loaded.
                    timeout: 600, sharedRequestReplaySize: RequestHandler.bodyLimit, logger: .disabled),
                handler: ClosureHTTPHandler { await handler.respond($0) })
            guard await Self.listens(server) else { continue }
            self.port = port
            let board = live.board
            Task {
                // Only writing to a connection shows that its page is closed.
                while true {
                    try await Task.sleep(for: .seconds(15))
                    board.ping()
                }
            }
            return
        }
        throw PortsTaken(ports: ports)
    }

    /// Starts a server; false if another program has taken the port in the meantime.
    private static func listens(_ server: HTTPServer) async -> Bool {
        let (results, continuation) = AsyncStream.makeStream(of: Bool.self)
        Task {
            try? await server.run()
            continuation.yield(false)
        }
        Task { continuation.yield((try? await server.waitUntilListening(timeout: 60)) != nil) }
        return await results.first { _ in true } ?? false
    }

    private static func isFree(_ port: UInt16) -> Bool {
        guard let socket = try? Socket(domain: AF_INET) else { return false }
        defer { try? socket.close() }
        do {
            try socket.setValue(true, for: .localAddressReuse)
            try socket.bind(to: sockaddr_in.inet(ip4: "127.0.0.1", port: port))
            try socket.listen()
            return true
        } catch {
            return false
        }
    }
}

/// Thrown if no port is free.
package struct PortsTaken: Error, CustomStringConvertible {
    package var ports: ClosedRange<UInt16>

    package var description: String {
        ports.count == 1
            ? "port \(ports.lowerBound) is in use. Choose another one with `--port`."
            : "the ports \(ports.lowerBound) to \(ports.upperBound) are in use. Choose another one with `--port`."
    }
}
