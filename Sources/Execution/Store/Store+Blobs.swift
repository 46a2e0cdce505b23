import Files
import Foundation

/// A reference to bytes in the store, by their digest.
package struct BlobReference: Sendable, Equatable, Hashable, Codable {
    /// Lower-case hexadecimal SHA-256.
    package var digest: String
    package var size: Int
}

extension Store {
    func blobPath(_ blob: BlobReference) -> String { path("blobs", blob.digest) }

    /// Saves bytes. Equal bytes are saved once.
    func saveBlob(_ bytes: [UInt8], flushes: Bool = true) throws -> BlobReference {
        let blob = BlobReference(digest: SHA256.hash(bytes).hexadecimal, size: bytes.count)
        let path = blobPath(blob)
        if fileSize(path) == blob.size {
            // An existing file of this name may be damaged; small files are checked.
            if case .found = loadBlob(blob) { return blob }
        }
        do {
            try AtomicFile.makeFolder(path.parentFolder)
            clearFolder(path)
            try AtomicFile.write(bytes, to: path, flushes: flushes)
        } catch {
            throw StoreError.unwritable(path: path, reason: String(cString: strerror(error.code)))
        }
        return blob
    }

    /// Moves a file that was written into the store's own folders to its place without copying it.
    func adoptBlob(_ file: String, flushes: Bool = true) throws -> BlobReference {
        let (digest, size) = try FileChecksum.sha256(file)
        let blob = BlobReference(digest: digest, size: size)
        let path = blobPath(blob)
        if fileSize(path) == size, (try? FileChecksum.sha256(path).digest) == digest {
            unlink(file)
            touch(path)
            return blob
        }
        do {
            try AtomicFile.makeFolder(path.parentFolder)
            clearFolder(path)
            try AtomicFile.move(file, to: path, flushes: flushes)
        } catch {
            throw StoreError.unwritable(path: path, reason: String(cString: strerror(error.code)))
        }
        return blob
    }

    /// The bytes of a blob, after checking them.
    func loadBlob(_ blob: BlobReference) -> StoreLookup<[UInt8]> {
        let path = blobPath(blob)
        let data: [UInt8]
        do throws(FileError) {
            data = try InputFile.bytes(path, limit: max(blob.size, 0))
        } catch {
            switch error.reason {
            case .system(ENOENT), .system(ENOTDIR): return .damaged(.missing(path: path))
            case .tooLarge(let bytes, _):
                return .damaged(.damaged(path: path, reason: "it has \(bytes) bytes instead of \(blob.size)"))
            default: return .damaged(.damaged(path: path, reason: "it can't be read"))
            }
        }
        guard data.count == blob.size else {
            return .damaged(.damaged(path: path, reason: "it has \(data.count) bytes instead of \(blob.size)"))
        }
        guard SHA256.hash(data).hexadecimal == blob.digest else {
            return .damaged(.damaged(path: path, reason: "its checksum does not match"))
        }
        return .found(data)
    }

    /// The path of a blob, after checking its content.
    ///
    /// - Throws: `StoreError`.
    func checkedPath(_ blob: BlobReference) throws -> String {
        let path = blobPath(blob)
        guard let size = fileSize(path) else { throw StoreError.missing(path: path) }
        guard size == blob.size else {
            throw StoreError.damaged(path: path, reason: "it has \(size) bytes instead of \(blob.size)")
        }
        guard try FileChecksum.sha256(path).digest == blob.digest else {
            throw StoreError.damaged(path: path, reason: "its checksum does not match")
        }
        return path
    }
}

/// The size of a regular file; nil if there is none.
func fileSize(_ path: String) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
}

/// The SHA-256 of a file's content.
enum FileChecksum {
    /// - Throws: `StoreError.damaged` for a file that cannot be read.
    static func sha256(_ path: String) throws -> (digest: String, size: Int) {
        do throws(FileError) {
            return try sha256(InputFile(path, limit: InputFile.Limit.weights))
        } catch {
            throw error.code == ENOENT
                ? StoreError.missing(path: path) : StoreError.damaged(path: path, reason: error.cause)
        }
    }

    static func sha256(_ file: InputFile) throws(FileError) -> (digest: String, size: Int) {
        var hash = SHA256()
        var size = 0
        try file.forEachPiece { piece in
            hash.update(piece)
            size += piece.count
        }
        return (hash.finalize().hexadecimal, size)
    }
}
