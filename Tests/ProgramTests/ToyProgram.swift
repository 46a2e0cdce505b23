import Foundation

/// The program of the toy practical, run as a user would run it, in a folder of its own with a text and a notebook.
struct ToyProgram {
    struct Result {
        var status: Int32
        var output: String
        var error: String
    }

    static let notebook = """
        ---
        title: "Counting Letters"
        params:
          file: text.txt
          most: 2
        profiles:
          quick:
            most: 1
        ---

        ## 1. Reading

        ```{practicum}
        #| label: read
        read $file
        ```

        ## 2. Counting

        ```{practicum}
        #| label: count
        count --most $most
        ```

        ## 3. Marking

        ```{practicum}
        #| label: mark
        mark tower
        ```
        """

    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "toy-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try write(Self.notebook, to: "book.md")
        try write("The tower is tall.\n", to: "text.txt")
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }

    func read(_ name: String) throws -> String { try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) }

    /// A process that is not started yet. The program is in the folder of the test bundle.
    func make(_ arguments: String, _ environment: [String: String] = [:]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("toypracticum")
        process.arguments = arguments.split(separator: " ").map(String.init)
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let own = [
            "PRACTICUM_STORE": "\(folder)/store", "XDG_CACHE_HOME": "\(folder)/cache",
            "XDG_STATE_HOME": "\(folder)/state",
        ]
        process.environment = ProcessInfo.processInfo.environment.merging(own) { $1 }.merging(environment) { $1 }
        return process
    }

    /// Thrown if the program does not end in time.
    struct Unending: Error { var arguments: String }

    /// Waits at most a minute for a condition; false if it is still not met.
    func waits(_ condition: () -> Bool) -> Bool {
        let limit = ContinuousClock.now + .seconds(60)
        while !condition() {
            guard .now < limit else { return false }
            usleep(5_000)
        }
        return true
    }

    /// Runs the program to its end, which must come within a minute.
    ///
    /// - Parameter arguments: Words, separated by spaces.
    func run(_ arguments: String, input: String = "", environment: [String: String] = [:]) throws -> Result {
        let process = make(arguments, environment)
        // Files are used because a pipe could become full.
        try write(input, to: "input")
        for name in ["stdout", "stderr"] { try write("", to: name) }
        process.standardInput = FileHandle(forReadingAtPath: "\(folder)/input")
        process.standardOutput = FileHandle(forWritingAtPath: "\(folder)/stdout")
        process.standardError = FileHandle(forWritingAtPath: "\(folder)/stderr")
        try process.run()
        guard waits({ !process.isRunning }) else {
            kill(process.processIdentifier, SIGKILL)
            throw Unending(arguments: arguments)
        }
        return Result(status: process.terminationStatus, output: try read("stdout"), error: try read("stderr"))
    }
}
