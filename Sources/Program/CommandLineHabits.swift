import ArgumentParser
import Execution
import Foundation
import Notebooks

/// What people type who know papermill, Jupyter or make. If the meaning is clear, it is accepted; otherwise an error has a hint.
struct CommandLineHabits {
    /// The arguments as they were typed, without the program's name.
    let arguments: [String]
    let subcommands: [any ParsableCommand.Type]

    /// The arguments in the form that the parser accepts: a notebook alone is run, and `-p epochs 1` means `-p epochs=1`.
    ///
    /// The parser decides what a word after `-p NAME` is. If the command line has no notebook without that word, it is the notebook and not
    /// a value.
    ///
    /// - Parameter isAccepted: Whether the parser accepts these arguments.
    func adapted(_ isAccepted: ([String]) -> Bool) -> [String] {
        let arguments = startsWithNotebook ? ["run"] + arguments : arguments
        let all = Self.joined(arguments) { _ in true }
        guard all != arguments else { return arguments }
        let withoutFiles = Self.joined(arguments) {
            !Self.isNotebook($0) && !FileManager.default.fileExists(atPath: $0)
        }
        return [all, withoutFiles, arguments].first(where: isAccepted) ?? withoutFiles
    }

    private var startsWithNotebook: Bool {
        guard let first = arguments.first, !first.isEmpty, subcommand == nil, first != "help" else { return false }
        if !first.hasPrefix("-") { return Self.isNotebook(first) || FileManager.default.isReadableFile(atPath: first) }
        return !["-h", "--help", "--version"].contains(first) && arguments.contains(where: Self.isNotebook)
    }

    private var subcommand: (any ParsableCommand.Type)? {
        subcommands.first { $0._commandName == arguments.first }
    }

    private static func isNotebook(_ word: String) -> Bool { word.hasSuffix(".md") && !word.hasPrefix("-") }

    /// Writes `-p NAME VALUE` as one assignment. A value is a number, or a word that does not begin with a dash.
    ///
    /// - Parameter isValue: Whether a word can be a value.
    private static func joined(_ arguments: [String], where isValue: (String) -> Bool) -> [String] {
        var result: [String] = []
        var rest = arguments[...]
        while let word = rest.popFirst() {
            result.append(word)
            if word == "--" { return result + rest }
            guard word == "-p", let name = rest.first, isName(name), let value = rest.dropFirst().first,
                isValue(value), !value.hasPrefix("-") || Double(value) != nil
            else { continue }
            // What follows `--with` is not parsed yet, and its notebook can be left out.
            if result.contains("--with"), isNotebook(value) { continue }
            result.append("\(name)=\(value)")
            rest = rest.dropFirst(2)
        }
        return result
    }

    private static func isName(_ word: String) -> Bool {
        !word.isEmpty && !word.hasPrefix("-")
            && word.unicodeScalars.allSatisfy {
                $0.isASCII && $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_".unicodeScalars.contains($0)
            }
    }

    // MARK: Hints

    /// What to type instead of a word that the parser refused; nil if that is not known.
    var hint: String? {
        guard let subcommand = subcommand ?? (startsWithNotebook ? RunSubcommand.self : nil) else { return nil }
        let known = ArgumentDescription(of: subcommand).longOptions
        for (place, word) in arguments.enumerated() {
            if word == "--" { return nil }
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            guard let option = parts.first else { continue }
            if option.hasPrefix("-p"), option.count > 2, parts.count == 2, !option.hasPrefix("--") {
                let assignment = "\(option.dropFirst(2))=\(parts[1])"
                return "Put a space between -p and the parameter: type `-p \(assignment)`."
            }
            guard option.hasPrefix("--"), !known.contains(option), option.count > 2 else { continue }
            if Self.parameterWords.contains(option) {
                return
                    "'\(option)' is not an option. Set a parameter with `-p NAME=VALUE`, and those of a YAML file with "
                    + "`--params-file FILE`."
            }
            let name = String(option.dropFirst(2))
            let names = parameters
            guard names.contains(name) || names.contains(name.replacing("_", with: "-")) else { continue }
            let next = arguments.dropFirst(place + 1).first { _ in true }.flatMap { $0.hasPrefix("-") ? nil : $0 }
            let value = parts.count == 2 ? parts[1] : next.flatMap { Self.isNotebook($0) ? nil : $0 } ?? "VALUE"
            let parameter = names.contains(name) ? name : name.replacing("_", with: "-")
            return
                "'\(option)' is not an option, but the notebook has a parameter with this name: type `-p \(parameter)=\(value)`."
        }
        return nil
    }

    private static let parameterWords: Set = ["--param", "--params", "--parameter", "--parameters", "--set"]

    /// The names of the notebook's parameters.
    private var parameters: [String] {
        guard let path = arguments.first(where: Self.isNotebook),
            let source = try? SourceText.read(path, kind: "notebook")
        else { return [] }
        return Notebook.read(source, overrides: ParameterOverrides()).notebook.parameters.map(\.name)
    }
}
