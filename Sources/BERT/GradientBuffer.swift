import Kernels

/// Gradients of every parameter, laid out like the parameters.
package final class GradientBuffer {
    private let storage: FloatBuffer
    /// Rows of the word embedding that the last backward pass wrote: all others are zero.
    private(set) var touchedWords: [Int32] = []

    package init(model: MultiTaskModel) { storage = FloatBuffer(count: model.table.count) }

    package var floats: UnsafeMutableBufferPointer<Float> { storage.floats }

    @inline(__always)
    func at(_ offset: Int) -> UnsafeMutablePointer<Float> { storage.pointer + offset }

    /// Zeroes the rows that were written before and notes which come now.
    func beginWords(_ inputIDs: UnsafeBufferPointer<Int32>, table: Int, width: Int) {
        for id in touchedWords { (at(table) + Int(id) * width).update(repeating: 0, count: width) }
        touchedWords.removeAll(keepingCapacity: true)
        touchedWords.append(contentsOf: inputIDs)
    }
}
