/// The word under construction: its normalised UTF-8, and for every byte the scalar of the original text from which it came.
///
/// While each byte comes from the scalar after that of the byte before, as in ASCII words, only the first scalar is stored.
struct WordBuffer: ~Copyable {
    /// Number of bytes after the last one that may be read and have no meaning.
    static let slack = 8

    private(set) var bytes: UnsafeMutablePointer<UInt8>
    private(set) var origins: UnsafeMutablePointer<Int32>
    private(set) var count = 0
    /// The number of scalars.
    private(set) var scalarCount = 0
    private var capacity: Int
    private var first: Int32 = 0
    private var isAligned = true

    init(capacity: Int = 256) {
        self.capacity = capacity
        bytes = .allocate(capacity: capacity + Self.slack)
        bytes.initialize(repeating: 0, count: capacity + Self.slack)
        origins = .allocate(capacity: capacity)
        origins.initialize(repeating: 0, count: capacity)
    }

    deinit {
        bytes.deallocate()
        origins.deallocate()
    }

    var isEmpty: Bool { count == 0 }

    /// The original scalars of the bytes from `start` up to, but not including, `end`.
    @inline(__always)
    func offsets(_ start: Int, _ end: Int) -> Range<Int32> {
        if isAligned { return Range(uncheckedBounds: (first + Int32(start), first + Int32(end))) }
        return Range(uncheckedBounds: (origins[start], origins[end - 1] + 1))
    }

    @inline(__always)
    mutating func clear() {
        count = 0
        scalarCount = 0
        isAligned = true
    }

    /// Appends a run of ASCII, each byte replaced by the lower eight bits of its entry in `table`.
    @inline(__always)
    mutating func append(
        ascii source: UnsafePointer<UInt8>, count length: Int, origin: Int32, table: UnsafePointer<UInt16>
    ) {
        prepare(length, origin: origin, isASCII: true)
        let target = bytes + count
        for at in 0..<length { target[at] = UInt8(truncatingIfNeeded: table[Int(source[at])]) }
        if !isAligned {
            for at in 0..<length { origins[count + at] = origin + Int32(at) }
        }
        count += length
        scalarCount += length
    }

    /// Appends a scalar's UTF-8.
    mutating func append(_ scalar: UInt32, origin: Int32) {
        prepare(4, origin: origin, isASCII: scalar < 0x80)
        let before = count
        if scalar < 0x80 {
            bytes[count] = UInt8(truncatingIfNeeded: scalar)
            count += 1
        } else {
            if scalar < 0x800 {
                bytes[count] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
                count += 1
            } else {
                if scalar < 0x10000 {
                    bytes[count] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
                    count += 1
                } else {
                    bytes[count] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
                    bytes[count + 1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F)
                    count += 2
                }
                bytes[count] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
                count += 1
            }
            bytes[count] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
            count += 1
        }
        if !isAligned {
            for at in before..<count { origins[at] = origin }
        }
        scalarCount += 1
    }

    /// Makes room, and starts to store every origin when the origins are no longer consecutive.
    @inline(__always)
    private mutating func prepare(_ length: Int, origin: Int32, isASCII: Bool) {
        if count + length > capacity { grow(count + length) }
        if count == 0 { first = origin }
        if isAligned, !isASCII || origin != first + Int32(count) {
            for at in 0..<count { origins[at] = first + Int32(at) }
            isAligned = false
        }
    }

    @inline(never)
    private mutating func grow(_ needed: Int) {
        let larger = max(needed, capacity * 2)
        let newBytes = UnsafeMutablePointer<UInt8>.allocate(capacity: larger + Self.slack)
        newBytes.initialize(repeating: 0, count: larger + Self.slack)
        newBytes.update(from: bytes, count: count)
        let newOrigins = UnsafeMutablePointer<Int32>.allocate(capacity: larger)
        newOrigins.initialize(repeating: 0, count: larger)
        newOrigins.update(from: origins, count: count)
        bytes.deallocate()
        origins.deallocate()
        bytes = newBytes
        origins = newOrigins
        capacity = larger
    }
}
