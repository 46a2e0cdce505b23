/// A value that a command shows. Only renderers turn it into HTML, ANSI or JSON. It is independent of tasks: a practical expresses its
/// results as texts with marks, tables and numbers.
package enum Output: Sendable, Equatable {
    /// A sentence or a short paragraph of plain text; line breaks are kept.
    case text(String)
    /// Text with aligned columns, shown in a fixed-width font.
    case preformatted(String)
    case table(Table)
    case figure(Figure)
    /// Named numbers, which are also written to `metrics.json`.
    case metrics([Metric])
    /// Texts with marked parts; if there are several, they are numbered.
    case markedTexts([MarkedText])
    /// Examples of what the table or figure before it counts.
    case examples([ExampleGroup])
    /// Tokens side by side, each with a label under it.
    case tokens(TokenRows)
    case message(Message)
    /// Numbers for each step. They are written to `steps.csv`, and no renderer shows them.
    case series(StepSeries)

    package static func notice(_ text: String) -> Output { .message(Message(.notice, text)) }
    package static func warning(_ text: String) -> Output { .message(Message(.warning, text)) }
    package static func error(_ text: String) -> Output { .message(Message(.error, text)) }
}

/// One output of a cell; outputs keep the order in which they were shown.
package struct CellOutput: Sendable, Equatable, Codable {
    package var output: Output
    /// True for durations, rates, memory, paths and dates, which are in no key and no comparison.
    package var isVolatile: Bool

    package init(_ output: Output, isVolatile: Bool = false) {
        self.output = output
        self.isVolatile = isVolatile
    }
}

/// Information that a reader must see.
package struct Message: Sendable, Equatable, Codable {
    package enum Level: String, Sendable, Codable {
        /// A fallback that was used; shown in the terminal and at the top of the report.
        case notice
        case warning
        case error
    }

    package var level: Level
    /// Plain text; the text between backticks is code.
    package var text: String

    package init(_ level: Level, _ text: String) {
        self.level = level
        self.text = text
    }
}
