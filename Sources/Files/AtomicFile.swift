import Foundation

/// Files that are there whole or not at all.
package enum AtomicFile {
    /// Writes a temporary file in the same folder, flushes it to the disk, and renames it into place.
    ///
    /// Only a regular file is replaced: a symbolic link stays, and what it leads to is replaced.
    ///
    /// - Parameter flushes: False leaves it to the system when the bytes get to the disk: a process that is killed loses
    ///   nothing then, a power cut may.
    /// - Throws: `FileError`; what stood at `path` is then still there.
    package static func write(_ bytes: [UInt8], to path: String, flushes: Bool = true) throws(FileError) {
        try write(to: path, flushes: flushes) { write in try bytes.withUnsafeBytes { try write($0) } }
    }

    /// Writes a file piece by piece: `body` is called with a function that appends bytes, and throws nothing but its errors.
    package static func write(
        to path: String, flushes: Bool = true, _ body: (_ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws(FileError) {
        let target = try target(of: path)
        let folder = target.parentFolder
        let temporary = "\(folder)/\(temporaryName(for: target.lastComponent))"
        func failure() -> FileError { FileError(path: path, operation: .write, code: errno) }
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw failure() }
        do {
            try body { buffer in
                var done = 0
                while done < buffer.count {
                    let count = Foundation.write(file, buffer.baseAddress.map { $0 + done }, buffer.count - done)
                    if count > 0 { done += count } else if errno != EINTR { throw failure() }
                }
            }
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

    /// Puts a file that is written already in the place of another in the same file system, on the disk like one that `write` makes.
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

    /// The file that a write to `path` replaces or makes: what its symbolic links lead to.
    ///
    /// - Throws: `FileError` for links in a circle, and where something other than a regular file stands.
    package static func target(of path: String) throws(FileError) -> String {
        var target = path
        for _ in 0..<40 {
            var status = stat()
            guard lstat(target, &status) == 0 else {
                // What is not there is made; where it can't be made, writing says so.
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

    /// The name under which a file is written before it is renamed; a long name is cut, so that there is room for the rest.
    static func temporaryName(for name: String) -> String { "\(temporaryPrefix(for: name))\(uniqueName()).tmp" }

    /// A name that no other process takes, on this machine or on another that shares its disk: two containers may both have a
    /// process of the same number.
    package static func uniqueName() -> String {
        "\(host)-\(String(UInt64.random(in: 0...UInt64.max), radix: 16))"
    }

    private static let host: String = {
        // Not by Foundation, which asks name servers.
        var buffer = [CChar](repeating: 0, count: 256)
        gethostname(&buffer, buffer.count - 1)
        let name = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            .prefix { $0 != "." }
        return String(name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }.prefix(20))
    }()

    /// What the temporary names of a file begin with, whatever process writes it. They end with `.tmp`.
    package static func temporaryPrefix(for name: String) -> String {
        ".\(String(decoding: Array(name.utf8.prefix(200)), as: UTF8.self))."
    }

    /// Whether a file can be made in a folder: one is made and removed.
    package static func probe(_ folder: String) throws(FileError) {
        let probe = "\(folder)/.practicum-\(uniqueName())"
        let file = open(probe, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw FileError(path: folder, operation: .write, code: errno) }
        close(file)
        unlink(probe)
    }

    /// Puts the names in a folder on the disk; some file systems can't, which is no failure.
    private static func flushFolder(_ folder: String) {
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return }
        _ = fsync(directory)
        close(directory)
    }

    /// Makes a folder and those above it; one that is there already is fine.
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
