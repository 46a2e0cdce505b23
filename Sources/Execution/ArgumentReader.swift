import ArgumentParser
import Notebooks

/// Parses a command's words with swift-argument-parser, and finds the word that an error of it is about.
struct ArgumentReader {
    let type: any NotebookCommand.Type
    let line: CommandWords
    /// The notebook's lines, for carets.
    let source: SourceText
    /// Those of `optionNames(of: type)`.
    let optionNames: Set<String>

    private var name: String { CommandRegistry.name(of: type) }

    /// The command with its arguments.
    ///
    /// - Throws: `Diagnostic` with the caret at the offending word.
    func command() throws(Diagnostic) -> any NotebookCommand {
        if let unknown = unknownOption() { throw unknown }
        var firstError: (any Error)?
        for arguments in try candidates() {
            do {
                let parsed = try type.parseAsRoot(arguments)
                if let command = parsed as? any NotebookCommand { return command }
                // What else comes back is the parser's own command for help.
                throw CleanExit.helpRequest()
            } catch {
                firstError = firstError ?? error
            }
        }
        throw diagnostic(for: firstError ?? ValidationError("`\(name)` can't be parsed"))
    }

    // MARK: Words to arguments

    private static func isNegativeNumber(_ word: CommandWords.Word) -> Bool {
        word.text.count > 1 && word.text.first == "-" && Double(word.text) != nil
    }

    /// A word that begins with a dash and is a text or number, no option.
    private static func isDashedValue(_ word: CommandWords.Word) -> Bool {
        word.text.first == "-" && word.text.count > 1 && (word.isVerbatim || isNegativeNumber(word))
    }

    private static func isOption(_ word: CommandWords.Word) -> Bool {
        word.text.first == "-" && word.text.count > 1 && !isDashedValue(word)
    }

    /// The arguments, in the ways worth trying.
    ///
    /// swift-argument-parser takes every word with a dash for an option. A quoted text, a literal, a parameter's value
    /// or a negative number is none: it is joined to the option before it, or put behind the terminator `--`.
    private func candidates() throws(Diagnostic) -> [[String]] {
        let words = Array(line.words.dropFirst())
        guard let first = words.firstIndex(where: Self.isDashedValue) else { return [words.map(\.text)] }
        var joined: [String] = []
        var previousIsOption = false
        for word in words {
            if Self.isDashedValue(word), previousIsOption {
                joined[joined.count - 1] += "=\(word.text)"
            } else if Self.isDashedValue(word), !joined.contains("--") {
                joined += ["--", word.text]
            } else {
                joined.append(word.text)
            }
            previousIsOption = Self.isOption(word) && !word.text.contains("=") && word.text.hasPrefix("--")
        }
        var terminated = words.map(\.text)
        terminated.insert("--", at: first)
        if let terminator = joined.firstIndex(of: "--") {
            let isTrapped = words.contains { word in
                Self.isOption(word) && word.text != "--" && joined[terminator...].contains(word.text)
            }
            if isTrapped {
                throw source.diagnostic(
                    at: words[first].range, "a text that begins with a dash stands before an option",
                    remedy: "Move it to the end of the command.")
            }
        }
        return words[first...].contains(where: Self.isOption) ? [joined] : [joined, terminated]
    }

    /// The first option that the command doesn't have.
    ///
    /// swift-argument-parser speaks of a missing `--epochs` before it speaks of an unknown `--epoch`; the second is what was written.
    private func unknownOption() -> Diagnostic? {
        for word in line.words.dropFirst() where Self.isOption(word) && word.text.hasPrefix("--") && word.text != "--" {
            let name = String(word.text.prefix { $0 != "=" })
            if optionNames.contains(name) { continue }
            let hint =
                optionNames.sorted().nearest(to: name).map { "Did you mean `\($0)`?\(name.foreignLetter) " } ?? ""
            return source.diagnostic(
                at: word.range, "unknown option `\(name)` of `\(self.name)`", remedy: hint + usage)
        }
        return nil
    }

    /// The long options that a command has, dashes included.
    static func optionNames(of type: any NotebookCommand.Type) -> Set<String> {
        let separators: Set<Character> = [" ", "\n", "[", "]", "|", "(", ")"]
        return Set(
            type.usageString().split { separators.contains($0) }.filter { $0.hasPrefix("--") }.map(String.init)
                + ["--help"])
    }

    // MARK: Errors to places

    private func diagnostic(for error: any Error) -> Diagnostic {
        if type.exitCode(for: error) == .success {
            return source.diagnostic(
                at: word { $0 == "-h" || $0.hasPrefix("--") } ?? line.range, "a cell can't ask for help",
                remedy: "Type `practicum commands \(name)` in a terminal.")
        }
        var message = type.message(for: error)
        var remedy = usage
        if let hint = message.range(of: ". Did you mean '") {
            let nearest = message[hint.upperBound...].prefix { $0 != "'" }
            remedy = "Did you mean `\(nearest)`? \(usage)"
            message = String(message[..<hint.lowerBound])
        } else if let hint = message.range(of: ". Please provide one of") {
            remedy = "Please provide one of" + message[hint.upperBound...]
            message = String(message[..<hint.lowerBound])
        }
        while message.last == "." || message.last == "\n" { message.removeLast() }
        let range = place(of: message)
        if let first = message.first, message.dropFirst().first?.isLowercase == true || first == "A" {
            message = first.lowercased() + message.dropFirst()
        }
        if message.hasPrefix("unknown option") || message.hasPrefix("unexpected argument") {
            message += " of `\(name)`"
        }
        return source.diagnostic(at: range, Self.markedAsCode(message), remedy: remedy)
    }

    /// The parser's quotes as the notebook's errors have them; an apostrophe within a word is none.
    private static func markedAsCode(_ message: String) -> String {
        // A combining mark behind a quote makes one character with it.
        let scalars = Array(message.unicodeScalars)
        func isLetter(_ index: Int) -> Bool {
            scalars.indices.contains(index) && scalars[index].properties.isAlphabetic
        }
        let marked = scalars.indices.map { index -> Unicode.Scalar in
            scalars[index] == "'" && !(isLetter(index - 1) && isLetter(index + 1)) ? "`" : scalars[index]
        }
        return String(String.UnicodeScalarView(marked))
    }

    private var usage: String {
        let text = type.usageString().split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: " ")
        return "Usage: \(text)"
    }

    private func word(where matches: (String) -> Bool) -> SourceRange? {
        line.words.dropFirst().first { matches($0.text) }?.range
    }

    /// The place of the word that a message of swift-argument-parser quotes.
    private func place(of message: String) -> SourceRange {
        let quoted = quotations(in: message)
        let command = line.words.first?.range ?? line.range
        func option(_ text: String) -> SourceRange? {
            let name = text.prefix { $0 != " " && $0 != "=" }
            return word { $0 == name || $0.hasPrefix("\(name)=") }
        }
        // What stands in the first quotes is the value or option at fault, in the second the option it was given to.
        if message.hasPrefix("The value '"), let value = quoted.first {
            if quoted.count > 1, let flag = quoted.last?.prefix(while: { $0 != " " }), flag.hasPrefix("-"),
                let index = line.words.firstIndex(where: { $0.text == flag || $0.text == "\(flag)=\(value)" })
            {
                let next = line.words.index(after: index)
                let isJoined = line.words[index].text != flag || next == line.words.endIndex
                return line.words[isJoined ? index : next].range
            }
            return word { $0 == value } ?? command
        }
        if message.hasPrefix("Missing expected argument") || message.hasPrefix("Missing one of") { return command }
        for text in quoted {
            if text.hasPrefix("-"), let range = option(text) { return range }
            if let range = word(where: { $0 == text }) { return range }
        }
        // A validation error of the command's own may name an option without quotes.
        for word in message.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "-" })
        where word.hasPrefix("-") {
            if let range = option(String(word)) { return range }
        }
        return command
    }

    private func quotations(in message: String) -> [String] {
        let head = message.split(separator: "\n", maxSplits: 1).first.map(String.init) ?? ""
        if head.hasPrefix("The value '"), let end = head.range(of: "' is invalid") {
            // A value may hold an apostrophe itself.
            let value = String(head[head.index(head.startIndex, offsetBy: 11)..<end.lowerBound])
            return [value] + quotations(in: String(head[end.upperBound...]))
        }
        let parts = head.split(separator: "'", omittingEmptySubsequences: false)
        return parts.indices.filter { $0 % 2 == 1 && $0 < parts.count - 1 }.map { String(parts[$0]) }
    }
}
