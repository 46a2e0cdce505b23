/// Small products with vectors: C [4, 16 · n] = or += A [4, depth] · B [depth, 16 · n].
///
/// A is read one float at a time, at `a + row * aRow + k * aDepth`, so it may be transposed. Rows of B and C are contiguous. Sixteen
/// accumulators stay in registers, and the sums run over the depth in order.
enum Tile {
    /// One product of 4 rows and `columns` columns, a multiple of 16.
    @inline(__always)
    static func fourRows(
        a: UnsafePointer<Float>, aRow: Int, aDepth: Int, b: UnsafePointer<Float>, bStride: Int,
        c: UnsafeMutablePointer<Float>, cStride: Int, columns: Int, depth: Int, adds: Bool
    ) {
        var column = 0
        // With sixteen registers of eight floats there is room for no more than four rows of sixteen columns.
        if PanelTile.columns == 64 {
            while column + 64 <= columns {
                fourByFour(a, aRow, aDepth, b + column, bStride, c + column, cStride, depth, adds)
                column += 64
            }
            if column + 32 <= columns {
                fourByTwo(a, aRow, aDepth, b + column, bStride, c + column, cStride, depth, adds)
                column += 32
            }
        }
        while column < columns {
            fourByOne(a, aRow, aDepth, b + column, bStride, c + column, cStride, depth, adds)
            column += 16
        }
    }

    private static func fourByFour(
        _ a: UnsafePointer<Float>, _ aRow: Int, _ aDepth: Int, _ b: UnsafePointer<Float>, _ bStride: Int,
        _ c: UnsafeMutablePointer<Float>, _ cStride: Int, _ depth: Int, _ adds: Bool
    ) {
        let zero = Vector(repeating: 0)
        let (c1, c2, c3) = (c + cStride, c + 2 * cStride, c + 3 * cStride)
        var (s00, s01, s02, s03) = adds ? (load(c, 0), load(c, 16), load(c, 32), load(c, 48)) : (zero, zero, zero, zero)
        var (s10, s11, s12, s13) =
            adds ? (load(c1, 0), load(c1, 16), load(c1, 32), load(c1, 48)) : (zero, zero, zero, zero)
        var (s20, s21, s22, s23) =
            adds ? (load(c2, 0), load(c2, 16), load(c2, 32), load(c2, 48)) : (zero, zero, zero, zero)
        var (s30, s31, s32, s33) =
            adds ? (load(c3, 0), load(c3, 16), load(c3, 32), load(c3, 48)) : (zero, zero, zero, zero)
        var (p, q) = (a, b)
        let (p1, p2, p3) = (aRow, 2 * aRow, 3 * aRow)
        for _ in 0..<depth {
            let (b0, b1, b2, b3) = (load(q, 0), load(q, 16), load(q, 32), load(q, 48))
            let a0 = Vector(repeating: p[0])
            s00 = s00.addingProduct(a0, b0)
            s01 = s01.addingProduct(a0, b1)
            s02 = s02.addingProduct(a0, b2)
            s03 = s03.addingProduct(a0, b3)
            let a1 = Vector(repeating: p[p1])
            s10 = s10.addingProduct(a1, b0)
            s11 = s11.addingProduct(a1, b1)
            s12 = s12.addingProduct(a1, b2)
            s13 = s13.addingProduct(a1, b3)
            let a2 = Vector(repeating: p[p2])
            s20 = s20.addingProduct(a2, b0)
            s21 = s21.addingProduct(a2, b1)
            s22 = s22.addingProduct(a2, b2)
            s23 = s23.addingProduct(a2, b3)
            let a3 = Vector(repeating: p[p3])
            s30 = s30.addingProduct(a3, b0)
            s31 = s31.addingProduct(a3, b1)
            s32 = s32.addingProduct(a3, b2)
            s33 = s33.addingProduct(a3, b3)
            p += aDepth
            q += bStride
        }
        store(s00, c, 0)
        store(s01, c, 16)
        store(s02, c, 32)
        store(s03, c, 48)
        store(s10, c1, 0)
        store(s11, c1, 16)
        store(s12, c1, 32)
        store(s13, c1, 48)
        store(s20, c2, 0)
        store(s21, c2, 16)
        store(s22, c2, 32)
        store(s23, c2, 48)
        store(s30, c3, 0)
        store(s31, c3, 16)
        store(s32, c3, 32)
        store(s33, c3, 48)
    }

    private static func fourByTwo(
        _ a: UnsafePointer<Float>, _ aRow: Int, _ aDepth: Int, _ b: UnsafePointer<Float>, _ bStride: Int,
        _ c: UnsafeMutablePointer<Float>, _ cStride: Int, _ depth: Int, _ adds: Bool
    ) {
        let zero = Vector(repeating: 0)
        let (c1, c2, c3) = (c + cStride, c + 2 * cStride, c + 3 * cStride)
        var (s00, s01) = adds ? (load(c, 0), load(c, 16)) : (zero, zero)
        var (s10, s11) = adds ? (load(c1, 0), load(c1, 16)) : (zero, zero)
        var (s20, s21) = adds ? (load(c2, 0), load(c2, 16)) : (zero, zero)
        var (s30, s31) = adds ? (load(c3, 0), load(c3, 16)) : (zero, zero)
        var (p, q) = (a, b)
        let (p1, p2, p3) = (aRow, 2 * aRow, 3 * aRow)
        for _ in 0..<depth {
            let (b0, b1) = (load(q, 0), load(q, 16))
            let (a0, a1) = (Vector(repeating: p[0]), Vector(repeating: p[p1]))
            let (a2, a3) = (Vector(repeating: p[p2]), Vector(repeating: p[p3]))
            s00 = s00.addingProduct(a0, b0)
            s01 = s01.addingProduct(a0, b1)
            s10 = s10.addingProduct(a1, b0)
            s11 = s11.addingProduct(a1, b1)
            s20 = s20.addingProduct(a2, b0)
            s21 = s21.addingProduct(a2, b1)
            s30 = s30.addingProduct(a3, b0)
            s31 = s31.addingProduct(a3, b1)
            p += aDepth
            q += bStride
        }
        store(s00, c, 0)
        store(s01, c, 16)
        store(s10, c1, 0)
        store(s11, c1, 16)
        store(s20, c2, 0)
        store(s21, c2, 16)
        store(s30, c3, 0)
        store(s31, c3, 16)
    }

    private static func fourByOne(
        _ a: UnsafePointer<Float>, _ aRow: Int, _ aDepth: Int, _ b: UnsafePointer<Float>, _ bStride: Int,
        _ c: UnsafeMutablePointer<Float>, _ cStride: Int, _ depth: Int, _ adds: Bool
    ) {
        let zero = Vector(repeating: 0)
        let (c1, c2, c3) = (c + cStride, c + 2 * cStride, c + 3 * cStride)
        var (s0, s1, s2, s3) = adds ? (load(c, 0), load(c1, 0), load(c2, 0), load(c3, 0)) : (zero, zero, zero, zero)
        var (p, q) = (a, b)
        for _ in 0..<depth {
            let b0 = load(q, 0)
            s0 = s0.addingProduct(Vector(repeating: p[0]), b0)
            s1 = s1.addingProduct(Vector(repeating: p[aRow]), b0)
            s2 = s2.addingProduct(Vector(repeating: p[2 * aRow]), b0)
            s3 = s3.addingProduct(Vector(repeating: p[3 * aRow]), b0)
            p += aDepth
            q += bStride
        }
        store(s0, c, 0)
        store(s1, c1, 0)
        store(s2, c2, 0)
        store(s3, c3, 0)
    }
}
