import ArgumentParser
import Foundation
import Notebooks

// This file holds all code that depends on what swift-argument-parser does not guarantee: the command's name, its JSON description of a
// command's arguments, and the English text of its messages. `Package.swift` therefore pins the parser to one minor version.

/// The arguments that a command declares, as the parser describes them.
package struct ArgumentDescription: Sendable {
    /// The long options, dashes included, with `--help`.
    package let longOptions: Set<String>
    /// The options that take a value, in the order of their declaration. The first is the one that a notebook would use.
    private(set) var valueOptions: [String] = []

    private struct Tool: Decodable {
        struct Command: Decodable { var arguments: [Argument]? }

        struct Argument: Decodable {
            struct Name: Decodable {
                var kind: String
                var name: String
            }

            var kind: String
            var names: [Name]?
            var preferredName: Name?
        }

        var command: Command
    }

    /// - Precondition: The parser's output has the format of the pinned version.
    package init(of type: any ParsableCommand.Type) {
        let arguments: [Tool.Argument]
        do {
            arguments = try JSONDecoder().decode(Tool.self, from: Data(type._dumpHelp().utf8)).command.arguments ?? []
        } catch {
            preconditionFailure("swift-argument-parser describes arguments in another way: \(error)")
        }
        longOptions = Set(
            arguments.flatMap { $0.names ?? [] }.filter { $0.kind == "long" }.map { "--\($0.name)" } + ["--help"])
        for argument in arguments where argument.kind == "option" {
            valueOptions.append(argument.preferredName?.name ?? "")
        }
    }
}

extension CommandRegistry {
    /// The word that a notebook uses for a command.
    package static func name(of command: any NotebookCommand.Type) -> String { command._commandName }
}

/// The parser's message for an error, taken apart.
struct ParserMessage {
    var text: String
    /// The replacement that it suggests.
    var proposal: String?
    /// Its quoted texts, in order.
    var quotations: [String] = []
    /// True if the message is about a value, which is in the first quotes, of the option in the last quotes.
    var isAboutValue = false
    /// True if an argument is missing, so that no word is wrong.
    var isAboutMissing = false

    init(_ error: any Error, of type: any NotebookCommand.Type) {
        text = type.message(for: error)
        if let hint = text.range(of: ". Did you mean '") {
            proposal = "Did you mean `\(text[hint.upperBound...].prefix { $0 != "'" })`?"
            text = String(text[..<hint.lowerBound])
        } else if let hint = text.range(of: ". Please provide one of") {
            proposal = "Please provide one of" + text[hint.upperBound...]
            text = String(text[..<hint.lowerBound])
        }
        while text.last == "." || text.last == "\n" { text.removeLast() }
        quotations = Self.quotations(in: text)
        isAboutValue = text.hasPrefix("The value '")
        isAboutMissing = text.hasPrefix("Missing expected argument") || text.hasPrefix("Missing one of")
    }

    /// The message in the style of the notebook's errors: in lower case, and with code in backquotes.
    func written(by command: String) -> String {
        var text = text
        if let first = text.first, text.dropFirst().first?.isLowercase == true || first == "A" {
            text = first.lowercased() + text.dropFirst()
        }
        if text.hasPrefix("unknown option") || text.hasPrefix("unexpected argument") { text += " of `\(command)`" }
        return Self.markedAsCode(text)
    }

    private static func quotations(in message: String) -> [String] {
        let head = message.split(separator: "\n", maxSplits: 1).first.map(String.init) ?? ""
        if head.hasPrefix("The value '"), let end = head.range(of: "' is invalid") {
            // The value itself may contain an apostrophe.
            let value = String(head[head.index(head.startIndex, offsetBy: 11)..<end.lowerBound])
            return [value] + quotations(in: String(head[end.upperBound...]))
        }
        let parts = head.split(separator: "'", omittingEmptySubsequences: false)
        return parts.indices.filter { $0 % 2 == 1 && $0 < parts.count - 1 }.map { String(parts[$0]) }
    }

    /// Replaces the parser's quotes by backquotes. An apostrophe within a word is not a quote.
    private static func markedAsCode(_ message: String) -> String {
        // A combining mark after a quote forms one character with it.
        let scalars = Array(message.unicodeScalars)
        func isLetter(_ index: Int) -> Bool {
            scalars.indices.contains(index) && scalars[index].properties.isAlphabetic
        }
        let marked = scalars.indices.map { index -> Unicode.Scalar in
            scalars[index] == "'" && !(isLetter(index - 1) && isLetter(index + 1)) ? "`" : scalars[index]
        }
        return String(String.UnicodeScalarView(marked))
    }
}
