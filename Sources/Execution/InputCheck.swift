import Files
import Notebooks

/// Holds what a command reads against what the plan knows of it: a result must not be kept under the key of other bytes.
struct InputCheck {
    private let environment: any PlanEnvironment
    /// The digests of files that commands of this notebook have written, by absolute path.
    private var written: [String: String] = [:]

    init(environment: any PlanEnvironment) { self.environment = environment }

    /// Remembers what the files are that a command has written.
    mutating func note(digests: [String: String]) {
        for (path, digest) in digests { written[ReadingLog.absolute(path)] = digest }
    }

    /// A log for a command to run with.
    func makeLog() -> ReadingLog { ReadingLog { [environment] in (environment as? FileDigests)?.known($0) } }

    /// Called before a command runs: a link can have been laid since the plan was made.
    func checkPaths(of command: PlannedCommand) throws {
        guard let boundary = environment.boundary else { return }
        for path in command.guardedPaths {
            guard let (message, remedy) = path.problem(boundary) else { continue }
            throw ExecutionError.outside("\(message). \(remedy)")
        }
    }

    /// Called after a command ran. Fails if an input file changed after planning: otherwise the result would be kept under the key of
    /// the old content. What counts are the bytes that were read, as the file can be as it was again. Of a mapped file (Parquet) the
    /// bytes that were read are not known: it counts as it is after the command.
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
            // A file beside the planned ones may have been there for a moment only.
            let digest = expected[path] ?? (try? environment.digest(ofFile: path)) ?? ""
            if digests != [digest] { throw ExecutionError.inputChanged(command: command.name, input: path) }
        }
    }
}
