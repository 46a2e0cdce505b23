import Foundation
import Notebooks

/// Completes a command while it is typed: its name, its options and their values, parameters and named texts.
package struct CommandCompletion {
    /// The possible completions of the unfinished word at a line's end.
    package struct Candidates: Equatable {
        package var words: [String] = []
        /// True inside quotes, where the word continues after the completion.
        package var isQuoted = false
    }

    private let registry: CommandRegistry
    private let parameters: [String]
    private let literals: [String]
    /// Words that are not commands of the notebook. `help` takes a command's name, and `use` takes a text's label.
    private let otherWords: [String]
    /// Possible words for an argument, by the command's name.
    private let words: (String) -> [String]

    package init(
        registry: CommandRegistry, parameters: [String], literals: [String], otherWords: [String] = [],
        words: @escaping (_ command: String) -> [String] = { _ in [] }
    ) {
        self.registry = registry
        self.parameters = parameters
        self.literals = literals
        self.otherWords = otherWords
        self.words = words
    }

    /// - Parameters:
    ///   - line: Everything before the unfinished word.
    ///   - word: The unfinished word: the part after the last blank or quote.
    package func candidates(line: String, word: String) -> Candidates {
        let quote = Self.openQuote(in: line + word)
        var words: [String] = []
        if quote != "'", let expansion = expansions(of: word) {
            words = expansion
        } else if quote == nil {
            let before = line.split(whereSeparator: \.isWhitespace).map(String.init)
            words = bareWords(after: before).filter { $0.hasPrefix(word) }
        }
        // Names with control characters are not listed.
        let shown = words.filter { !$0.unicodeScalars.contains(where: \.isSteering) }
        return Candidates(words: shown.sorted(), isQuoted: quote != nil)
    }

    private func bareWords(after before: [String]) -> [String] {
        guard let first = before.first else { return otherWords + registry.names }
        if first == "help" { return before.count == 1 ? registry.names : [] }
        if first == "use", otherWords.contains(first) {
            return before.count == 1 ? literals.map { "@\($0)" } : []
        }
        guard let command = registry[first] else { return [] }
        let arguments = ArgumentPage(command)
        if let last = before.last, before.count > 1, let option = arguments.option(named: last), option.takesValue {
            return option.values
        }
        let texts = literals.map { "@\($0)" }
        return arguments.values(after: before.dropFirst()) + words(first) + texts + arguments.optionNames
    }

    /// The word completed with each parameter whose name may follow its last `$`; nil if there is none.
    private func expansions(of word: String) -> [String]? {
        guard let dollar = word.lastIndex(of: "$"), word[..<dollar].last != "\\" else { return nil }
        let rest = word[word.index(after: dollar)...]
        let (isBraced, name) = rest.first == "{" ? (true, rest.dropFirst()) : (false, rest)
        guard name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }) else { return nil }
        return parameters.filter { $0.hasPrefix(name) }.map { "\(word[..<dollar])$\(isBraced ? "{\($0)}" : $0)" }
    }

    /// The quote that is open at a line's end; nil outside quotes.
    private static func openQuote(in line: String) -> Unicode.Scalar? {
        var quote: Unicode.Scalar?
        var isEscaped = false
        for scalar in line.unicodeScalars {
            if isEscaped {
                isEscaped = false
            } else if scalar == "\\", quote != "'" {
                isEscaped = true
            } else if scalar == quote {
                quote = nil
            } else if quote == nil, scalar == "'" || scalar == "\"" {
                quote = scalar
            }
        }
        return quote
    }
}

/// The arguments of a command, from the argument parser's description.
private struct ArgumentPage: Decodable {
    struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String
        }

        var kind: String
        var names: [Name]?
        var allValues: [String]?
        var isRepeating: Bool

        var takesValue: Bool { kind == "option" }
        var values: [String] { allValues ?? [] }
        var optionNames: [String] { (names ?? []).map { $0.kind == "long" ? "--\($0.name)" : "-\($0.name)" } }
    }

    struct Command: Decodable {
        var arguments: [Argument]?
    }

    private var command: Command

    init(_ type: any NotebookCommand.Type) {
        let page = try? JSONDecoder().decode(ArgumentPage.self, from: Data(type._dumpHelp().utf8))
        self = page ?? ArgumentPage(command: Command())
    }

    private init(command: Command) { self.command = command }

    private var arguments: [Argument] { command.arguments ?? [] }

    /// All options except those for help, which are not allowed in a cell.
    var optionNames: [String] {
        arguments.flatMap(\.optionNames).filter { $0.hasPrefix("--") && $0 != "--help" }
    }

    func option(named name: String) -> Argument? { arguments.first { $0.optionNames.contains(name) } }

    /// The possible values of the next positional argument.
    func values(after words: some Sequence<String>) -> [String] {
        var count = 0
        var isValue = false
        for word in words {
            if isValue {
                isValue = false
            } else if word.hasPrefix("-") {
                isValue = option(named: word)?.takesValue ?? false
            } else {
                count += 1
            }
        }
        let places = arguments.filter { $0.kind == "positional" }
        if let place = places.dropFirst(count).first { return place.values }
        return places.last.map { $0.isRepeating ? $0.values : [] } ?? []
    }
}
