import ArgumentParser
import Execution
import Files
import Foundation
import Notebooks

/// A notebook and the changes that the command line makes to it.
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

    @Flag(
        help: ArgumentHelp(
            "Lets the notebook name files outside its folders. Files named by -p and --params-file may be anywhere."
        ))
    var allowOutside = false

    func validate() throws {
        try requireNames([("The notebook", notebook), ("--params-file", paramsFile), ("--profile", profile)])
    }

    var overrides: ParameterOverrides {
        ParameterOverrides(
            profile: profile, file: paramsFile, assignments: parameters, allowsOutside: allowOutside)
    }

    /// Computes the SHA-256 of the files that the notebook names, and says where these files may be.
    ///
    /// - Parameter report: The place of the report, if it is known.
    func digests(_ report: ReportOptions?) -> FileDigests {
        let path = report?.reportPath(self) ?? RunFiles.standardReportPath(notebook: notebook, profile: profile)
        let boundary = PathBoundary(
            notebook: notebook, outputFolder: RunFiles(reportPath: path).folder, caches: Practical.current.caches())
        return FileDigests(cachePath: FileDigests.standardCachePath, boundary: allowOutside ? nil : boundary)
    }

    /// Parses and plans the notebook. All errors are printed to standard error together.
    func plan(_ report: ReportOptions? = nil) throws -> (plan: Plan, warnings: [Diagnostic]) {
        let (plan, warnings, _) = try planWithInputs(report)
        return (plan, warnings)
    }

    /// The plan, and every file that was read for it, by the name to use in messages.
    ///
    /// - Parameter obtain: Called with the assets that the notebook needs and that can be fetched, before they are searched.
    func planWithInputs(
        _ report: ReportOptions?, obtain: ([any RemoteAsset]) throws -> Void = { _ in }
    ) throws -> (plan: Plan, warnings: [Diagnostic], inputs: [String: FileStamp]) {
        do {
            let digests = digests(report)
            defer { digests.save() }
            let read = ReadFiles()
            let (plan, warnings) = try Reading.$observer.withValue(read) {
                try Plan.make(
                    path: notebook, overrides: overrides, registry: Practical.current.registry, environment: digests,
                    obtain: obtain)
            }
            return (plan, warnings, read.stamps.merging(digests.stamps) { $1 })
        } catch let diagnostics as Diagnostics {
            throw fail(diagnostics)
        }
    }

    /// Prints the errors and their number.
    private func fail(_ diagnostics: Diagnostics) -> ExitCode {
        StandardStream.error.write(diagnostic: diagnostics.description)
        let errors = diagnostics.all.count { $0.severity == .error }
        StandardStream.error.write("\(notebook): \(errors) error\(errors == 1 ? "" : "s").\n")
        return ExitStatus.invalid
    }
}

/// Throws if a name on the command line is empty, for example because a script's variable is not set.
func requireNames(_ names: [(what: String, name: String?)]) throws {
    for (what, name) in names where name?.isEmpty == true {
        throw ValidationError("\(what) needs a name, and the one given is empty.")
    }
}

/// The files that are read while one thread plans a notebook.
private final class ReadFiles: ReadingObserver, @unchecked Sendable {
    private(set) var stamps: [String: FileStamp] = [:]

    func didRead(_ bytes: [UInt8], of file: InputFile) { stamps[file.path] = file.stamp }
}
