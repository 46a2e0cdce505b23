import Foundation

/// A file or folder that could not be read or written.
package struct FileError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Operation: String, Sendable {
        case read, write
        case createFolder
    }

    package var path: String
    package var operation: Operation
    /// The system's error number.
    package var code: Int32

    package init(path: String, operation: Operation, code: Int32) {
        self.path = path
        self.operation = operation
        self.code = code
    }

    package var description: String {
        let reason = String(cString: strerror(code))
        let what =
            switch operation {
            case .read: "\(path) can't be read"
            case .write: "\(path) can't be written"
            case .createFolder: "the folder \(path) can't be made"
            }
        let remedy =
            switch code {
            case ENOSPC, EDQUOT: "Free some space on that disk, or write to another with `--output`."
            case EACCES, EPERM, EROFS: "Check the permissions, or name another place."
            case ENOENT: "Check the path; it is relative to the working directory."
            case EISDIR: "That is a folder: name a file."
            case ENOTDIR, EEXIST: "A file stands where a folder is needed: move it, or name another place."
            default: "Check the path and the disk."
            }
        return "\(what): \(reason). \(remedy)"
    }
}

/// Files that are there whole or not at all.
package enum AtomicFile {
    /// Writes a temporary file in the same folder, flushes it to the disk, and renames it into place.
    ///
    /// - Parameter flushes: False leaves it to the system when the bytes get to the disk: a process that is killed loses
    ///   nothing then, a power cut may.
    /// - Throws: `FileError`; what stood at `path` is then still there.
    package static func write(_ bytes: [UInt8], to path: String, flushes: Bool = true) throws(FileError) {
        let split = path.lastIndex(of: "/")
        let folder = split.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let name = split.map { String(path[path.index(after: $0)...]) } ?? path
        let temporary = "\(folder)/.\(name).\(getpid()).tmp"
        func failure() -> FileError { FileError(path: path, operation: .write, code: errno) }
        let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw failure() }
        var error: FileError?
        bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count, error == nil {
                let count = Foundation.write(file, buffer.baseAddress.map { $0 + done }, buffer.count - done)
                if count > 0 { done += count } else if errno != EINTR { error = failure() }
            }
        }
        if error == nil, flushes, fsync(file) != 0 { error = failure() }
        if close(file) != 0, error == nil { error = failure() }
        if error == nil, rename(temporary, path) != 0 { error = failure() }
        if let error {
            unlink(temporary)
            throw error
        }
        if flushes { flushFolder(folder) }
    }

    /// Puts the names in a folder on the disk; some file systems can't, which is no failure.
    static func flushFolder(_ folder: String) {
        let directory = open(folder, O_RDONLY | O_CLOEXEC)
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
