import CZlib

/// zlib's reader of gzip members, one after the other.
final class Inflation {
    enum Step {
        /// Input or room is used up.
        case more
        case endOfMember
        case damaged
    }

    /// On the heap: zlib remembers where it stands, and refuses a stream that was moved.
    private let stream: UnsafeMutablePointer<z_stream>

    /// Nil where there is no memory for it.
    init?() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // The largest window, and 32 to tell gzip from zlib by the head.
        guard inflateInit2_(stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            stream.deallocate()
            return nil
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Begins with the next member.
    func reset() { inflateReset(stream) }

    /// Reads from `source` and writes to `target` as far as both go; counts what it used of each.
    func step(
        from source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
    ) -> (step: Step, read: Int, written: Int) {
        // zlib counts in 32 bits.
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

    /// Fills `target` from all members of `source`, and gives how many bytes it wrote.
    ///
    /// - Throws: `BlockError` for damage, and where there is more than `target` has room for.
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
