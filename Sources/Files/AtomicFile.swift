import Foundation

/// Writes files so that they exist either completely or not at all.
package enum AtomicFile {
    /// Writes a temporary file in the same folder, flushes it to the disk, and renames it into place.
    ///
    /// Only a regular file is replaced. If `path` is a symbolic link, the link stays and its target is replaced. The new file has the
    /// permissions of the old one, and its owner and group if this user may set them.
    ///
    /// - Parameter flushes: False lets the system decide when the bytes reach the disk. Nothing is lost then when the process is
    ///   killed, but a power cut may lose data.
    /// - Throws: `FileError`. The old file at `path` then still exists.
    package static func write(_ bytes: [UInt8], to path: String, flushes: Bool = true) throws(FileError) {
        try write(to: path, flushes: flushes) { write in try bytes.withUnsafeBytes { try write($0) } }
    }

    /// Writes a file piece by piece. `body` is called with a function that appends bytes and throws only `FileError`.
    package static func write(
        to path: String, flushes: Bool = true, _ body: (_ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws(FileError) {
        let target = try target(of: path)
        let folder = target.parentFolder
        let temporary = "\(folder)/\(temporaryName(for: target.lastComponent))"
        func failure() -> FileError { FileError(path: path, operation: .write, code: errno) }
        var old = stat()
        let isThere = stat(target, &old) == 0
        // A private file's content is never readable by others, not even while it is written.
        let file = open(
            temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, isThere ? 0o600 : 0o644)
        guard file >= 0 else { throw failure() }
        do {
            if isThere { giveAccess(of: old, to: file) }
            try body { try writeAll($0, to: file, path: path) }
            guard !flushes || fsync(file) == 0 else { throw failure() }
        } catch {
            close(file)
            unlink(temporary)
            throw error as? FileError ?? FileError(path: path, operation: .write, code: EIO)
        }
        guard close(file) == 0, rename(temporary, target) == 0 else {
            let error = failure()
            unlink(temporary)
            throw error
        }
        if flushes { flushFolder(folder) }
    }

    /// Gives a new file the owner, group and permissions of the one that it is going to replace.
    private static func giveAccess(of old: stat, to file: Int32) {
        var new = stat()
        if fchown(file, old.st_uid, old.st_gid) != 0 { _ = fchown(file, uid_t.max, old.st_gid) }
        guard fstat(file, &new) == 0 else { return }
        var mode = old.st_mode & 0o777
        // If the group could not be kept, the new group may do no more than everybody.
        if new.st_gid != old.st_gid { mode = mode & 0o707 | mode & 0o007 << 3 }
        _ = fchmod(file, mode)
    }

    /// Checks that a file may be replaced: that it is not read-only, and that its folder can be written.
    ///
    /// Replacing needs no permission for the file itself. But whoever makes a file read-only does not want it changed, the superuser's
    /// programs included.
    package static func checkReplaceable(_ path: String) throws(FileError) {
        let target = try target(of: path)
        var status = stat()
        if stat(target, &status) == 0, status.st_mode & 0o222 == 0 || access(target, W_OK) != 0 {
            throw FileError(path: path, operation: .write, code: EACCES)
        }
        guard access(target.parentFolder, W_OK | X_OK) == 0 else {
            throw FileError(path: path, operation: .write, code: errno)
        }
    }

    /// Creates a file that only this user can read, from its first moment on.
    ///
    /// - Throws: `FileError`, also if there is anything at `path` already.
    package static func createPrivate(_ bytes: [UInt8], at path: String) throws(FileError) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileError(path: path, operation: .write, code: errno) }
        defer { close(file) }
        do {
            try bytes.withUnsafeBytes { try writeAll($0, to: file, path: path) }
        } catch {
            unlink(path)
            throw error as? FileError ?? FileError(path: path, operation: .write, code: EIO)
        }
    }

    private static func writeAll(_ bytes: UnsafeRawBufferPointer, to file: Int32, path: String) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let count = Foundation.write(file, bytes.baseAddress.map { $0 + done }, bytes.count - done)
            if count > 0 {
                done += count
            } else if errno != EINTR {
                throw FileError(path: path, operation: .write, code: errno)
            }
        }
    }

    /// Moves a finished file over another one in the same file system, and makes it as durable as a file that `write` writes.
    package static func move(_ file: String, to path: String, flushes: Bool = true) throws(FileError) {
        func failure() -> FileError { FileError(path: path, operation: .write, code: errno) }
        if flushes {
            let descriptor = open(file, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
            guard descriptor >= 0 else { throw failure() }
            defer { close(descriptor) }
            guard fsync(descriptor) == 0 else { throw failure() }
        }
        guard rename(file, path) == 0 else { throw failure() }
        if flushes { flushFolder(path.parentFolder) }
    }

    /// The file that a write to `path` replaces or creates: the target of its symbolic links.
    ///
    /// - Throws: `FileError` for a circle of links, and for anything that is not a regular file.
    package static func target(of path: String) throws(FileError) -> String {
        var target = path
        for _ in 0..<40 {
            var status = stat()
            guard lstat(target, &status) == 0 else {
                // A missing file will be created. If that is impossible, writing it reports the error.
                if errno == ENOENT || errno == ENOTDIR || errno == EACCES { return target }
                throw FileError(path: path, operation: .write, code: errno)
            }
            guard status.st_mode & S_IFMT == S_IFLNK else {
                guard let kind = FileKind.irregular(status) else { return target }
                throw FileError(path: path, operation: .write, reason: .notRegular(kind))
            }
            guard let next = target.linkDestination else {
                throw FileError(path: path, operation: .write, code: errno)
            }
            target = next.hasPrefix("/") ? next : "\(target.parentFolder)/\(next)"
        }
        throw FileError(path: path, operation: .write, code: ELOOP)
    }

    /// The name under which a file is written before it is renamed. A long name is shortened to leave room for the rest.
    static func temporaryName(for name: String) -> String { "\(temporaryPrefix(for: name))\(uniqueName()).tmp" }

    /// A name that no other process uses, on this machine or on another one with the same disk. Two containers may both have a
    /// process of the same number.
    package static func uniqueName() -> String {
        "\(host)-\(String(UInt64.random(in: 0...UInt64.max), radix: 16))"
    }

    private static let host: String = {
        // Foundation would ask name servers.
        var buffer = [CChar](repeating: 0, count: 256)
        gethostname(&buffer, buffer.count - 1)
        let name = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            .prefix { $0 != "." }
        return String(name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }.prefix(20))
    }()

    /// The beginning of a file's temporary names, for every process that writes it. They end with `.tmp`.
    package static func temporaryPrefix(for name: String) -> String {
        ".\(String(decoding: Array(name.utf8.prefix(200)), as: UTF8.self))."
    }

    /// Checks that a file can be created in a folder, by creating and removing one.
    package static func probe(_ folder: String) throws(FileError) {
        let probe = "\(folder)/.practicum-\(uniqueName())"
        let file = open(probe, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw FileError(path: folder, operation: .write, code: errno) }
        close(file)
        unlink(probe)
    }

    /// Flushes the names in a folder to the disk. Some file systems can't do this, and that is no error.
    private static func flushFolder(_ folder: String) {
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return }
        _ = fsync(directory)
        close(directory)
    }

    /// Creates a folder and its parent folders, unless they exist.
    package static func makeFolder(_ path: String) throws(FileError) {
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else {
                throw FileError(path: path, operation: .createFolder, code: ENOTDIR)
            }
            return
        }
        if let split = path.lastIndex(of: "/"), split != path.startIndex { try makeFolder(String(path[..<split])) }
        if mkdir(path, 0o755) != 0, errno != EEXIST {
            throw FileError(path: path, operation: .createFolder, code: errno)
        }
    }
}
