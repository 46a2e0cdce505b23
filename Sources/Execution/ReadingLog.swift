import Files
import Foundation

/// Records the digests of the files that a command reads. They are the digests of the bytes that the command gets,
/// because a file can change at any time.
///
/// Used only by the thread on which the command runs.
final class ReadingLog: ReadingObserver, @unchecked Sendable {
    /// By absolute path. A file that is read several times can differ each time.
    private(set) var digests: [String: Set<String>] = [:]
    private let known: (InputFile) -> String?

    /// - Parameter known: Returns the digest of a file that was hashed before and has not changed since.
    init(known: @escaping (InputFile) -> String? = { _ in nil }) { self.known = known }

    func didRead(_ bytes: [UInt8], of file: InputFile) {
        // Large files are hashed once: if the stamp is the same before and after, the hashed content is the one that was read.
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

/// Forwards requests to another environment, and records which files they are about.
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
