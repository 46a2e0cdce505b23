import Compression
import FileKinds
import Files
import Foundation

/// A file's bytes, known to be UTF-8, with places in them. A file that gzip or zstd compressed is read as what it was before.
struct TextFile {
    let path: String
    /// The content without a byte order mark.
    let bytes: [UInt8]

    /// - Parameter expected: what the file should be, for the error when it is something else.
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
        self.path = path
        if let kind = bytes.isEmpty ? .empty : ContentKind(bytes) {
            throw DatasetError.otherKind(path: path, kind: kind, expected: expected)
        }
        if let index = TextFile.firstInvalidIndex(bytes) {
            let place = place(at: index)
            throw DatasetError.notUTF8(
                path: path, line: place.line, column: place.column,
                encoding: ContentKind.encoding(of: bytes))
        }
    }

    /// Whether a file's first bytes are those of gzip or zstd.
    static func isCompressed(_ path: String) -> Bool {
        guard let head = try? InputFile(path, limit: InputFile.Limit.data).prefix(4) else { return false }
        return CompressedFile(head: head) != nil
    }

    /// Whole lines among a file's first bytes, without a byte order mark; none where it can't be read.
    static func firstLines(of path: String) -> [ArraySlice<UInt8>] {
        let count = 1 << 16
        guard let file = try? InputFile(path, limit: InputFile.Limit.data), var head = try? file.prefix(count) else {
            return []
        }
        if CompressedFile(head: head) != nil {
            head = ((try? TextFile(path: path, expected: ""))?.bytes.prefix(count)).map(Array.init) ?? []
        }
        let bytes = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head[...]
        let lines = bytes.split(omittingEmptySubsequences: false) {
            $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
        }
        return head.count == count && lines.count > 1 ? lines.dropLast() : lines
    }

    /// The error for a text that could not be read: what it looks like, where that is clear, else `error`.
    func error(_ error: DatasetError, expected: String) -> DatasetError {
        guard let kind = ContentKind(text: bytes), !expected.hasPrefix(kind.name) else { return error }
        return .otherKind(path: path, kind: kind, expected: expected)
    }

    /// Calls `body` with the bytes of each line, without its end, and its number from 1.
    func forEachLine(_ body: (_ line: Range<Int>, _ number: Int) throws -> Void) rethrows {
        // Without a line feed, carriage returns end the lines, as they once did on a Mac.
        let lineEnd = UInt8(ascii: bytes.contains(UInt8(ascii: "\n")) ? "\n" : "\r")
        var number = 0
        var start = 0
        while start < bytes.count {
            number += 1
            let end = bytes[start...].firstIndex(of: lineEnd) ?? bytes.count
            try body(start..<end, number)
            start = end + 1
        }
    }

    /// Line and column of a byte, both from 1; columns count scalars.
    func place(at index: Int) -> (line: Int, column: Int) {
        bytes.textPlace(at: index)
    }

    /// The first byte of the first sequence that is not UTF-8 (Unicode 16, table 3-7).
    private static func firstInvalidIndex(_ bytes: [UInt8]) -> Int? {
        var index = 0
        while index < bytes.count {
            let first = bytes[index]
            if first < 0x80 {
                index += 1
                continue
            }
            let (count, second): (Int, ClosedRange<UInt8>)
            switch first {
            case 0xC2...0xDF: (count, second) = (2, 0x80...0xBF)
            case 0xE0: (count, second) = (3, 0xA0...0xBF)
            case 0xED: (count, second) = (3, 0x80...0x9F)
            case 0xE1...0xEF: (count, second) = (3, 0x80...0xBF)
            case 0xF0: (count, second) = (4, 0x90...0xBF)
            case 0xF1...0xF3: (count, second) = (4, 0x80...0xBF)
            case 0xF4: (count, second) = (4, 0x80...0x8F)
            default: return index
            }
            guard index + count <= bytes.count, second.contains(bytes[index + 1]) else { return index }
            for position in index + 2..<max(index + count, index + 2) where bytes[position] & 0xC0 != 0x80 {
                return index
            }
            index += count
        }
        return nil
    }
}
