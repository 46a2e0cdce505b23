import Foundation

/// Device, inode, size and times of a file. If they are equal, the content is taken to be equal too.
package struct FileStamp: Sendable, Equatable, Codable {
    package var device: UInt64
    package var inode: UInt64
    package var size: Int64
    /// The time of the last change of the content, in nanoseconds since 1970.
    package var modified: Int64
    package var changed: Int64

    /// Nil when there is no such file.
    package init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    package init(_ status: stat) {
        #if canImport(Darwin)
            let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
        #else
            let (modified, changed) = (status.st_mtim, status.st_ctim)
        #endif
        func nanoseconds(_ time: timespec) -> Int64 { Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec) }
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        self.modified = nanoseconds(modified)
        self.changed = nanoseconds(changed)
    }

    /// Whether the file changed within the last two seconds. It could then change again without a change of its times.
    package var isRecent: Bool { Double(max(modified, changed)) / 1e9 > Date().timeIntervalSince1970 - 2 }

    /// Whether both stamps belong to the same file, whatever its content.
    package func isSameFile(as other: FileStamp) -> Bool { device == other.device && inode == other.inode }
}
