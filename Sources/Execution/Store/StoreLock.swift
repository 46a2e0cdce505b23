import Files
import Foundation

/// A lock on a file that other processes see, and that a dead process does not hold.
package final class StoreLock {
    package enum Mode { case shared, alone }

    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

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
        if mode == .alone { lock.writeHolder() }
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

    /// Takes the lock, however long that takes.
    ///
    /// - Parameter onWait: Called once when it has to wait, with the number of the process that holds the lock, where known.
    /// - Throws: `ExecutionError.interrupted`, or `StoreError`.
    package static func wait(
        _ path: String, _ mode: Mode, interruption: Interruption, onWait: (Int32?) -> Void
    ) throws -> StoreLock {
        var hasSaid = false
        while true {
            if let lock = try take(path, mode) { return lock }
            if !hasSaid { onWait(holder(path)) }
            hasSaid = true
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

    private func writeHolder() {
        ftruncate(descriptor, 0)
        let text = "\(getpid())\n"
        _ = pwrite(descriptor, text, text.utf8.count, 0)
    }

    private static func holder(_ path: String) -> Int32? {
        let bytes = try? InputFile.bytes(path, limit: 1_000)
        return bytes.flatMap {
            Int32(String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }
}

extension Store {
    /// Held by every run, so that nothing is cleaned away under it.
    package func lockForRun(interruption: Interruption, onWait: (Int32?) -> Void) throws -> StoreLock {
        try StoreLock.wait("\(folder)/lock", .shared, interruption: interruption, onWait: onWait)
    }

    /// Held by cleaning; nil while a run is at work.
    package func lockForCleaning() throws -> StoreLock? { try StoreLock.take("\(folder)/lock", .alone) }
}
