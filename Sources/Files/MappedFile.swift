import Foundation

/// A file whose content is mapped into memory: the system reads each page when it is first used.
///
/// Use it for files of which only a part is needed. `Reading.observer` is not informed, since nobody reads all of the bytes.
package final class MappedFile: @unchecked Sendable {
    package let file: InputFile
    /// The content at the time when the file was mapped. It is valid as long as this object lives.
    ///
    /// If another program shortens the file, the system kills any process that reads the missing part. Check `file.isUnchanged` before
    /// reading a piece. Programs that replace files by renaming, as they should, do no harm.
    package let bytes: UnsafeRawBufferPointer

    /// - Throws: `FileError` if it is not a regular file, is larger than the limit, or can't be mapped.
    package init(_ path: String, limit: Int) throws(FileError) {
        file = try InputFile(path, limit: limit)
        let count = Int(file.stamp.size)
        // The system can't map an empty range.
        guard count > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, file.descriptor, 0), start != MAP_FAILED else {
            throw FileError(path: path, operation: .read, code: errno)
        }
        bytes = UnsafeRawBufferPointer(start: start, count: count)
    }

    deinit {
        if let start = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: start), bytes.count) }
    }
}
