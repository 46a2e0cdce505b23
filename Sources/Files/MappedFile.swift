import Foundation

/// A file whose content stands in memory without being read first: the system brings each page when it is touched.
///
/// For files of which only a part is needed. `Reading.observer` is not told of it, since nobody has all of the bytes.
package final class MappedFile: @unchecked Sendable {
    package let file: InputFile
    /// The content as it was when the file was mapped; valid as long as this object lives.
    ///
    /// If another program shortens the file, the system ends whoever touches the part that is gone. Ask `file.isUnchanged` before
    /// reading a piece; programs that replace files by renaming, as they should, do no harm.
    package let bytes: UnsafeRawBufferPointer

    /// - Throws: `FileError` for what is not a regular file, is larger than the limit, or can't be mapped.
    package init(_ path: String, limit: Int) throws(FileError) {
        file = try InputFile(path, limit: limit)
        let count = Int(file.stamp.size)
        // The system maps no empty range.
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
