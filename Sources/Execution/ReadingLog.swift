import Files
import Foundation

/// The digests of the files that a command reads, of the very bytes that it gets: a file can be another one a moment later.
///
/// Used by one thread, on which the command runs.
final class ReadingLog: ReadingObserver, @unchecked Sendable {
    /// By absolute path. A file that is read several times can be another each time.
    private(set) var digests: [String: Set<String>] = [:]
    private let known: (InputFile) -> String?

    /// - Parameter known: The digest of a file that was hashed before, when it is as it was then.
    init(known: @escaping (InputFile) -> String? = { _ in nil }) { self.known = known }

    func didRead(_ bytes: [UInt8], of file: InputFile) {
        // Large files are hashed once: what has the same stamp before and after is what was hashed.
        let remembered = file.stamp.isRecent ? nil : known(file)
        let digest = remembered.flatMap { file.isUnchanged ? $0 : nil } ?? SHA256.hash(bytes).hexadecimal
        note(file.path, digest)
    }

    func note(_ path: String, _ digest: String) { digests[Self.absolute(path), default: []].insert(digest) }

    static func absolute(_ path: String) -> String {
        let whole = path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
        return "/" + whole.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }
}

/// Passes questions on, and notes which files they are about.
final class NotingEnvironment: PlanEnvironment {
    private let environment: any PlanEnvironment
    /// By absolute path.
    private(set) var digests: [String: String] = [:]

    init(_ environment: any PlanEnvironment) { self.environment = environment }

    var workingDirectory: String { environment.workingDirectory }
    var boundary: PathBoundary? { environment.boundary }

    func digest(ofFile path: String) throws -> String {
        let digest = try environment.digest(ofFile: path)
        digests[ReadingLog.absolute(path)] = digest
        return digest
    }
}
