/// Detects a float that is infinite or NaN, at the cost of one multiply-add for sixteen floats.
///
/// Zero times a finite float is zero. Zero times any other float is NaN, and a sum that contains NaN stays NaN.
struct FiniteCheck {
    // There are three sums so that no addition has to wait for another one.
    private var first = Vector(repeating: 0)
    private var second = Vector(repeating: 0)
    private var third = Vector(repeating: 0)
    private var rest: Float = 0

    @inline(__always)
    mutating func add(_ a: Vector, _ b: Vector, _ c: Vector) {
        let zero = Vector(repeating: 0)
        first = first.addingProduct(a, zero)
        second = second.addingProduct(b, zero)
        third = third.addingProduct(c, zero)
    }

    @inline(__always)
    mutating func add(_ a: Vector) { first = first.addingProduct(a, Vector(repeating: 0)) }

    @inline(__always)
    mutating func add(_ a: Float, _ b: Float, _ c: Float) { rest += a * 0 + b * 0 + c * 0 }

    @inline(__always)
    mutating func add(_ a: Float) { rest += a * 0 }

    /// Whether everything that was added is finite.
    var isFinite: Bool { horizontalSum(first + second + third) + rest == 0 }
}

extension UnsafeBufferPointer<Float> {
    /// Whether no float is infinite or NaN. Reads the memory once.
    package var isFinite: Bool {
        guard let values = baseAddress else { return true }
        var check = FiniteCheck()
        let vectorEnd = count / vectorWidth * vectorWidth
        for i in stride(from: 0, to: vectorEnd, by: vectorWidth) { check.add(load(values, i)) }
        for i in vectorEnd..<count { check.add(values[i]) }
        return check.isFinite
    }
}

extension UnsafeMutableBufferPointer<Float> {
    /// Whether no float is infinite or NaN.
    package var isFinite: Bool { UnsafeBufferPointer(self).isFinite }
}
