import Foundation

/// A file or folder that could not be read or written.
package struct FileError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Operation: String, Sendable {
        case read, write
        case createFolder
    }

    package enum Reason: Sendable, Equatable {
        /// The system's error number.
        case system(Int32)
        /// The kind of thing that is there instead of a regular file, e.g. `a pipe (FIFO)`.
        case notRegular(String)
        case tooLarge(bytes: Int, limit: Int)
    }

    package var path: String
    package var operation: Operation
    package var reason: Reason

    package init(path: String, operation: Operation, code: Int32) {
        self.init(path: path, operation: operation, reason: .system(code))
    }

    package init(path: String, operation: Operation, reason: Reason) {
        self.path = path
        self.operation = operation
        self.reason = reason
    }

    /// The system's error number, or one such as `EISDIR` if this program itself found the problem.
    package var code: Int32 {
        switch reason {
        case .system(let code): code
        case .notRegular(let what): what == "a folder" ? EISDIR : EINVAL
        case .tooLarge: EFBIG
        }
    }

    /// The reason, without the path, for use in another sentence.
    package var cause: String {
        switch reason {
        case .system(let code): String(cString: strerror(code))
        case .notRegular("a folder"): operation == .read ? "it is a folder" : String(cString: strerror(EISDIR))
        case .notRegular(let what): "it is \(what), not a regular file"
        case .tooLarge(let bytes, let limit): "it has \(bytes) bytes, and at most \(limit) are read"
        }
    }

    package var description: String {
        let what =
            switch operation {
            case .read: "\(path) can't be read"
            case .write: "\(path) can't be written"
            case .createFolder: "the folder \(path) can't be created"
            }
        return "\(what): \(cause). \(remedy)"
    }

    private var remedy: String {
        switch reason {
        case .notRegular("a folder"): return "Name a file."
        case .notRegular: return "Name a regular file."
        case .tooLarge: return "Name the right file, or a smaller one."
        case .system(let code):
            switch code {
            case ENOSPC, EDQUOT: return "Free some space on that disk, or write to another with `--output`."
            case EACCES, EPERM, EROFS: return "Check the permissions, or name another place."
            case ENOENT: return "Check the path; it is relative to the working directory."
            case EISDIR: return "That is a folder: name a file."
            case ENOTDIR, EEXIST: return "A file is in the place of a folder: move it, or name another place."
            case ELOOP: return "Its symbolic links form a circle: correct them, or name another place."
            case ENAMETOOLONG: return "Choose a shorter name."
            default: return "Check the path and the disk."
            }
        }
    }
}

/// The kind of file at a path.
package enum FileKind {
    /// `a folder`, `a pipe (FIFO)` …; nil for a regular file.
    package static func irregular(_ status: stat) -> String? {
        switch status.st_mode & S_IFMT {
        case S_IFREG: nil
        case S_IFDIR: "a folder"
        case S_IFIFO: "a pipe (FIFO)"
        case S_IFSOCK: "a socket"
        case S_IFCHR, S_IFBLK: "a device"
        default: "something else"
        }
    }

    /// True for a regular file, or a link to one.
    package static func isRegular(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && irregular(status) == nil
    }
}
