/// A coloured table: what a panel of cells shows.
package protocol HeatTable: Sendable {
    var rowLabels: [String] { get }
    var columnLabels: [String] { get }
    /// Whether there is a value, or nil, for every row and column.
    var fits: Bool { get }
    /// Nil where a cell means nothing.
    func cell(row: Int, column: Int) -> HeatCell?
    /// What the table says, in words.
    var finding: String { get }
}

extension HeatTable {
    var isEmpty: Bool { rowLabels.isEmpty || columnLabels.isEmpty }
}

/// A cell of a coloured table.
package struct HeatCell: Sendable, Equatable {
    package var text: String
    package var color: PlotColor
    /// How much of the colour it gets, from 0 to 1. Without any, its text is faint.
    package var share: Double
}
