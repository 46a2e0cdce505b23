import ArgumentParser
import Execution

struct FetchSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch", abstract: "Fetches models and data sets, for a run that needs no network.",
        discussion: """
            practicum fetch NAME ...                   models and data sets, by the names that notebooks use
            practicum fetch ORGANISATION/NAME          a model, by its name on the Hugging Face Hub; NAME@REVISION for one revision
            practicum fetch datasets/ORGANISATION/NAME the same for a data set
            practicum fetch --all NOTEBOOK             what this notebook needs, with its parameters or those of -p

            What is on this machine is not fetched again, and an interrupted download continues. HF_ENDPOINT, HF_HOME, HF_HUB_CACHE, \
            HF_TOKEN and HF_HUB_OFFLINE mean the same as for Python's huggingface_hub, and both share one cache.
            """)

    @Argument(help: "Names of models and data sets.") var names: [String] = []

    @Option(
        help: ArgumentHelp("Fetch what this notebook needs.", valueName: "notebook"),
        completion: .file(extensions: ["md"]))
    var all: String?

    @Option(
        name: .customShort("p"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Sets a parameter of the notebook; can be repeated.", valueName: "name=value"))
    var parameters: [String] = []

    @Option(help: ArgumentHelp("A profile of the notebook, e.g. quick.", valueName: "name"))
    var profile: String?

    @Flag(name: [.customShort("q"), .long], help: "Print nothing but errors.")
    var quiet = false

    func validate() throws {
        try requireNames([("--all", all), ("--profile", profile)] + names.map { ("What is to be fetched", $0) })
        if names.isEmpty, all == nil {
            throw ValidationError("Name a model or a data set, or a notebook with --all.")
        }
        if all == nil, !parameters.isEmpty || profile != nil {
            throw ValidationError("-p and --profile belong to --all NOTEBOOK.")
        }
    }

    func run() throws {
        Interruption.installSignalHandlers(saying: "\nStopping; what was fetched is kept.\n")
        var assets: [any RemoteAsset] = []
        for name in names {
            do {
                assets.append(try Practical.current.asset(name))
            } catch {
                StandardStream.error.write(diagnostic: "error: \(error)")
                throw ExitStatus.invalid
            }
        }
        if let all { assets += try needs(of: all) }
        var failed = false
        for asset in assets {
            guard !asset.isHere else {
                if !quiet { StandardStream.output.write("\(asset.name) is here.\n") }
                continue
            }
            do {
                try AssetFetcher(isQuiet: quiet).fetch(asset)
                if !quiet { StandardStream.output.write("\(asset.name) is here now.\n") }
            } catch {
                if Interruption.process.isRequested { throw ExitStatus.interrupted }
                StandardStream.error.write(diagnostic: "error: \(asset.noun) \(asset.name): \("\(error)")")
                failed = true
            }
        }
        if failed { throw ExitStatus.invalid }
    }

    /// The assets that a notebook needs. Errors in the notebook are printed.
    private func needs(of notebook: String) throws -> [any RemoteAsset] {
        var options = NotebookOptions()
        options.notebook = notebook
        options.paramsFile = nil
        options.parameters = parameters
        options.profile = profile
        options.allowOutside = false
        var found: [any RemoteAsset] = []
        do {
            _ = try options.planWithInputs(nil) {
                found = $0
                throw AreKnown()
            }
        } catch is AreKnown {}
        return found
    }

    /// Ends planning once the needed assets are known. Other errors are reported after they were fetched.
    private struct AreKnown: Error {}
}
