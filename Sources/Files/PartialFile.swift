import Foundation

/// A file that grows piece by piece and may stay unfinished: who opens it again goes on at its end.
///
/// Whoever writes it holds a lock that keeps others away. A symbolic link in its place is refused, not followed.
package final class PartialFile {
    package let path: String
    /// Its bytes so far.
    package private(set) var count: Int
    private let descriptor: Int32

    /// Opens the file, or makes it where there is none.
    package init(_ path: String) throws(FileError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            count = 0
            if errno == ELOOP { throw FileError(path: path, operation: .write, reason: .notRegular("a symbolic link")) }
            throw FileError(path: path, operation: .write, code: errno)
        }
        var status = stat()
        let isKnown = fstat(descriptor, &status) == 0
        count = Int(status.st_size)
        guard isKnown else { throw FileError(path: path, operation: .write, code: errno) }
        if let kind = FileKind.irregular(status) {
            throw FileError(path: path, operation: .write, reason: .notRegular(kind))
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Writes bytes at the end. After an error `count` still says how many are known to be there.
    package func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let written = pwrite(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(count))
            if written > 0 {
                done += written
                count += written
            } else if errno != EINTR {
                throw FileError(path: path, operation: .write, code: errno)
            }
        }
    }

    /// Forgets what is there, to begin again.
    package func empty() throws(FileError) {
        guard ftruncate(descriptor, 0) == 0 else { throw FileError(path: path, operation: .write, code: errno) }
        count = 0
    }
}
