/// Numbers from −1 to 1 by row and column, such as cosines: one hue for what is above 0, another for what is below.
package struct SignedHeatMap: HeatTable, Equatable {
    package var rowLabels: [String]
    package var columnLabels: [String]
    /// By row and column; nil where there is no number.
    package var values: [[Double?]]

    package init(rowLabels: [String], columnLabels: [String], values: [[Double?]]) {
        self.rowLabels = rowLabels
        self.columnLabels = columnLabels
        self.values = values
    }

    package var fits: Bool { values.count == rowLabels.count && values.allSatisfy { $0.count == columnLabels.count } }

    package func cell(row: Int, column: Int) -> HeatCell? {
        guard let value = values[row][column], value.isDrawable else { return nil }
        let rounded = (100 * value).rounded() / 100
        return HeatCell(
            text: PlotNumber.display(rounded), color: value < 0 ? .heatOfWrong : .heatOfRight,
            share: min(1, value.magnitude))
    }

    package var finding: String {
        let numbers = values.flatMap { $0.compactMap(\.self) }.filter(\.isDrawable)
        guard let lowest = numbers.min(), let highest = numbers.max() else { return "No data." }
        let below = numbers.count { $0 < 0 }
        func text(_ value: Double) -> String { PlotNumber.short((100 * value).rounded() / 100) }
        return
            "\(below) of \(numbers.count) values are below 0. The lowest is \(text(lowest)), the highest \(text(highest))."
    }
}
