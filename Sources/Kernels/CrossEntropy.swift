import Foundation

/// Losses of the heads and their gradients, computed from rows of logits. Sums are made in double.
package enum CrossEntropy {
    /// The sum of −log softmax(logits)[label] over the rows whose label is not `ignoreIndex`. d(logits) = (softmax − one-hot) · scale,
    /// and zero in ignored rows.
    ///
    /// - Parameters:
    ///   - logits: [rows, classes].
    ///   - dLogits: [rows, classes] or nil.
    ///   - scale: 1 / (number of labelled rows), times the loss's weight.
    ///   - smoothing: see `strided`.
    package static func tokens(
        rows: Int, classes: Int, logits: UnsafePointer<Float>, labels: UnsafePointer<Int32>, ignoreIndex: Int32,
        dLogits: UnsafeMutablePointer<Float>?, scale: Float, smoothing: Float = 0
    ) -> Double {
        var total = 0.0
        for row in 0..<rows {
            let x = logits + row * classes
            let d = dLogits.map { $0 + row * classes }
            let label = labels[row]
            if label == ignoreIndex {
                if let d { for i in 0..<classes { d[i] = 0 } }
                continue
            }
            total += strided(x, count: classes, step: 1, target: Int(label), d: d, scale: scale, smoothing: smoothing)
        }
        return total
    }

    /// −log softmax(x)[target] of `count` logits that lie `step` floats apart, and their gradient. The start head's and the end head's
    /// logits of a position lie side by side, so the step for a span is 2.
    ///
    /// - Parameter smoothing: the share ε of label smoothing. The target then has the weight 1 − ε, and each of the K = `count` classes
    ///   ε / K in addition, as in PyTorch's `cross_entropy(label_smoothing=)`.
    @inline(__always)
    package static func strided(
        _ x: UnsafePointer<Float>, count: Int, step: Int, target: Int, d: UnsafeMutablePointer<Float>?, scale: Float,
        smoothing: Float = 0
    ) -> Double {
        var maximum = x[0]
        for i in 1..<max(1, count) where x[i * step] > maximum { maximum = x[i * step] }
        var sum = 0.0
        for i in 0..<count { sum += Double(expf(x[i * step] - maximum)) }
        if let d {
            let reciprocal = Float(1 / sum)
            for i in 0..<count { d[i * step] = expf(x[i * step] - maximum) * reciprocal * scale }
            d[target * step] -= scale * (1 - smoothing)
            if smoothing > 0 { for i in 0..<count { d[i * step] -= scale * smoothing / Float(count) } }
        }
        if smoothing > 0 {
            var mean = 0.0
            for i in 0..<count { mean += Double(x[i * step] - maximum) }
            mean /= Double(max(1, count))
            let share = Double(smoothing)
            return log(sum) - (1 - share) * Double(x[target * step] - maximum) - share * mean
        }
        return log(sum) - Double(x[target * step] - maximum)
    }
}
