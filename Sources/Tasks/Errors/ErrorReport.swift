import Metrics
import Outputs

/// Where a model fails, as values: tables of groups, each with examples below it, and figures.
package struct ErrorReport: Sendable {
    package enum Part: Sendable {
        case output(Output)
        case figure(ErrorFigure)
    }

    package var parts: [Part] = []

    package init() {}

    mutating func add(_ output: Output) { parts.append(.output(output)) }
    mutating func add(_ figure: ErrorFigure) { parts.append(.figure(figure)) }

    /// A table of groups, and below it examples of each. The number of examples that go wrong leads to them.
    ///
    /// - Parameters:
    ///   - columns: the name of the groups' column, and of the others.
    ///   - wrong: what is wrong with the examples, e.g. `not found`, which the last column counts; nil if the group's name says it and
    ///     the second column counts them.
    mutating func add(_ groups: [ErrorGroup], caption: String, columns: [String], wrong: String? = nil) {
        guard !groups.isEmpty else { return }
        func link(_ group: ErrorGroup) -> String { "\(caption): \(group.name)" }
        add(
            .table(
                Table(
                    caption: caption, columns: columns + [wrong].compactMap(\.self),
                    rows: groups.map { [$0.name] + $0.cells + (wrong == nil ? [] : [Format.count($0.exampleCount)]) },
                    links: groups.enumerated().filter { !$1.examples.isEmpty }.map { row, group in
                        Table.Link(row: row, column: wrong == nil ? 1 : columns.count, examples: link(group))
                    })))
        let shown = groups.filter { !$0.examples.isEmpty }.map { group in
            // A number alone says nothing below its table.
            let name = group.name.first?.isNumber == true ? "\(columns[0]) \(group.name)" : group.name
            return ExampleGroup(
                title:
                    "\([name, wrong].compactMap(\.self).joined(separator: ", ")): \(group.examples.count) of \(Format.count(group.exampleCount))",
                examples: group.examples, name: link(group))
        }
        if !shown.isEmpty { add(.examples(shown)) }
    }
}

/// A group of examples: a row of a table.
struct ErrorGroup {
    var name: String
    /// What the table has in its other columns.
    var cells: [String]
    /// How many examples it has that go wrong.
    var exampleCount: Int
    /// Some of these, each as one or more texts.
    var examples: [[MarkedText]]
}

/// A figure as values, which a program draws.
package struct ErrorFigure: Sendable {
    package enum Content: Sendable {
        /// One bar a label, from 0 to 1.
        case bars(labels: [String], values: [Double])
        /// The fraction of right predictions by their probability.
        case reliability(Calibration)
    }

    /// The end of its file's name, e.g. `types`.
    package var name: String
    package var caption: String
    package var xLabel: String
    package var yLabel: String
    package var content: Content
    /// The numbers that it is drawn from; nil where they stand in a table of the report.
    package var table: Table?
}

package struct ErrorOptions: Sendable {
    /// The largest number of examples below each number.
    package var examples: Int

    package init(examples: Int = 3) { self.examples = examples }
}

/// The place of a number in intervals that begin with these: 1, 2, 3–5, 6 and more.
struct NumberGroups {
    /// The first number of each group, ascending.
    let starts: [Int]

    func group(of number: Int) -> Int { max((starts.lastIndex { $0 <= number }) ?? 0, 0) }

    /// `1`, `3–5`, `6 and more`.
    func name(_ group: Int) -> String {
        guard group + 1 < starts.count else { return "\(starts[group]) and more" }
        let last = starts[group + 1] - 1
        return last == starts[group] ? "\(last)" : "\(starts[group])–\(last)"
    }
}

extension ErrorReport {
    /// How far the model's probabilities can be believed: a diagram, the expected calibration error, and a table of the bins.
    ///
    /// - Parameters:
    ///   - right: what being right is called, e.g. `exact match`.
    ///   - noun: what the predictions are made for, e.g. `questions`.
    ///   - example: a prediction as texts.
    mutating func addCalibration(
        task: TaskDescription, probabilities: [Double], isRight: [Bool], right: String, noun: String,
        _ options: ErrorOptions, example: (Int) -> [MarkedText]
    ) {
        guard !probabilities.isEmpty, probabilities.count == isRight.count else { return }
        let calibration = Calibration(probabilities: probabilities, isRight: isRight)
        let filled = calibration.bins.filter { !$0.members.isEmpty }
        func range(_ bin: Calibration.Bin) -> String {
            "\(Format.decimal(100 * bin.lower, 0))–\(Format.percent(bin.upper, 0))"
        }
        let cells = filled.map { bin in
            [
                Format.count(bin.members.count), Format.percent(bin.confidence, 1), Format.percent(bin.accuracy, 1),
            ]
        }
        let columns = ["Probability", noun, "mean probability", right]
        add(
            .metrics([
                Metric(
                    name: "\(task.name).calibration-error", label: "\(task.title) expected calibration error",
                    value: calibration.expectedError, style: .percent)
            ]))
        add(
            ErrorFigure(
                name: "calibration",
                caption: "How often a prediction is right, by the probability that the model gives it",
                xLabel: "Probability", yLabel: "Right", content: .reliability(calibration), table: nil))
        // The surest mistakes teach most.
        add(
            zip(filled, cells).map { bin, cells in
                let wrong = bin.members.filter { !isRight[$0] }.sorted {
                    (-probabilities[$0], $0) < (-probabilities[$1], $1)
                }
                return ErrorGroup(
                    name: range(bin), cells: cells, exampleCount: wrong.count,
                    examples: wrong.prefix(options.examples).map(example))
            }, caption: "By the probability that the model gives its prediction", columns: columns, wrong: "wrong")
    }
}
