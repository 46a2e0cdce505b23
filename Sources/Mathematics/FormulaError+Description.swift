extension FormulaError: CustomStringConvertible {
    /// What is wrong, and how to fix it.
    package var description: String { "\(message). \(remedy)" }

    /// What is wrong, as a sentence without a full stop.
    package var message: String {
        switch problem {
        case .empty: "The formula is empty"
        case .unknownCommand(let name, _): "There is no command `\\\(name.visible)` here"
        case .unknownEnvironment(let name, _): "There is no environment `\(name.visible)` here"
        case .loneBackslash: "The formula ends with a backslash"
        case .unexpectedCharacter(let scalar): "`\(String(scalar).visible)` has no meaning here"
        case .missingArgument(let command): "`\(command.visible)` lacks an argument"
        case .missingBrace(let command): "`\(command.visible)` is not followed by an opening brace"
        case .unclosedBrace: "This brace is never closed"
        case .unopenedBrace: "This brace closes nothing"
        case .unclosedBracket: "This bracket is never closed"
        case .leftWithoutRight: "`\\left` has no `\\right` in the same part of the formula"
        case .rightWithoutLeft: "`\\right` has no `\\left` in the same part of the formula"
        case .middleWithoutLeft: "`\\middle` is not between `\\left` and `\\right`"
        case .notADelimiter(let command, let found):
            if let found {
                "`\(found.visible)` after `\(command)` is not a delimiter"
            } else {
                "`\(command)` lacks a delimiter"
            }
        case .unclosedEnvironment(let name): "The environment `\(name.visible)` is never ended"
        case .endWithoutBegin: "`\\end` has no `\\begin` in the same part of the formula"
        case .mismatchedEnd(let begun, let ended):
            "The environment `\(begun.visible)` ends as `\(ended.visible)`"
        case .doubleSuperscript: "This is a second superscript on one symbol"
        case .doubleSubscript: "This is a second subscript on one symbol"
        case .limitsWithoutOperator(let command): "`\(command)` does not follow a large operator or a function"
        case .ampersandOutsideTable: "`&` is outside of a table"
        case .rowBreakOutsideTable: "A row ends here, outside of a table"
        case .tooManyColumns(let environment, let allowed):
            "A row of `\(environment.visible)` has more than \(allowed) column\(allowed == 1 ? "" : "s")"
        case .badColumnLetters(let letters): "`\(letters.visible)` does not describe columns"
        case .badLength(let text): "`\(text.visible)` is not a length"
        case .commandInText(let name): "`\\\(name.visible)` can't be inside text"
        case .misplacedTag: "`\\tag` can't be used here"
        case .misplacedLine: "`\\hline` can't be used here"
        case .notNegatable: "`\\not` is not before a single symbol"
        case .tooDeep(let limit): "The parts of the formula are nested more than \(limit) deep"
        }
    }

    /// How to fix it, in whole sentences.
    package var remedy: String {
        switch problem {
        case .empty: "Write something between the dollar signs, or `\\$` for a dollar sign in the text."
        case .unknownCommand(let name, let nearest): FormulaError.remedy(forCommand: name, nearest: nearest)
        case .unknownEnvironment(_, let nearest):
            nearest.isEmpty
                ? "The environments are \(Environment.table.keys.sorted().map { "`\($0)`" }.joined(separator: ", "))."
                : "Did you mean \(FormulaError.alternatives(nearest))?"
        case .loneBackslash: "Remove it, or write a command's name after it."
        case .unexpectedCharacter("%"), .unexpectedCharacter("#"), .unexpectedCharacter("$"), .unexpectedCharacter("&"),
            .unexpectedCharacter("_"):
            "Put a backslash before it."
        case .unexpectedCharacter("^"): "Write superscripts outside of text."
        case .unexpectedCharacter(let scalar):
            scalar.isPrintable
                ? "Write its command if it has one, or put it into `\\text{…}`." : "Remove it: it can't be seen."
        case .missingArgument(let command): "Write it in braces, as in `\(command.visible){x}`."
        case .missingBrace(let command): "Write its argument in braces, as in `\(command.visible){…}`."
        case .unclosedBrace: "Write a `}` at its end, or `\\{` for a visible brace."
        case .unopenedBrace: "Remove it, or write `\\}` for a visible brace."
        case .unclosedBracket: "Write a `]` at its end. A visible bracket is written as `{[}` here."
        case .leftWithoutRight:
            "Write `\\right` with a delimiter before the group or the cell ends, or `\\right.` for none."
        case .rightWithoutLeft:
            "Write `\\left` with a delimiter in the same group or cell, or `\\left.` for none."
        case .middleWithoutLeft: "Use `\\big|` for a taller bar elsewhere."
        case .notADelimiter(_, "{"), .notADelimiter(_, "}"): "Write `\\{` or `\\}` for a brace."
        case .notADelimiter:
            "Delimiters are brackets, `|`, `/`, `\\|`, `\\langle` and the like; `.` after `\\left` or `\\right` draws none."
        case .unclosedEnvironment(let name): "Write `\\end{\(name.visible)}` at its end."
        case .endWithoutBegin: "Remove it, or begin the environment in the same group."
        case .mismatchedEnd(let begun, _): "Write `\\end{\(begun.visible)}` here."
        case .doubleSuperscript:
            "Put both into one pair of braces, as in `x^{ab}`, or group the part before: `{x^a}^b`."
        case .doubleSubscript:
            "Put both into one pair of braces, as in `x_{ab}`, or group the part before: `{x_a}_b`."
        case .limitsWithoutOperator: "Put it directly after a symbol such as `\\sum` or `\\int`, or use `\\underset`."
        case .ampersandOutsideTable:
            "Write `\\&` for the character, or put the lines between `\\begin{aligned}` and `\\end{aligned}`."
        case .rowBreakOutsideTable: "Put the lines between `\\begin{aligned}` and `\\end{aligned}`."
        case .tooManyColumns(let environment, _):
            environment == "array"
                ? "Add a letter for the column, or remove this `&`."
                : "Remove this `&`, or end the row with `\\\\` before it."
        case .badColumnLetters: "Write `l`, `c` or `r` for each column, and `|` for a line between two, as in `{l|cc}`."
        case .badLength: "Write a number and a unit, as in `1.5em`. The units are em, ex, mu, pt, px, cm, mm and in."
        case .commandInText: "Close the text first, or write the formula inside it between dollar signs."
        case .misplacedTag:
            "It can be used once, at the end of a formula on lines of its own, or at the end of a row of `align`."
        case .misplacedLine: "Put it at the start of a row."
        case .notNegatable: "Put it before a relation, as in `\\not=`."
        case .tooDeep: "Take the formula apart and name its parts."
        }
    }

    private static func remedy(forCommand name: String, nearest: [String]) -> String {
        switch name {
        case "over": "Write fractions as `\\frac{a}{b}`."
        case "choose": "Write `\\binom{n}{k}`."
        case "rm", "bf", "it", "sf", "tt", "cal": "Write `\\math\(name){…}` around the part in this font."
        case "color", "textcolor", "colorbox": "Formulas have no colours here: remove it."
        case "def", "newcommand", "renewcommand", "DeclareMathOperator":
            "Formulas have no macros here: write it out, with `\\operatorname{…}` for a function."
        case "label", "ref", "eqref": "Formulas have no labels here: remove it, and name the formula with `\\tag{…}`."
        default:
            (nearest.isEmpty ? "" : "Did you mean \(alternatives(nearest.map { "\\" + $0 }))? ")
                + "A function's name is written as `\\operatorname{\(name.visible)}`, and a word as `\\text{\(name.visible)}`."
        }
    }

    /// At most three of the names.
    private static func alternatives(_ names: [String]) -> String {
        let quoted = names.prefix(3).map { "`\($0)`" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }
}

extension String {
    /// At most 40 characters, with invisible ones as `<U+200B>`.
    fileprivate var visible: String {
        let text = unicodeScalars.prefix(40).reduce(into: "") { text, scalar in
            if scalar.isPrintable {
                text.unicodeScalars.append(scalar)
            } else {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                text += "<U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)>"
            }
        }
        return unicodeScalars.dropFirst(40).isEmpty ? text : text + "…"
    }
}
