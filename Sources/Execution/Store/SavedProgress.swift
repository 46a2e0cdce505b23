import Files
import Foundation

/// The state that an unfinished command needs to resume: files, and a note for the user.
struct SavedProgress: Codable {
    var key: Key
    /// Where it resumes, e.g. `at step 313 of 762`.
    var note: String
    var files: [String: BlobReference]
}

extension Store {
    private func progressFolder(_ key: Key) -> String { "\(folder)/progress/\(key.hexadecimal)" }

    /// Replaces the saved state of an unfinished command. The old state stays valid until the new one is complete.
    func saveProgress(of key: Key, note: String, write: (_ folder: String) throws -> Void) throws {
        let place = progressFolder(key)
        let files = try withWorkingFolder { folder in
            try write(folder)
            var files: [String: BlobReference] = [:]
            for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
                let (digest, size) = try FileChecksum.sha256("\(folder)/\(name)")
                do throws(FileError) {
                    try AtomicFile.makeFolder(place)
                    try AtomicFile.move("\(folder)/\(name)", to: "\(place)/\(digest)")
                } catch {
                    throw StoreError.unwritable(path: place, reason: String(cString: strerror(error.code)))
                }
                files[name] = BlobReference(digest: digest, size: size)
            }
            return files
        }
        try StoreRecord.write(SavedProgress(key: key, note: note, files: files), to: "\(place)/record")
        let kept = Set(files.values.map(\.digest)).union(["record"])
        for name in (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? [] where !kept.contains(name) {
            unlink("\(place)/\(name)")
        }
    }

    /// The files of an unfinished command by name, after checking them.
    func progress(of key: Key) -> StoreLookup<(note: String, files: [String: String], digests: [String: String])> {
        let place = progressFolder(key)
        switch StoreRecord.read(SavedProgress.self, from: "\(place)/record") {
        case .missing: return .missing
        case .damaged(let error): return .damaged(error)
        case .found(let record):
            var files: [String: String] = [:]
            for (name, blob) in record.files {
                let path = "\(place)/\(blob.digest)"
                guard let (digest, _) = try? FileChecksum.sha256(path) else { return .damaged(.missing(path: path)) }
                guard digest == blob.digest else {
                    return .damaged(.damaged(path: path, reason: "its checksum does not match"))
                }
                files[name] = path
            }
            // Files with the same content, e.g. a model that is also the best one so far, are one file.
            let digests = Dictionary(
                record.files.map { ("\(place)/\($1.digest)", $1.digest) }, uniquingKeysWith: { first, _ in first })
            return .found((record.note, files, digests))
        }
    }

    /// The record in an unfinished command's folder.
    func savedProgress(in folder: String) -> StoreLookup<SavedProgress> {
        StoreRecord.read(SavedProgress.self, from: "\(folder)/record")
    }

    func hasProgress(of key: Key) -> Bool { access(progressFolder(key), F_OK) == 0 }

    func removeProgress(of key: Key) {
        guard hasProgress(of: key) else { return }
        let place = progressFolder(key)
        // The record is removed first, so that an interrupted removal does not look like saved progress.
        unlink("\(place)/record")
        try? FileManager.default.removeItem(atPath: place)
    }
}
