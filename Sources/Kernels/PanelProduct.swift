import COpenBLAS
import Foundation
import Hardware

/// Products with panels of 64 columns, packed so that a tile of six rows runs at the processor's full rate. They are faster than OpenBLAS's
/// with AVX-512, about as fast with AVX2, and need none of its allocations.
///
/// A panel is one strip [depth, 64] where a tile has 64 columns, and several strips [strips, depth, 16] where it has 16. Sums run over the
/// depth in order, in blocks of fixed length. A row has the same bits whatever other rows are in the
/// product. OpenBLAS does not promise this.
enum PanelProduct {
    /// Depth of a packed panel. With 64 columns it takes 96 KiB, which fit in the second-level cache
    /// beside the data that streams through it.
    private static let blockDepth = 384
    /// Number of columns in a panel.
    static let width = 64
    /// Number of rows that are multiplied by a packed panel one after the other. They fit in the second-level cache, which has a megabyte
    /// or more on processors with AVX-512, and often half of that on others.
    private static var blockRows: Int { PanelTile.columns == 64 ? 264 : 132 }
    /// Rows and depth of a transposed left side that are packed together. They too are chosen to fit in the second-level cache.
    private static let leftRows = 192
    private static var leftDepth: Int { PanelTile.columns == 64 ? 384 : 256 }

    /// Whether this code can compute a product and is the fastest choice for it.
    static func suits(columns: Int, alpha: Float, beta: Float) -> Bool {
        PRACTICUM_HAS_FUSED_PRODUCTS == 1 && columns % width == 0 && alpha == 1 && (beta == 0 || beta == 1)
    }

    /// C [rows, columns] = or += A [rows, depth] · B [columns, depth]ᵀ.
    static func timesTransposed(
        _ a: UnsafePointer<Float>, _ aStride: Int, _ b: UnsafePointer<Float>, _ bStride: Int,
        _ c: UnsafeMutablePointer<Float>, _ cStride: Int, rows: Int, columns: Int, depth: Int, adds: Bool
    ) {
        let (panel, spare) = scratch()
        for k in stride(from: 0, to: depth, by: blockDepth) {
            let length = min(blockDepth, depth - k)
            for column in stride(from: 0, to: columns, by: width) {
                packTransposed(b + column * bStride + k, bStride, depth: length, into: panel, spare: spare)
                multiply(
                    a + k, block: PanelTile.rows * aStride, row: aStride, depth: 1, panel, of: length, c + column,
                    cStride, rows: rows, length: length, adds: adds || k > 0)
            }
        }
    }

    /// C [rows, columns] = or += A [rows, depth] · B [depth, columns].
    static func times(
        _ a: UnsafePointer<Float>, _ aStride: Int, _ b: UnsafePointer<Float>, _ bStride: Int,
        _ c: UnsafeMutablePointer<Float>, _ cStride: Int, rows: Int, columns: Int, depth: Int, adds: Bool
    ) {
        let panel = scratch().panel
        for k in stride(from: 0, to: depth, by: blockDepth) {
            let length = min(blockDepth, depth - k)
            for column in stride(from: 0, to: columns, by: width) {
                pack(b + k * bStride + column, bStride, depth: length, into: panel)
                multiply(
                    a + k, block: PanelTile.rows * aStride, row: aStride, depth: 1, panel, of: length, c + column,
                    cStride, rows: rows, length: length, adds: adds || k > 0)
            }
        }
    }

    /// C [rows, columns] = or += A [rows, depth] · B, with B's panels [depth, 64] packed one after the other.
    static func times(
        _ a: UnsafePointer<Float>, _ aStride: Int, packed: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
        _ cStride: Int, rows: Int, columns: Int, depth: Int, adds: Bool
    ) {
        for first in stride(from: 0, to: rows, by: blockRows) {
            let height = min(blockRows, rows - first)
            for k in stride(from: 0, to: depth, by: blockDepth) {
                let length = min(blockDepth, depth - k)
                for column in stride(from: 0, to: columns, by: width) {
                    multiply(
                        a + first * aStride + k, block: PanelTile.rows * aStride, row: aStride, depth: 1,
                        packed + column * depth + k * PanelTile.columns, of: depth, c + first * cStride + column,
                        cStride, rows: height, length: length, adds: adds || k > 0)
                }
            }
        }
    }

    /// C [rows, columns] = or += A [depth, rows]ᵀ · B [depth, columns].
    static func transposedTimes(
        _ a: UnsafePointer<Float>, _ aStride: Int, _ b: UnsafePointer<Float>, _ bStride: Int,
        _ c: UnsafeMutablePointer<Float>, _ cStride: Int, rows: Int, columns: Int, depth: Int, adds: Bool
    ) {
        let (panel, left) = scratch()
        for first in stride(from: 0, to: rows, by: leftRows) {
            let height = min(leftRows, rows - first)
            for k in stride(from: 0, to: depth, by: leftDepth) {
                let length = min(leftDepth, depth - k)
                packLeft(a + k * aStride + first, aStride, rows: height, depth: length, into: left)
                for column in stride(from: 0, to: columns, by: width) {
                    pack(b + k * bStride + column, bStride, depth: length, into: panel)
                    multiply(
                        left, block: leftStride(length), row: 1, depth: PanelTile.rows, panel,
                        of: length, c + first * cStride + column, cStride, rows: height, length: length,
                        adds: adds || k > 0)
                }
            }
        }
    }

    /// Multiplies all rows by one panel that was packed `panelDepth` deep, or by a part of its depth. `block` is the distance between
    /// groups of six rows in A.
    private static func multiply(
        _ a: UnsafePointer<Float>, block: Int, row aRow: Int, depth aDepth: Int, _ panel: UnsafePointer<Float>,
        of panelDepth: Int, _ c: UnsafeMutablePointer<Float>, _ cStride: Int, rows: Int, length: Int, adds: Bool
    ) {
        let whole = rows / PanelTile.rows
        for column in stride(from: 0, to: width, by: PanelTile.columns) {
            let (strip, c) = (panel + column * panelDepth, c + column)
            // Each tile fetches a share of the next strip.
            let (ahead, share) = (strip + PanelTile.columns * panelDepth, length * PanelTile.columns / max(1, whole))
            for index in 0..<whole {
                let place = c + index * PanelTile.rows * cStride
                PanelTile.fetch(place, cStride, ahead: ahead + index * share, count: share)
                PanelTile.sixRows(a + index * block, aRow, aDepth, strip, place, cStride, length, adds)
            }
            // The remaining rows also use tiles that begin at zero. Beginning with the content of C would give a different sum.
            let rest = a + whole * block
            var row = whole * PanelTile.rows
            while row + 2 <= rows {
                PanelTile.twoRows(
                    rest + (row - whole * PanelTile.rows) * aRow, aRow, aDepth, strip, c + row * cStride, cStride,
                    length, adds)
                row += 2
            }
            if row < rows {
                PanelTile.oneRow(
                    rest + (row - whole * PanelTile.rows) * aRow, aDepth, strip, c + row * cStride, length, adds)
            }
        }
    }

    /// The offset of row k in a panel of `depth`, for the sixteen columns from `column` on.
    @inline(__always)
    private static func place(_ column: Int, _ k: Int, depth: Int) -> Int {
        let first = column / PanelTile.columns * PanelTile.columns
        return first * depth + k * PanelTile.columns + column - first
    }

    static func pack(
        _ b: UnsafePointer<Float>, _ bStride: Int, depth: Int, into panel: UnsafeMutablePointer<Float>
    ) {
        for k in 0..<depth {
            let from = b + k * bStride
            for i in stride(from: 0, to: width, by: vectorWidth) {
                store(load(from, i), panel, place(i, k, depth: depth))
            }
        }
    }

    /// Packs 64 rows of B as the panel's columns, in squares of sixteen by sixteen.
    static func packTransposed(
        _ b: UnsafePointer<Float>, _ bStride: Int, depth: Int, into panel: UnsafeMutablePointer<Float>
    ) {
        packTransposed(b, bStride, depth: depth, into: panel, spare: scratch().left)
    }

    private static func packTransposed(
        _ b: UnsafePointer<Float>, _ bStride: Int, depth: Int, into panel: UnsafeMutablePointer<Float>,
        spare: UnsafeMutablePointer<Float>
    ) {
        let vectorEnd = depth / vectorWidth * vectorWidth
        for column in stride(from: 0, to: width, by: vectorWidth) {
            let source = b + column * bStride
            for k in stride(from: 0, to: vectorEnd, by: vectorWidth) {
                deal(source + k, bStride, to: spare, vectorWidth)
                deal(spare, vectorWidth, to: panel + place(column, k, depth: depth), PanelTile.columns)
            }
            for k in vectorEnd..<depth {
                let to = panel + place(column, k, depth: depth)
                for i in 0..<vectorWidth { to[i] = source[i * bStride + k] }
            }
        }
    }

    /// Does half of the transposition of sixteen rows of sixteen floats: two perfect shuffles of all 256 floats. Done twice, it transposes.
    @inline(__always)
    private static func deal(
        _ source: UnsafePointer<Float>, _ step: Int, to target: UnsafeMutablePointer<Float>, _ targetStep: Int
    ) {
        for i in 0..<4 {
            let (p, q) = (load(source, i * step), load(source, (i + 4) * step))
            let (r, s) = (load(source, (i + 8) * step), load(source, (i + 12) * step))
            let (a, b) = (interleaveLow(p, r), interleaveHigh(p, r))
            let (c, d) = (interleaveLow(q, s), interleaveHigh(q, s))
            store(interleaveLow(a, c), target, 4 * i * targetStep)
            store(interleaveHigh(a, c), target, (4 * i + 1) * targetStep)
            store(interleaveLow(b, d), target, (4 * i + 2) * targetStep)
            store(interleaveHigh(b, d), target, (4 * i + 3) * targetStep)
        }
    }

    @inline(__always)
    private static func interleaveLow(_ x: Vector, _ y: Vector) -> Vector {
        var result = Vector()
        result.evenHalf = x.lowHalf
        result.oddHalf = y.lowHalf
        return result
    }

    @inline(__always)
    private static func interleaveHigh(_ x: Vector, _ y: Vector) -> Vector {
        var result = Vector()
        result.evenHalf = x.highHalf
        result.oddHalf = y.highHalf
        return result
    }

    /// The distance between groups of six packed columns of A. It is not a power of two, so that the groups use different cache sets.
    private static func leftStride(_ depth: Int) -> Int { PanelTile.rows * depth + 16 }

    /// Packs the columns of A in contiguous groups of six. Each row of A is read only once: rows often lie on different memory pages.
    private static func packLeft(
        _ a: UnsafePointer<Float>, _ aStride: Int, rows: Int, depth: Int, into left: UnsafeMutablePointer<Float>
    ) {
        let whole = rows / PanelTile.rows
        let rest = whole * PanelTile.rows
        for k in 0..<depth {
            var from = UnsafeRawPointer(a + k * aStride)
            var to = UnsafeMutableRawPointer(left + k * PanelTile.rows)
            for _ in 0..<whole {
                to.storeBytes(of: from.loadUnaligned(as: SIMD4<Float>.self), as: SIMD4<Float>.self)
                to.storeBytes(
                    of: from.loadUnaligned(fromByteOffset: 16, as: SIMD2<Float>.self), toByteOffset: 16,
                    as: SIMD2<Float>.self)
                from += 4 * PanelTile.rows
                to += 4 * leftStride(depth)
            }
            let last = left + whole * leftStride(depth) + k * PanelTile.rows
            for row in rest..<rows { last[row - rest] = a[k * aStride + row] }
        }
    }

    /// The panel and the packed left side of the calling thread, allocated at its first product.
    private static func scratch() -> (panel: UnsafeMutablePointer<Float>, left: UnsafeMutablePointer<Float>) {
        let panelSize = blockDepth * width
        let leftSize = (leftRows + PanelTile.rows - 1) / PanelTile.rows * leftStride(leftDepth)
        if let memory = pthread_getspecific(scratchKey) {
            let panel = memory.assumingMemoryBound(to: Float.self)
            return (panel, panel + panelSize)
        }
        var memory: UnsafeMutableRawPointer?
        let bytes = (panelSize + leftSize) * MemoryLayout<Float>.stride
        guard posix_memalign(&memory, 64, bytes) == 0, let memory else { MemoryShortage.end(bytes: bytes) }
        pthread_setspecific(scratchKey, memory)
        let panel = memory.bindMemory(to: Float.self, capacity: panelSize + leftSize)
        return (panel, panel + panelSize)
    }

    private static let scratchKey: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key) { free($0) }
        return key
    }()
}
