import Crypto
import Foundation
import Notebooks

/// SHA-256 of files, computed once for each path, inode, size and times, and kept in a file between runs.
package final class FileDigests: PlanEnvironment {
    private struct Entry: Codable {
        var inode: UInt64
        var size: Int64
        var modified: Int64
        var changed: Int64
        var digest: String
    }

    package let workingDirectory: String
    private let cachePath: String?
    private lazy var entries: [String: Entry] = {
        // A damaged cache costs a little time and nothing else.
        let data = cachePath.flatMap { FileManager.default.contents(atPath: $0) }
        return data.flatMap { try? JSONDecoder().decode([String: Entry].self, from: $0) } ?? [:]
    }()
    private var isDirty = false

    /// - Parameter cachePath: A JSON file that is read when needed and written by `save()`; nil to remember nothing.
    package init(workingDirectory: String = FileManager.default.currentDirectoryPath, cachePath: String? = nil) {
        self.workingDirectory = workingDirectory
        self.cachePath = cachePath
    }

    /// `$XDG_CACHE_HOME/practicum/digests.json`, in `~/.cache` by default; nil without a home.
    package static var standardCachePath: String? {
        let variable = { (name: String) in getenv(name).map { String(cString: $0) } }
        if let cache = variable("XDG_CACHE_HOME"), cache.hasPrefix("/") { return "\(cache)/practicum/digests.json" }
        return variable("HOME").map { "\($0)/.cache/practicum/digests.json" }
    }

    package func digest(ofFile path: String) throws -> String {
        let absolute = path.hasPrefix("/") ? path : "\(workingDirectory)/\(path)"
        var status = stat()
        guard stat(absolute, &status) == 0 else { throw FileError(path: path, operation: .read, code: errno) }
        #if canImport(Darwin)
            let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
        #else
            let (modified, changed) = (status.st_mtim, status.st_ctim)
        #endif
        let nanoseconds = { (time: timespec) in Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec) }
        var entry = Entry(
            inode: UInt64(status.st_ino), size: Int64(status.st_size), modified: nanoseconds(modified),
            changed: nanoseconds(changed), digest: "")
        if let known = entries[absolute], known.inode == entry.inode, known.size == entry.size,
            known.modified == entry.modified, known.changed == entry.changed
        {
            return known.digest
        }
        entry.digest = try Self.hash(absolute, shownAs: path)
        // A file written this very moment can change again within the clock's grain.
        if Double(max(entry.modified, entry.changed)) / 1e9 < Date().timeIntervalSince1970 - 2 {
            entries[absolute] = entry
            isDirty = true
        }
        return entry.digest
    }

    private static func hash(_ path: String, shownAs name: String) throws -> String {
        guard let file = fopen(path, "rb") else { throw FileError(path: name, operation: .read, code: errno) }
        defer { fclose(file) }
        var hash = SHA256()
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            chunk.withUnsafeBytes { hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            if count < chunk.count { break }
        }
        guard ferror(file) == 0 else { throw FileError(path: name, operation: .read, code: errno) }
        return hash.finalize().hexadecimal
    }

    /// Writes the cache, when there is something new; a cache that can't be written is done without.
    package func save() {
        guard isDirty, let cachePath, let data = try? JSONEncoder().encode(entries) else { return }
        let folder = cachePath.lastIndex(of: "/").map { String(cachePath[..<$0]) } ?? "."
        do {
            try AtomicFile.makeFolder(folder)
            try AtomicFile.write([UInt8](data), to: cachePath)
            isDirty = false
        } catch {
            return
        }
    }
}
