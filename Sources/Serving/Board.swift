import Foundation
import Synchronization

/// What pages show, piece by piece, with the version in which each piece was last changed.
///
/// A page names the version that it has, and gets what has changed since: so one that opens late or had lost its connection catches
/// up, and one that is slow gets the latest of each piece and never what came between.
package final class Board: Sendable {
    package struct Piece {
        package var name: String
        package var html: String

        package init(name: String, html: String) {
            self.name = name
            self.html = html
        }
    }

    /// What a page lacks.
    package struct News {
        /// The version that the page had, and the one that it has with this.
        package var from: String
        package var id: String
        /// All that stands below the bar, where the page consists of other pieces now.
        package var sheet: String?
        package var pieces: [Piece]
    }

    /// The pieces that do not stand in the sheet.
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

    /// Tells this server's versions from those of another one on the same port.
    package let epoch = String(UInt32.random(in: 0...UInt32.max), radix: 36)
    private let state = Mutex(State())

    package init() {}

    package var version: Int { state.withLock { $0.version } }
    var structure: [String] { state.withLock { $0.structure } }

    /// Puts up pieces; those that are as they were change nothing.
    ///
    /// - Parameters:
    ///   - sheet: All of the report, where it consists of other pieces than before.
    ///   - always: Names of pieces that pages get in any case.
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

    /// What has changed since a version, of this server or of another one; nil when nothing has.
    package func news(since id: String) -> News? {
        let parts = id.split(separator: "-")
        let known = parts.count == 2 && parts[0] == epoch ? Int(parts[1]) : nil
        return state.withLock { state in
            let version = known ?? -1
            guard state.version > version else { return nil }
            let needsSheet = state.sheetVersion > version
            let pieces = state.order.compactMap { name -> Piece? in
                // What is as old as the sheet is in it.
                let seen = needsSheet && !Self.controls.contains(name) ? state.sheetVersion : version
                guard let changed = state.changed[name], changed > seen, let html = state.html[name] else { return nil }
                return Piece(name: name, html: html)
            }
            return News(
                from: id, id: "\(epoch)-\(state.version)", sheet: needsSheet ? state.sheet : nil, pieces: pieces)
        }
    }

    /// Says whenever there may be news, the first time at once.
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

    /// Wakes every listener, so that connections whose page is gone are noticed.
    func ping() {
        for listener in state.withLock({ Array($0.listeners.values) }) { listener.yield() }
    }
}
