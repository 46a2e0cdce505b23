import CPNG

/// Pixels in memory: rows from the top, 4 bytes (red, green, blue, alpha) per pixel, no padding.
package struct RasterImage: Equatable, Sendable {
    package let width: Int
    package let height: Int
    package let pixels: [UInt8]

    package init(width: Int, height: Int, pixels: [UInt8]) {
        self.width = width
        self.height = height
        self.pixels = pixels
    }
}

/// Encodes pictures as PNG through libpng.
package enum PNGEncoder {
    /// The picture as a PNG with a palette of at most 256 colours and their transparency, with its resolution in a pHYs chunk.
    ///
    /// Equal pixels give equal bytes with one version of zlib: compression and filter are fixed, and no time is written.
    /// - Throws: `PlottingError.encoding` if the array does not fit the size, and for libpng's errors, with its own message.
    package static func encode(_ image: RasterImage, dpi: Double) throws(PlottingError) -> [UInt8] {
        guard image.width > 0, image.height > 0, image.pixels.count == image.width * image.height * 4 else {
            throw .encoding("\(image.pixels.count) bytes are no picture of \(image.width) by \(image.height) pixels")
        }
        guard let width = UInt32(exactly: image.width), let height = UInt32(exactly: image.height),
            let pixelsPerMeter = UInt32(exactly: (dpi / 0.0254).rounded())
        else { throw .encoding("its size or resolution is beyond the format") }
        let indexed = IndexedImage(image)
        let palette = indexed.palette.map { (UInt8($0 >> 24), UInt8($0 >> 16 & 0xFF), UInt8($0 >> 8 & 0xFF)) }
        let colors = palette.flatMap { [$0, $1, $2] }
        // The opaque colours are at the end and need no entry.
        let alphas = indexed.palette.map { UInt8($0 & 0xFF) }.filter { $0 < 255 }
        var result = cpng_result()
        let isWritten = cpng_write_palette8(
            indexed.indices, width, height, pixelsPerMeter, colors, Int32(palette.count), alphas, Int32(alphas.count),
            &result)
        guard isWritten == 1, let bytes = result.bytes else {
            let message = withUnsafeBytes(of: result.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            throw .encoding(message)
        }
        defer { free(bytes) }
        return Array(UnsafeBufferPointer(start: bytes, count: result.count))
    }
}
