/// A small valid PNG drawn without a library: one bit a pixel in stored deflate blocks.
enum SamplePicture {
    /// A falling curve with axes, at `pixelsPerInch`.
    static func curve(width: Int = 640, height: Int = 240, pixelsPerInch: Double = 96) -> [UInt8] {
        let stride = 1 + (width + 7) / 8
        var rows = [UInt8](repeating: 255, count: stride * height)
        func paint(_ x: Int, _ y: Int) {
            guard (0..<width).contains(x), (0..<height).contains(y) else { return }
            rows[y * stride + 1 + x / 8] &= ~(0x80 >> UInt8(x % 8))
        }
        for y in 0..<height { rows[y * stride] = 0 }
        for x in 40..<width - 20 {
            if x % 4 == 0 { for line in 0..<5 { paint(x, 20 + line * (height - 50) / 4) } }
            paint(x, height - 30)
            let progress = Double(x - 40) / Double(width - 60)
            let loss = 1 / (1 + 9 * progress) + 0.03 * Double((x * 7919) % 11) / 11
            for thickness in 0..<2 { paint(x, height - 31 - Int(loss * Double(height - 60)) + thickness) }
        }
        for y in 20..<height - 30 { paint(40, y) }
        return encode(rows, width: width, height: height, pixelsPerInch: pixelsPerInch)
    }

    private static func encode(_ rows: [UInt8], width: Int, height: Int, pixelsPerInch: Double) -> [UInt8] {
        var png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        png += chunk("IHDR", number(width) + number(height) + [1, 0, 0, 0, 0])
        let pixelsPerMetre = Int((pixelsPerInch / 0.0254).rounded())
        png += chunk("pHYs", number(pixelsPerMetre) + number(pixelsPerMetre) + [1])
        var stream: [UInt8] = [0x78, 0x01]
        var place = 0
        while place < rows.count {
            let length = min(65_535, rows.count - place)
            let isLast: UInt8 = place + length == rows.count ? 1 : 0
            let inverse = ~UInt16(length)
            stream += [isLast, UInt8(length & 255), UInt8(length >> 8), UInt8(inverse & 255), UInt8(inverse >> 8)]
            stream += rows[place..<place + length]
            place += length
        }
        var low = 1
        var high = 0
        for byte in rows {
            low = (low + Int(byte)) % 65_521
            high = (high + low) % 65_521
        }
        stream += number(high << 16 | low)
        png += chunk("IDAT", stream)
        return png + chunk("IEND", [])
    }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + content
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in body {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return number(content.count) + body + number(Int(~sum))
    }

    private static func number(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
