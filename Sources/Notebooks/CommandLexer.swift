/// Splits a cell's lines into commands and their words. It supports POSIX quoting, `\` continuation, `#` comments, `$name` and `${name}`
/// in bare words and double quotes, `@label` as a whole word, and no other shell syntax.
///
/// Follows the shell command language of POSIX.1-2017, sections 2.2 (quoting) and 2.3 (tokens), with these exceptions: a quoted text ends
/// on its line, operators are errors, and nothing is split after expansion.
///
/// It works on Unicode scalars, so that a quote is still a quote if a combining mark follows it.
struct CommandLexer {
    let source: SourceText
    let parameters: [String: Parameter.Value]
    let literals: [String: Literal]
    /// False if the front matter has errors: an unknown `$name` is then not reported.
    var reportsUnknownParameters = true
    /// False if a literal has errors: an unknown `@label` is then not reported.
    var reportsUnknownLiterals = true
    private(set) var diagnostics: [Diagnostic] = []

    var line = 0
    private var lastLine = 0
    var characters: [Unicode.Scalar] = []
    var position = 0
    /// True if the current command has an error, whether it is reported or not.
    var hasTrouble = false
    /// True if its first word has an error.
    private var nameHasTrouble = false

    init(source: SourceText, parameters: [String: Parameter.Value], literals: [String: Literal]) {
        self.source = source
        self.parameters = parameters
        self.literals = literals
    }

    /// The first character is a letter or `_`, the last is no dash, and the others are letters, digits, `-` and `_`; all are ASCII.
    static func isParameterName(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, let last = name.unicodeScalars.last else { return false }
        return isNameStart(first) && last != "-" && name.unicodeScalars.allSatisfy(isNameCharacter)
    }

    static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    }

    static func isNameCharacter(_ scalar: Unicode.Scalar) -> Bool {
        isNameStart(scalar) || ("0"..."9").contains(scalar) || scalar == "-"
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

    /// The commands in these lines of the source, counted from 1, except for the lines in `others`.
    mutating func commands(inLines lines: Range<Int>, except others: Set<Int> = []) -> [CommandWords] {
        var commands: [CommandWords] = []
        lastLine = lines.upperBound - 1
        line = lines.lowerBound
        while line <= lastLine {
            if others.contains(line) {
                line += 1
                continue
            }
            open(line)
            hasTrouble = false
            nameHasTrouble = false
            let words = words()
            if let first = words.first, let last = words.last {
                var range = first.range
                let isOneLine = last.range.start.line == range.start.line
                let end = isOneLine ? last.range.start.column + last.range.length : lineLength(range.start.line) + 1
                range.length = max(1, end - range.start.column)
                var command = CommandWords(words: words, range: range)
                command.isSound = !hasTrouble
                command.nameIsSound = !nameHasTrouble
                commands.append(command)
            }
            line += 1
        }
        return commands
    }

    private func lineLength(_ line: Int) -> Int {
        var text = source.lines[line - 1].unicodeScalars[...]
        while let last = text.last, Self.isBlank(last) || last == "\\" { text = text.dropLast() }
        return text.count
    }

    private mutating func open(_ line: Int) {
        self.line = line
        characters = Array(source.lines[line - 1].unicodeScalars)
        position = 0
    }

    var current: Unicode.Scalar? { position < characters.count ? characters[position] : nil }

    mutating func fail(_ line: Int, _ column: Int, _ length: Int, _ message: String, _ remedy: String) {
        hasTrouble = true
        diagnostics.append(
            source.diagnostic(at: source.range(line: line, column: column, length: length), message, remedy: remedy))
    }

    /// False if there are more mistakes than are shown, so that no similar names need to be searched for.
    var isShown: Bool { diagnostics.count < Diagnostics.limit }

    /// Continues with the next line if a `\` ends this one; returns false otherwise.
    private mutating func continueLine() -> Bool {
        guard current == "\\", position == characters.count - 1 else { return false }
        guard line < lastLine else {
            fail(line, position + 1, 1, "there is no next line to continue on", "Remove the `\\`.")
            position += 1
            return true
        }
        open(line + 1)
        return true
    }

    private mutating func words() -> [CommandWords.Word] {
        var words: [CommandWords.Word] = []
        while true {
            while let character = current, Self.isBlank(character) {
                let isFormerEnd = YAMLText.formerLineEnds.contains(character)
                if isFormerEnd, !words.isEmpty, !characters[position...].allSatisfy(Self.isBlank) {
                    fail(
                        line, position + 1, 1, "\(character.codePointAndName) does not end a line here",
                        "Write a line end or a blank instead.")
                    position = characters.count
                    return words
                }
                position += 1
            }
            if continueLine() { continue }
            guard let character = current, character != "#" else {
                position = characters.count
                return words
            }
            words.append(character == "@" ? literalWord() : word(isFirst: words.isEmpty))
            if words.count == 1 { nameHasTrouble = hasTrouble }
        }
    }

    private mutating func literalWord() -> CommandWords.Word {
        let start = position
        while let character = current, !Self.isBlank(character) { position += 1 }
        let label = text(start + 1, position)
        let range = source.range(line: line, column: start + 1, length: position - start)
        if let literal = literals[label] {
            return CommandWords.Word(text: literal.text, range: range, literal: label, isVerbatim: true)
        }
        if reportsUnknownLiterals || label.isEmpty {
            let remedy = isShown ? remedy(forUnknownLiteral: label) : ""
            fail(line, start + 1, range.length, "there is no text with the label `\(label.brief())`", remedy)
        }
        hasTrouble = true
        // The word keeps its position, so that the words after it are read as intended.
        return CommandWords.Word(text: "", range: range, literal: label, isVerbatim: true)
    }

    private func remedy(forUnknownLiteral label: String) -> String {
        if let known = literals[label.plainly] {
            return "Write `@\(known.label)`.\(label.foreignLetter)"
        }
        guard !literals.isEmpty else {
            let name = label.isEmpty ? "name" : label.brief()
            return "Write a fence `{text}` with `#| label: \(name)`, or quote the word."
        }
        return literals.keys.sorted().suggestion(for: label, noun: "text") + " Quote the word if the @ is meant."
    }

    func text(_ start: Int, _ end: Int) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: characters[start..<end])
        return String(text)
    }

    private mutating func word(isFirst: Bool) -> CommandWords.Word {
        let startLine = line
        let start = position
        var end = position
        var text = ""
        var names: [String] = []
        var isVerbatim: Bool?
        var isOdd = false
        var hasOperator = false
        scan: while let character = current, !Self.isBlank(character) {
            switch character {
            case "'":
                isVerbatim = isVerbatim ?? true
                singleQuoted(into: &text)
            case "\"":
                isVerbatim = isVerbatim ?? true
                doubleQuoted(into: &text, names: &names)
            case "\\":
                if continueLine() {
                    while let blank = current, Self.isBlank(blank), text.isEmpty { position += 1 }
                    continue scan
                }
                isVerbatim = isVerbatim ?? true
                escaped(into: &text)
            case "$":
                let isReference = reference(into: &text, names: &names)
                isVerbatim = isVerbatim ?? isReference
            case "|", "&", ";", "<", ">":
                isVerbatim = isVerbatim ?? true
                // Reported once per word.
                if !hasOperator {
                    fail(
                        line, position + 1, 1, "`\(character)` has no meaning here: a cell is not a shell",
                        "Quote it if it is part of a text; write every command on a line of its own.")
                }
                hasOperator = true
                text.unicodeScalars.append(character)
                position += 1
            case _ where character.isOpeningQuote && (position == start || characters[position - 1] == "="):
                isVerbatim = isVerbatim ?? true
                typographicQuoted(into: &text)
            default:
                isVerbatim = isVerbatim ?? false
                isOdd = isOdd || !character.isASCII || character.isInvisible
                text.unicodeScalars.append(character)
                position += 1
            }
            if line == startLine { end = position }
        }
        let range = source.range(line: startLine, column: start + 1, length: max(1, end - start))
        if isOdd, line == startLine { checkForOddCharacters(start, end, isFirst: isFirst) }
        return CommandWords.Word(text: text, range: range, parameters: names, isVerbatim: isVerbatim ?? false)
    }

    private mutating func escaped(into text: inout String) {
        let column = position + 1
        position += 1
        guard let character = current else { return }
        if characters[position...].allSatisfy({ Self.isBlank($0) || $0.isInvisible }) {
            fail(
                line, column, 2, "a blank after the `\\` prevents the command from continuing",
                "Remove what follows it.")
            position = characters.count
            // The next line still belongs to the command.
            if line < lastLine { open(line + 1) }
            return
        }
        text.unicodeScalars.append(character)
        position += 1
    }

    private mutating func singleQuoted(into text: inout String) {
        let start = position
        position += 1
        guard let end = characters[position...].firstIndex(of: "'") else { return unterminated("'", at: start) }
        text += self.text(position, end)
        position = end + 1
    }

    private mutating func doubleQuoted(into text: inout String, names: inout [String]) {
        let startLine = line
        let start = position
        let count = diagnostics.count
        position += 1
        while true {
            switch current {
            case "\"":
                position += 1
                return
            case "\\":
                if position == characters.count - 1, line < lastLine {
                    open(line + 1)
                } else if position + 1 < characters.count, "$`\"\\".unicodeScalars.contains(characters[position + 1]) {
                    text.unicodeScalars.append(characters[position + 1])
                    position += 2
                } else {
                    text.append("\\")
                    position += 1
                }
            case "$":
                _ = reference(into: &text, names: &names)
            case .some(let character):
                text.unicodeScalars.append(character)
                position += 1
            case nil:
                // Mistakes inside an unterminated text are not reported separately.
                diagnostics.removeSubrange(count...)
                return unterminated("\"", at: start, line: startLine)
            }
        }
    }

    private mutating func unterminated(_ quote: Unicode.Scalar, at start: Int, line startLine: Int? = nil) {
        let first = startLine ?? line
        let rest = source.lines[first - 1].unicodeScalars.dropFirst(start + 1)
        let lookalike = rest.first { $0.lookalike == quote }
        let closing = lookalike == nil ? lineThatCloses(quote) : nil
        var remedy = "Close it on the same line; write a longer text in a fence `{text}`, and use it as `@label`."
        if let lookalike {
            remedy = "`\(lookalike)` (\(lookalike.codePointAndName)) is not a quote here: write `\(quote)`."
        } else if let closing {
            remedy = "The closing quote is on line \(closing). " + remedy
        } else if quote == "'" {
            remedy += " An apostrophe is written `\\'`, or within \"…\"."
        }
        fail(first, start + 1, 1, "this \(quote) is not closed", remedy)
        if let closing { open(closing) }
        position = characters.count
    }

    /// The later line that closes a text opened on this line: its quote follows a text rather than preceding one.
    private func lineThatCloses(_ quote: Unicode.Scalar) -> Int? {
        guard line < lastLine else { return nil }
        for candidate in (line + 1)...min(lastLine, line + 100) {
            let scalars = Array(source.lines[candidate - 1].unicodeScalars)
            guard let place = scalars.firstIndex(of: quote) else { continue }
            let beginsText =
                (place == 0 || Self.isBlank(scalars[place - 1]) || scalars[place - 1] == "=")
                && place + 1 < scalars.count && !Self.isBlank(scalars[place + 1])
            let isClosed = scalars[(place + 1)...].contains(quote)
            return beginsText || isClosed ? nil : candidate
        }
        return nil
    }
}
