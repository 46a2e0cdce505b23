import Foundation

/// The numbers of each step of a long command, for `steps.csv` and other tools. No renderer shows them.
package struct StepSeries: Sendable, Equatable, Codable {
    /// The groups that the steps belong to, e.g. the name of what each step worked on.
    package struct Groups: Sendable, Equatable, Codable {
        /// The column's name.
        package var name: String
        /// One per step.
        package var values: [String]

        package init(name: String, values: [String]) {
            self.name = name
            self.values = values
        }
    }

    /// One number per step.
    package struct Column: Sendable, Equatable, Codable {
        package var name: String
        /// One per step; not-a-number if it is unknown.
        package var values: [Double]
        /// True if a plot should show one line per group, as for losses, rather than one line for all.
        package var isByGroup: Bool

        package init(name: String, values: [Double], isByGroup: Bool = false) {
            self.name = name
            self.values = values
            self.isByGroup = isByGroup
        }
    }

    /// The steps' numbers, counted from 1.
    package var steps: [Int]
    package var groups: Groups?
    package var columns: [Column]

    package init(steps: [Int], groups: Groups? = nil, columns: [Column]) {
        self.steps = steps
        self.groups = groups
        self.columns = columns
    }

    /// The series of several cells as CSV, one row per step: `cell`, `step`, then every column of any series. Unknown values are empty.
    package static func csv(_ all: [(cell: String, series: StepSeries)]) -> String {
        var names: [String] = []
        for (_, series) in all {
            for name in [series.groups?.name].compactMap(\.self) + series.columns.map(\.name)
            where !names.contains(name) {
                names.append(name)
            }
        }
        var text = (["cell", "step"] + names).map(\.csvField).joined(separator: ",") + "\n"
        for (cell, series) in all {
            let columns = names.map { name in series.columns.first { $0.name == name }?.values }
            for (row, step) in series.steps.enumerated() {
                var fields = [cell.csvField, String(step)]
                for (name, values) in zip(names, columns) {
                    if let values {
                        fields.append(values.indices.contains(row) ? values[row].csvField : "")
                    } else if let groups = series.groups, groups.name == name, groups.values.indices.contains(row) {
                        fields.append(groups.values[row].csvField)
                    } else {
                        fields.append("")
                    }
                }
                text += fields.joined(separator: ",") + "\n"
            }
        }
        return text
    }
}

extension Float {
    /// The number given by its shortest decimal form, so that it is written without extra digits.
    package var shortest: Double { Double("\(self)") ?? Double(self) }
}

extension Double {
    /// The number as a CSV field: its shortest exact decimal form; empty for not-a-number.
    fileprivate var csvField: String {
        if isNaN { return "" }
        return self == rounded() && abs(self) < 1e15 ? String(Int(self)) : "\(self)"
    }
}

extension String {
    /// The text as a CSV field, by RFC 4180.
    fileprivate var csvField: String {
        guard contains(where: { $0 == "\"" || $0 == "," || $0.isNewline }) else { return self }
        return "\"\(replacing("\"", with: "\"\""))\""
    }
}
