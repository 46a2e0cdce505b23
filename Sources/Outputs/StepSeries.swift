import Foundation

/// What a long command knows of each of its steps: for `steps.csv` and for other tools, and shown by no renderer.
package struct StepSeries: Sendable, Equatable, Codable {
    /// What the steps are told apart by, e.g. the name of what each step worked on.
    package struct Groups: Sendable, Equatable, Codable {
        /// The column's name.
        package var name: String
        /// One a step.
        package var values: [String]

        package init(name: String, values: [String]) {
            self.name = name
            self.values = values
        }
    }

    /// A number of each step.
    package struct Column: Sendable, Equatable, Codable {
        package var name: String
        /// One a step; not a number where it isn't known.
        package var values: [Double]
        /// True when the groups' numbers are lines of their own rather than one line, as losses are.
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

    /// The series of several cells as CSV, one row a step: `cell`, `step`, then every column that one of them has. What isn't
    /// known is empty.
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
    /// The number that its shortest decimal names, so that it is written with no more digits than it has.
    package var shortest: Double { Double("\(self)") ?? Double(self) }
}

extension Double {
    /// As CSV has it: the shortest decimal that gives this number again, empty when it is none.
    fileprivate var csvField: String {
        if isNaN { return "" }
        return self == rounded() && abs(self) < 1e15 ? String(Int(self)) : "\(self)"
    }
}

extension String {
    /// As CSV has it, by RFC 4180.
    fileprivate var csvField: String {
        guard contains(where: { $0 == "\"" || $0 == "," || $0.isNewline }) else { return self }
        return "\"\(replacing("\"", with: "\"\""))\""
    }
}
