import Datasets
import Encoders
import Kernels

/// The logits of a batch together with their targets.
package struct BatchLogits {
    package var input: EncoderInput
    /// The targets in the form of the task's kind; see `SequenceFeatures.appendTargets`.
    package var targets: UnsafeBufferPointer<Int32>
    /// The number of targets that count.
    package var targetCount: Int
    /// Number of logits in one row.
    package var outputs: Int
    /// [rows, outputs].
    package var logits: UnsafePointer<Float>
    /// Receives d(weight · loss)/d(logits), or nil if no gradient is needed.
    package var dLogits: UnsafeMutablePointer<Float>?
    /// The loss's weight. It multiplies the gradient, but not the returned loss.
    package var weight: Float
    /// The share of each label's weight that all labels divide among themselves, from 0 up to 1.
    package var labelSmoothing: Float

    package init(
        input: EncoderInput, targets: UnsafeBufferPointer<Int32>, targetCount: Int, outputs: Int,
        logits: UnsafePointer<Float>, dLogits: UnsafeMutablePointer<Float>?, weight: Float = 1,
        labelSmoothing: Float = 0
    ) {
        self.input = input
        self.targets = targets
        self.targetCount = targetCount
        self.outputs = outputs
        self.logits = logits
        self.dLogits = dLogits
        self.weight = weight
        self.labelSmoothing = labelSmoothing
    }
}

extension BatchLogits {
    /// Cross-entropy of rows with one label each, averaged over the rows that count. NaN when there are none, as in PyTorch.
    func meanCrossEntropy() -> Double {
        guard let labels = targets.baseAddress, targetCount > 0 else { return .nan }
        let total = CrossEntropy.tokens(
            rows: targets.count, classes: outputs, logits: logits, labels: labels, ignoreIndex: ignoreIndex,
            dLogits: dLogits, scale: weight / Float(targetCount), smoothing: labelSmoothing)
        return total / Double(targetCount)
    }
}
