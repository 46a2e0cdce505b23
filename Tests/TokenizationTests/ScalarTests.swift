import Testing
import Tokenization

/// Compares every Unicode scalar, between letters and among combining marks, with checksums of the reference.
@Suite struct ScalarTests {
    private struct Setting: Decodable {
        var name: String
        /// CRC-32 of every 4,096 scalars, or 0 if this setting was omitted.
        var sums: [UInt32]
    }

    @Test(
        arguments: [
            ("uncased", true, nil, true), ("cased", false, nil, true), ("accents", true, false, true),
            ("stripped", false, true, true), ("unspaced", true, nil, false),
        ] as [(String, Bool, Bool?, Bool)])
    func everyScalar(name: String, lowercase: Bool, stripAccents: Bool?, spacesCJK: Bool) throws {
        let tokenizer = try BERTTokenizer(
            vocabulary: ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], lowercase: lowercase,
            stripAccents: stripAccents, spacesCJK: spacesCJK)
        let setting = try #require(try Fixture.read("scalars", as: [Setting].self).first { $0.name == name })
        #expect(setting.sums.count == 0x110000 / 4096)
        // In a debug build, all of them take minutes.
        var step = 1
        assert(
            {
                step = 17
                return true
            }())
        for (block, expected) in setting.sums.enumerated() where expected != 0 && block % step == 0 {
            var sum = Checksum()
            for value in UInt32(block * 4096)..<UInt32(block * 4096 + 4096) {
                guard let scalar = Unicode.Scalar(value) else { continue }
                add(tokenizer.words("a\(scalar)b x\u{345}\(scalar)\u{334}\(scalar)y"), to: &sum)
            }
            #expect(sum.value == expected, "among the 4,096 scalars from \(String(block * 4096, radix: 16))")
        }
    }

    private func add(_ words: [(text: String, offsets: Range<Int32>)], to sum: inout Checksum) {
        for word in words {
            sum.add(word.text.utf8)
            sum.add("\u{1F}\(word.offsets.lowerBound),\(word.offsets.upperBound)\u{1F}".utf8)
        }
        sum.add("\n".utf8)
    }
}
