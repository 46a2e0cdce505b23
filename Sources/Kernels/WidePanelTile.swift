/// Multiplies rows by a strip of 64 columns: C [rows, 64] = or += A [rows, depth] · B [depth, 64]. B's rows are contiguous.
///
/// A's floats are at `a + row * aRow + k * aDepth`. The 6 · 64 sums stay in 24 of the 32 registers of AVX-512, so the only limit is the
/// processor's rate of one multiplication of sixteen floats per cycle.
enum WidePanelTile {
    private static let columns = 64

    static func sixRows(
        _ a: UnsafePointer<Float>, _ aRow: Int, _ aDepth: Int, _ b: UnsafePointer<Float>,
        _ c: UnsafeMutablePointer<Float>, _ cStride: Int, _ depth: Int, _ adds: Bool
    ) {
        let zero = Vector(repeating: 0)
        var (s00, s01, s02, s03) = (zero, zero, zero, zero)
        var (s10, s11, s12, s13) = (zero, zero, zero, zero)
        var (s20, s21, s22, s23) = (zero, zero, zero, zero)
        var (s30, s31, s32, s33) = (zero, zero, zero, zero)
        var (s40, s41, s42, s43) = (zero, zero, zero, zero)
        var (s50, s51, s52, s53) = (zero, zero, zero, zero)
        var (p, q) = (a, b)
        let (p1, p2, p3, p4, p5) = (aRow, 2 * aRow, 3 * aRow, 4 * aRow, 5 * aRow)
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
            let a4 = Vector(repeating: p[p4])
            s40 = s40.addingProduct(a4, b0)
            s41 = s41.addingProduct(a4, b1)
            s42 = s42.addingProduct(a4, b2)
            s43 = s43.addingProduct(a4, b3)
            let a5 = Vector(repeating: p[p5])
            s50 = s50.addingProduct(a5, b0)
            s51 = s51.addingProduct(a5, b1)
            s52 = s52.addingProduct(a5, b2)
            s53 = s53.addingProduct(a5, b3)
            p += aDepth
            q += columns
        }
        finish(s00, s01, s02, s03, c, adds)
        finish(s10, s11, s12, s13, c + cStride, adds)
        finish(s20, s21, s22, s23, c + 2 * cStride, adds)
        finish(s30, s31, s32, s33, c + 3 * cStride, adds)
        finish(s40, s41, s42, s43, c + 4 * cStride, adds)
        finish(s50, s51, s52, s53, c + 5 * cStride, adds)
    }

    static func twoRows(
        _ a: UnsafePointer<Float>, _ aRow: Int, _ aDepth: Int, _ b: UnsafePointer<Float>,
        _ c: UnsafeMutablePointer<Float>, _ cStride: Int, _ depth: Int, _ adds: Bool
    ) {
        let zero = Vector(repeating: 0)
        var (s00, s01, s02, s03) = (zero, zero, zero, zero)
        var (s10, s11, s12, s13) = (zero, zero, zero, zero)
        var (p, q) = (a, b)
        for _ in 0..<depth {
            let (b0, b1, b2, b3) = (load(q, 0), load(q, 16), load(q, 32), load(q, 48))
            let (a0, a1) = (Vector(repeating: p[0]), Vector(repeating: p[aRow]))
            s00 = s00.addingProduct(a0, b0)
            s01 = s01.addingProduct(a0, b1)
            s02 = s02.addingProduct(a0, b2)
            s03 = s03.addingProduct(a0, b3)
            s10 = s10.addingProduct(a1, b0)
            s11 = s11.addingProduct(a1, b1)
            s12 = s12.addingProduct(a1, b2)
            s13 = s13.addingProduct(a1, b3)
            p += aDepth
            q += columns
        }
        finish(s00, s01, s02, s03, c, adds)
        finish(s10, s11, s12, s13, c + cStride, adds)
    }

    static func oneRow(
        _ a: UnsafePointer<Float>, _ aDepth: Int, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
        _ depth: Int, _ adds: Bool
    ) {
        let zero = Vector(repeating: 0)
        var (s0, s1, s2, s3) = (zero, zero, zero, zero)
        var (p, q) = (a, b)
        for _ in 0..<depth {
            let value = Vector(repeating: p[0])
            s0 = s0.addingProduct(value, load(q, 0))
            s1 = s1.addingProduct(value, load(q, 16))
            s2 = s2.addingProduct(value, load(q, 32))
            s3 = s3.addingProduct(value, load(q, 48))
            p += aDepth
            q += columns
        }
        finish(s0, s1, s2, s3, c, adds)
    }

    @inline(__always)
    private static func finish(
        _ s0: Vector, _ s1: Vector, _ s2: Vector, _ s3: Vector, _ c: UnsafeMutablePointer<Float>, _ adds: Bool
    ) {
        store(adds ? load(c, 0) + s0 : s0, c, 0)
        store(adds ? load(c, 16) + s1 : s1, c, 16)
        store(adds ? load(c, 32) + s2 : s2, c, 32)
        store(adds ? load(c, 48) + s3 : s3, c, 48)
    }
}
