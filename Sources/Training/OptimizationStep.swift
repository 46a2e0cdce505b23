import Encoders
import Kernels
import Tasks

/// One step of the training loop: forward, loss and backward of one or several batches, then clip and AdamW.
///
/// `run` is a step of one batch. A step of several is `begin`, `add` for each batch, and `update`. Where a rule wants to see the gradient of
/// each task before it decides their weights, `keep` puts what was added since the last one aside, and `combine` adds all of them.
package final class OptimizationStep {
    package struct Outcome: Sendable, Equatable {
        /// The loss times its weight, before the update.
        package var loss: Double
        /// Norm of all gradients before clipping.
        package var gradientNorm: Double
    }

    package let model: MultiTaskModel
    package let optimizer: AdamW
    package let arena: ActivationArena
    /// The gradients of the step.
    package private(set) var gradients: GradientBuffer
    /// The gradients of a batch that is to be added. It is made when a step has a second batch.
    private var addend: GradientBuffer?
    /// The gradients of each task that were put aside, and the groups that they have.
    private var kept: [GradientBuffer] = []
    private var keptGroups: [[Int]] = []
    /// For each head, the groups of parameters that its loss reaches.
    private let groups: [[Int]]
    private lazy var parts = model.table.trainedParts
    /// The groups of parameters that have a gradient in this step, ascending.
    private var written: [Int] = []
    /// The last trained layer of the encoder. Nil if it is frozen.
    private let lastTrainedLayer: Range<Int>?
    /// Whether `takeSharedNorm` is going to ask for the gradients that are added.
    package var measuresSharedNorms = false
    /// The buffer that holds the gradient of the last batch since it was asked. Nil before the first batch.
    private var sharedSource: GradientBuffer?
    /// The sum of the gradients of the batches before that one in the last trained layer. Empty until a task has a second batch.
    private var sharedSum: [Float] = []
    private var hasSharedSum = false

    package init(model: MultiTaskModel, optimizer: AdamW) {
        self.model = model
        self.optimizer = optimizer
        arena = model.makeArena(forTraining: true)
        gradients = GradientBuffer(model: model)
        groups = model.heads.indices.map { model.table.trainableGroups(head: $0) }
        lastTrainedLayer = model.table.lastTrainedLayer
        written.reserveCapacity(model.table.groups.count)
    }

    /// - Parameters:
    ///   - kind: the kind of the head's task, which computes the loss.
    ///   - targets: the targets for the logits, with the number of targets that count.
    ///   - weight: the task's loss weight λ.
    ///   - maxGradientNorm: nil turns clipping off.
    /// - Returns: nil for a batch without a target that counts. Nothing can be learnt from it, and the parameters do not change.
    /// - Throws: `TrainingError`: before any update when the loss or the gradient is not finite, and
    ///   after the update when the parameters are not finite.
    package func run(
        _ input: EncoderInput, head: Int, kind: any TaskKind, targets: UnsafeBufferPointer<Int32>, targetCount: Int,
        weight: Float, learningRate: Double, maxGradientNorm: Double?, dropout: DropoutPlan?
    ) throws -> Outcome? {
        if targetCount == 0 { return nil }
        begin()
        let loss = try add(
            input, head: head, kind: kind, targets: targets, targetCount: targetCount, weight: weight, dropout: dropout)
        let norm = try update(learningRate: learningRate, maxGradientNorm: maxGradientNorm)
        return Outcome(loss: loss * Double(weight), gradientNorm: norm)
    }

    /// Begins a step without any gradient.
    package func begin() {
        (sharedSource, hasSharedSum) = (nil, false)
        written.removeAll(keepingCapacity: true)
        keptGroups.removeAll(keepingCapacity: true)
    }

    /// Adds the gradient of a batch's loss times a weight to those of the step.
    ///
    /// - Returns: the loss without the weight.
    /// - Throws: `TrainingError` when the loss is not finite, or too large.
    package func add(
        _ input: EncoderInput, head: Int, kind: any TaskKind, targets: UnsafeBufferPointer<Int32>, targetCount: Int,
        weight: Float, labelSmoothing: Float = 0, dropout: DropoutPlan?
    ) throws -> Double {
        model.forward(input, head: head, arena: arena, dropout: dropout)
        PhaseClock.begin(0)
        let loss = loss(
            input, head: head, kind: kind, targets: targets, targetCount: targetCount, weight: weight,
            labelSmoothing: labelSmoothing, dLogits: arena.dLogits)
        PhaseClock.end(.loss, 0)
        guard loss.isFinite else { throw TrainingError.lossNotFinite(task: model.heads[head].task, loss: loss) }
        guard Float(loss * Double(weight)).isFinite else {
            throw TrainingError.gradientNotFinite(task: model.heads[head].task)
        }
        // The backward pass overwrites the gradient of the batch before, if the task has one.
        addToSharedSum()
        if written.isEmpty {
            model.backward(input, head: head, arena: arena, dropout: dropout, gradients: gradients)
            written.append(contentsOf: groups[head])
            if measuresSharedNorms { sharedSource = gradients }
            return loss
        }
        let addend = self.addend ?? GradientBuffer(model: model)
        self.addend = addend
        model.backward(input, head: head, arena: arena, dropout: dropout, gradients: addend)
        if measuresSharedNorms { sharedSource = addend }
        for group in groups[head] {
            if written.contains(group) {
                gradients.add(addend, groups: [group], table: model.table)
            } else {
                gradients.take(addend, groups: [group], table: model.table)
                written.insert(group, at: written.firstIndex { $0 > group } ?? written.count)
            }
        }
        return loss
    }

    /// The loss of a batch with the parameters as they are, without a gradient.
    package func loss(
        _ input: EncoderInput, head: Int, kind: any TaskKind, targets: UnsafeBufferPointer<Int32>, targetCount: Int,
        labelSmoothing: Float = 0, dropout: DropoutPlan?
    ) -> Double {
        model.forward(input, head: head, arena: arena, dropout: dropout)
        return loss(
            input, head: head, kind: kind, targets: targets, targetCount: targetCount, weight: 1,
            labelSmoothing: labelSmoothing, dLogits: nil)
    }

    private func loss(
        _ input: EncoderInput, head: Int, kind: any TaskKind, targets: UnsafeBufferPointer<Int32>, targetCount: Int,
        weight: Float, labelSmoothing: Float, dLogits: UnsafeMutablePointer<Float>?
    ) -> Double {
        kind.loss(
            of: BatchLogits(
                input: input, targets: targets, targetCount: targetCount, outputs: model.heads[head].outputs,
                logits: arena.logits, dLogits: dLogits, weight: weight, labelSmoothing: labelSmoothing))
    }

    /// Clips the gradients of the step by their common norm, and updates the parameters that have one.
    ///
    /// - Parameter maxGradientNorm: nil turns clipping off.
    /// - Returns: the norm before clipping.
    package func update(learningRate: Double, maxGradientNorm: Double?) throws -> Double {
        let norm = optimizer.gradientNorm(gradients, model: model, groups: written)
        guard norm.isFinite, Float(norm).isFinite else {
            let tasks = written.map { model.table.groups[$0].name }.filter { model.headIndex(task: $0) != nil }
            throw TrainingError.gradientNotFinite(task: tasks.joined(separator: " + "))
        }
        let scale = maxGradientNorm.map { min(1, $0 / (norm + 1e-6)) } ?? 1
        let isFinite = optimizer.step(
            model: model, gradients: gradients, groups: written, learningRate: learningRate,
            gradientScale: Float(scale))
        guard isFinite else { throw TrainingError.parametersNotFinite(learningRate: learningRate) }
        return norm
    }

    // MARK: Gradients by task

    /// Adds the gradient of the last batch to the sum, in the last trained layer.
    private func addToSharedSum() {
        guard let range = lastTrainedLayer, let values = sharedSource?.floats.baseAddress else { return }
        if sharedSum.isEmpty { sharedSum = [Float](repeating: 0, count: range.count) }
        sharedSum.withUnsafeMutableBufferPointer { sum in
            guard let start = sum.baseAddress else { return }
            if !hasSharedSum { sum.update(repeating: 0) }
            GradientKernel.add(values + range.lowerBound, to: start, count: range.count)
        }
        hasSharedSum = true
    }

    /// The norm of the gradients that were added since the last call, in the last trained layer of the encoder. 0 if it is frozen.
    package func takeSharedNorm() -> Double {
        defer { (sharedSource, hasSharedSum) = (nil, false) }
        guard let range = lastTrainedLayer, let values = sharedSource?.floats.baseAddress else { return 0 }
        guard hasSharedSum else {
            return AdamWKernel.sumOfSquares(values + range.lowerBound, count: range.count).squareRoot()
        }
        addToSharedSum()
        return sharedSum.withUnsafeBufferPointer { sum in
            sum.baseAddress.map { AdamWKernel.sumOfSquares($0, count: sum.count).squareRoot() } ?? 0
        }
    }

    /// Puts the gradients that were added since the last call aside, as those of one task.
    package func keep() {
        if kept.count == keptGroups.count { kept.append(GradientBuffer(model: model)) }
        // The two change places: what is in the other one is overwritten by the next backward pass.
        swap(&gradients, &kept[keptGroups.count])
        keptGroups.append(written)
        written.removeAll(keepingCapacity: true)
    }

    /// Inner products of the kept gradients in each trained part of the encoder: [parts, tasks, tasks].
    package func keptProducts() -> [[[Double]]] {
        let count = keptGroups.count
        return parts.map { part in
            var products = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
            for row in 0..<count {
                for column in row..<count {
                    products[row][column] = kept[row].product(
                        with: kept[column], ranges: part.ranges, table: model.table)
                    products[column][row] = products[row][column]
                }
            }
            return products
        }
    }

    /// Adds the kept gradients, each multiplied by its weight, as those of the step.
    package func combine(_ weights: GradientWeights) {
        for (index, groups) in keptGroups.enumerated() {
            for group in groups {
                let scale = Float(group == 0 ? weights.shared[index] : weights.heads[index])
                if written.contains(group) {
                    gradients.add(kept[index], scale: scale, groups: [group], table: model.table)
                } else {
                    gradients.take(kept[index], scale: scale, groups: [group], table: model.table)
                    written.insert(group, at: written.firstIndex { $0 > group } ?? written.count)
                }
            }
        }
    }
}
