import Datasets
import Encoders
import Kernels

/// The logits of a batch beside what they should be.
package struct BatchLogits {
    package var input: EncoderInput
    /// In the form of the task's kind; see `SequenceFeatures.appendTargets`.
    package var targets: UnsafeBufferPointer<Int32>
    /// How many of them count.
    package var targetCount: Int
    /// Logits of a row.
    package var outputs: Int
    /// [rows, outputs].
    package var logits: UnsafePointer<Float>
    /// Where d(weight · loss)/d(logits) is to be left; nil where nobody wants it.
    package var dLogits: UnsafeMutablePointer<Float>?
    /// The loss's weight: goes into the gradient, not into the value.
    package var weight: Float

    package init(
        input: EncoderInput, targets: UnsafeBufferPointer<Int32>, targetCount: Int, outputs: Int,
        logits: UnsafePointer<Float>, dLogits: UnsafeMutablePointer<Float>?, weight: Float = 1
    ) {
        self.input = input
        self.targets = targets
        self.targetCount = targetCount
        self.outputs = outputs
        self.logits = logits
        self.dLogits = dLogits
        self.weight = weight
    }
}

extension BatchLogits {
    /// Cross-entropy of rows with a label each, averaged over those that count; NaN when there are none, as in PyTorch.
    func meanCrossEntropy() -> Double {
        guard let labels = targets.baseAddress, targetCount > 0 else { return .nan }
        let total = CrossEntropy.tokens(
            rows: targets.count, classes: outputs, logits: logits, labels: labels, ignoreIndex: ignoreIndex,
            dLogits: dLogits, scale: weight / Float(targetCount))
        return total / Double(targetCount)
    }
}
