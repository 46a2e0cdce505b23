import Kernels

/// Gradients of the trainable parameters, laid out like the parameters.
///
/// Of the word embedding, only the rows of the batch's words are written. Memory that nobody has written, such as that of frozen
/// parameters, takes no space.
package final class GradientBuffer {
    private let storage: FloatBuffer
    private let isWritten: UnsafeMutableBufferPointer<Bool>

    /// Rows of the word embedding that the last backward pass wrote, each once, in the batch's order. All other rows are zero. It is nil
    /// before the first pass, because any row may have been written then, and always nil if the word embedding is frozen.
    package private(set) var wordRows: [Int32]?

    package init(model: MultiTaskModel) {
        let words = model.configuration.vocabularySize
        storage = FloatBuffer(
            count: model.table.count, sparseCount: model.layout.words + words * model.configuration.hiddenSize)
        isWritten = .allocate(capacity: words)
        isWritten.initialize(repeating: false)
    }

    deinit { isWritten.deallocate() }

    package var floats: UnsafeMutableBufferPointer<Float> { storage.floats }

    @inline(__always)
    func at(_ offset: Int) -> UnsafeMutablePointer<Float> { storage.pointer + offset }

    /// Whether the last backward pass wrote a word's row.
    package func isWritten(word: Int) -> Bool { wordRows == nil || isWritten[word] }

    /// Sets the rows that the last pass wrote to zero, and records the rows of the coming pass.
    func beginWords(_ inputIDs: UnsafeBufferPointer<Int32>, table: Int, width: Int) {
        clearRows(table: table, width: width)
        for id in inputIDs { beginRow(id) }
    }

    /// Records a row that is about to be written. It is zero until then.
    func beginRow(_ id: Int32) {
        guard !isWritten[Int(id)] else { return }
        isWritten[Int(id)] = true
        wordRows?.append(id)
    }

    /// Sets all rows of the word embedding to zero, of which those that were written need it.
    func clearRows(table: Int, width: Int) {
        if wordRows == nil {
            // Rows that are already zero are only read: reading memory that nobody has written takes no space.
            for word in 0..<isWritten.count {
                let row = UnsafeMutableBufferPointer(start: at(table) + word * width, count: width)
                if row.contains(where: { $0 != 0 }) { row.update(repeating: 0) }
            }
            wordRows = []
        }
        for id in wordRows ?? [] {
            (at(table) + Int(id) * width).update(repeating: 0, count: width)
            isWritten[Int(id)] = false
        }
        wordRows?.removeAll(keepingCapacity: true)
    }
}
