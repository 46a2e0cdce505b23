import Foundation
import TerminalSupport
import Testing

/// The built program, run as a user would run it, in a folder of its own.
struct Program {
    struct Result {
        var status: Int32
        var output: String
        var error: String

        /// The last line that was printed: the report's path.
        var lastLine: String { output.split(separator: "\n").last.map(String.init) ?? "" }
    }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    static let notebook = "\(root)/notebooks/practical-7.md"

    /// A folder that is removed with `remove()`. It contains the program's cache, so that this machine's own cache is not used.
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "practicum-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// The program is in the same folder as the tests that were built with it.
    static var executable: URL {
        URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("practicum")
    }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    func write(_ text: String, to name: String) throws -> String {
        try text.write(toFile: path(name), atomically: true, encoding: .utf8)
        return path(name)
    }

    func read(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

    /// A process in the program's folder, not yet started.
    func make(_ executable: URL, _ arguments: [String], _ more: [String: String] = [:]) -> Process {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        var environment = ProcessInfo.processInfo.environment
        environment["PRACTICUM_CACHE"] = path("cache")
        environment["HF_HOME"] = path("hf")
        environment["HF_HUB_CACHE"] = nil
        // A test that needs a hub uses a server of its own.
        environment["HF_HUB_OFFLINE"] = "1"
        // The practical's own folder is not changed.
        environment["PRACTICUM_STORE"] = path("store")
        process.environment = environment.merging(more) { $1 }
        return process
    }

    private func process(_ executable: URL, _ arguments: [String]) -> (Process, Pipe, Pipe) {
        let process = make(executable, arguments)
        let (output, error) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = error
        return (process, output, error)
    }

    /// Runs the program to its end.
    ///
    /// - Parameters:
    ///   - prefix: Shell commands that run first, e.g. limits.
    ///   - input: Its standard input; nothing by default.
    func run(_ arguments: [String], shell prefix: String? = nil, input: String? = nil) throws -> Result {
        let (process, output, error): (Process, Pipe, Pipe)
        if let prefix {
            (process, output, error) = self.process(
                URL(fileURLWithPath: "/bin/bash"),
                ["-c", "\(prefix); exec \"$0\" \"$@\"", Self.executable.path] + arguments)
        } else {
            (process, output, error) = self.process(Self.executable, arguments)
        }
        let source = Pipe()
        if input != nil { process.standardInput = source }
        try process.run()
        if let input {
            source.fileHandleForWriting.write(Data(input.utf8))
            try source.fileHandleForWriting.close()
        }
        // Standard error is short, so it can stay in its pipe until the output has been read.
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        let failed = error.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: String(decoding: printed, as: UTF8.self),
            error: String(decoding: failed, as: UTF8.self))
    }

    /// Runs the program, and interrupts it as Ctrl-C would after it has printed `text`.
    func interrupt(_ arguments: [String], after text: String) throws -> Result {
        let (process, output, error) = process(
            Self.executable, arguments.contains("--verbose") ? arguments : arguments + ["--verbose"])
        try process.run()
        var printed = Data()
        while true {
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { break }
            printed += data
            if String(decoding: printed, as: UTF8.self).contains(text) {
                process.interrupt()
                break
            }
        }
        printed += output.fileHandleForReading.readDataToEndOfFile()
        let failed = error.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: String(decoding: printed, as: UTF8.self),
            error: String(decoding: failed, as: UTF8.self))
    }

    /// Runs the program and kills it after this many seconds, unless it has ended before. True if it was killed.
    func kill(_ arguments: [String], after seconds: Double) throws -> Bool {
        let (process, output, error) = process(Self.executable, arguments)
        // The output is not read, and a full pipe would stop the program.
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        _ = (output, error)
        try process.run()
        let end = ContinuousClock.now + .seconds(seconds)
        while process.isRunning, .now < end { usleep(500) }
        guard process.isRunning else { return false }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
    }

    /// Starts the program without waiting for it.
    func start(_ arguments: [String]) throws -> Process {
        let (process, _, _) = process(Self.executable, arguments)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Arguments for a run of some seconds, with the small random encoder and a few examples.
    static func small(
        _ notebook: String = Program.notebook, _ more: [String] = [], report: String = "report.html"
    ) -> [String] {
        [
            "run", notebook, "--profile", "quick", "-p", "encoder=random", "-p", "train-samples=16", "-p",
            "validation-samples=8", "-o", report,
        ] + more
    }

    /// The outputs of a run that do not vary between equal runs, as JSON.
    func outputs(of name: String) throws -> [String] {
        let data = try Data(contentsOf: URL(fileURLWithPath: path(name)))
        let run = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let cells = try #require(run["cells"] as? [[String: Any]])
        return try cells.map { cell in
            let outputs = (cell["outputs"] as? [[String: Any]] ?? []).filter { $0["isVolatile"] as? Bool != true }
            let json = try JSONSerialization.data(withJSONObject: outputs, options: .sortedKeys)
            return "\(cell["label"] ?? ""): \(String(decoding: json, as: UTF8.self))"
        }
    }
}

extension Terminal {
    /// A terminal in which the built program runs.
    convenience init(
        _ program: Program, _ arguments: [String], columns: UInt16 = 120, environment: [String: String] = [:]
    ) throws {
        let own = ["TERM": "xterm", "XDG_STATE_HOME": program.path("state")]
        try self.init(
            program.make(Program.executable, arguments), columns: columns,
            environment: own.merging(environment) { $1 })
    }
}
