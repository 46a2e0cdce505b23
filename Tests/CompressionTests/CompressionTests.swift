import Compression
import Testing

/// Data compressed by Python's gzip and zlib and by pyarrow.
private enum Sample {
    static let ones = Array(String(repeating: "one\n", count: 50).utf8)
    static let two = Array("two\n".utf8)
    static let gzipOnes = bytes("1f8b0800000000000203cbcf4be5ca1f0618005500bbc1c8000000")
    static let gzipTwo = bytes("1f8b08000000000002032b29cfe702007408179604000000")
    static let zlibOnes = bytes("78dacbcf4be5ca1f061800958340d9")
    static let zstdOnes = bytes("28b52ffd20c85d0000206f6e650a0100c1294704")
    static let zstdTwo = bytes("28b52ffd200421000074776f0a")
    /// A frame of three bytes that decoders skip.
    static let zstdSkipped = bytes("502a4d1803000000010203")
    /// `one` and `two`, one per line, compressed by `zstd --long=31`.
    static let zstdLong = bytes("28b52ffd04a84100006f6e650a74776f0ae6a60e40")
    static let snappyOnes = bytes("c8010c6f6e650afe0400fe0400fe04000104")
    static let lz4Ones = bytes("4f6f6e650a0400ac500a6f6e650a")

    private static func bytes(_ digits: String) -> [UInt8] {
        stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(digits.dropFirst($0).prefix(2), radix: 16)
        }
    }
}

@Suite("compressed files")
struct CompressedFileTests {
    private func unpack(_ format: CompressedFile, _ bytes: [UInt8], limit: Int = 1_000) throws -> [UInt8] {
        try format.decompressed(bytes, path: "data", limit: limit)
    }

    private func problem(
        _ format: CompressedFile, _ bytes: [UInt8], limit: Int = 1_000
    ) -> CompressedFileError.Problem? {
        do throws(CompressedFileError) {
            _ = try format.decompressed(bytes, path: "data", limit: limit)
            return nil
        } catch {
            return error.problem
        }
    }

    @Test("several members and frames")
    func several() throws {
        #expect(try unpack(.gzip, Sample.gzipOnes) == Sample.ones)
        #expect(try unpack(.gzip, Sample.gzipOnes + Sample.gzipTwo + [0, 0, 0]) == Sample.ones + Sample.two)
        #expect(try unpack(.zstd, Sample.zstdOnes) == Sample.ones)
        #expect(
            try unpack(.zstd, Sample.zstdOnes + Sample.zstdSkipped + Sample.zstdTwo) == Sample.ones + Sample.two)
    }

    @Test("the longest window that zstd writes")
    func longWindow() throws { #expect(try unpack(.zstd, Sample.zstdLong) == Array("one\ntwo\n".utf8)) }

    @Test("the beginning of a file, if no more is available")
    func heads() {
        for (format, ones, two) in [
            (CompressedFile.gzip, Sample.gzipOnes, Sample.gzipTwo), (.zstd, Sample.zstdOnes, Sample.zstdTwo),
        ] {
            let all = Sample.ones + Sample.two
            for count in [0, 1, 199, 200, 201, 204, 1_000] {
                #expect(format.head(of: ones + two, count: count) == Array(all.prefix(count)))
            }
            #expect(format.head(of: ones + two.dropLast(3), count: 200) == Sample.ones)
            #expect(format.head(of: ones + [1, 2, 3, 4], count: 300) == Sample.ones)
            #expect(format.head(of: [], count: 10).isEmpty && format.head(of: Sample.two, count: 10).isEmpty)
        }
    }

    @Test("detection by the first bytes")
    func kinds() {
        #expect(CompressedFile(head: Sample.gzipTwo) == .gzip && CompressedFile(head: Sample.zstdTwo) == .zstd)
        #expect(CompressedFile(head: Array("{\"a\":1}".utf8)) == nil && CompressedFile(head: [UInt8]()) == nil)
    }

    @Test("the output never exceeds the limit")
    func limit() throws {
        #expect(try unpack(.gzip, Sample.gzipOnes, limit: 200).count == 200)
        #expect(problem(.gzip, Sample.gzipOnes, limit: 199) == .tooLarge(limit: 199))
        #expect(problem(.gzip, Sample.gzipOnes + Sample.gzipTwo, limit: 203) == .tooLarge(limit: 203))
        #expect(try unpack(.zstd, Sample.zstdOnes, limit: 200).count == 200)
        #expect(problem(.zstd, Sample.zstdOnes + Sample.zstdTwo, limit: 203) == .tooLarge(limit: 203))
    }

    @Test("truncated files, damaged files, and files with trailing data")
    func damaged() {
        for count in 0..<Sample.gzipOnes.count {
            #expect(problem(.gzip, Array(Sample.gzipOnes.prefix(count))) == .truncated, "\(count)")
        }
        for count in 0..<Sample.zstdOnes.count {
            #expect(problem(.zstd, Array(Sample.zstdOnes.prefix(count))) == .truncated, "\(count)")
        }
        var changed = Sample.gzipOnes
        changed[changed.count - 6] ^= 1
        #expect(problem(.gzip, changed) == .damaged)
        #expect(problem(.gzip, Sample.gzipOnes + [1, 2]) == .trailingBytes(2))
        #expect(problem(.zstd, Sample.zstdOnes + [1, 2, 3, 4]) == .damaged)
        #expect(problem(.zstd, Sample.gzipOnes) == .damaged && problem(.gzip, Sample.zstdOnes) == .damaged)
    }
}

@Suite("compressed blocks")
struct BlockCodecTests {
    private func unpack(_ codec: BlockCodec, _ bytes: [UInt8], count: Int) throws -> [UInt8] {
        var target = [UInt8](repeating: 0xAA, count: count)
        try bytes.withUnsafeBytes { source in
            try target.withUnsafeMutableBytes { try codec.decompress(source, into: $0) }
        }
        return target
    }

    private static let samples: [(BlockCodec, [UInt8])] = [
        (.snappy, Sample.snappyOnes), (.gzip, Sample.gzipOnes), (.gzip, Sample.zlibOnes), (.zstd, Sample.zstdOnes),
        (.lz4Raw, Sample.lz4Ones),
    ]

    @Test("each codec", arguments: samples)
    func codecs(codec: BlockCodec, bytes: [UInt8]) throws {
        #expect(try unpack(codec, bytes, count: 200) == Sample.ones)
        #expect(throws: BlockError.self) { try unpack(codec, bytes, count: 199) }
        #expect(throws: BlockError.wrongLength) { try unpack(codec, bytes, count: 201) }
        for count in 0..<bytes.count {
            #expect(throws: BlockError.self) { try unpack(codec, Array(bytes.prefix(count)), count: 200) }
        }
    }

    @Test("empty blocks, compressed or not", arguments: samples.map(\.0))
    func nothing(codec: BlockCodec) throws {
        #expect(try unpack(codec, [], count: 0).isEmpty)
        #expect(throws: BlockError.damaged) { try unpack(codec, [], count: 1) }
    }

    @Test("the checksum of gzip and Parquet")
    func checksum() {
        #expect(Array("123456789".utf8).withUnsafeBytes { Checksum.crc32($0) } == 0xCBF4_3926)
        #expect(Checksum.crc32(UnsafeRawBufferPointer(start: nil, count: 0)) == 0)
    }
}
