/// A position in a notebook or data file. Lines and columns count from 1, and columns count Unicode scalars, as in YAML.
package struct SourceLocation: Sendable, Equatable, Hashable, Codable {
    package var file: String
    package var line: Int
    package var column: Int

    package init(file: String, line: Int, column: Int = 1) {
        self.file = file
        self.line = line
        self.column = column
    }
}

extension SourceLocation: CustomStringConvertible {
    package var description: String { "\(file):\(line):\(column)" }
}

/// A range of Unicode scalars on one line, or whole lines if `length` is zero.
package struct SourceRange: Sendable, Equatable, Hashable, Codable {
    package var start: SourceLocation
    /// The number of scalars that the caret underlines; at least 1 when drawn.
    package var length: Int

    package init(start: SourceLocation, length: Int = 1) {
        self.start = start
        self.length = length
    }
}
