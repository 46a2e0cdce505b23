/// A picture of at most 256 colours: a palette, and a place in it for each pixel.
package struct IndexedImage: Equatable, Sendable {
    package let width: Int
    package let height: Int
    /// Red, green, blue and alpha of each colour, 0xRRGGBBAA; those that aren't opaque come first.
    package let palette: [UInt32]
    package let indices: [UInt8]

    /// The picture itself where it has at most 256 colours. Otherwise its most frequent 256, and for each other pixel the nearest of them.
    ///
    /// Figures have few colours and many levels of antialiasing, so this is a third of the bytes for no difference that is seen.
    /// The same pixels always give the same palette.
    package init(_ image: RasterImage) {
        width = image.width
        height = image.height
        var counts: [UInt32: Int] = [:]
        image.forEachRun { counts[$0, default: 0] += $1 }
        // Plain areas, however small, matter more than one more level at an edge.
        func weight(_ color: UInt32, _ count: Int) -> Int { color & 0xFF == 0xFF ? count * 16 : count }
        let ranked = counts.map { (color: $0.key, weight: weight($0.key, $0.value)) }
            .sorted { ($1.weight, $0.color) < ($0.weight, $1.color) }.map(\.color)
        let kept = ranked.prefix(256).sorted { ($0 & 0xFF, $0) < ($1 & 0xFF, $1) }
        var place: [UInt32: UInt8] = [:]
        for (index, color) in kept.enumerated() { place[color] = UInt8(index) }
        let channels = kept.map(Self.premultiplied)
        for color in ranked.dropFirst(256) { place[color] = Self.nearest(Self.premultiplied(color), in: channels) }
        var indices: [UInt8] = []
        indices.reserveCapacity(width * height)
        image.forEachRun { color, length in
            indices.append(contentsOf: repeatElement(place[color] ?? 0, count: length))
        }
        self.indices = indices
        palette = kept
    }

    /// Red, green, blue weighted by alpha, and alpha: how much of each is seen.
    private static func premultiplied(_ color: UInt32) -> SIMD4<Int32> {
        let alpha = Int32(color & 0xFF)
        let channels = SIMD4(Int32(color >> 24), Int32(color >> 16 & 0xFF), Int32(color >> 8 & 0xFF), 255)
        return channels &* alpha / 255
    }

    private static func nearest(_ color: SIMD4<Int32>, in channels: [SIMD4<Int32>]) -> UInt8 {
        var (best, least) = (0, Int32.max)
        for (index, other) in channels.enumerated() {
            let difference = color &- other
            let distance = (difference &* difference).wrappedSum()
            if distance < least { (best, least) = (index, distance) }
        }
        return UInt8(best)
    }
}

extension RasterImage {
    /// Calls `body` with each colour, 0xRRGGBBAA, and how often it follows itself.
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
