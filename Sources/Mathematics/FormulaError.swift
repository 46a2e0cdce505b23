/// What is wrong in a formula, and where.
package struct FormulaError: Error, Sendable, Equatable {
    package enum Problem: Sendable, Equatable {
        /// The text is blank.
        case empty
        /// An unknown command, without its backslash, and similar known names.
        case unknownCommand(String, nearest: [String])
        case unknownEnvironment(String, nearest: [String])
        /// A backslash at the end of the text.
        case loneBackslash
        /// A character that has no meaning here.
        case unexpectedCharacter(Unicode.Scalar)
        /// The argument of this command (with its backslash), or of `^` or `_`, is missing.
        case missingArgument(of: String)
        /// The command requires its argument in braces.
        case missingBrace(after: String)
        case unclosedBrace
        case unopenedBrace
        /// The `[` of an optional argument is not closed.
        case unclosedBracket
        case leftWithoutRight
        case rightWithoutLeft
        case middleWithoutLeft
        /// The text after `\left`, `\big` and the like, if any, is not a delimiter.
        case notADelimiter(after: String, found: String?)
        case unclosedEnvironment(String)
        case endWithoutBegin
        case mismatchedEnd(begun: String, ended: String)
        case doubleSuperscript
        case doubleSubscript
        /// `\limits` or `\nolimits` after something that has no limits.
        case limitsWithoutOperator(String)
        case ampersandOutsideTable
        case rowBreakOutsideTable
        case tooManyColumns(environment: String, allowed: Int)
        /// The argument of an `array` has other letters than `l`, `c`, `r` and `|`.
        case badColumnLetters(String)
        /// A length that is not a number and a unit.
        case badLength(String)
        /// A mathematical command inside `\text{…}`.
        case commandInText(String)
        /// `\tag` in an inline formula, inside another part, or a second time.
        case misplacedTag
        /// `\hline` that is not at the start of a row.
        case misplacedLine
        /// `\not` before something that cannot be crossed out.
        case notNegatable
        case tooDeep(limit: Int)
    }

    package var problem: Problem
    /// The offset of the first wrong byte in the formula's UTF-8, from 0.
    package var start: Int
    /// The number of wrong bytes; 0 only for an empty text.
    package var length: Int

    package init(_ problem: Problem, start: Int, length: Int) {
        self.problem = problem
        self.start = start
        self.length = length
    }
}
