import FileKinds
import Parquet
import Testing

@Suite("rejected Parquet files")
struct RefusalTests {
    private func message(_ name: String) throws -> String {
        do {
            let file = try ParquetFile(Fixtures.path("refused/\(name)"))
            _ = try file.readAll()
            Issue.record("\(name) was read")
            return ""
        } catch let error as ParquetError {
            let prefix = "\(Fixtures.path("refused/\(name)")): "
            #expect(error.description.hasPrefix(prefix))
            return String(error.description.dropFirst(prefix.count))
        }
    }

    @Test(
        "features that are not supported",
        arguments: [
            ("brotli", "column `c` is compressed with BROTLI, which is not supported. Write it again with"),
            ("lz4", "column `c` is compressed with LZ4, which is not supported."),
            ("lzo", "column `c` is compressed with LZO, which is not supported."),
            ("unknown-codec", "column `c` is compressed with codec 9, which is not supported."),
            ("int96", "column `c` has the type INT96, which is not supported. Write it again with `coerce_timestamps"),
            ("decimal", "column `c` has the type DECIMAL, which is not supported."),
            ("float16", "column `c` has the type FLOAT16, which is not supported."),
            (
                "split-fixed",
                "column `c` is encoded as BYTE_STREAM_SPLIT of FIXED_LEN_BYTE_ARRAY, which is not supported."
            ),
            ("encrypted", "the footer is encrypted, which is not supported. Write it again without encryption."),
            ("encrypted-column", "is encrypted, which is not supported. Write it again without encryption."),
            ("twice", "column `c` occurs 2 times, which is not supported."),
            ("uint64", "column `c`: the value in row 2, counted from 0, is 18446744073709551615, above the largest"),
            ("not-utf8-plain", "column `text`: the value in row 13, counted from 0, is not UTF-8."),
            ("not-utf8-dictionary", "column `text`: the value in row 7, counted from 0, is not UTF-8."),
            ("not-utf8-delta", "column `text`: the value in row 4, counted from 0, is not UTF-8."),
            ("deep", "the footer: the schema is more than 64 levels deep."),
            ("deep-lists", "the footer: the schema is more than 64 levels deep."),
            ("endless", "the footer: the schema ends too early."),
            ("no-schema", "the footer: it has no schema."),
            ("many-nulls", "column `c`: it has 1099511627776 values, and at most"),
            ("nulls", "column `c`: it has 268435456 values, and at most"),
        ])
    func refused(name: String, expected: String) throws {
        let message = try message(name)
        #expect(message.contains(expected), "\(message)")
    }

    @Test("an unsupported column does not prevent reading the others")
    func others() throws {
        let file = try ParquetFile(Fixtures.path("refused/not-utf8-dictionary"))
        #expect(try file.read(rowGroup: 1, columns: ["number"]).first?.count == 10)
        let decimal = try ParquetFile(Fixtures.path("refused/decimal"))
        #expect(decimal.schema.first?.kind == .leaf(.unsupported("DECIMAL")) && decimal.rowCount == 2)
    }

    @Test("files of other kinds are named")
    func otherKinds() throws {
        let file = TemporaryFile()
        let path = try file.write([])
        #expect(throws: ParquetError.otherKind(path: path, kind: .empty)) { try ParquetFile(path) }
        func kind(_ text: String) throws -> String? {
            let path = try file.write(Array(text.utf8))
            do { _ = try ParquetFile(path) } catch ParquetError.otherKind(_, let kind) { return kind.name }
            return nil
        }
        #expect(try kind("version https://git-lfs.github.com/spec/v1\n") == "a Git LFS pointer")
        #expect(try kind(#"{"a": 1}"#) == "JSON")
        #expect(try kind("ARROW1\0\0PAR1") == "an Arrow file")
        #expect(throws: ParquetError.unreadable(path: "/nowhere/x", reason: "there is no such file")) {
            try ParquetFile("/nowhere/x")
        }
    }

    @Test("a wrong checksum")
    func checksum() throws {
        var bytes = try Fixtures.bytes("codec-none-v1")
        let file = try ParquetFile(Fixtures.path("codec-none-v1"))
        // Somewhere in the values of the first pages.
        bytes[bytes.count / 8] ^= 1
        let damaged = TemporaryFile()
        let changed = try ParquetFile(damaged.write(bytes))
        #expect(changed.rowCount == file.rowCount)
        do {
            _ = try changed.readAll()
            Issue.record("the change was not seen")
        } catch let error as ParquetError {
            #expect(error.description.contains("the checksum of a page is not that of its bytes"), "\(error)")
        }
    }
}
