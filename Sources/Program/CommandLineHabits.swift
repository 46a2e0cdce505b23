import ArgumentParser
import Execution
import Foundation
import Notebooks

/// What people type who know papermill, Jupyter or make: it is taken as they mean it where that is plain, and gets a hint where it
/// is not.
struct CommandLineHabits {
    /// As they were typed, without the program's name.
    let arguments: [String]
    let subcommands: [any ParsableCommand.Type]

    /// The arguments as the parser wants them: a notebook alone is run, and `-p epochs 1` is `-p epochs=1`.
    var adapted: [String] { Self.joined(startsWithNotebook ? ["run"] + arguments : arguments) }

    private var startsWithNotebook: Bool {
        guard let first = arguments.first, !first.isEmpty, subcommand == nil, first != "help" else { return false }
        if !first.hasPrefix("-") { return Self.isNotebook(first) || FileManager.default.isReadableFile(atPath: first) }
        return !["-h", "--help", "--version"].contains(first) && arguments.contains(where: Self.isNotebook)
    }

    private var subcommand: (any ParsableCommand.Type)? {
        subcommands.first { $0._commandName == arguments.first }
    }

    private static func isNotebook(_ word: String) -> Bool { word.hasSuffix(".md") && !word.hasPrefix("-") }

    /// `-p NAME VALUE` as one assignment. A value is no option, and not the only notebook.
    private static func joined(_ arguments: [String]) -> [String] {
        var result: [String] = []
        var rest = arguments[...]
        while let word = rest.popFirst() {
            result.append(word)
            if word == "--" { return result + rest }
            guard word == "-p", let name = rest.first, isName(name), let value = rest.dropFirst().first else {
                continue
            }
            let isOnlyNotebook = isNotebook(value) && arguments.count(where: isNotebook) == 1
            guard !isOnlyNotebook, !value.hasPrefix("-") || Double(value) != nil else { continue }
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

    /// What to type in place of a word that the parser refused; nil when that is not known.
    var hint: String? {
        guard let subcommand = subcommand ?? (startsWithNotebook ? RunSubcommand.self : nil) else { return nil }
        let known = ArgumentDescription(of: subcommand).longOptions
        for (place, word) in arguments.enumerated() {
            if word == "--" { return nil }
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            guard let option = parts.first else { continue }
            if option.hasPrefix("-p"), option.count > 2, parts.count == 2, !option.hasPrefix("--") {
                let assignment = "\(option.dropFirst(2))=\(parts[1])"
                return "A blank stands between -p and the parameter: type `-p \(assignment)`."
            }
            guard option.hasPrefix("--"), !known.contains(option), option.count > 2 else { continue }
            if Self.parameterWords.contains(option) {
                return "'\(option)' is no option. Set a parameter with `-p NAME=VALUE`, and those of a YAML file with "
                    + "`--params-file FILE`."
            }
            let name = String(option.dropFirst(2))
            let names = parameters
            guard names.contains(name) || names.contains(name.replacing("_", with: "-")) else { continue }
            let next = arguments.dropFirst(place + 1).first { _ in true }.flatMap { $0.hasPrefix("-") ? nil : $0 }
            let value = parts.count == 2 ? parts[1] : next.flatMap { Self.isNotebook($0) ? nil : $0 } ?? "VALUE"
            let parameter = names.contains(name) ? name : name.replacing("_", with: "-")
            return
                "'\(option)' is no option, but the notebook has a parameter of this name: type `-p \(parameter)=\(value)`."
        }
        return nil
    }

    private static let parameterWords: Set = ["--param", "--params", "--parameter", "--parameters", "--set"]

    /// Names of the parameters of the notebook that was named.
    private var parameters: [String] {
        guard let path = arguments.first(where: Self.isNotebook),
            let source = try? SourceText.read(path, kind: "notebook")
        else { return [] }
        return Notebook.read(source, overrides: ParameterOverrides()).notebook.parameters.map(\.name)
    }
}
