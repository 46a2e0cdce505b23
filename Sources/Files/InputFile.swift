import Foundation

/// A regular file that is opened only once, so that the file that is checked is also the file that is read.
///
/// Folders, devices, pipes and sockets are refused without waiting for them. Files above a limit are refused before they are read.
package final class InputFile {
    package let path: String
    /// The file's stamp at the time when it was opened.
    package let stamp: FileStamp
    private let limit: Int
    let descriptor: Int32

    /// The largest accepted size of each kind of file, in bytes.
    package enum Limit {
        /// Notebooks, parameters, configurations, records.
        package static let text = 64 << 20
        /// Vocabularies and tokenizers.
        package static let vocabulary = 512 << 20
        /// Data sets, which are read whole.
        package static let data = 2 << 30
        /// Tables, of which a piece is read at a time.
        package static let table = 64 << 30
        /// Weights and moments.
        package static let weights = 64 << 30
    }

    /// - Parameter limit: the largest number of bytes to read.
    package init(_ path: String, limit: Int) throws(FileError) {
        self.path = path
        self.limit = limit
        var status = stat()
        // The file is checked before it is opened, because opening a device can have effects.
        guard stat(path, &status) == 0 else { throw FileError(path: path, operation: .read, code: errno) }
        try InputFile.check(status, path, limit)
        descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else {
            stamp = FileStamp(status)
            throw FileError(path: path, operation: .read, code: errno)
        }
        let isKnown = fstat(descriptor, &status) == 0
        stamp = FileStamp(status)
        guard isKnown else { throw FileError(path: path, operation: .read, code: errno) }
        try InputFile.check(status, path, limit)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    private static func check(_ status: stat, _ path: String, _ limit: Int) throws(FileError) {
        if let kind = FileKind.irregular(status) {
            throw FileError(path: path, operation: .read, reason: .notRegular(kind))
        }
        guard Int(status.st_size) <= limit else {
            throw FileError(path: path, operation: .read, reason: .tooLarge(bytes: Int(status.st_size), limit: limit))
        }
    }

    /// The whole content of a file.
    package static func bytes(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        try InputFile(path, limit: limit).bytes()
    }

    /// The whole content. Informs `Reading.observer`.
    package func bytes() throws(FileError) -> [UInt8] {
        // Reading one byte more than the size shows whether the file grew. Files in /proc report a size of zero.
        var wanted = min(max(Int(stamp.size), 4_095), limit) + 1
        var all = try piece(of: wanted, at: 0)
        while all.count == wanted {
            guard wanted <= limit else {
                throw FileError(path: path, operation: .read, reason: .tooLarge(bytes: wanted, limit: limit))
            }
            let more = min(wanted, limit + 1 - wanted)
            all += try piece(of: more, at: wanted)
            wanted += more
        }
        Reading.observer?.didRead(all, of: self)
        return all
    }

    /// The first bytes: `count` of them, or fewer if the file is shorter.
    package func prefix(_ count: Int) throws(FileError) -> [UInt8] { try piece(of: count, at: 0) }

    private func piece(of count: Int, at offset: Int) throws(FileError) -> [UInt8] {
        var error: FileError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
            do throws(FileError) {
                length = try read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
            } catch let failure {
                error = failure
            }
        }
        if let error { throw error }
        return bytes
    }

    /// Calls `body` with the content, piece by piece.
    package func forEachPiece(_ body: (UnsafeRawBufferPointer) -> Void) throws(FileError) {
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { piece.deallocate() }
        var offset = 0
        while true {
            let count = try read(into: piece, at: offset)
            body(UnsafeRawBufferPointer(rebasing: piece[..<count]))
            offset += count
            if count < piece.count { return }
            guard offset <= limit else {
                throw FileError(path: path, operation: .read, reason: .tooLarge(bytes: offset, limit: limit))
            }
        }
    }

    /// Fills a buffer as far as the file has bytes.
    private func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
        var done = 0
        while done < buffer.count {
            let count = pread(
                descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(offset + done))
            if count == 0 { break }
            if count > 0 {
                done += count
            } else if errno != EINTR {
                throw FileError(path: path, operation: .read, code: errno)
            }
        }
        return done
    }

    /// Whether the file has not changed since it was opened.
    package var isUnchanged: Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && FileStamp(status) == stamp
    }
}

/// Gets informed about the files that are read.
package protocol ReadingObserver: AnyObject, Sendable {
    /// - Parameter bytes: the whole file, as its reader got it.
    func didRead(_ bytes: [UInt8], of file: InputFile)
}

package enum Reading {
    /// It is a value of the task and not an argument. Between a run and a file that it reads are the loaders of data sets, tokenizers and
    /// encoders. They know nothing about runs and would all have to pass it on.
    @TaskLocal package static var observer: (any ReadingObserver)?
}
