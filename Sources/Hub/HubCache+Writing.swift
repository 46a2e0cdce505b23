import Files
import Foundation

extension HubCache {
    /// The tag that tells backup programs to skip a folder: see https://bford.info/cachedir.
    private static let tag = """
        Signature: 8a477f597d28d172789f06886806bc55
        # This file is a cache directory tag created by huggingface_hub.
        # For information about cache directory tags, see:
        #	https://bford.info/cachedir/

        """

    /// Makes the folders that a fetch writes to.
    func prepare(for listing: HubListing) throws(HubError) {
        for path in [
            blobsFolder(listing.repository), lockFolder(listing.repository),
            snapshotFolder(listing.repository, listing.commit),
        ] {
            try makeFolder(path)
        }
        let path = "\(folder)/CACHEDIR.TAG"
        try checkInside(path)
        if !FileManager.default.fileExists(atPath: path) {
            // The tag is useful, but nothing depends on it.
            try? AtomicFile.write(Array(Self.tag.utf8), to: path, flushes: false)
        }
    }

    private func makeFolder(_ path: String) throws(HubError) {
        try checkInside(path)
        try HubError.mapped { () throws(FileError) in try AtomicFile.makeFolder(path) }
    }

    /// Adds a file whose blob exists to a snapshot.
    func link(_ file: HubFile, of listing: HubListing) throws(HubError) {
        let path = pointer(file, of: listing)
        try makeFolder(path.parentFolder)
        let ups = String(repeating: "../", count: 2 + file.path.utf8.count { $0 == UInt8(ascii: "/") })
        let destination = "\(ups)blobs/\(file.hash.hexadecimal)"
        if path.linkDestination == destination { return }
        do throws(FileError) {
            try SymbolicLink.make(at: path, to: destination)
        } catch {
            // Where the file system has no links, the file itself is placed there, as huggingface_hub does.
            guard [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS].contains(error.code) else { throw HubError(error) }
            let blob = blob(file, of: listing.repository)
            try HubError.mapped { () throws(FileError) in try AtomicFile.move(blob, to: path) }
        }
    }

    /// Records which commit a branch or tag points to. A commit needs no record.
    func writeReference(for listing: HubListing) throws(HubError) {
        guard listing.repository.pinnedCommit == nil else { return }
        let path = reference(listing.repository)
        try makeFolder(path.parentFolder)
        try checkInside(path)
        let bytes = Array(listing.commit.utf8)
        if FileKind.isRegular(path), (try? InputFile(path, limit: 1_024).prefix(1_024)) == bytes { return }
        try HubError.mapped { () throws(FileError) in try AtomicFile.write(bytes, to: path) }
    }
}
