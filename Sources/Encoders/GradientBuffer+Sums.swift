import Kernels

/// Sums of the gradients of several batches. Every sum is made element by element, or in pieces that are added in their order, so the
/// number of threads does not change a bit.
extension GradientBuffer {
    /// Number of floats in one piece: small enough to stay in the cache.
    private static let pieceSize = 1 << 16

    /// Adds the gradients of some groups of the table, each multiplied by `scale`. The groups have to hold a gradient already.
    package func add(_ other: GradientBuffer, scale: Float = 1, groups: [Int], table: ParameterTable) {
        forEachRange(of: groups, table) { range in
            let loop = AddLoop(sum: at(0), values: UnsafePointer(other.at(0)), range: range, scale: scale)
            WorkerPool.shared.forEach(GradientBuffer.pieces(range), loop)
        }
        guard let words = words(of: groups, table) else { return }
        for word in other.wordRows ?? [] {
            let place = words.offset + Int(word) * words.width
            beginRow(word)
            GradientKernel.add(other.at(place), scale: scale, to: at(place), count: words.width)
        }
    }

    /// Takes over the gradients of some groups, each multiplied by `scale`. The old content of these groups is lost.
    package func take(_ other: GradientBuffer, scale: Float = 1, groups: [Int], table: ParameterTable) {
        forEachRange(of: groups, table) { range in
            let loop = ScaleLoop(target: at(0), values: UnsafePointer(other.at(0)), range: range, scale: scale)
            WorkerPool.shared.forEach(GradientBuffer.pieces(range), loop)
        }
        guard let words = words(of: groups, table) else { return }
        clearRows(table: words.offset, width: words.width)
        for word in other.wordRows ?? [] {
            let place = words.offset + Int(word) * words.width
            beginRow(word)
            GradientKernel.add(other.at(place), scale: scale, to: at(place), count: words.width)
        }
    }

    /// The inner product of the gradients of some trained ranges with those of another buffer.
    package func product(with other: GradientBuffer, ranges: [Range<Int>], table: ParameterTable) -> Double {
        var total = 0.0
        let words = table.wordEmbedding.flatMap { entry in
            ranges.contains { $0.lowerBound == entry.offset } ? (offset: entry.offset, width: entry.shape[1]) : nil
        }
        for range in ranges.map({ Self.withoutWords($0, table) }) where !range.isEmpty {
            var sums = [Double](repeating: 0, count: GradientBuffer.pieces(range))
            sums.withUnsafeMutableBufferPointer { sums in
                guard let sums = sums.baseAddress else { return }
                let loop = ProductLoop(
                    left: UnsafePointer(at(0)), right: UnsafePointer(other.at(0)), range: range, sums: sums)
                WorkerPool.shared.forEach(GradientBuffer.pieces(range), loop)
            }
            for sum in sums { total += sum }
        }
        guard let words else { return total }
        for word in wordRows ?? [] where other.isWritten(word: Int(word)) {
            let place = words.offset + Int(word) * words.width
            total += GradientKernel.product(at(place), other.at(place), count: words.width)
        }
        return total
    }

    private static func pieces(_ range: Range<Int>) -> Int { (range.count + pieceSize - 1) / pieceSize }

    /// Calls `body` with the trained ranges of some groups, without the word embedding.
    private func forEachRange(of groups: [Int], _ table: ParameterTable, _ body: (Range<Int>) -> Void) {
        for group in groups {
            for range in table.groups[group].trainable.map({ Self.withoutWords($0, table) }) where !range.isEmpty {
                body(range)
            }
        }
    }

    /// A trained range without the word embedding, with which it may begin.
    private static func withoutWords(_ range: Range<Int>, _ table: ParameterTable) -> Range<Int> {
        guard let words = table.wordEmbedding?.range, range.lowerBound == words.lowerBound else { return range }
        return words.upperBound..<range.upperBound
    }

    /// The place of the word embedding, if it is trained and among some groups.
    private func words(of groups: [Int], _ table: ParameterTable) -> (offset: Int, width: Int)? {
        guard let entry = table.wordEmbedding, groups.contains(0), table.isTrainable(entry) else { return nil }
        return (entry.offset, entry.shape[1])
    }

    private struct AddLoop: ParallelLoop {
        let sum: UnsafeMutablePointer<Float>
        let values: UnsafePointer<Float>
        let range: Range<Int>
        let scale: Float

        func run(piece: Int, worker: Int) {
            let start = range.lowerBound + piece * pieceSize
            GradientKernel.add(
                values + start, scale: scale, to: sum + start, count: min(pieceSize, range.upperBound - start))
        }
    }

    private struct ScaleLoop: ParallelLoop {
        let target: UnsafeMutablePointer<Float>
        let values: UnsafePointer<Float>
        let range: Range<Int>
        let scale: Float

        func run(piece: Int, worker: Int) {
            let start = range.lowerBound + piece * pieceSize
            let count = min(pieceSize, range.upperBound - start)
            if scale == 1 {
                (target + start).update(from: values + start, count: count)
            } else {
                (target + start).update(repeating: 0, count: count)
                GradientKernel.add(values + start, scale: scale, to: target + start, count: count)
            }
        }
    }

    private struct ProductLoop: ParallelLoop {
        let left: UnsafePointer<Float>
        let right: UnsafePointer<Float>
        let range: Range<Int>
        let sums: UnsafeMutablePointer<Double>

        func run(piece: Int, worker: Int) {
            let start = range.lowerBound + piece * pieceSize
            sums[piece] = GradientKernel.product(
                left + start, right + start, count: min(pieceSize, range.upperBound - start))
        }
    }
}
