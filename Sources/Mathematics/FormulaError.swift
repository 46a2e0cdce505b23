/// What is wrong in a formula, and where.
package struct FormulaError: Error, Sendable, Equatable {
    package enum Problem: Sendable, Equatable {
        /// Nothing but blanks.
        case empty
        /// A name without its backslash, and the names that it may stand for.
        case unknownCommand(String, nearest: [String])
        case unknownEnvironment(String, nearest: [String])
        /// A backslash at the end of the text.
        case loneBackslash
        /// A character that has no meaning here.
        case unexpectedCharacter(Unicode.Scalar)
        /// The command, with its backslash, or `^` or `_`.
        case missingArgument(of: String)
        /// A command that takes its argument between braces only.
        case missingBrace(after: String)
        case unclosedBrace
        case unopenedBrace
        /// The `[` of an optional argument.
        case unclosedBracket
        case leftWithoutRight
        case rightWithoutLeft
        case middleWithoutLeft
        /// What stands behind `\left`, `\big` and the like, if anything does.
        case notADelimiter(after: String, found: String?)
        case unclosedEnvironment(String)
        case endWithoutBegin
        case mismatchedEnd(begun: String, ended: String)
        case doubleSuperscript
        case doubleSubscript
        /// `\limits` or `\nolimits` behind something that has no limits.
        case limitsWithoutOperator(String)
        case ampersandOutsideTable
        case rowBreakOutsideTable
        case tooManyColumns(environment: String, allowed: Int)
        /// An `array` whose argument is not made of `l`, `c`, `r` and `|`.
        case badColumnLetters(String)
        /// A length that is not a number and a unit.
        case badLength(String)
        /// A command of mathematics inside `\text{…}`.
        case commandInText(String)
        /// `\tag` in a line of text, inside of something, or for the second time.
        case misplacedTag
        /// `\hline` anywhere but at the start of a row.
        case misplacedLine
        /// `\not` before something that a stroke can't go through.
        case notNegatable
        case tooDeep(limit: Int)
    }

    package var problem: Problem
    /// The first byte of what is wrong, counted from 0 in the formula's UTF-8.
    package var start: Int
    /// The number of bytes that are wrong; 0 only for an empty text.
    package var length: Int

    package init(_ problem: Problem, start: Int, length: Int) {
        self.problem = problem
        self.start = start
        self.length = length
    }
}
