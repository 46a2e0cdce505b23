import BERT
import Foundation
import Kernels

/// PyTorch's AdamW with decoupled weight decay on every parameter that has a gradient.
///
/// A step of one task leaves the other tasks' heads alone altogether: no decay, no moments, and no step in their own step count, which
/// the bias correction uses. So step counts are kept by parameter group.
package final class AdamW {
    package struct Settings: Sendable, Equatable, Codable {
        package var learningRate: Double
        package var weightDecay: Double
        package var beta1: Double
        package var beta2: Double
        package var epsilon: Double

        package init(
            learningRate: Double = 5e-5, weightDecay: Double = 0.01, beta1: Double = 0.9, beta2: Double = 0.999,
            epsilon: Double = 1e-8
        ) {
            self.learningRate = learningRate
            self.weightDecay = weightDecay
            self.beta1 = beta1
            self.beta2 = beta2
            self.epsilon = epsilon
        }
    }

    package let settings: Settings
    /// Names, shapes and places of the parameters that it optimizes.
    package let table: ParameterTable
    /// Steps taken, one count per group of the parameter table.
    package var stepCounts: [Int]
    private let first: FloatBuffer
    private let second: FloatBuffer
    private let squares: UnsafeMutableBufferPointer<Double>

    /// Floats of one piece of a pass over the parameters: small enough to stay in cache, and the same for any number of threads.
    private static let pieceSize = 1 << 16

    package convenience init(settings: Settings, model: MultiTaskModel) {
        self.init(settings: settings, table: model.table)
    }

    /// Fresh moments for the parameters of a table.
    package init(settings: Settings, table: ParameterTable) {
        self.settings = settings
        self.table = table
        stepCounts = [Int](repeating: 0, count: table.groups.count)
        first = FloatBuffer(count: table.count)
        second = FloatBuffer(count: table.count)
        let longest = table.groups.map(\.range.count).max() ?? 0
        squares = .allocate(capacity: AdamW.pieces(longest))
    }

    deinit { squares.deallocate() }

    /// First moments (`exp_avg`) of every parameter, in the table's order.
    package var firstMoments: UnsafeMutableBufferPointer<Float> { first.floats }

    /// Second moments (`exp_avg_sq`) of every parameter.
    package var secondMoments: UnsafeMutableBufferPointer<Float> { second.floats }

    private static func pieces(_ count: Int) -> Int { (count + pieceSize - 1) / pieceSize }

    /// Calls `body` with the pieces of a range, on all threads.
    private static func forEachPiece(
        _ range: Range<Int>, _ phase: Phase, _ body: (_ piece: Int, _ start: Int, _ count: Int) -> Void
    ) {
        WorkerPool.shared.forEach(pieces(range.count)) { piece, worker in
            PhaseClock.begin(worker)
            defer { PhaseClock.end(phase, worker) }
            let start = range.lowerBound + piece * pieceSize
            body(piece, start, min(pieceSize, range.upperBound - start))
        }
    }

    /// The Euclidean norm of the gradients of some groups: `clip_grad_norm_`'s total norm.
    package func gradientNorm(_ gradients: GradientBuffer, model: MultiTaskModel, groups: [Int]) -> Double {
        guard let values = gradients.floats.baseAddress else { return 0 }
        var total = 0.0
        for group in groups {
            let range = model.table.groups[group].range
            AdamW.forEachPiece(range, .gradientNorm) { piece, start, count in
                squares[piece] = AdamWKernel.sumOfSquares(values + start, count: count)
            }
            for piece in 0..<AdamW.pieces(range.count) { total += squares[piece] }
        }
        return total.squareRoot()
    }

    /// One step for the groups that have a gradient.
    ///
    /// - Parameters:
    ///   - learningRate: the schedule's, of this step.
    ///   - gradientScale: gradients are multiplied by it first: clipping's coefficient.
    package func step(
        model: MultiTaskModel, gradients: GradientBuffer, groups: [Int], learningRate: Double, gradientScale: Float
    ) {
        guard let parameters = model.parameters.baseAddress, let values = gradients.floats.baseAddress else { return }
        for group in groups {
            stepCounts[group] += 1
            let count = Double(stepCounts[group])
            let update = AdamWKernel.Step(
                decay: Float(1 - learningRate * settings.weightDecay), firstWeight: Float(1 - settings.beta1),
                secondDecay: Float(settings.beta2), secondWeight: Float(1 - settings.beta2),
                secondCorrection: Float((1 - pow(settings.beta2, count)).squareRoot()),
                epsilon: Float(settings.epsilon), stepSize: Float(learningRate / (1 - pow(settings.beta1, count))),
                gradientScale: gradientScale)
            let (first, second) = (first.pointer, second.pointer)
            AdamW.forEachPiece(model.table.groups[group].range, .adamW) { _, start, count in
                AdamWKernel.update(
                    count: count, parameters: parameters + start, gradients: values + start, first: first + start,
                    second: second + start, update)
            }
        }
    }
}
