/// The reference tokenizer's properties of a scalar.
struct ScalarProperties: OptionSet, Sendable {
    let rawValue: UInt8

    /// Dropped by text cleaning: Cc, Cf, Co, U+FFFD.
    static let control = ScalarProperties(rawValue: 1 << 0)
    /// Replaced by a space in text cleaning.
    static let blank = ScalarProperties(rawValue: 1 << 1)
    /// White space at which the pre-tokenizer splits. Unlike `blank`, this includes some control characters.
    static let whitespace = ScalarProperties(rawValue: 1 << 2)
    /// Punctuation, which the pre-tokenizer makes a word of its own.
    static let punctuation = ScalarProperties(rawValue: 1 << 3)
    /// An ideograph, which gets spaces on both sides, by the ranges in BERT's own source.
    static let ideograph = ScalarProperties(rawValue: 1 << 4)
    /// A nonspacing mark (Mn), which accent stripping drops.
    static let nonspacing = ScalarProperties(rawValue: 1 << 5)
    /// A word character. A single-word added token is not found next to it.
    static let wordCharacter = ScalarProperties(rawValue: 1 << 6)
}

/// The Unicode data that the reference tokenizer uses, independent of the system's own version.
struct UnicodeData: Sendable {
    static let frozen = UnicodeData()

    let decompositions: ScalarMap
    let lowercase: ScalarMap
    private let properties: PagedTable<UInt8>
    private let combiningClasses: PagedTable<UInt8>
    private let plainPages: [Bool]

    private init() {
        decompositions = ScalarMap(UnicodeTables.decompositions)
        lowercase = ScalarMap(UnicodeTables.lowercase)
        let propertyRuns = Runs(UnicodeTables.properties)
        let classRuns = Runs(UnicodeTables.combiningClasses)
        properties = propertyRuns.table()
        combiningClasses = classRuns.table()

        var plain = [Bool](repeating: true, count: PagedTable<UInt8>.pageCount)
        for key in decompositions.keys { plain[Int(key >> 7)] = false }
        for key in lowercase.keys { plain[Int(key >> 7)] = false }
        for page in Int(Hangul.first >> 7)...Int(Hangul.last >> 7) { plain[page] = false }
        for page in plain.indices where plain[page] {
            plain[page] = propertyRuns.coverPage(page) && classRuns.coverPage(page)
        }
        plainPages = plain
    }

    func properties(_ scalar: UInt32) -> ScalarProperties { ScalarProperties(rawValue: properties[scalar]) }

    /// The canonical combining class. It is 0 for a scalar across which combining marks do not move.
    func combiningClass(_ scalar: UInt32) -> UInt8 { combiningClasses[scalar] }

    /// Whether all 128 code points of a page have the same properties and class, and none is replaced by others.
    func isPlain(page: Int) -> Bool { plainPages[page] }

    /// Appends the full canonical decomposition of a scalar, or the scalar itself if it has none.
    func decompose(_ scalar: UInt32, into result: inout [UInt32]) {
        if Hangul.contains(scalar) {
            let (lead, vowel, tail) = Hangul.decompose(scalar)
            result.append(lead)
            result.append(vowel)
            if let tail { result.append(tail) }
        } else if let scalars = decompositions[scalar] {
            result.append(contentsOf: scalars)
        } else {
            result.append(scalar)
        }
    }
}

/// The Hangul syllables, which are decomposed by arithmetic: The Unicode Standard, section 3.12.
enum Hangul {
    static let first: UInt32 = 0xAC00
    static let last: UInt32 = 0xD7A3

    @inline(__always)
    static func contains(_ scalar: UInt32) -> Bool { scalar >= first && scalar <= last }

    @inline(__always)
    static func decompose(_ syllable: UInt32) -> (lead: UInt32, vowel: UInt32, tail: UInt32?) {
        let index = syllable - first
        let tail = index % 28
        return (0x1100 + index / 588, 0x1161 + index % 588 / 28, tail == 0 ? nil : 0x11A7 + tail)
    }
}

/// Scalars and their replacements by a few others, sorted.
struct ScalarMap: Sendable {
    let keys: [UInt32]
    private let starts: [Int]
    private let scalars: [UInt32]

    /// Unpacks entries that consist of the distance from the key before, the length, and each scalar's zigzag distance from the key.
    init(_ packed: StaticString) {
        var numbers = PackedNumbers(packed)
        var keys: [UInt32] = []
        var starts = [0]
        var scalars: [UInt32] = []
        var key: UInt32 = 0
        while let step = numbers.next(), let length = numbers.next() {
            key += step
            for _ in 0..<length {
                guard let zigzag = numbers.next() else { break }
                scalars.append(zigzag & 1 == 0 ? key + zigzag / 2 : key - (zigzag + 1) / 2)
            }
            keys.append(key)
            starts.append(scalars.count)
        }
        self.keys = keys
        self.starts = starts
        self.scalars = scalars
    }

    /// The replacement of a scalar, or nil if it stays as it is.
    ///
    /// - Complexity: O(log *n*).
    subscript(scalar: UInt32) -> ArraySlice<UInt32>? {
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < scalar { low = middle + 1 } else { high = middle }
        }
        guard low < keys.count, keys[low] == scalar else { return nil }
        return scalars[starts[low]..<starts[low + 1]]
    }
}

/// Values of all code points, stored as runs.
struct Runs {
    private var ends: [Int] = []
    private var values: [UInt8] = []
    private var runOfPage: [Int] = []

    init(_ packed: StaticString) {
        var numbers = PackedNumbers(packed)
        var end = 0
        while let length = numbers.next(), let value = numbers.next() {
            end += Int(length)
            ends.append(end)
            values.append(UInt8(truncatingIfNeeded: value))
        }
        var run = 0
        for page in 0..<PagedTable<UInt8>.pageCount {
            while ends[run] <= page * PagedTable<UInt8>.pageSize { run += 1 }
            runOfPage.append(run)
        }
    }

    /// Whether a single run covers the whole page.
    func coverPage(_ page: Int) -> Bool { ends[runOfPage[page]] >= (page + 1) * PagedTable<UInt8>.pageSize }

    func table() -> PagedTable<UInt8> {
        PagedTable { page in
            coverPage(page) ? values[runOfPage[page]] : nil
        } value: { codePoint in
            var run = runOfPage[Int(codePoint >> 7)]
            while ends[run] <= Int(codePoint) { run += 1 }
            return values[run]
        }
    }
}
