import Files
import Foundation
import Notebooks

/// SHA-256 of files. It is computed once for each path, inode, size and times, and cached in a file between runs.
package final class FileDigests: PlanEnvironment {
    private struct Entry: Codable {
        var stamp: FileStamp
        var digest: String
    }

    package let workingDirectory: String
    package let boundary: PathBoundary?
    private let cachePath: String?
    private lazy var entries: [String: Entry] = {
        // A damaged cache only costs a little time. It is not an input of the current command, whose
        // observer would call this method again.
        let data = Reading.$observer.withValue(nil) {
            cachePath.flatMap { try? InputFile.bytes($0, limit: InputFile.Limit.text) }
        }
        return data.flatMap { try? JSONDecoder().decode([String: Entry].self, from: Data($0)) } ?? [:]
    }()
    private var isDirty = false
    /// The files whose digests were requested.
    package private(set) var stamps: [String: FileStamp] = [:]

    /// - Parameter cachePath: A JSON file that is read when needed and written by `save()`; nil for no cache.
    package init(
        workingDirectory: String = FileManager.default.currentDirectoryPath, cachePath: String? = nil,
        boundary: PathBoundary? = nil
    ) {
        self.workingDirectory = workingDirectory
        self.boundary = boundary
        self.cachePath = cachePath
    }

    /// `digests.json` in the program's cache; nil if there is no home folder.
    package static var standardCachePath: String? { CacheFolder.own.map { "\($0)/digests.json" } }

    package func digest(ofFile path: String) throws -> String {
        let absolute = absolute(path)
        let file: InputFile
        do throws(FileError) {
            file = try InputFile(absolute, limit: InputFile.Limit.weights)
        } catch {
            var error = error
            error.path = path
            throw error
        }
        let digest = try known(file) ?? FileChecksum.sha256(file).digest
        if !file.stamp.isRecent, file.isUnchanged, known(file) == nil {
            entries[absolute] = Entry(stamp: file.stamp, digest: digest)
            isDirty = true
        }
        stamps[path] = file.stamp
        (Reading.observer as? ReadingLog)?.note(absolute, digest)
        return digest
    }

    /// The cached digest of a file that has not changed since.
    func known(_ file: InputFile) -> String? {
        entries[absolute(file.path)].flatMap { $0.stamp == file.stamp ? $0.digest : nil }
    }

    private func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "\(workingDirectory)/\(path)" }

    /// Writes the cache if it has changed. If it cannot be written, nothing happens.
    package func save() {
        guard isDirty, let cachePath, let data = try? JSONEncoder().encode(entries) else { return }
        do {
            try AtomicFile.makeFolder(cachePath.parentFolder)
            try AtomicFile.write([UInt8](data), to: cachePath)
            isDirty = false
        } catch {
            return
        }
    }
}
