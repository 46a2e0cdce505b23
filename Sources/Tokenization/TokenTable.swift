/// An open-addressing hash table from spellings in UTF-8 to ids.
///
/// Spellings and queries are read in steps of eight bytes, up to `WordBuffer.slack` bytes past their end.
struct TokenTable: Sendable {
    /// Number of bytes in the longest spelling.
    let longest: Int
    private let slots: FrozenTable<Slot>
    private let mask: Int
    private let bytes: FrozenTable<UInt8>

    fileprivate struct Slot: BitwiseCopyable, Sendable {
        /// The upper half of the hash.
        var tag: UInt32 = 0
        var id: Int32 = -1
        var start: UInt32 = 0
        var length: UInt32 = 0
    }

    struct Builder {
        fileprivate var slots: [Slot]
        fileprivate var longest = 0
        /// The first two ids that were added with the same spelling.
        private(set) var duplicate: (first: Int32, second: Int32)?

        init(capacity: Int) {
            var size = 16
            while size < capacity * 2 { size *= 2 }
            slots = Array(repeating: Slot(), count: size)
        }

        /// Adds a spelling. A spelling that already exists keeps its id.
        mutating func insert(_ spelling: Range<Int>, id: Int32, bytes: FrozenTable<UInt8>) {
            let hash = TokenTable.hash(bytes.base + spelling.lowerBound, spelling.count)
            let tag = UInt32(truncatingIfNeeded: hash >> 32)
            var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[place].id >= 0 {
                let slot = slots[place]
                if slot.tag == tag, Int(slot.length) == spelling.count,
                    TokenTable.equal(
                        bytes.base + Int(slot.start), bytes.base + spelling.lowerBound, spelling.count)
                {
                    if duplicate == nil { duplicate = (slot.id, id) }
                    return
                }
                place = (place + 1) & (slots.count - 1)
            }
            slots[place] = Slot(
                tag: tag, id: id, start: UInt32(spelling.lowerBound), length: UInt32(spelling.count))
            longest = max(longest, spelling.count)
        }
    }

    init(_ builder: Builder, bytes: FrozenTable<UInt8>) {
        slots = FrozenTable(builder.slots)
        mask = builder.slots.count - 1
        longest = builder.longest
        self.bytes = bytes
    }

    /// The id of a spelling, or -1 if it has none.
    @inline(__always)
    func find(_ spelling: UnsafePointer<UInt8>, _ length: Int) -> Int32 {
        let hash = Self.hash(spelling, length)
        let tag = UInt32(truncatingIfNeeded: hash >> 32)
        var place = Int(truncatingIfNeeded: hash) & mask
        while true {
            let slot = slots[place]
            if slot.id < 0 { return -1 }
            if slot.tag == tag, Int(slot.length) == length,
                Self.equal(bytes.base + Int(slot.start), spelling, length)
            {
                return slot.id
            }
            place = (place + 1) & mask
        }
    }

    @inline(__always)
    fileprivate static func hash(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: length) &* 0x9E37_79B9_7F4A_7C15
        var at = 0
        while at < length {
            hash = (hash ^ word(bytes, at, length)) &* 0xD6E8_FEB8_6659_FD93
            hash ^= hash >> 32
            at += 8
        }
        // The slot comes from the lower bits. The upper bits were folded into them; this multiplication mixes them once more.
        return hash &* 0xD6E8_FEB8_6659_FD93
    }

    @inline(__always)
    fileprivate static func equal(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        var at = 0
        while at < length {
            if word(left, at, length) != word(right, at, length) { return false }
            at += 8
        }
        return true
    }

    /// Reads eight bytes. Bytes past the end are zeros.
    @inline(__always)
    private static func word(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ length: Int) -> UInt64 {
        let word = UnsafeRawPointer(bytes + at).loadUnaligned(as: UInt64.self)
        let left = length - at
        return left >= 8 ? word : UInt64(littleEndian: word) & ((1 << (UInt64(left) &* 8)) &- 1)
    }
}
