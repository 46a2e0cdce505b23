import ArgumentParser
import FileKinds
import Notebooks

/// Parses a command's words with swift-argument-parser, and finds the word that caused an error.
struct ArgumentReader {
    let type: any NotebookCommand.Type
    let line: CommandWords
    /// The notebook's lines, for excerpts in diagnostics.
    let source: SourceText
    /// The long options of the command, dashes included.
    let optionNames: Set<String>

    private var name: String { CommandRegistry.name(of: type) }

    /// The command with its arguments.
    ///
    /// - Throws: `Diagnostic` with the caret at the wrong word.
    func command() throws(Diagnostic) -> any NotebookCommand {
        if let unknown = unknownOption() { throw unknown }
        var firstError: (any Error)?
        for arguments in try candidates() {
            do {
                let parsed = try type.parseAsRoot(arguments)
                if let command = parsed as? any NotebookCommand { return command }
                // Any other result is the parser's own help command.
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

    /// Whether a word begins with a dash but is a text or a number, not an option.
    private static func isDashedValue(_ word: CommandWords.Word) -> Bool {
        word.text.first == "-" && word.text.count > 1 && (word.isVerbatim || isNegativeNumber(word))
    }

    private static func isOption(_ word: CommandWords.Word) -> Bool {
        word.text.first == "-" && word.text.count > 1 && !isDashedValue(word)
    }

    /// The argument lists to try, in order.
    ///
    /// swift-argument-parser takes every word with a dash for an option. A quoted text, a literal, a parameter's value or a negative
    /// number is not one: it is joined to the option before it, or put after the terminator `--`.
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
                    at: words[first].range, "a text that begins with a dash is before an option",
                    remedy: "Move it to the end of the command.")
            }
        }
        return words[first...].contains(where: Self.isOption) ? [joined] : [joined, terminated]
    }

    /// The first option that the command does not have.
    ///
    /// swift-argument-parser reports a missing `--epochs` before an unknown `--epoch`, but the user wrote the latter.
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

    // MARK: Errors to places

    private func diagnostic(for error: any Error) -> Diagnostic {
        if type.exitCode(for: error) == .success {
            return source.diagnostic(
                at: word { $0 == "-h" || $0.hasPrefix("--") } ?? line.range, "a cell can't ask for help",
                remedy: "Type `practicum commands \(name)` in a terminal.")
        }
        let message = ParserMessage(error, of: type)
        return source.diagnostic(
            at: place(of: message), message.written(by: name),
            remedy: message.proposal.map { $0.hasSuffix("?") ? "\($0) \(usage)" : $0 } ?? usage)
    }

    private var usage: String {
        let text = type.usageString().split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: " ")
        return "Usage: \(text)"
    }

    private func word(where matches: (String) -> Bool) -> SourceRange? {
        line.words.dropFirst().first { matches($0.text) }?.range
    }

    /// The position of the word that a message quotes.
    private func place(of message: ParserMessage) -> SourceRange {
        let quoted = message.quotations
        let command = line.words.first?.range ?? line.range
        func option(_ text: String) -> SourceRange? {
            let name = text.prefix { $0 != " " && $0 != "=" }
            return word { $0 == name || $0.hasPrefix("\(name)=") }
        }
        // The first quotes hold the value or option with the error, the second ones the option that got the value.
        if message.isAboutValue, let value = quoted.first {
            if quoted.count > 1, let flag = quoted.last?.prefix(while: { $0 != " " }), flag.hasPrefix("-"),
                let index = line.words.firstIndex(where: { $0.text == flag || $0.text == "\(flag)=\(value)" })
            {
                let next = line.words.index(after: index)
                let isJoined = line.words[index].text != flag || next == line.words.endIndex
                return line.words[isJoined ? index : next].range
            }
            return word { $0 == value } ?? command
        }
        if message.isAboutMissing { return command }
        for text in quoted {
            if text.hasPrefix("-"), let range = option(text) { return range }
            if let range = word(where: { $0 == text }) { return range }
        }
        // A validation error from the command itself may name an option without quotes.
        for word in message.text.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "-" })
        where word.hasPrefix("-") {
            if let range = option(String(word)) { return range }
        }
        return command
    }
}
