import ArgumentParser
import Execution
import Foundation
import Notebooks

/// A notebook and what the command line changes in it.
struct NotebookOptions: ParsableArguments {
    @Argument(help: "The notebook, a Markdown file.", completion: .file(extensions: ["md"]))
    var notebook: String

    @Option(
        name: .customShort("p"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Sets a parameter; can be repeated.", valueName: "name=value"))
    var parameters: [String] = []

    @Option(help: ArgumentHelp("A YAML file of parameters.", valueName: "file"), completion: .file())
    var paramsFile: String?

    @Option(help: ArgumentHelp("A profile of the notebook, e.g. quick.", valueName: "name"))
    var profile: String?

    func validate() throws {
        try requireNames([("The notebook", notebook), ("--params-file", paramsFile), ("--profile", profile)])
    }

    var overrides: ParameterOverrides {
        ParameterOverrides(profile: profile, file: paramsFile, assignments: parameters)
    }

    /// Parses and plans the notebook. What is wrong goes to standard error, all of it at once.
    func plan() throws -> (plan: Plan, warnings: [Diagnostic]) {
        do {
            let digests = FileDigests(cachePath: FileDigests.standardCachePath)
            defer { digests.save() }
            return try Plan.make(
                path: notebook, overrides: overrides, registry: Parts.registry, environment: digests)
        } catch let diagnostics as Diagnostics {
            throw fail(diagnostics)
        }
    }

    /// Prints what is wrong and how much of it there is.
    private func fail(_ diagnostics: Diagnostics) -> ExitCode {
        StandardStream.error.write(diagnostics.description + "\n")
        let errors = diagnostics.all.count { $0.severity == .error }
        StandardStream.error.write("\(notebook): \(errors) error\(errors == 1 ? "" : "s").\n")
        return ExitStatus.invalid
    }
}

/// Throws when a name on the command line is empty, as one from a script's unset variable is.
func requireNames(_ names: [(what: String, name: String?)]) throws {
    for (what, name) in names where name?.isEmpty == true {
        throw ValidationError("\(what) needs a name, and the one given is empty.")
    }
}
