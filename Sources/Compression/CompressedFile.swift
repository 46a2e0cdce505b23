import CZstd

/// Files that are compressed as a whole, such as `data.jsonl.gz`.
package enum CompressedFile: String, Sendable {
    case gzip
    case zstd

    /// Detects the format from a file's first bytes; nil if it is none of these.
    package init?(head: some Collection<UInt8>) {
        if head.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
            self = .zstd
        } else {
            return nil
        }
    }

    /// The decompressed content of a file: that of its members or frames, concatenated.
    ///
    /// - Parameters:
    ///   - bytes: The compressed file.
    ///   - path: The file's path, for messages.
    ///   - limit: The most bytes of content. A small file can decompress to very many.
    /// - Throws: `CompressedFileError`.
    package func decompressed(_ bytes: [UInt8], path: String, limit: Int) throws(CompressedFileError) -> [UInt8] {
        var output = [UInt8]()
        if let problem = unpack(bytes, into: &output, limit: limit) {
            throw CompressedFileError(path: path, format: self, problem: problem)
        }
        return output
    }

    /// The first bytes of a file's content, up to `count`; fewer if the content ends or is damaged before.
    ///
    /// - Parameter bytes: The beginning of the compressed file.
    package func head(of bytes: [UInt8], count: Int) -> [UInt8] {
        var output = [UInt8]()
        _ = unpack(bytes, into: &output, limit: count)
        return Array(output.prefix(count))
    }

    /// Decompresses until there is more than `limit`, and returns the problem, if any.
    private func unpack(_ bytes: [UInt8], into output: inout [UInt8], limit: Int) -> CompressedFileError.Problem? {
        bytes.withUnsafeBytes { source in
            switch self {
            case .gzip: Self.gunzip(source, into: &output, limit: limit)
            case .zstd: Self.unzstd(source, into: &output, limit: limit)
            }
        }
    }

    private static let pieceSize = 1 << 18

    private static func gunzip(
        _ source: UnsafeRawBufferPointer, into output: inout [UInt8], limit: Int
    ) -> CompressedFileError.Problem? {
        guard let inflation = Inflation() else { return .noMemory }
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceSize, alignment: 16)
        defer { piece.deallocate() }
        var read = 0
        while true {
            let result = inflation.step(from: UnsafeRawBufferPointer(rebasing: source[read...]), into: piece)
            read += result.read
            output.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece[..<result.written]))
            guard output.count <= limit else { return .tooLarge(limit: limit) }
            switch result.step {
            case .damaged: return .damaged
            case .more:
                // There was room for output, so input is missing.
                if result.read == 0, result.written == 0 { return .truncated }
            case .endOfMember:
                let rest = source[read...]
                // Tapes and some servers pad files with zeros.
                if rest.allSatisfy({ $0 == 0 }) { return nil }
                guard rest.starts(with: [0x1F, 0x8B]) else { return .trailingBytes(rest.count) }
                inflation.reset()
            }
        }
    }

    private static func unzstd(
        _ source: UnsafeRawBufferPointer, into output: inout [UInt8], limit: Int
    ) -> CompressedFileError.Problem? {
        guard let stream = ZSTD_createDStream() else { return .noMemory }
        defer { ZSTD_freeDStream(stream) }
        // The longest window that zstd writes (`--long=31`). Only as much of its memory is touched as there is output, which is limited.
        ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, 31)
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceSize, alignment: 16)
        defer { piece.deallocate() }
        var input = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
        while true {
            var target = ZSTD_outBuffer(dst: piece.baseAddress, size: piece.count, pos: 0)
            let before = input.pos
            let status = ZSTD_decompressStream(stream, &target, &input)
            guard ZSTD_isError(status) == 0 else {
                return ZSTD_getErrorCode(status) == ZSTD_error_memory_allocation ? .noMemory : .damaged
            }
            output.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece[..<target.pos]))
            guard output.count <= limit else { return .tooLarge(limit: limit) }
            if status == 0, input.pos == input.size { return nil }
            if input.pos == before, target.pos == 0 { return .truncated }
        }
    }
}

/// A compressed file that cannot be decompressed.
package struct CompressedFileError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Problem: Equatable, Sendable {
        case damaged
        case truncated
        case trailingBytes(Int)
        case tooLarge(limit: Int)
        case noMemory
    }

    package var path: String
    package var format: CompressedFile
    package var problem: Problem

    package var description: String {
        let again = "The file is damaged or was not downloaded in full: fetch it again."
        switch problem {
        case .damaged: return "\(path): its \(format.rawValue) data is damaged. \(again)"
        case .truncated: return "\(path): its \(format.rawValue) data ends too early. \(again)"
        case .trailingBytes(let count):
            return "\(path): \(count) bytes follow its \(format.rawValue) data. \(again)"
        case .tooLarge(let limit):
            return "\(path): decompressed, it has more than \(limit) bytes, which is the most that is read. "
                + "Name the right file, or split it into smaller ones."
        case .noMemory:
            return "\(path): there is not enough memory to decompress it. Close other programs, and try again."
        }
    }
}
