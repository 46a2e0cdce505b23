/// A picture of at most 256 colours: a palette, and a palette index for each pixel.
package struct IndexedImage: Equatable, Sendable {
    package let width: Int
    package let height: Int
    /// Red, green, blue and alpha of each colour, 0xRRGGBBAA; those that aren't opaque come first.
    package let palette: [UInt32]
    package let indices: [UInt8]

    /// The same picture if it has at most 256 colours. Otherwise the palette has the most frequent colours, and each other colour is
    /// replaced by a near one of them, within the smallest distance that 256 colours allow.
    ///
    /// Figures have few colours and many levels of antialiasing, so this takes a third of the bytes without a visible difference. The
    /// same pixels always give the same palette.
    package init(_ image: RasterImage) {
        width = image.width
        height = image.height
        var counts: [UInt32: Int] = [:]
        image.forEachRun { counts[$0, default: 0] += $1 }
        // Plain areas, however small, are more important than another level of antialiasing at an edge.
        func weight(_ color: UInt32, _ count: Int) -> Int { color & 0xFF == 0xFF ? count * 16 : count }
        let ranked = counts.map { (color: $0.key, weight: weight($0.key, $0.value)) }
            .sorted { ($1.weight, $0.color) < ($0.weight, $1.color) }.map(\.color)
        let places = Self.reduced(ranked.map(Self.premultiplied))
        // A colour that represents itself is part of the palette.
        let leaders = ranked.indices.filter { places[$0] == $0 }
            .sorted { (ranked[$0] & 0xFF, ranked[$0]) < (ranked[$1] & 0xFF, ranked[$1]) }
        let order = Dictionary(uniqueKeysWithValues: leaders.enumerated().map { ($1, UInt8($0)) })
        var place: [UInt32: UInt8] = [:]
        for (index, color) in ranked.enumerated() { place[color] = order[places[index]] }
        var indices: [UInt8] = []
        indices.reserveCapacity(width * height)
        image.forEachRun { color, length in
            indices.append(contentsOf: repeatElement(place[color] ?? 0, count: length))
        }
        self.indices = indices
        palette = leaders.map { ranked[$0] }
    }

    /// Red, green and blue multiplied by alpha, and alpha: the visible amount of each.
    private static func premultiplied(_ color: UInt32) -> SIMD4<Int32> {
        let alpha = Int32(color & 0xFF)
        let channels = SIMD4(Int32(color >> 24), Int32(color >> 16 & 0xFF), Int32(color >> 8 & 0xFF), 255)
        return channels &* alpha / 255
    }

    /// For each colour, the index of the colour that represents it: itself, or an earlier one that is near enough. At most 256 are used.
    private static func reduced(_ colors: [SIMD4<Int32>]) -> [Int] {
        if colors.count <= 256 { return Array(colors.indices) }
        var reach: Int32 = 2
        while true {
            var leaders: [Int] = []
            var places: [Int] = []
            for (index, color) in colors.enumerated() {
                var (best, least) = (index, reach * reach + 1)
                for leader in leaders {
                    let difference = color &- colors[leader]
                    let distance = (difference &* difference).wrappedSum()
                    if distance < least { (best, least) = (leader, distance) }
                }
                if best == index { leaders.append(index) }
                if leaders.count > 256 { break }
                places.append(best)
            }
            // The largest possible distance between two colours is 510.
            if leaders.count <= 256 { return places }
            reach = min(512, reach + max(1, reach / 4))
        }
    }
}

extension RasterImage {
    /// Calls `body` with each colour, 0xRRGGBBAA, and the length of its run.
    fileprivate func forEachRun(_ body: (_ color: UInt32, _ length: Int) -> Void) {
        var (color, length) = (UInt32(0), 0)
        pixels.withUnsafeBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: 4) {
                let next = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self))
                if next == color {
                    length += 1
                } else {
                    if length > 0 { body(color, length) }
                    (color, length) = (next, 1)
                }
            }
        }
        if length > 0 { body(color, length) }
    }
}
