/// What a command shows: a value that only renderers turn into HTML, ANSI or JSON. It knows no task: what a practical finds
/// becomes texts with marks, tables and numbers.
package enum Output: Sendable, Equatable {
    /// A sentence or a short paragraph in plain text; line breaks are kept.
    case text(String)
    /// Text whose columns line up, shown in a fixed-width face.
    case preformatted(String)
    case table(Table)
    case figure(Figure)
    /// Named numbers; they also land in `metrics.json`.
    case metrics([Metric])
    /// Texts with parts of them marked; several are numbered.
    case markedTexts([MarkedText])
    /// Tokens side by side, each with a label under it.
    case tokens(TokenRows)
    case message(Message)
    /// Numbers of each step; they land in `steps.csv`, and no renderer shows them.
    case series(StepSeries)

    package static func notice(_ text: String) -> Output { .message(Message(.notice, text)) }
    package static func warning(_ text: String) -> Output { .message(Message(.warning, text)) }
    package static func error(_ text: String) -> Output { .message(Message(.error, text)) }
}

/// One output of a cell in the order it was shown.
package struct CellOutput: Sendable, Equatable, Codable {
    package var output: Output
    /// Durations, rates, memory, paths and dates: in no key and in no comparison.
    package var isVolatile: Bool

    package init(_ output: Output, isVolatile: Bool = false) {
        self.output = output
        self.isVolatile = isVolatile
    }
}

/// Something that a reader must know.
package struct Message: Sendable, Equatable, Codable {
    package enum Level: String, Sendable, Codable {
        /// A fallback that was taken: said in the terminal and at the top of the report.
        case notice
        case warning
        case error
    }

    package var level: Level
    /// Plain text; what stands between backticks is code.
    package var text: String

    package init(_ level: Level, _ text: String) {
        self.level = level
        self.text = text
    }
}
