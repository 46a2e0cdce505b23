import Files
import Foundation

extension HubCache {
    /// What tells backup programs to pass over a folder: see https://bford.info/cachedir.
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
            // Of use, but nothing depends on it.
            try? AtomicFile.write(Array(Self.tag.utf8), to: path, flushes: false)
        }
    }

    private func makeFolder(_ path: String) throws(HubError) {
        try checkInside(path)
        try HubError.mapped { () throws(FileError) in try AtomicFile.makeFolder(path) }
    }

    /// Has a snapshot show a file whose blob is there.
    func link(_ file: HubFile, of listing: HubListing) throws(HubError) {
        let path = pointer(file, of: listing)
        try makeFolder(path.parentFolder)
        let ups = String(repeating: "../", count: 2 + file.path.utf8.count { $0 == UInt8(ascii: "/") })
        let destination = "\(ups)blobs/\(file.hash.hexadecimal)"
        if path.linkDestination == destination { return }
        do throws(FileError) {
            try SymbolicLink.make(at: path, to: destination)
        } catch {
            // Where a disk knows no links, huggingface_hub too puts the file itself there.
            guard [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS].contains(error.code) else { throw HubError(error) }
            let blob = blob(file, of: listing.repository)
            try HubError.mapped { () throws(FileError) in try AtomicFile.move(blob, to: path) }
        }
    }

    /// Notes which commit a branch or tag stands for. A commit needs no note.
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
