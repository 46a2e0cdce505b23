import Files
import Foundation

/// A file lock that other processes see, and that ends with its process.
package final class StoreLock {
    package enum Mode { case shared, alone }

    private let descriptor: Int32
    /// True if another process held it before.
    fileprivate(set) var hasWaited = false
    /// A file that exists only for the lock, and is removed with it.
    private var removed: String?

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit {
        if let removed { unlink(removed) }
        close(descriptor)
    }

    /// Takes the lock; nil if another process holds it in an incompatible mode.
    package static func take(_ path: String, _ mode: Mode) throws -> StoreLock? {
        do {
            try AtomicFile.makeFolder(path.parentFolder)
        } catch {
            throw StoreError.unwritable(path: path, reason: String(cString: strerror(error.code)))
        }
        let descriptor = open(path, O_RDWR | O_CREAT | O_NONBLOCK | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw StoreError.unwritable(path: path, reason: String(cString: strerror(errno))) }
        let lock = StoreLock(descriptor: descriptor)
        var status = stat()
        guard fstat(descriptor, &status) == 0, FileKind.irregular(status) == nil else {
            throw StoreError.unwritable(path: path, reason: "it is not a regular file")
        }
        while flock(descriptor, (mode == .alone ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            guard errno == EWOULDBLOCK else {
                throw StoreError.unwritable(path: path, reason: String(cString: strerror(errno)))
            }
            return nil
        }
        return lock
    }

    /// Takes a lock whose file is created for it and removed with it; nil if another process holds it.
    static func takePassing(_ path: String) throws -> StoreLock? {
        guard let lock = try take(path, .alone) else { return nil }
        // The previous holder may have removed the file in the meantime. Then this lock is on a file that no other process can find.
        var (held, found) = (stat(), stat())
        guard fstat(lock.descriptor, &held) == 0, stat(path, &found) == 0, held.st_ino == found.st_ino,
            held.st_dev == found.st_dev
        else { return nil }
        lock.removed = path
        return lock
    }

    /// Takes a folder for one process exclusively, without a file in it; nil if another process has it.
    ///
    /// On a file system without such locks, every process gets it.
    static func take(folder: String) throws -> StoreLock? {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: folder, operation: .write, code: errno) }
        let lock = StoreLock(descriptor: descriptor)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            return errno == EWOULDBLOCK ? nil : lock
        }
        return lock
    }

    /// Takes a lock, and waits for it as long as necessary.
    ///
    /// - Parameters:
    ///   - take: Returns the lock, or nil while another process holds it.
    ///   - onWait: Called once if it has to wait for more than a moment.
    /// - Throws: `ExecutionError.interrupted`, or the errors of `take`.
    package static func wait(
        interruption: Interruption, onWait: () -> Void, _ take: () throws -> StoreLock?
    ) throws -> StoreLock {
        var tries = 0
        while true {
            if let lock = try take() {
                lock.hasWaited = tries > 0
                return lock
            }
            tries += 1
            if tries == 10 { onWait() }
            if interruption.isRequested { throw ExecutionError.interrupted }
            usleep(50_000)
        }
    }

    /// Makes a shared lock exclusive if no other process shares it; otherwise nil, and it stays shared.
    package func raised() throws -> StoreLock? {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            // The attempt may have released the shared lock.
            while flock(descriptor, LOCK_SH) != 0, errno == EINTR {}
            return nil
        }
        return self
    }
}

extension Store {
    /// Held by every run, so that the store is not cleaned during the run.
    package func lockForRun(interruption: Interruption, onWait: () -> Void) throws -> StoreLock {
        try StoreLock.wait(interruption: interruption, onWait: onWait) {
            try StoreLock.take("\(folder)/lock", .shared)
        }
    }

    /// Held by cleaning; nil while a run is active.
    package func lockForCleaning() throws -> StoreLock? { try StoreLock.take("\(folder)/lock", .alone) }

    /// Held while a command's result is computed; nil on a file system without locks.
    func lock(key: Key, interruption: Interruption, onWait: () -> Void) throws -> StoreLock? {
        do {
            return try StoreLock.wait(interruption: interruption, onWait: onWait) {
                try StoreLock.takePassing("\(folder)/locks/\(key.hexadecimal)")
            }
        } catch is StoreError {
            return nil
        }
    }
}
