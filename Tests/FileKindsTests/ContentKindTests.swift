import FileKinds
import Foundation
import Testing

@Suite("the kind of a file, from its first bytes")
struct ContentKindTests {
    private func name(_ bytes: [UInt8]) -> String? { ContentKind(bytes)?.name }
    private func name(_ text: String) -> String? { ContentKind(Array(text.utf8))?.name }

    @Test("archives, tables and models are named")
    func binaryFormats() {
        let rest = [UInt8](repeating: 0, count: 300)
        let cases: [([UInt8], String)] = [
            ([0x1F, 0x8B, 8], "gzip"), (Array("BZh9".utf8) + [0x31, 0x41], "bzip2"),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "xz"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd"),
            (Array("PK\u{3}\u{4}".utf8), "zip"), (Array("PAR1".utf8), "Parquet"), (Array("ARROW1".utf8), "Arrow"),
            ([0xFF, 0xFF, 0xFF, 0xFF, 0x10, 1], "Arrow stream"), ([0x80, 4, 0x95], "pickle"),
            ([0x93] + Array("NUMPY".utf8), "NumPy"), (Array("SQLite format 3".utf8), "SQLite"),
            ([0x89] + Array("HDF\r\n".utf8), "HDF5"), (Array("GGUF".utf8), "GGUF"), ([1, 2, 3], "binary"),
            (Array("PK\u{3}\u{4}archive/data.pkl".utf8), "PyTorch"), (Array("OBJ".utf8), "binary"),
            ([8, 7, 0x12, 7] + Array("pytorch".utf8), "ONNX"),
        ]
        for (start, expected) in cases { #expect(name(start + rest)?.contains(expected) == true, "\(expected)") }
        #expect(name("%PDF-1.7 and so on")?.contains("PDF") == true)
        let tar = Array("train.txt".utf8) + [UInt8](repeating: 0, count: 248) + Array("ustar".utf8)
        #expect(name(tar)?.contains("tar") == true)
        let header = #"{"x":{"dtype":"F32"}}"#
        #expect(name([UInt8(header.count), 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8))?.contains("safetensors") == true)
    }

    @Test("UTF-16 and UTF-32 are named, with and without a byte order mark, in any script")
    func wideEncodings() throws {
        for text in ["EU NNP B-NP B-ORG\nrejects VBZ O\n", "Мост O\nЯна B-PER\n", "橋 O\n北京 B-LOC\n", "{\"data\": []}"] {
            for (encoding, expected) in [
                (String.Encoding.utf16, "UTF-16"), (.utf16LittleEndian, "UTF-16LE"), (.utf16BigEndian, "UTF-16BE"),
                (.utf32, "UTF-32"), (.utf32LittleEndian, "UTF-32LE"), (.utf32BigEndian, "UTF-32BE"),
            ] {
                let bytes = [UInt8](try #require(text.data(using: encoding)))
                #expect(name(bytes) == "text in \(expected)", "\(text)")
            }
        }
    }

    @Test("pointers, web pages and error answers of servers are named")
    func standIns() {
        let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
        #expect(name(pointer)?.contains("Git LFS") == true)
        #expect(ContentKind(Array(pointer.utf8))?.remedy.contains("git lfs pull") == true)
        #expect(name("/annex/objects/SHA256E-s1--0.txt\n")?.contains("git-annex") == true)
        for page in ["<!DOCTYPE html><html>", "\u{FEFF}\n <HTML lang=\"en\"><head>", "<!doctype HTML>"] {
            #expect(name(page)?.contains("HTML") == true)
        }
        #expect(name("{\n \"cells\": [\n  {\n   \"cell_type\": \"code\"")?.contains("Jupyter") == true)
        #expect(name("<?xml version=\"1.0\"?><Error>")?.contains("XML") == true)
        #expect(name("404: Not Found")?.contains("server") == true)
        #expect(name("Entry not found")?.contains("server") == true)
    }

    @Test("a text is a text, whatever it begins with")
    func texts() {
        for text in [
            "EU NNP B-NP B-ORG\n", "GIF8 O\nPAR1 B-ORG\n", "BZh O\n", "ORC B-MISC\nGGUF O\n", "Rar! O\n",
            "---\ntitle: x\n",
            "{\"data\": []}", "Łódź O\n", "\u{FEFF}EU O\n", "version O\n", "<s> O\n", "Мост O\n", "\u{1}", "",
        ] {
            #expect(name(text) == nil, "\(text)")
        }
        // Latin-1 is not a binary file: the reader reports the place of the first byte that is not UTF-8.
        #expect(name([0x4C, 0xF3, 0x64, 0x20, 0x4F, 0x0A]) == nil)
    }

    @Test("bytes that are not UTF-8 are in another encoding, or damaged")
    func legacyEncodings() {
        func encoding(_ bytes: [UInt8]) -> String? {
            ContentKind.encoding(of: bytes)
        }
        #expect(encoding(Array("caf".utf8) + [0xE9] + Array(" O\n".utf8)) == "Latin-1")
        #expect(encoding(Array("it".utf8) + [0x92] + Array("s O\n".utf8)) == "Windows-1252")
        #expect(encoding([0xCC, 0xEE, 0xF1, 0xF2, 0x20, 0x4F])?.contains("Windows-1251") == true)
        let damaged = Array("Łódź O\n".utf8) + [0xC5]
        #expect(ContentKind.encoding(of: damaged) == nil)
    }

    @Test("the format of an unreadable text is guessed")
    func textKinds() {
        func kind(_ text: String) -> String? { ContentKind(text: Array(text.utf8))?.name }
        #expect(kind("{\"a\": 1}\n{\"a\": 2}\n")?.hasPrefix("JSON Lines") == true)
        #expect(kind("{\"a\":\n 1}\n") == "JSON")
        #expect(kind("\u{FEFF}\n[\n  {\"a\": 1},\n") == "JSON")
        #expect(kind("EU NNP B-NP B-ORG\nrejects VBZ B-VP O\n") == "CoNLL columns")
        #expect(kind("word,tag\nEU,B-ORG\n")?.contains("commas") == true)
        #expect(kind("1\ta film\n0\tanother\n")?.contains("tabs") == true)
        #expect(kind("[ O\nEU B-ORG\n") == "CoNLL columns")
        #expect(kind("A sentence.\n") == nil)
    }

    @Test("values in messages are shortened by scalars")
    func shortened() {
        #expect("short".shortened() == "short")
        #expect(String(repeating: "a", count: 60).shortened().unicodeScalars.count == 60)
        #expect(String(repeating: "a", count: 61).shortened() == String(repeating: "a", count: 59) + "…")
        #expect(("a" + String(repeating: "\u{301}", count: 100)).shortened(to: 5).unicodeScalars.count == 5)
    }
}
