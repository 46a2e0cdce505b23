/// How the rows of a packed batch are divided among the threads. It depends on the number of rows only.
package struct RowPieces: Sendable, Equatable {
    package let rowCount: Int
    /// An even number when there is more than one, so that two threads share the work evenly.
    package let count: Int

    /// The approximate number of rows in one piece: enough that packing a weight matrix for the product costs little.
    private static let target = 256

    /// The largest number of rows in a piece.
    package static var maximumRows: Int { target }

    package init(rowCount: Int) {
        self.rowCount = rowCount
        let pairs = (rowCount + 2 * RowPieces.target - 1) / (2 * RowPieces.target)
        self.count = rowCount < 32 ? 1 : 2 * pairs
    }

    package func rows(_ piece: Int) -> Range<Int> { piece * rowCount / count..<(piece + 1) * rowCount / count }

    /// The most pieces that any batch of at most `rowCount` rows is cut into.
    package static func maximumCount(rowCount: Int) -> Int { max(2, RowPieces(rowCount: rowCount).count) }
}
