/// Which two neighbouring tokens are merged to which token, and with which priority.
///
/// An open-addressing hash table. A lower rank is merged earlier.
struct PairMerges: Sendable {
    struct Merge: BitwiseCopyable, Sendable {
        var left: Int32 = -1
        var right: Int32 = -1
        var rank: Int32 = 0
        /// The token that takes the place of the two.
        var merged: Int32 = -1
    }

    private let slots: FrozenTable<Merge>
    private let mask: Int

    /// Merges in the order of their ranks. Of two merges of the same pair, the later one counts, as in the reference.
    init(_ merges: [Merge]) {
        var size = 16
        while size < merges.count * 2 { size *= 2 }
        var slots = [Merge](repeating: Merge(), count: size)
        for merge in merges {
            var place = Self.hash(merge.left, merge.right) & (size - 1)
            while slots[place].left >= 0, slots[place].left != merge.left || slots[place].right != merge.right {
                place = (place + 1) & (size - 1)
            }
            slots[place] = merge
        }
        self.slots = FrozenTable(slots)
        mask = size - 1
    }

    @inline(__always)
    func find(_ left: Int32, _ right: Int32) -> Merge? {
        var place = Self.hash(left, right) & mask
        while true {
            let slot = slots[place]
            if slot.left == left, slot.right == right { return slot }
            if slot.left < 0 { return nil }
            place = (place + 1) & mask
        }
    }

    @inline(__always)
    private static func hash(_ left: Int32, _ right: Int32) -> Int {
        let key = UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
        let product = key &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: (product ^ product >> 32) & 0x7FFF_FFFF)
    }
}

/// A word while its tokens are merged: first a token for each byte, then the pair with the lowest rank is merged, the leftmost one
/// of several, until no pair is left. It follows `Word::merge_all` in huggingface/tokenizers, `models/bpe/word.rs`.
///
/// The pairs wait in a heap, so that a word of *n* bytes takes O(*n* log *n*). The memory is kept from word to word.
struct MergedWord {
    struct Symbol {
        var id: Int32
        /// The number of bytes; 0 for a symbol that was merged into the one before it.
        var length: Int32
        var previous: Int32
        var next: Int32
    }

    private struct Candidate {
        /// The rank, and in the lower half the place of the left symbol.
        var order: UInt64
        var left: Int32
        var right: Int32
        var merged: Int32
    }

    private(set) var symbols: [Symbol] = []
    private var heap: [Candidate] = []

    mutating func merge(
        _ bytes: UnsafePointer<UInt8>, count: Int, byteIDs: FrozenTable<Int32>, merges: PairMerges
    ) {
        symbols.removeAll(keepingCapacity: true)
        heap.removeAll(keepingCapacity: true)
        for at in 0..<count {
            symbols.append(
                Symbol(
                    id: byteIDs[Int(bytes[at])], length: 1, previous: Int32(at) - 1,
                    next: at + 1 < count ? Int32(at) + 1 : -1))
        }
        for at in 0..<max(0, count - 1) { consider(at, at + 1, merges) }
        while let best = popBest() {
            let place = Int(truncatingIfNeeded: best.order & 0xFFFF_FFFF)
            let left = symbols[place]
            guard left.length > 0, left.id == best.left, left.next >= 0, symbols[Int(left.next)].id == best.right
            else { continue }
            let right = symbols[Int(left.next)]
            symbols[Int(left.next)].length = 0
            symbols[place].id = best.merged
            symbols[place].length += right.length
            symbols[place].next = right.next
            if right.next >= 0 {
                symbols[Int(right.next)].previous = Int32(place)
                consider(place, Int(right.next), merges)
            }
            if left.previous >= 0 { consider(Int(left.previous), place, merges) }
        }
    }

    private mutating func consider(_ left: Int, _ right: Int, _ merges: PairMerges) {
        guard let merge = merges.find(symbols[left].id, symbols[right].id) else { return }
        let order = UInt64(UInt32(bitPattern: merge.rank)) << 32 | UInt64(left)
        heap.append(Candidate(order: order, left: merge.left, right: merge.right, merged: merge.merged))
        var place = heap.count - 1
        while place > 0, heap[place].order < heap[(place - 1) / 2].order {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private mutating func popBest() -> Candidate? {
        guard let best = heap.first, let last = heap.popLast() else { return nil }
        if heap.isEmpty { return best }
        heap[0] = last
        var place = 0
        while true {
            var smallest = place
            let (left, right) = (2 * place + 1, 2 * place + 2)
            if left < heap.count, heap[left].order < heap[smallest].order { smallest = left }
            if right < heap.count, heap[right].order < heap[smallest].order { smallest = right }
            if smallest == place { return best }
            heap.swapAt(place, smallest)
            place = smallest
        }
    }
}
