import Foundation

/// A file that grows piece by piece and may stay unfinished. Whoever opens it again continues at its end.
///
/// Its writer holds a lock that excludes others. If there is a symbolic link in its place, it is refused and not followed.
package final class PartialFile {
    package let path: String
    /// Number of bytes so far.
    package private(set) var count: Int
    private let descriptor: Int32

    /// Opens the file, or creates it if it is missing.
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

    /// Appends bytes. After an error, `count` is still the number of bytes that are known to be in the file.
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

    /// Removes the content, to begin again.
    package func empty() throws(FileError) {
        guard ftruncate(descriptor, 0) == 0 else { throw FileError(path: path, operation: .write, code: errno) }
        count = 0
    }
}
