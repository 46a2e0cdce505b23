import ArgumentParser
import Execution
import Files
import Foundation
import Notebooks

/// The places of a notebook's report and store.
struct ReportOptions: ParsableArguments {
    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp("Where the report goes (default: output/NOTEBOOK.html).", valueName: "file"),
        completion: .file(extensions: ["html"]))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Where results are kept (default: PRACTICUM_STORE, else output/store in the notebook's folder, or in the one "
                + "above when that is called 'notebooks').", valueName: "folder"), completion: .directory)
    var store: String?

    func validate() throws {
        if output == "" { throw ValidationError("--output needs the name of a file.") }
        if store == "" { throw ValidationError("--store needs the name of a folder.") }
    }

    func reportPath(_ options: NotebookOptions) -> String {
        output ?? RunFiles.standardReportPath(notebook: options.notebook, profile: options.profile)
    }

    func storeFolder(_ options: NotebookOptions) -> String {
        store ?? StorePlace.environment ?? StorePlace.shown(Store.standardFolder(notebook: options.notebook))
    }

    /// The files that a run writes, and the notebook to which they belong.
    func files(_ options: NotebookOptions) -> RunFiles {
        RunFiles(reportPath: reportPath(options), notebook: options.notebook, profile: options.profile)
    }

    /// The message of a run that waits for another run to finish its report.
    func waiting(_ options: NotebookOptions) -> String {
        "Waiting: another run is writing \(reportPath(options)). Ctrl-C ends the wait; with another report, `--output FILE`, "
            + "both run at once."
    }

    /// Notes the stores of earlier versions, which were beside the report.
    func sayEarlierStores(_ options: NotebookOptions) {
        guard store == nil, StorePlace.environment == nil else { return }
        let current = storeFolder(options)
        let earlier = ["\(reportPath(options).parentFolder)/store", "output/store"]
        var said: Set = [current.resolvedPath]
        for folder in earlier where said.insert(folder.resolvedPath).inserted && Store.isEarlier(folder) {
            StandardStream.error.write(
                "note: \(folder) is a store of an earlier version of Practicum; results are kept in \(current) now. Remove it "
                    + "when you don't need it any more.\n")
        }
    }

    /// Opens the store, and creates it if there is none.
    func openStore(_ options: NotebookOptions, isForReading: Bool = false) throws -> Store {
        do {
            return try Store(folder: storeFolder(options), isForReading: isForReading)
        } catch {
            StandardStream.error.write(diagnostic: "error: \(error)")
            throw ExitStatus.notWritten
        }
    }

    /// Opens the store, by default for reading only; nil if there is none yet.
    func existingStore(_ options: NotebookOptions, isForReading: Bool = true) throws -> Store? {
        Store.exists(at: storeFolder(options)) ? try openStore(options, isForReading: isForReading) : nil
    }

    /// The memory of the latest run. If it is damaged, a warning says so, and the reasons for stale cells are not known.
    func memory(_ options: NotebookOptions, in store: Store?) -> NotebookMemory? {
        switch store?.memory(notebook: options.notebook, profile: options.profile) {
        case .found(let memory): return memory
        case .damaged(let error):
            StandardStream.error.write("warning: \(error). What the last run was is not known.\n")
            return nil
        case .missing, nil: return nil
        }
    }
}

/// The place of a store if no option names it.
enum StorePlace {
    static var environment: String? {
        ProcessInfo.processInfo.environment["PRACTICUM_STORE"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The store of the project that contains the working directory.
    static var here: String { shown("\(Store.projectFolder(ofFolder: ".".resolvedPath))/output/store") }

    /// The path relative to the working directory, if it lies inside it.
    static func shown(_ path: String) -> String {
        let here = ".".resolvedPath
        return path.isInside(here) ? path.relative(to: here) : path
    }
}

/// The options that select cells of a notebook.
struct SelectionOptions: ParsableArguments {
    @Option(
        name: [.customShort("s"), .long],
        help: ArgumentHelp(
            "Only this section: its number, slug or a cell's label; can be repeated.", valueName: "section"))
    var section: [String] = []

    @Option(help: ArgumentHelp("From this section on.", valueName: "section"))
    var from: String?

    @Option(help: ArgumentHelp("Up to and including this section.", valueName: "section"))
    var to: String?

    @Flag(help: "Run the chosen cells even if the store has their results.")
    var fresh = false

    func validate() throws {
        try requireNames(section.map { ("--section", $0) } + [("--from", from), ("--to", to)])
    }

    func cells(in plan: Plan) throws -> Set<Int>? {
        do {
            return try CellSelection(sections: section, from: from, to: to).cells(in: plan)
        } catch {
            StandardStream.error.write(diagnostic: "error: \(error)")
            throw ExitStatus.invalid
        }
    }
}
