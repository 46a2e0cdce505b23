/// Sums, scaled sums and inner products of gradients on contiguous memory.
package enum GradientKernel {
    /// sum ← sum + scale · values.
    package static func add(
        _ values: UnsafePointer<Float>, scale: Float = 1, to sum: UnsafeMutablePointer<Float>, count: Int
    ) {
        let vectorEnd = count / vectorWidth * vectorWidth
        let factor = Vector(repeating: scale)
        for i in stride(from: 0, to: vectorEnd, by: vectorWidth) {
            store(load(sum, i).addingProduct(load(values, i), factor), sum, i)
        }
        for i in vectorEnd..<count { sum[i] = sum[i].addingProduct(values[i], scale) }
    }

    /// The inner product. Sixteen float sums run over short stretches and are then added in double.
    package static func product(
        _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, count: Int
    ) -> Double {
        var total = 0.0
        let vectorEnd = count / vectorWidth * vectorWidth
        for start in stride(from: 0, to: vectorEnd, by: 4096) {
            var sums = Vector(repeating: 0)
            for i in stride(from: start, to: min(vectorEnd, start + 4096), by: vectorWidth) {
                sums = sums.addingProduct(load(left, i), load(right, i))
            }
            total += Double(horizontalSum(sums))
        }
        for i in vectorEnd..<count { total += Double(left[i]) * Double(right[i]) }
        return total
    }
}
