import FlyingSocks
import Foundation

/// The server-sent events of one page: the news of the board. The id of an event is the board's version, and a browser that has lost its
/// connection asks for the news since the last id.
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
        /// The part of an event that was not sent yet.
        private var rest: ArraySlice<UInt8> = []

        init(board: Board, since: String, signals: AsyncStream<Void>) {
            self.board = board
            self.since = since
            self.signals = signals.makeAsyncIterator()
        }

        mutating func next() async throws -> UInt8? {
            // The server itself only calls `nextBuffer`.
            try await nextBuffer(suggested: 1)?.first
        }

        mutating func nextBuffer(suggested count: Int) async throws -> ArraySlice<UInt8>? {
            if rest.isEmpty {
                guard await signals.next() != nil else { return nil }
                // Sending a comment shows whether the page is still open.
                rest = Array((event() ?? ":\n\n").utf8)[...]
            }
            let piece = rest.prefix(1 << 16)
            rest = rest.dropFirst(piece.count)
            return piece
        }

        private mutating func event() -> String? {
            guard let news = board.news(since: since) else { return nil }
            since = news.id
            // The JSON has no line breaks. The browser tries a lost connection again after 0.3 s.
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
