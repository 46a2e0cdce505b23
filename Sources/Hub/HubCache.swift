import Files
import Foundation

/// The Hub's cache on this machine, in the layout of `huggingface_hub`: each finds the files that the other fetched.
///
///     models--org--name/
///         blobs/HASH                      the content of each file, once
///         refs/main                       the commit of a branch or tag
///         snapshots/COMMIT/config.json    a link to ../../blobs/HASH
///     .locks/models--org--name/HASH.lock  held while HASH is fetched
///
/// No method here uses the network.
package struct HubCache: Sendable {
    package let folder: String

    package init(folder: String) { self.folder = folder }

    /// The snapshot that a revision points to; nil if it was not fetched.
    ///
    /// - Throws: `HubError.leadsOut` if a link points outside the cache, `.badReference`, `.file`.
    package func snapshot(of repository: HubRepository) throws(HubError) -> HubSnapshot? {
        guard let commit = try commit(of: repository) else { return nil }
        let path = snapshotFolder(repository, commit)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return nil
        }
        try checkInside(path)
        return HubSnapshot(folder: path, commit: commit)
    }

    /// A file of a snapshot, by its path in the repository; nil if it was not fetched.
    ///
    /// - Throws: As `snapshot(of:)`, and `HubError.badFileName`.
    package func file(_ path: String, of repository: HubRepository) throws(HubError) -> String? {
        if let reason = FilePathFault.of(path) { throw .badFileName(path, in: repository.name, reason: reason) }
        guard let snapshot = try snapshot(of: repository) else { return nil }
        let file = "\(snapshot.folder)/\(path)"
        guard FileKind.isRegular(file) else { return nil }
        try checkInside(file)
        return file
    }

    private func commit(of repository: HubRepository) throws(HubError) -> String? {
        if let commit = repository.pinnedCommit { return commit }
        let path = reference(repository)
        guard FileKind.isRegular(path) else { return nil }
        try checkInside(path)
        let bytes = try HubError.mapped { () throws(FileError) in try InputFile(path, limit: 1_024).prefix(1_024) }
        let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
        guard HubFile.isCommit(text) else { throw .badReference(path: path) }
        return text
    }

    /// Whether a file of a commit exists with its full length.
    func holds(_ file: HubFile, of listing: HubListing) throws(HubError) -> Bool {
        try isWhole(pointer(file, of: listing), file)
    }

    /// Whether the content of a file exists with its full length.
    func hasBlob(_ file: HubFile, of repository: HubRepository) throws(HubError) -> Bool {
        try isWhole(blob(file, of: repository), file)
    }

    private func isWhole(_ path: String, _ file: HubFile) throws(HubError) -> Bool {
        guard FileKind.isRegular(path) else { return false }
        try checkInside(path)
        return FileStamp(path: path)?.size == Int64(file.size)
    }

    // MARK: Places

    private func repositoryFolder(_ repository: HubRepository) -> String { "\(folder)/\(repository.folderName)" }

    func blobsFolder(_ repository: HubRepository) -> String { "\(repositoryFolder(repository))/blobs" }

    func blob(_ file: HubFile, of repository: HubRepository) -> String {
        "\(blobsFolder(repository))/\(file.hash.hexadecimal)"
    }

    /// Where a blob is written until it is complete.
    func incompleteBlob(_ file: HubFile, of repository: HubRepository) -> String {
        "\(blob(file, of: repository)).incomplete"
    }

    func lockFolder(_ repository: HubRepository) -> String { "\(folder)/.locks/\(repository.folderName)" }

    func lock(_ file: HubFile, of repository: HubRepository) -> String {
        "\(lockFolder(repository))/\(file.hash.hexadecimal).lock"
    }

    func reference(_ repository: HubRepository) -> String {
        "\(repositoryFolder(repository))/refs/\(repository.revision)"
    }

    func snapshotFolder(_ repository: HubRepository, _ commit: String) -> String {
        "\(repositoryFolder(repository))/snapshots/\(commit)"
    }

    /// The link to a file's blob.
    func pointer(_ file: HubFile, of listing: HubListing) -> String {
        "\(snapshotFolder(listing.repository, listing.commit))/\(file.path)"
    }

    /// Other users may write to a shared cache. No link of theirs may make us read or write elsewhere.
    func checkInside(_ path: String) throws(HubError) {
        let resolved = path.resolvedPath
        guard resolved.isInside(folder.resolvedPath) else { throw .leadsOut(path: path, target: resolved) }
    }
}
