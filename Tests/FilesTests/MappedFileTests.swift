import Files
import Foundation
import Testing

@Suite("mapped files")
struct MappedFileTests {
    private let path = NSTemporaryDirectory() + "mapped-\(UUID().uuidString)"

    @Test("the content is there, and a change is noticed")
    func content() throws {
        defer { unlink(path) }
        let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0) }
        try AtomicFile.write(bytes, to: path)
        let file = try MappedFile(path, limit: 10_000)
        #expect(file.bytes.elementsEqual(bytes) && file.file.isUnchanged)
        // Replacing the file does not change the mapped one.
        try AtomicFile.write([1], to: path)
        #expect(file.bytes.elementsEqual(bytes))
    }

    @Test("an empty file is mapped, and other things than files are refused")
    func others() throws {
        defer { unlink(path) }
        try AtomicFile.write([], to: path)
        #expect(try MappedFile(path, limit: 1).bytes.isEmpty)
        try AtomicFile.write([1, 2], to: path)
        #expect(throws: FileError(path: path, operation: .read, reason: .tooLarge(bytes: 2, limit: 1))) {
            try MappedFile(path, limit: 1)
        }
        #expect(throws: FileError.self) { try MappedFile(NSTemporaryDirectory(), limit: 1) }
    }
}
