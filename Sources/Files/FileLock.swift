import Foundation

/// A lock on a file, held by one process or thread at a time (`flock`). A process that dies lets it go.
package final class FileLock {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Takes the lock, or gives nil while another holds it.
    ///
    /// The file is made where there is none, and stays. Its folder has to be there.
    package static func take(_ path: String) throws(FileError) -> FileLock? {
        let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o664)
        guard descriptor >= 0 else { throw FileError(path: path, operation: .write, code: errno) }
        let lock = FileLock(descriptor: descriptor)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            // Where a file system knows no such locks, everybody gets it.
            if [ENOSYS, ENOLCK, EOPNOTSUPP].contains(errno) { return lock }
            guard errno == EWOULDBLOCK else { throw FileError(path: path, operation: .write, code: errno) }
            return nil
        }
        // Who held it before may have removed the file: then this lock is on one that nobody else finds.
        var status = stat()
        guard fstat(descriptor, &status) == 0, let found = FileStamp(path: path),
            found.isSameFile(as: FileStamp(status))
        else { return nil }
        return lock
    }
}
