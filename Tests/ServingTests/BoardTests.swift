import Serving
import Testing

/// The news that a page gets from the board.
@Suite struct BoardTests {
    private func piece(_ name: String, _ html: String) -> Board.Piece { Board.Piece(name: name, html: html) }

    private func names(_ news: Board.News?) -> [String]? { news?.pieces.map { "\($0.name)=\($0.html)" } }

    @Test func aPageGetsTheChangesSinceItsVersion() {
        let board = Board()
        board.put([piece("0", "a"), piece("1", "b")], structure: ["x", "y"], sheet: "sheet")
        let first = board.news(since: "")
        #expect(first?.sheet == "sheet")
        #expect(names(first) == [])
        let id = first?.id ?? ""
        #expect(board.news(since: id) == nil)
        board.put([piece("1", "b"), piece("0", "c")], structure: ["x", "y"], sheet: nil)
        board.put([piece("status", "running")], structure: ["x", "y"], sheet: nil)
        let second = board.news(since: id)
        #expect(second?.sheet == nil)
        #expect(names(second) == ["0=c", "status=running"])
        #expect(second?.from == id)
        #expect(board.news(since: second?.id ?? "") == nil)
    }

    @Test func unchangedPiecesAreNotSent() {
        let board = Board()
        board.put([piece("0", "a")], structure: ["x"], sheet: "sheet")
        let version = board.version
        board.put([piece("0", "a")], structure: ["x"], sheet: nil)
        #expect(board.version == version)
        board.put([piece("0", "a")], structure: ["x"], sheet: nil, always: ["0"])
        #expect(board.version == version + 1)
    }

    @Test func aNewStructureSendsTheSheetAndNewerPieces() {
        let board = Board()
        board.put([piece("0", "a"), piece("status", "s")], structure: ["x"], sheet: "one")
        let id = board.news(since: "")?.id ?? ""
        board.put([piece("0", "b"), piece("1", "c")], structure: ["x", "y"], sheet: "two")
        board.put([piece("1", "d")], structure: ["x", "y"], sheet: nil)
        let news = board.news(since: id)
        #expect(news?.sheet == "two")
        #expect(names(news) == ["1=d"])
    }

    @Test func aVersionOfAnotherServerIsUnknown() {
        let board = Board()
        board.put([piece("status", "s")], structure: ["x"], sheet: "sheet")
        let news = board.news(since: "other-7")
        #expect(news?.sheet == "sheet")
        #expect(names(news) == ["status=s"])
    }
}
