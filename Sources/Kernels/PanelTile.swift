import COpenBLAS

/// Multiplies rows by a strip of a panel, C [rows, columns] = or += A [rows, depth] · B [depth, columns], with the tile that fits this
/// build's registers. A's floats are at `a + row * aRow + k * aDepth`; B's rows are contiguous.
enum PanelTile {
    /// Number of rows in a whole tile.
    static let rows = 6
    /// Number of columns in a strip.
    static var columns: Int { Int(PRACTICUM_TILE_COLUMNS) }

    /// Prefetches the part of C that a tile covers, and `count` floats of the next strip. Does nothing for tiles of 64 columns: we have not
    /// measured whether it helps them.
    @inline(__always)
    static func fetch(_ c: UnsafePointer<Float>, _ cStride: Int, ahead: UnsafePointer<Float>, count: Int) {
        if columns == 64 { return }
        for row in 0..<rows { practicum_prefetch(c + row * cStride) }
        for line in stride(from: 0, to: count, by: 16) { practicum_prefetch(ahead + line) }
    }

    @inline(__always)
    static func sixRows(
        _ a: UnsafePointer<Float>, _ aRow: Int, _ aDepth: Int, _ b: UnsafePointer<Float>,
        _ c: UnsafeMutablePointer<Float>, _ cStride: Int, _ depth: Int, _ adds: Bool
    ) {
        if columns == 64 {
            WidePanelTile.sixRows(a, aRow, aDepth, b, c, cStride, depth, adds)
        } else {
            NarrowPanelTile.sixRows(a, aRow, aDepth, b, c, cStride, depth, adds)
        }
    }

    @inline(__always)
    static func twoRows(
        _ a: UnsafePointer<Float>, _ aRow: Int, _ aDepth: Int, _ b: UnsafePointer<Float>,
        _ c: UnsafeMutablePointer<Float>, _ cStride: Int, _ depth: Int, _ adds: Bool
    ) {
        if columns == 64 {
            WidePanelTile.twoRows(a, aRow, aDepth, b, c, cStride, depth, adds)
        } else {
            NarrowPanelTile.twoRows(a, aRow, aDepth, b, c, cStride, depth, adds)
        }
    }

    @inline(__always)
    static func oneRow(
        _ a: UnsafePointer<Float>, _ aDepth: Int, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
        _ depth: Int, _ adds: Bool
    ) {
        if columns == 64 {
            WidePanelTile.oneRow(a, aDepth, b, c, depth, adds)
        } else {
            NarrowPanelTile.oneRow(a, aDepth, b, c, depth, adds)
        }
    }
}

/// Strips of sixteen columns: 6 · 16 sums fill twelve of the sixteen registers of eight floats that AVX2 has.
private enum NarrowPanelTile {
    private static let columns = 16

    static func sixRows(
        _ a: UnsafePointer<Float>, _ aRow: Int, _ aDepth: Int, _ b: UnsafePointer<Float>,
        _ c: UnsafeMutablePointer<Float>, _ cStride: Int, _ depth: Int, _ adds: Bool
    ) {
        let zero = Vector(repeating: 0)
        var (s0, s1, s2, s3, s4, s5) = (zero, zero, zero, zero, zero, zero)
        // Each row's address is computed on its own: computing one from the other would take as long as the products.
        func row(_ index: Int) -> UnsafePointer<Float> { practicum_opaque(a + index * aRow) }
        let (p0, p1, p2, p3, p4, p5) = (row(0), row(1), row(2), row(3), row(4), row(5))
        var (q, i) = (b, 0)
        for _ in 0..<depth {
            let values = load(q, 0)
            s0 = s0.addingProduct(Vector(repeating: p0[i]), values)
            s1 = s1.addingProduct(Vector(repeating: p1[i]), values)
            s2 = s2.addingProduct(Vector(repeating: p2[i]), values)
            s3 = s3.addingProduct(Vector(repeating: p3[i]), values)
            s4 = s4.addingProduct(Vector(repeating: p4[i]), values)
            s5 = s5.addingProduct(Vector(repeating: p5[i]), values)
            i &+= aDepth
            q += columns
        }
        finish(s0, c, adds)
        finish(s1, c + cStride, adds)
        finish(s2, c + 2 * cStride, adds)
        finish(s3, c + 3 * cStride, adds)
        finish(s4, c + 4 * cStride, adds)
        finish(s5, c + 5 * cStride, adds)
    }

    static func twoRows(
        _ a: UnsafePointer<Float>, _ aRow: Int, _ aDepth: Int, _ b: UnsafePointer<Float>,
        _ c: UnsafeMutablePointer<Float>, _ cStride: Int, _ depth: Int, _ adds: Bool
    ) {
        var (s0, s1) = (Vector(repeating: 0), Vector(repeating: 0))
        var (p, q) = (a, b)
        for _ in 0..<depth {
            let values = load(q, 0)
            s0 = s0.addingProduct(Vector(repeating: p[0]), values)
            s1 = s1.addingProduct(Vector(repeating: p[aRow]), values)
            p += aDepth
            q += columns
        }
        finish(s0, c, adds)
        finish(s1, c + cStride, adds)
    }

    static func oneRow(
        _ a: UnsafePointer<Float>, _ aDepth: Int, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
        _ depth: Int, _ adds: Bool
    ) {
        var sum = Vector(repeating: 0)
        var (p, q) = (a, b)
        for _ in 0..<depth {
            sum = sum.addingProduct(Vector(repeating: p[0]), load(q, 0))
            p += aDepth
            q += columns
        }
        finish(sum, c, adds)
    }

    @inline(__always)
    private static func finish(_ sum: Vector, _ c: UnsafeMutablePointer<Float>, _ adds: Bool) {
        store(adds ? load(c, 0) + sum : sum, c, 0)
    }
}
