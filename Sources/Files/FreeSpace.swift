import Foundation

package enum FreeSpace {
    /// The number of bytes that this user can still write to the disk of a folder, or nil if the file system doesn't say.
    package static func bytes(at folder: String) -> Int? {
        var status = statvfs()
        guard statvfs(folder, &status) == 0, status.f_blocks > 0 else { return nil }
        let (bytes, overflows) = Int(clamping: status.f_bavail).multipliedReportingOverflow(
            by: Int(clamping: status.f_frsize))
        return overflows ? Int.max : bytes
    }
}
