import Foundation

/// A lock on a file, held by one process or thread at a time (`flock`). It is released when its process dies.
package final class FileLock {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Takes the lock, or returns nil while someone else holds it.
    ///
    /// Creates the file if it is missing, and never removes it. Its folder must exist.
    package static func take(_ path: String) throws(FileError) -> FileLock? {
        let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o664)
        guard descriptor >= 0 else { throw FileError(path: path, operation: .write, code: errno) }
        let lock = FileLock(descriptor: descriptor)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            // On a file system without such locks, everybody gets the lock.
            if [ENOSYS, ENOLCK, EOPNOTSUPP].contains(errno) { return lock }
            guard errno == EWOULDBLOCK else { throw FileError(path: path, operation: .write, code: errno) }
            return nil
        }
        // The last owner may have removed the file. Then this lock is on a file that nobody else can find.
        var status = stat()
        guard fstat(descriptor, &status) == 0, let found = FileStamp(path: path),
            found.isSameFile(as: FileStamp(status))
        else { return nil }
        return lock
    }
}
