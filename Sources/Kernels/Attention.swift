/// Attention of one sequence and head, `context = dropout(softmax(Q Kᵀ / √d)) V`, over its true length.
///
/// It works on blocks of sixteen queries, whose scores stay in the first-level cache. The backward pass recomputes the probabilities
/// instead of keeping them (Dao et al., FlashAttention, 2022).
package struct Attention {
    /// Numbers of queries and of keys in the sequence. There are fewer keys than queries when the sequence is padded.
    package var length, keys: Int
    /// Numbers of features of one head and of the whole model.
    package var size, hidden: Int
    /// The index of this head, the number of heads, and below them the sequence's example. Dropout derives its random numbers from them.
    package var head, headCount: Int
    package var example: Int32
    package var dropout: Dropout?

    package init(
        length: Int, keys: Int, size: Int, hidden: Int, head: Int, headCount: Int, example: Int32, dropout: Dropout?
    ) {
        self.length = length
        self.keys = keys
        self.size = size
        self.hidden = hidden
        self.head = head
        self.headCount = headCount
        self.example = example
        self.dropout = dropout
    }

    /// Number of queries in a block: a multiple of the tile's four rows.
    private static let block = 16

    /// Number of floats of scratch memory that sequences of at most `longest` tokens need.
    package static func scratchCount(longest: Int, size: Int) -> Int {
        let (wide, columns) = (AttentionSoftmax.stride(for: size), AttentionSoftmax.stride(for: longest))
        return 5 * columns * wide + 3 * block * columns + 3 * block * wide
    }

    private var wide: Int { AttentionSoftmax.stride(for: size) }
    private var columns: Int { AttentionSoftmax.stride(for: keys) }
    private var scale: Float { 1 / Float(size).squareRoot() }

    /// - Parameters:
    ///   - qkv: the first token's query of this head. Its key and value lie `hidden` and 2 · `hidden` floats further; tokens lie
    ///     3 · `hidden` floats apart.
    ///   - context: [length, size], rows `hidden` apart.
    ///   - scratch: `scratchCount` floats.
    package func forward(
        qkv: UnsafePointer<Float>, context: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
    ) {
        let (wide, columns, block) = (wide, columns, Attention.block)
        let keysAcross = scratch
        let values = keysAcross + wide * columns
        let queries = values + wide * columns
        let output = queries + block * wide
        let scores = output + block * wide
        let dropped = dropout == nil ? scores : scores + block * columns
        packAcross(qkv + hidden, into: keysAcross)
        pack(qkv + 2 * hidden, stride: 3 * hidden, rows: keys, paddedTo: keys, scale: 1, into: values)
        for first in stride(from: 0, to: length, by: block) {
            let rows = min(block, length - first)
            let padded = (rows + 3) & ~3
            pack(
                qkv + first * 3 * hidden, stride: 3 * hidden, rows: rows, paddedTo: padded, scale: scale, into: queries)
            probabilities(first, rows, padded, queries, keysAcross, scores, dropped)
            for row in stride(from: 0, to: padded, by: 4) {
                Tile.fourRows(
                    a: dropped + row * columns, aRow: columns, aDepth: 1, b: values, bStride: wide,
                    c: output + row * wide, cStride: wide, columns: wide, depth: keys, adds: false)
            }
            unpack(output, rows: rows, scale: 1, into: context + first * hidden, stride: hidden)
        }
    }

    /// dV = P'ᵀ dC; dS = softmax'(dC Vᵀ); dQ = dS K / √d; dK = dSᵀ Q / √d.
    ///
    /// - Parameters:
    ///   - qkv: as in `forward`. The gradient overwrites it.
    ///   - dContext: [length, size], rows `hidden` apart.
    package func backward(
        qkv: UnsafeMutablePointer<Float>, dContext: UnsafePointer<Float>, scratch: UnsafeMutablePointer<Float>
    ) {
        let (wide, columns, block) = (wide, columns, Attention.block)
        let keysAcross = scratch
        let valuesAcross = keysAcross + wide * columns
        let keysDown = valuesAcross + wide * columns
        let dKeys = keysDown + wide * columns
        let dValues = dKeys + wide * columns
        let queries = dValues + wide * columns
        let upstream = queries + block * wide
        let dQueries = upstream + block * wide
        let scores = dQueries + block * wide
        let dScores = scores + block * columns
        let dropped = dropout == nil ? scores : dScores + block * columns
        packAcross(UnsafePointer(qkv) + hidden, into: keysAcross)
        packAcross(UnsafePointer(qkv) + 2 * hidden, into: valuesAcross)
        pack(qkv + hidden, stride: 3 * hidden, rows: keys, paddedTo: keys, scale: 1, into: keysDown)
        dKeys.update(repeating: 0, count: 2 * wide * columns)
        for first in stride(from: 0, to: length, by: block) {
            let rows = min(block, length - first)
            let padded = (rows + 3) & ~3
            let query = qkv + first * 3 * hidden
            pack(query, stride: 3 * hidden, rows: rows, paddedTo: padded, scale: scale, into: queries)
            pack(
                dContext + first * hidden, stride: hidden, rows: rows, paddedTo: padded, scale: 1, into: upstream)
            probabilities(first, rows, padded, queries, keysAcross, scores, dropped)
            for row in stride(from: 0, to: padded, by: 4) {
                Tile.fourRows(
                    a: upstream + row * wide, aRow: wide, aDepth: 1, b: valuesAcross, bStride: columns,
                    c: dScores + row * columns, cStride: columns, columns: columns, depth: size, adds: false)
            }
            AttentionSoftmax.backward(
                rows: padded, columns: keys, probabilities: scores, dropped: dropped, d: dScores, dropout: dropout)
            for row in stride(from: 0, to: padded, by: 4) {
                Tile.fourRows(
                    a: dScores + row * columns, aRow: columns, aDepth: 1, b: keysDown, bStride: wide,
                    c: dQueries + row * wide, cStride: wide, columns: wide, depth: keys, adds: false)
            }
            unpack(dQueries, rows: rows, scale: scale, into: query, stride: 3 * hidden)
            for key in stride(from: 0, to: keys, by: 4) {
                Tile.fourRows(
                    a: dScores + key, aRow: 1, aDepth: columns, b: queries, bStride: wide, c: dKeys + key * wide,
                    cStride: wide, columns: wide, depth: padded, adds: true)
                Tile.fourRows(
                    a: dropped + key, aRow: 1, aDepth: columns, b: upstream, bStride: wide, c: dValues + key * wide,
                    cStride: wide, columns: wide, depth: padded, adds: true)
            }
        }
        unpack(dKeys, rows: keys, scale: 1, into: qkv + hidden, stride: 3 * hidden)
        unpack(dValues, rows: keys, scale: 1, into: qkv + 2 * hidden, stride: 3 * hidden)
        // Nobody attends to padding, so its keys and values get no gradient.
        for row in keys..<max(keys, length) {
            (qkv + hidden + row * 3 * hidden).update(repeating: 0, count: size)
            (qkv + 2 * hidden + row * 3 * hidden).update(repeating: 0, count: size)
        }
    }

    /// Computes the probabilities of a block of queries, before and after dropout.
    @inline(__always)
    private func probabilities(
        _ first: Int, _ rows: Int, _ padded: Int, _ queries: UnsafePointer<Float>,
        _ keysAcross: UnsafePointer<Float>, _ scores: UnsafeMutablePointer<Float>,
        _ dropped: UnsafeMutablePointer<Float>
    ) {
        for row in stride(from: 0, to: padded, by: 4) {
            Tile.fourRows(
                a: queries + row * wide, aRow: wide, aDepth: 1, b: keysAcross, bStride: columns,
                c: scores + row * columns, cStride: columns, columns: columns, depth: size, adds: false)
        }
        AttentionSoftmax.forward(
            rows: padded, columns: keys, scores: scores, dropped: dropped, dropout: dropout, firstRow: first,
            head: head, headCount: headCount, example: example)
    }

    /// Copies the rows of one head, times a scale, and pads them with zeros.
    @inline(__always)
    private func pack(
        _ source: UnsafePointer<Float>, stride step: Int, rows: Int, paddedTo padded: Int, scale: Float,
        into target: UnsafeMutablePointer<Float>
    ) {
        let (wide, vectorEnd) = (wide, size / vectorWidth * vectorWidth)
        for row in 0..<rows {
            let (from, to) = (source + row * step, target + row * wide)
            for i in stride(from: 0, to: vectorEnd, by: vectorWidth) { store(load(from, i) * scale, to, i) }
            for i in vectorEnd..<size { to[i] = from[i] * scale }
            for i in size..<wide { to[i] = 0 }
        }
        (target + rows * wide).update(repeating: 0, count: (padded - rows) * wide)
    }

    /// Copies keys or values as [size, columns]: the row of a feature holds its value for every key, then zeros.
    @inline(__always)
    private func packAcross(_ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>) {
        let (columns, size) = (columns, size)
        var key = 0
        while key + vectorWidth <= keys {
            let from = source + key * 3 * hidden
            for i in 0..<size {
                var value = Vector(repeating: 0)
                for lane in 0..<vectorWidth { value[lane] = from[lane * 3 * hidden + i] }
                store(value, target, i * columns + key)
            }
            key += vectorWidth
        }
        guard key < keys else { return }
        for i in 0..<size {
            let row = target + i * columns
            for place in key..<keys { row[place] = source[place * 3 * hidden + i] }
            for place in keys..<columns { row[place] = 0 }
        }
    }

    @inline(__always)
    private func unpack(
        _ source: UnsafePointer<Float>, rows: Int, scale: Float, into target: UnsafeMutablePointer<Float>,
        stride step: Int
    ) {
        let (wide, vectorEnd) = (wide, size / vectorWidth * vectorWidth)
        for row in 0..<rows {
            let (from, to) = (source + row * wide, target + row * step)
            for i in stride(from: 0, to: vectorEnd, by: vectorWidth) { store(load(from, i) * scale, to, i) }
            for i in vectorEnd..<size { to[i] = from[i] * scale }
        }
    }
}
