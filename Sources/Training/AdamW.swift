import Encoders
import Foundation
import Kernels

/// PyTorch's AdamW with decoupled weight decay, for every parameter that has a gradient: those that the table calls trainable.
///
/// A step of one task does not change the other tasks' heads at all: no decay, no moments, and no change of their step count, which
/// the bias correction uses. So each parameter group has a step count of its own.
package final class AdamW {
    package struct Settings: Sendable, Equatable, Codable {
        package var learningRate: Double
        package var weightDecay: Double
        package var beta1: Double
        package var beta2: Double
        package var epsilon: Double
        /// The learning rate of each layer as a share of that of the layer above. The heads have the rate itself, the encoder's last layer
        /// this share of it, and the embeddings the lowest one. Nil for one rate everywhere.
        package var layerDecay: Double?

        package init(
            learningRate: Double = 5e-5, weightDecay: Double = 0.01, beta1: Double = 0.9, beta2: Double = 0.999,
            epsilon: Double = 1e-8, layerDecay: Double? = nil
        ) {
            self.layerDecay = layerDecay
            self.learningRate = learningRate
            self.weightDecay = weightDecay
            self.beta1 = beta1
            self.beta2 = beta2
            self.epsilon = epsilon
        }
    }

    package let settings: Settings
    /// Names, shapes and offsets of the parameters, and which of them are optimized.
    package let table: ParameterTable
    /// Steps taken, one count per group of the parameter table.
    package var stepCounts: [Int]
    /// The total number of steps. Every step reaches the encoder, unless it is frozen, and one head.
    package var stepsTaken: Int { table.groups[0].isTrainable ? stepCounts[0] : stepCounts.reduce(0, +) }
    private let first: FloatBuffer
    private let second: FloatBuffer
    /// The result of each piece of a pass: its sum of squares, or a mark for numbers that are not finite.
    private let squares: UnsafeMutableBufferPointer<Double>
    private var words: WordTable
    /// For each group, ranges of trained parameters with one learning rate, and its factor.
    private let segments: [[(range: Range<Int>, rateFactor: Double)]]

    /// The word embedding. A batch uses only few of its rows.
    private struct WordTable {
        /// The range of its floats in the parameters; below it, the number of floats in a row.
        let range: Range<Int>
        let width: Int
        /// Rows whose moments are not all zero after `step` steps of their group. All other rows only decay.
        let isLive: UnsafeMutableBufferPointer<Bool>
        var step = 0
    }

    /// Number of floats in one piece of a pass over the parameters: small enough to stay in the cache, and the same for any thread count.
    private static let pieceSize = 1 << 16

    package convenience init(settings: Settings, model: MultiTaskModel) {
        self.init(settings: settings, table: model.table)
    }

    /// Fresh moments for the parameters of a table.
    package init(settings: Settings, table: ParameterTable) {
        self.settings = settings
        self.table = table
        stepCounts = [Int](repeating: 0, count: table.groups.count)
        segments = AdamW.segments(of: table, layerDecay: settings.layerDecay ?? 1)
        let entry = table.wordEmbedding
        let rows = entry?.shape.first ?? 0
        let range = entry.map { $0.offset..<$0.offset + $0.count } ?? 0..<0
        words = WordTable(range: range, width: max(1, range.count / max(1, rows)), isLive: .allocate(capacity: rows))
        words.isLive.initialize(repeating: false)
        first = FloatBuffer(count: table.count, sparseCount: range.upperBound)
        second = FloatBuffer(count: table.count, sparseCount: range.upperBound)
        let longest = table.groups.map(\.range.count).max() ?? 0
        squares = .allocate(capacity: AdamW.pieces(longest) + rows / NormLoop.rowsOfPiece + 1)
    }

    /// The trained ranges of each group, divided where the learning rate changes.
    private static func segments(
        of table: ParameterTable, layerDecay: Double
    ) -> [[(range: Range<Int>, rateFactor: Double)]] {
        let top = 1 + (table.entries.compactMap(table.layer).max() ?? -1)
        return table.groups.enumerated().map { index, group in
            guard index == 0, layerDecay != 1 else { return group.trainable.map { ($0, 1) } }
            return group.trainable.flatMap { range in
                var parts: [(range: Range<Int>, rateFactor: Double)] = []
                for entry in table.entries where range.contains(entry.offset) {
                    // The embeddings are below layer 0.
                    let factor = pow(layerDecay, Double(top - (table.layer(of: entry) ?? -1)))
                    if let last = parts.last, last.rateFactor == factor {
                        parts[parts.count - 1].range = last.range.lowerBound..<entry.range.upperBound
                    } else {
                        parts.append((entry.range, factor))
                    }
                }
                return parts
            }
        }
    }

    deinit {
        squares.deallocate()
        words.isLive.deallocate()
    }

    /// First moments (`exp_avg`), laid out like the parameters. Nothing is written for parameters that are not trainable.
    package var firstMoments: UnsafeMutableBufferPointer<Float> { first.floats }

    /// Second moments (`exp_avg_sq`), laid out like the parameters.
    package var secondMoments: UnsafeMutableBufferPointer<Float> { second.floats }

    private static func pieces(_ count: Int) -> Int { (count + pieceSize - 1) / pieceSize }

    /// True for the range of trainable parameters that begins with the word embedding.
    private func holdsWords(_ range: Range<Int>) -> Bool { range.lowerBound == words.range.lowerBound }

    /// A range of trainable parameters without the word embedding's part.
    private func denseRange(_ range: Range<Int>) -> Range<Int> {
        holdsWords(range) ? words.range.upperBound..<range.upperBound : range
    }

    /// The Euclidean norm of the gradients of some groups: the total norm of `clip_grad_norm_`.
    package func gradientNorm(_ gradients: GradientBuffer, model: MultiTaskModel, groups: [Int]) -> Double {
        guard let values = gradients.floats.baseAddress, let squares = squares.baseAddress else { return 0 }
        var total = 0.0
        let isDense = gradients.wordRows == nil
        for group in groups {
            for range in table.groups[group].trainable {
                (gradients.wordRows ?? []).withUnsafeBufferPointer { rows in
                    let hasWords = holdsWords(range) && !isDense
                    let loop = NormLoop(
                        values: values, range: isDense ? range : denseRange(range),
                        words: values + words.range.lowerBound, width: words.width,
                        rows: hasWords ? rows : UnsafeBufferPointer(rebasing: rows[..<0]), squares: squares)
                    WorkerPool.shared.forEach(loop.pieceCount, loop)
                    for piece in 0..<loop.pieceCount { total += squares[piece] }
                }
            }
        }
        return total.squareRoot()
    }

    /// Computes sums of squares by piece: first those of the dense range, then those of some rows.
    private struct NormLoop: ParallelLoop {
        static let rowsOfPiece = 64
        let values: UnsafePointer<Float>
        let range: Range<Int>
        let words: UnsafePointer<Float>
        let width: Int
        let rows: UnsafeBufferPointer<Int32>
        let squares: UnsafeMutablePointer<Double>

        private var densePieces: Int { AdamW.pieces(range.count) }
        var pieceCount: Int { densePieces + (rows.count + NormLoop.rowsOfPiece - 1) / NormLoop.rowsOfPiece }

        func run(piece: Int, worker: Int) {
            PhaseClock.begin(worker)
            if piece < densePieces {
                let start = range.lowerBound + piece * pieceSize
                squares[piece] = AdamWKernel.sumOfSquares(
                    values + start, count: min(pieceSize, range.upperBound - start))
            } else {
                let first = (piece - densePieces) * NormLoop.rowsOfPiece
                var sum = 0.0
                for row in rows[first..<min(rows.count, first + NormLoop.rowsOfPiece)] {
                    sum += AdamWKernel.sumOfSquares(words + Int(row) * width, count: width)
                }
                squares[piece] = sum
            }
            PhaseClock.end(.gradientNorm, worker)
        }
    }

    /// Makes one step for the groups that have a gradient.
    ///
    /// A word's row that no batch has reached yet has no moments, so it only decays. A row that this batch does not reach has no gradient.
    /// Both cases give the same bits as the dense formula.
    ///
    /// - Parameters:
    ///   - learningRate: the schedule's learning rate in this step.
    ///   - gradientScale: gradients are first multiplied by this coefficient of clipping.
    /// - Returns: false when a parameter or a moment is no longer finite. The model is then unusable.
    @discardableResult
    package func step(
        model: MultiTaskModel, gradients: GradientBuffer, groups: [Int], learningRate: Double, gradientScale: Float
    ) -> Bool {
        guard let parameters = model.parameters.baseAddress, let values = gradients.floats.baseAddress,
            let flaws = squares.baseAddress
        else { return true }
        var isFinite = true
        for index in groups {
            let segments = segments[index]
            let hasWords = segments.contains { holdsWords($0.range) }
            // The moments were loaded: finds out which rows have any.
            if hasWords && words.step != stepCounts[index] { findLiveWords() }
            stepCounts[index] += 1
            if hasWords { words.step = stepCounts[index] }
            let count = Double(stepCounts[index])
            for (range, rateFactor) in segments {
                let learningRate = learningRate * rateFactor
                let update = AdamWKernel.Step(
                    decay: Float(1 - learningRate * settings.weightDecay), firstWeight: Float(1 - settings.beta1),
                    secondDecay: Float(settings.beta2), secondWeight: Float(1 - settings.beta2),
                    secondCorrection: Float((1 - pow(settings.beta2, count)).squareRoot()),
                    epsilon: Float(settings.epsilon), stepSize: Float(learningRate / (1 - pow(settings.beta1, count))),
                    gradientScale: gradientScale)
                let loop = UpdateLoop(
                    parameters: parameters, gradients: values, first: first.pointer, second: second.pointer,
                    range: denseRange(range), words: holdsWords(range) ? words : nil, buffer: gradients, update: update,
                    flaws: flaws)
                WorkerPool.shared.forEach(loop.pieceCount, loop)
                for piece in 0..<loop.pieceCount where flaws[piece] != 0 { isFinite = false }
            }
        }
        return isFinite
    }

    private func findLiveWords() {
        for word in words.isLive.indices {
            let start = words.range.lowerBound + word * words.width
            words.isLive[word] = (start..<start + words.width).contains {
                first.pointer[$0] != 0 || second.pointer[$0] != 0
            }
        }
    }

    /// Updates by piece: first the dense range, then the rows of the word embedding.
    private struct UpdateLoop: ParallelLoop {
        let parameters: UnsafeMutablePointer<Float>
        let gradients: UnsafePointer<Float>
        let first: UnsafeMutablePointer<Float>
        let second: UnsafeMutablePointer<Float>
        let range: Range<Int>
        let words: WordTable?
        let buffer: GradientBuffer
        let update: AdamWKernel.Step
        /// One value per piece: not 0 when a number in the piece is no longer finite.
        let flaws: UnsafeMutablePointer<Double>

        private var densePieces: Int { AdamW.pieces(range.count) }
        var pieceCount: Int { densePieces + AdamW.pieces(words?.range.count ?? 0) }

        func run(piece: Int, worker: Int) {
            PhaseClock.begin(worker)
            var isFinite = true
            if piece < densePieces {
                let start = range.lowerBound + piece * pieceSize
                isFinite = dense(start, min(pieceSize, range.upperBound - start))
            } else if let words {
                let (index, pieces) = (piece - densePieces, pieceCount - densePieces)
                let count = words.isLive.count
                for word in index * count / pieces..<(index + 1) * count / pieces {
                    let start = words.range.lowerBound + word * words.width
                    if buffer.isWritten(word: word) {
                        words.isLive[word] = true
                        if !dense(start, words.width) { isFinite = false }
                    } else if words.isLive[word] {
                        let isSound = AdamWKernel.updateWithoutGradient(
                            count: words.width, parameters: parameters + start, first: first + start,
                            second: second + start, update)
                        if !isSound { isFinite = false }
                    } else if !AdamWKernel.decay(count: words.width, parameters: parameters + start, by: update.decay) {
                        isFinite = false
                    }
                }
            }
            flaws[piece] = isFinite ? 0 : 1
            PhaseClock.end(.adamW, worker)
        }

        private func dense(_ start: Int, _ count: Int) -> Bool {
            AdamWKernel.update(
                count: count, parameters: parameters + start, gradients: gradients + start, first: first + start,
                second: second + start, update)
        }
    }
}
