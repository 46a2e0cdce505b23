import CZlib

/// Decompresses gzip members with zlib, one after the other.
final class Inflation {
    enum Step {
        /// The input is consumed, or the output is full.
        case more
        case endOfMember
        case damaged
    }

    /// Allocated on the heap: zlib keeps a pointer to the stream, and rejects a stream that was moved.
    private let stream: UnsafeMutablePointer<z_stream>

    /// Nil if there is not enough memory.
    init?() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // The largest window, plus 32 to detect gzip or zlib from the header.
        guard inflateInit2_(stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            stream.deallocate()
            return nil
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Starts the next member.
    func reset() { inflateReset(stream) }

    /// Reads from `source` and writes to `target` until one of them is used up; returns how many bytes of each were used.
    func step(
        from source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
    ) -> (step: Step, read: Int, written: Int) {
        // zlib's counts have 32 bits.
        let (inputCount, room) = (min(source.count, 1 << 30), min(target.count, 1 << 30))
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: source.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(inputCount)
        stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(room)
        let status = inflate(stream, Z_NO_FLUSH)
        let step: Step =
            switch status {
            case Z_OK, Z_BUF_ERROR: .more
            case Z_STREAM_END: .endOfMember
            default: .damaged
            }
        return (step, inputCount - Int(stream.pointee.avail_in), room - Int(stream.pointee.avail_out))
    }

    /// Fills `target` from all members of `source`, and returns the number of bytes written.
    ///
    /// - Throws: `BlockError` if `source` is damaged or holds more than `target`.
    func fill(_ target: UnsafeMutableRawBufferPointer, from source: UnsafeRawBufferPointer) throws -> Int {
        var (read, written) = (0, 0)
        while true {
            let result = step(
                from: UnsafeRawBufferPointer(rebasing: source[read...]),
                into: UnsafeMutableRawBufferPointer(rebasing: target[written...]))
            read += result.read
            written += result.written
            switch result.step {
            case .damaged: throw BlockError.damaged
            case .endOfMember:
                if read == source.count { return written }
                reset()
            case .more:
                if written == target.count { throw BlockError.wrongLength }
                if result.read == 0, result.written == 0 { throw BlockError.damaged }
            }
        }
    }
}
