import ArgumentParser
import Execution
import Foundation

struct OpenSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Shows a notebook's report in the browser.",
        discussion: "Without a notebook, it shows the latest report in output/. It always prints the report's path.")

    @Argument(help: "The notebook, a Markdown file.", completion: .file(extensions: ["md"]))
    var notebook: String?

    @Option(help: ArgumentHelp("The profile that it ran with, e.g. quick.", valueName: "name"))
    var profile: String?

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp("The report, if it is in another place.", valueName: "file"),
        completion: .file(extensions: ["html"]))
    var output: String?

    func validate() throws {
        try requireNames([("The notebook", notebook), ("--profile", profile), ("--output", output)])
        if notebook == nil, profile != nil { throw ValidationError("--profile belongs to a notebook.") }
    }

    func run() throws {
        guard let path = report else {
            let run = "practicum run \(notebook ?? "NOTEBOOK")\(profile.map { " --profile \($0)" } ?? "")"
            StandardStream.error.write(
                diagnostic:
                    "error: there is no report \(notebook.map { "of \($0)" } ?? "in output/") yet. Run the notebook "
                    + "first: `\(run)`.")
            throw ExitStatus.invalid
        }
        StandardStream.output.write("\(path)\n")
        Browser(environment: ProcessInfo.processInfo.environment)?.show(path)
    }

    private var report: String? {
        if let output { return FileManager.default.isReadableFile(atPath: output) ? output : nil }
        if let notebook {
            let path = RunFiles.standardReportPath(notebook: notebook, profile: profile)
            if profile != nil || FileManager.default.isReadableFile(atPath: path) {
                return FileManager.default.isReadableFile(atPath: path) ? path : nil
            }
            // The report of a run with any profile.
            return latest(among: { $0.hasPrefix("\(path.dropLast("html".count))") })
        }
        return latest { _ in true }
    }

    private func latest(among isMeant: (String) -> Bool) -> String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "output")) ?? []
        let reports = names.map { "output/\($0)" }.filter {
            $0.hasSuffix(".html") && isMeant($0) && RunFiles.isReport($0)
        }
        func date(_ path: String) -> Date {
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            return attributes?[.modificationDate] as? Date ?? .distantPast
        }
        return reports.max { date($0) < date($1) }
    }
}

/// The program that shows a file in the browser, if this machine has one and a screen.
struct Browser {
    private let program: String

    /// Nil if there is none.
    init?(environment: [String: String]) {
        #if os(macOS)
            let name = "open"
        #else
            let name = "xdg-open"
            let hasScreen = ["DISPLAY", "WAYLAND_DISPLAY", "BROWSER"].contains { environment[$0]?.isEmpty == false }
            guard hasScreen else { return nil }
        #endif
        let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        guard let found = folders.map({ "\($0)/\(name)" }).first(where: FileManager.default.isExecutableFile)
        else { return nil }
        program = found
    }

    /// Shows a file, and returns when the program has ended.
    func show(_ path: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        // A file name must not be taken for an option.
        process.arguments = [path.hasPrefix("-") ? "./\(path)" : path]
        process.standardInput = FileHandle.nullDevice
        do {
            try process.run()
            process.waitUntilExit()
        } catch {
            StandardStream.error.write(
                diagnostic: "warning: \(program) could not be started: \(error.localizedDescription)")
        }
    }
}
