/// Splits a cell's lines into commands and their words: POSIX quoting, `\` continuation, `#` comments, `$name` and
/// `${name}` in bare words and double quotes, `@label` as a whole word, and nothing else of a shell.
///
/// Follows the shell command language of POSIX.1-2017, sections 2.2 (quoting) and 2.3 (tokens), except that a quoted
/// text ends on its line, that operators are errors, and that nothing is split after expansion.
struct CommandLexer {
    let source: SourceText
    let parameters: [String: Parameter.Value]
    let literals: [String: Literal]
    /// False when the front matter is broken, so that an unknown `$name` says nothing new.
    var reportsUnknownParameters = true
    /// False when a literal is broken, so that an unknown `@label` says nothing new.
    var reportsUnknownLiterals = true
    private(set) var diagnostics: [Diagnostic] = []

    private var line = 0
    private var lastLine = 0
    private var characters: [Character] = []
    private var position = 0
    /// True once something in the command at hand is wrong, whether it is reported or not.
    private var hasTrouble = false

    init(source: SourceText, parameters: [String: Parameter.Value], literals: [String: Literal]) {
        self.source = source
        self.parameters = parameters
        self.literals = literals
    }

    /// A letter or `_` first, no dash last, and letters, digits, `-` and `_` between, all of them ASCII.
    static func isParameterName(_ name: String) -> Bool {
        guard let first = name.first, let last = name.last else { return false }
        return isNameStart(first) && last != "-" && name.allSatisfy(isNameCharacter)
    }

    private static func isNameStart(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character == "_")
    }

    private static func isNameCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "-" || character == "_")
    }

    /// The commands in these lines of the source, counted from 1.
    mutating func commands(inLines lines: Range<Int>) -> [CommandLine] {
        var commands: [CommandLine] = []
        lastLine = lines.upperBound - 1
        line = lines.lowerBound
        while line <= lastLine {
            open(line)
            hasTrouble = false
            let words = words()
            if let first = words.first, let last = words.last {
                var range = first.range
                let isOneLine = last.range.start.line == range.start.line
                let end = isOneLine ? last.range.start.column + last.range.length : lineLength(range.start.line) + 1
                range.length = max(1, end - range.start.column)
                var command = CommandLine(words: words, range: range)
                command.isSound = !hasTrouble
                commands.append(command)
            }
            line += 1
        }
        return commands
    }

    private func lineLength(_ line: Int) -> Int {
        var text = source.lines[line - 1][...]
        while let last = text.last, last.isWhitespace || last == "\\" { text = text.dropLast() }
        return text.count
    }

    private mutating func open(_ line: Int) {
        self.line = line
        characters = Array(source.lines[line - 1])
        position = 0
    }

    private var current: Character? { position < characters.count ? characters[position] : nil }

    private mutating func fail(_ line: Int, _ column: Int, _ length: Int, _ message: String, _ remedy: String) {
        hasTrouble = true
        diagnostics.append(
            source.diagnostic(at: source.range(line: line, column: column, length: length), message, remedy: remedy))
    }

    /// Goes on to the next line when a `\` ends this one; false at anything else.
    private mutating func continueLine() -> Bool {
        guard current == "\\", position == characters.count - 1 else { return false }
        guard line < lastLine else {
            fail(line, position + 1, 1, "there is no line to go on with", "Remove the `\\`.")
            position += 1
            return true
        }
        open(line + 1)
        return true
    }

    private mutating func words() -> [CommandLine.Word] {
        var words: [CommandLine.Word] = []
        while true {
            while let character = current, character.isWhitespace { position += 1 }
            if continueLine() { continue }
            guard let character = current, character != "#" else {
                position = characters.count
                return words
            }
            if let word = character == "@" ? literalWord() : word() { words.append(word) }
        }
    }

    private mutating func literalWord() -> CommandLine.Word? {
        let start = position
        while let character = current, !character.isWhitespace { position += 1 }
        let label = String(characters[(start + 1)..<position])
        let length = position - start
        if let literal = literals[label] {
            return CommandLine.Word(
                text: literal.text, range: source.range(line: line, column: start + 1, length: length),
                literal: label, isVerbatim: true)
        }
        if reportsUnknownLiterals || label.isEmpty {
            let known = literals.keys.sorted()
            let remedy =
                known.isEmpty
                ? "Write a fence `{text}` with `#| label: \(label.isEmpty ? "name" : label)`, or quote the word."
                : known.suggestion(for: label, noun: "text") + " Quote the word if the @ is meant."
            fail(line, start + 1, length, "there is no text with the label `\(label)`", remedy)
        }
        hasTrouble = true
        // The word keeps its place, so that what stands after it is read as it was meant.
        return CommandLine.Word(
            text: "", range: source.range(line: line, column: start + 1, length: length), literal: label,
            isVerbatim: true)
    }

    private mutating func word() -> CommandLine.Word? {
        let startLine = line
        let start = position
        var end = position
        var text = ""
        var names: [String] = []
        var isVerbatim: Bool?
        scan: while let character = current, !character.isWhitespace {
            switch character {
            case "'":
                isVerbatim = isVerbatim ?? true
                singleQuoted(into: &text)
            case "\"":
                isVerbatim = isVerbatim ?? true
                doubleQuoted(into: &text, names: &names)
            case "\\":
                if continueLine() {
                    while let blank = current, blank.isWhitespace, text.isEmpty { position += 1 }
                    continue scan
                }
                isVerbatim = isVerbatim ?? true
                escaped(into: &text)
            case "$":
                let isReference = reference(into: &text, names: &names)
                isVerbatim = isVerbatim ?? isReference
            case "|", "&", ";", "<", ">":
                isVerbatim = isVerbatim ?? true
                fail(
                    line, position + 1, 1, "`\(character)` means nothing here: a cell is no shell",
                    "Quote it if it is part of a text; write every command on a line of its own.")
                text.append(character)
                position += 1
            default:
                isVerbatim = isVerbatim ?? false
                text.append(character)
                position += 1
            }
            if line == startLine { end = position }
        }
        let range = source.range(line: startLine, column: start + 1, length: max(1, end - start))
        return CommandLine.Word(text: text, range: range, parameters: names, isVerbatim: isVerbatim ?? false)
    }

    private mutating func escaped(into text: inout String) {
        let column = position + 1
        position += 1
        guard let character = current else { return }
        if character.isWhitespace, characters[position...].allSatisfy(\.isWhitespace) {
            fail(
                line, column, 2, "a blank after the `\\` keeps the command from going on",
                "Remove what stands after it.")
            position = characters.count
            return
        }
        text.append(character)
        position += 1
    }

    private mutating func singleQuoted(into text: inout String) {
        let start = position
        position += 1
        guard let end = characters[position...].firstIndex(of: "'") else { return unterminated("'", at: start) }
        text += String(characters[position..<end])
        position = end + 1
    }

    private mutating func doubleQuoted(into text: inout String, names: inout [String]) {
        let startLine = line
        let start = position
        position += 1
        while true {
            switch current {
            case "\"":
                position += 1
                return
            case "\\":
                if position == characters.count - 1, line < lastLine {
                    open(line + 1)
                } else if position + 1 < characters.count, "$`\"\\".contains(characters[position + 1]) {
                    text.append(characters[position + 1])
                    position += 2
                } else {
                    text.append("\\")
                    position += 1
                }
            case "$":
                _ = reference(into: &text, names: &names)
            case .some(let character):
                text.append(character)
                position += 1
            case nil:
                return unterminated("\"", at: start, line: startLine)
            }
        }
    }

    private mutating func unterminated(_ quote: String, at start: Int, line startLine: Int? = nil) {
        fail(
            startLine ?? line, start + 1, 1, "this \(quote) has no partner",
            "Close it on the same line; a longer text belongs in a fence `{text}` and is taken as `@label`."
                + (quote == "'" ? " An apostrophe is written `\\'`, or within \"…\"." : ""))
        position = characters.count
    }

    /// Puts a parameter's value into a word. False when the `$` is only a dollar.
    private mutating func reference(into text: inout String, names: inout [String]) -> Bool {
        let start = position
        let rest = characters[(position + 1)...]
        var name: String
        switch rest.first {
        case "{":
            guard let close = rest.firstIndex(of: "}") else {
                fail(line, start + 1, 2, "this `${` has no `}`", "Write `${name}`, or `\\$` for a dollar.")
                position = characters.count
                return true
            }
            name = String(characters[(start + 2)..<close])
            position = close + 1
        case "(":
            fail(line, start + 1, 2, "there is no command substitution", "Write `\\$` for a dollar.")
            text.append("$")
            position += 1
            return true
        case .some(let character) where Self.isNameCharacter(character) && character != "-":
            name = String(rest.prefix(while: Self.isNameCharacter))
            while name.last == "-" { name.removeLast() }
            position = start + 1 + name.count
        default:
            text.append("$")
            position += 1
            return false
        }
        guard let value = parameters[name] else {
            hasTrouble = true
            if reportsUnknownParameters {
                fail(
                    line, start + 1, position - start, "there is no parameter `\(name)`",
                    remedy(forUnknown: name))
            }
            return true
        }
        names.append(name)
        text += value.text
        return true
    }

    private func remedy(forUnknown name: String) -> String {
        let known = parameters.keys.sorted()
        let dollar = "A dollar is written `\\$`."
        guard !known.isEmpty else { return "Give it a default under `params:` in the front matter. \(dollar)" }
        if let prefix = known.filter({ name.hasPrefix($0) }).max(by: { $0.count < $1.count }),
            known.nearest(to: name) == nil || name.dropFirst(prefix.count).first == "-"
        {
            return "Did you mean `${\(prefix)}\(name.dropFirst(prefix.count))`? \(dollar)"
        }
        return "\(known.suggestion(for: name, noun: "parameter")) \(dollar)"
    }
}
