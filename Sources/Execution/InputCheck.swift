import Files
import Notebooks

/// Checks that a command read what the plan expected. Otherwise its result would be stored under the key of other content.
struct InputCheck {
    private let environment: any PlanEnvironment
    /// The digests of files that commands of this notebook have written, by absolute path.
    private var written: [String: String] = [:]

    init(environment: any PlanEnvironment) { self.environment = environment }

    /// Records the digests of the files that a command has written.
    mutating func note(digests: [String: String]) {
        for (path, digest) in digests { written[ReadingLog.absolute(path)] = digest }
    }

    /// A log of the files that a command reads.
    func makeLog() -> ReadingLog { ReadingLog { [environment] in (environment as? FileDigests)?.known($0) } }

    /// Called before a command runs, because a symbolic link may have been created since the plan was made.
    func checkPaths(of command: PlannedCommand) throws {
        guard let boundary = environment.boundary else { return }
        for path in command.guardedPaths {
            guard let (message, remedy) = path.problem(boundary) else { continue }
            throw ExecutionError.outside("\(message). \(remedy)")
        }
    }

    /// Called after a command ran. Fails if an input file changed after planning. Otherwise the result would be cached under the key of
    /// the old content. The check uses the bytes that were read, because a file can be changed back. For a mapped file (Parquet) these
    /// bytes are unknown, so the check uses the file after the command.
    func checkInputs(of command: PlannedCommand, _ log: ReadingLog) throws {
        let noted = NotingEnvironment(environment)
        let now = try command.command.fingerprints(in: noted)
        guard now == command.fingerprints else {
            let changed =
                command.fingerprints.first { !now.contains($0) } ?? now.first { !command.fingerprints.contains($0) }
            throw ExecutionError.inputChanged(command: command.name, input: changed?.name ?? "")
        }
        let expected = noted.digests.merging(written) { planned, _ in planned }
        let folders = Set(noted.digests.keys.map(\.parentFolder))
        for (path, digests) in log.digests where expected[path] != nil || folders.contains(path.parentFolder) {
            // A file that was not planned may have existed only for a moment.
            let digest = expected[path] ?? (try? environment.digest(ofFile: path)) ?? ""
            if digests != [digest] { throw ExecutionError.inputChanged(command: command.name, input: path) }
        }
    }
}
