import Foundation
import Synchronization

/// The pieces of HTML that pages show, with the version in which each piece last changed.
///
/// A page names the version that it has, and gets the pieces that have changed since. So a page that opens late or lost its connection
/// catches up, and a slow page gets the latest state of each piece and never the states in between.
package final class Board: Sendable {
    package struct Piece {
        package var name: String
        package var html: String

        package init(name: String, html: String) {
            self.name = name
            self.html = html
        }
    }

    /// The changes that a page does not have yet.
    package struct News {
        /// The version that the page had, and the version that it has after these changes.
        package var from: String
        package var id: String
        /// Everything below the bar, if the page consists of other pieces now.
        package var sheet: String?
        package var pieces: [Piece]
    }

    /// The pieces that are not part of the sheet.
    private static let controls: Set = ["status", "problems", "settings", "asks"]

    private struct State {
        var version = 0
        var structure: [String] = []
        var sheet = ""
        var sheetVersion = 0
        var html: [String: String] = [:]
        var changed: [String: Int] = [:]
        var order: [String] = []
        var listeners: [UUID: AsyncStream<Void>.Continuation] = [:]
    }

    /// Distinguishes this server's versions from those of an earlier server on the same port.
    package let epoch = String(UInt32.random(in: 0...UInt32.max), radix: 36)
    private let state = Mutex(State())

    package init() {}

    package var version: Int { state.withLock { $0.version } }
    var structure: [String] { state.withLock { $0.structure } }

    /// Puts pieces on the board. A piece that is the same as before changes nothing.
    ///
    /// - Parameters:
    ///   - sheet: The whole report, if it consists of other pieces than before.
    ///   - always: The names of pieces that pages get even if they are the same.
    package func put(_ pieces: [Piece], structure: [String], sheet: String?, always: Set<String> = []) {
        let listeners = state.withLock { state -> [AsyncStream<Void>.Continuation] in
            let version = state.version + 1
            var hasNews = false
            if let sheet {
                state.structure = structure
                state.sheet = sheet
                state.sheetVersion = version
                state.order.removeAll { !Self.controls.contains($0) }
                state.html = state.html.filter { Self.controls.contains($0.key) }
                hasNews = true
            }
            for piece in pieces where state.html[piece.name] != piece.html || always.contains(piece.name) {
                if state.html[piece.name] == nil { state.order.append(piece.name) }
                state.html[piece.name] = piece.html
                state.changed[piece.name] = version
                hasNews = true
            }
            guard hasNews else { return [] }
            state.version = version
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.yield() }
    }

    /// The changes since a version, which may be of another server; nil if nothing has changed.
    package func news(since id: String) -> News? {
        let parts = id.split(separator: "-")
        let known = parts.count == 2 && parts[0] == epoch ? Int(parts[1]) : nil
        return state.withLock { state in
            let version = known ?? -1
            guard state.version > version else { return nil }
            let needsSheet = state.sheetVersion > version
            let pieces = state.order.compactMap { name -> Piece? in
                // A piece that is as old as the sheet is part of it.
                let seen = needsSheet && !Self.controls.contains(name) ? state.sheetVersion : version
                guard let changed = state.changed[name], changed > seen, let html = state.html[name] else { return nil }
                return Piece(name: name, html: html)
            }
            return News(
                from: id, id: "\(epoch)-\(state.version)", sheet: needsSheet ? state.sheet : nil, pieces: pieces)
        }
    }

    /// Yields whenever there may be news, the first time at once.
    package func listen() -> AsyncStream<Void> {
        let id = UUID()
        return AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            continuation.onTermination = { [weak self] _ in
                self?.state.withLock { _ = $0.listeners.removeValue(forKey: id) }
            }
            state.withLock { $0.listeners[id] = continuation }
            continuation.yield()
        }
    }

    /// Wakes every listener, so that the server notices connections whose page is closed.
    func ping() {
        for listener in state.withLock({ Array($0.listeners.values) }) { listener.yield() }
    }
}
