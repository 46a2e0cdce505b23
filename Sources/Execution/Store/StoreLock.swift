import Files
import Foundation

/// A lock on a file that other processes see, and that a dead process does not hold.
package final class StoreLock {
    package enum Mode { case shared, alone }

    private let descriptor: Int32
    /// True when it was held by another process before.
    fileprivate(set) var hasWaited = false
    /// A file that is there for the lock alone, and goes with it.
    private var removed: String?

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit {
        if let removed { unlink(removed) }
        close(descriptor)
    }

    /// Takes the lock, or gives nil when another process holds it in a way that does not go with this one.
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
            throw StoreError.unwritable(path: path, reason: "it is no regular file")
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

    /// Takes a lock whose file is made for it and removed with it; nil when another process holds it.
    static func takePassing(_ path: String) throws -> StoreLock? {
        guard let lock = try take(path, .alone) else { return nil }
        // Who held it before may have removed the file in between: then this lock is on a file that nobody else finds.
        var (held, found) = (stat(), stat())
        guard fstat(lock.descriptor, &held) == 0, stat(path, &found) == 0, held.st_ino == found.st_ino,
            held.st_dev == found.st_dev
        else { return nil }
        lock.removed = path
        return lock
    }

    /// Takes a folder for one process alone, without a file in it; nil when another process has it.
    ///
    /// Where a file system knows no such locks, everybody gets it.
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

    /// Takes a lock, however long that takes.
    ///
    /// - Parameters:
    ///   - take: Gives the lock, or nil while another process holds it.
    ///   - onWait: Called once when it has to wait for more than a moment.
    /// - Throws: `ExecutionError.interrupted`, or what `take` throws.
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

    /// The same lock held alone, when nobody else shares it; nil otherwise, and it stays shared.
    package func raised() throws -> StoreLock? {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            // Raising may have let the share go.
            while flock(descriptor, LOCK_SH) != 0, errno == EINTR {}
            return nil
        }
        return self
    }
}

extension Store {
    /// Held by every run, so that nothing is cleaned away under it.
    package func lockForRun(interruption: Interruption, onWait: () -> Void) throws -> StoreLock {
        try StoreLock.wait(interruption: interruption, onWait: onWait) {
            try StoreLock.take("\(folder)/lock", .shared)
        }
    }

    /// Held by cleaning; nil while a run is at work.
    package func lockForCleaning() throws -> StoreLock? { try StoreLock.take("\(folder)/lock", .alone) }

    /// Held while a command's result is computed; nil where a file system knows no locks.
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
