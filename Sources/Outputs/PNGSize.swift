/// The size at which a PNG is displayed. With it, the page's layout does not change while the picture loads.
package struct PNGSize: Sendable, Equatable {
    /// CSS pixels, 96 to the inch.
    package let width: Int
    package let height: Int

    /// Reads `IHDR` and, if present, `pHYs` (pixels per metre); nil if the bytes are not a PNG.
    package init?(_ png: [UInt8]) {
        guard png.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else { return nil }
        guard png.count >= 33, Self.name(png, 12) == "IHDR" else { return nil }
        let pixels = (width: Self.number(png, 16), height: Self.number(png, 20))
        guard pixels.width > 0, pixels.height > 0 else { return nil }
        var scale = 1.0
        var chunk = 33
        while chunk + 12 <= png.count {
            let length = Self.number(png, chunk)
            let name = Self.name(png, chunk + 4)
            if name == "IDAT" || length > png.count - chunk - 12 { break }
            if name == "pHYs", length == 9, png[chunk + 16] == 1 {
                let pixelsPerMetre = Self.number(png, chunk + 8)
                if pixelsPerMetre > 0 { scale = 96 / (Double(pixelsPerMetre) * 0.0254) }
            }
            chunk += length + 12
        }
        width = max(1, Int((Double(pixels.width) * scale).rounded()))
        height = max(1, Int((Double(pixels.height) * scale).rounded()))
    }

    private static func number(_ bytes: [UInt8], _ place: Int) -> Int {
        bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    }

    private static func name(_ bytes: [UInt8], _ place: Int) -> String {
        String(decoding: bytes[place..<place + 4], as: UTF8.self)
    }
}
