import Compression
import FileKinds
import Files
import Foundation

/// A file's bytes, checked to be UTF-8, with line and column of each. A file compressed with gzip or zstd is decompressed.
struct TextFile {
    let path: String
    /// The content without a byte order mark.
    let bytes: [UInt8]
    /// The character that ends lines: a carriage return if there is no line feed, as on old Macs.
    let lineEnd: UInt8

    /// - Parameter expected: what the file should be, for the error if it is something else.
    /// - Throws: `DatasetError.unreadable`, `DatasetError.otherKind`, `DatasetError.notUTF8`; `CompressedFileError`.
    init(path: String, expected: String) throws {
        var content: [UInt8]
        do throws(FileError) {
            content = try InputFile.bytes(path, limit: InputFile.Limit.data)
        } catch {
            throw DatasetError.unreadable(
                path: path, reason: error.code == ENOENT ? "there is no such file" : error.cause)
        }
        if let compression = CompressedFile(head: content) {
            content = try compression.decompressed(content, path: path, limit: InputFile.Limit.data)
        }
        bytes = content.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(content.dropFirst(3)) : content
        lineEnd = UInt8(ascii: bytes.contains(UInt8(ascii: "\n")) ? "\n" : "\r")
        self.path = path
        if let kind = bytes.isEmpty ? .empty : ContentKind(bytes) {
            throw DatasetError.otherKind(path: path, kind: kind, expected: expected)
        }
        if let index = bytes.withUnsafeBytes(UTF8Check.firstInvalidIndex) {
            let place = place(at: index)
            throw DatasetError.notUTF8(
                path: path, line: place.line, column: place.column,
                encoding: ContentKind.encoding(of: bytes))
        }
    }

    /// Whether a file's first bytes are those of gzip or zstd.
    static func isCompressed(_ path: String) -> Bool {
        guard let head = try? InputFile(path, limit: InputFile.Limit.table).prefix(4) else { return false }
        return CompressedFile(head: head) != nil
    }

    /// The complete lines among a file's first bytes, without a byte order mark; none if it cannot be read, or if
    /// its decompressed content is not text.
    static func firstLines(of path: String) -> [ArraySlice<UInt8>] {
        let count = 1 << 16
        // A file that is too large to be read is recognized too, so that loading it reports its size.
        guard let file = try? InputFile(path, limit: InputFile.Limit.table), var head = try? file.prefix(count) else {
            return []
        }
        if let compression = CompressedFile(head: head) {
            // The first compressed block may need more bytes than its content has.
            head = (try? file.prefix(1 << 20)).map { compression.head(of: $0, count: count) } ?? []
            if ContentKind(head) != nil { return [] }
        }
        let bytes = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head[...]
        let lines = bytes.split(omittingEmptySubsequences: false) {
            $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
        }
        return head.count == count && lines.count > 1 ? lines.dropLast() : lines
    }

    /// The error for a text that cannot be read: the kind that it looks like, if that is clear, otherwise `error`.
    func error(_ error: DatasetError, expected: String) -> DatasetError {
        guard let kind = ContentKind(text: bytes), !expected.hasPrefix(kind.name) else { return error }
        return .otherKind(path: path, kind: kind, expected: expected)
    }

    /// Calls `body` with the byte range of each line, without its line end, and its number from 1.
    func forEachLine(_ body: (_ line: Range<Int>, _ number: Int) throws -> Void) rethrows {
        var number = 0
        var start = 0
        while start < bytes.count {
            number += 1
            let end = bytes[start...].firstIndex(of: lineEnd) ?? bytes.count
            try body(start..<end, number)
            start = end + 1
        }
    }

    /// The line and the column of a byte, both from 1; columns count scalars.
    func place(at index: Int) -> (line: Int, column: Int) {
        bytes.textPlace(at: index, lineEnd: lineEnd)
    }
}
