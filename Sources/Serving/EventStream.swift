import FlyingSocks
import Foundation

/// The server-sent events of one page: what is new on the board, with its version as the id, by which the browser asks for the rest
/// after it has lost the connection.
struct EventStream: AsyncBufferedSequence {
    typealias Element = UInt8

    let board: Board
    /// The version that the page has.
    let since: String

    func makeAsyncIterator() -> Iterator { Iterator(board: board, since: since, signals: board.listen()) }

    struct Iterator: AsyncBufferedIteratorProtocol {
        private let board: Board
        private var since: String
        private var signals: AsyncStream<Void>.Iterator
        /// What of an event was not taken yet.
        private var rest: ArraySlice<UInt8> = []

        init(board: Board, since: String, signals: AsyncStream<Void>) {
            self.board = board
            self.since = since
            self.signals = signals.makeAsyncIterator()
        }

        mutating func next() async throws -> UInt8? {
            // The server takes what there is at once.
            try await nextBuffer(suggested: 1)?.first
        }

        mutating func nextBuffer(suggested count: Int) async throws -> ArraySlice<UInt8>? {
            if rest.isEmpty {
                guard await signals.next() != nil else { return nil }
                // A comment finds out whether the page is still there.
                rest = Array((event() ?? ":\n\n").utf8)[...]
            }
            let piece = rest.prefix(1 << 16)
            rest = rest.dropFirst(piece.count)
            return piece
        }

        private mutating func event() -> String? {
            guard let news = board.news(since: since) else { return nil }
            since = news.id
            // JSON stands on one line. A lost connection is tried again at once.
            return "retry: 300\nid: \(since)\ndata: \(news.json)\n\n"
        }
    }
}

extension Board.News {
    /// `{"from": …, "id": …, "sheet": …, "pieces": [[name, HTML] …]}`.
    var json: String {
        struct Coded: Encodable {
            var from: String
            var id: String
            var sheet: String?
            var pieces: [[String]]
        }
        let coded = Coded(from: from, id: id, sheet: sheet, pieces: pieces.map { [$0.name, $0.html] })
        return (try? JSONEncoder().encode(coded)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
