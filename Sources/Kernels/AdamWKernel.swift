/// PyTorch's AdamW on contiguous memory, and the gradient's norm.
package enum AdamWKernel {
    /// The constants of one step, computed in double and rounded once, as PyTorch does.
    package struct Step: Sendable {
        /// 1 − learning rate · weight decay.
        package var decay: Float
        /// 1 − β₁.
        package var firstWeight: Float
        /// β₂ and 1 − β₂.
        package var secondDecay: Float
        package var secondWeight: Float
        /// √(1 − β₂ᵗ).
        package var secondCorrection: Float
        package var epsilon: Float
        /// learning rate / (1 − β₁ᵗ).
        package var stepSize: Float
        /// Gradients are first multiplied by this: the coefficient of clipping.
        package var gradientScale: Float

        package init(
            decay: Float, firstWeight: Float, secondDecay: Float, secondWeight: Float, secondCorrection: Float,
            epsilon: Float, stepSize: Float, gradientScale: Float
        ) {
            self.decay = decay
            self.firstWeight = firstWeight
            self.secondDecay = secondDecay
            self.secondWeight = secondWeight
            self.secondCorrection = secondCorrection
            self.epsilon = epsilon
            self.stepSize = stepSize
            self.gradientScale = gradientScale
        }
    }

    /// p ← p · decay; m ← m + (g − m)(1 − β₁); v ← β₂ v + (1 − β₂) g²; p ← p − stepSize · m / (√v / correction + ε).
    ///
    /// - Returns: false when a parameter or a moment is not finite.
    @discardableResult
    package static func update(
        count: Int, parameters: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
        first: UnsafeMutablePointer<Float>, second: UnsafeMutablePointer<Float>, _ step: Step
    ) -> Bool {
        let vectorEnd = count / vectorWidth * vectorWidth
        let correction = Vector(repeating: step.secondCorrection)
        var check = FiniteCheck()
        var i = 0
        while i < vectorEnd {
            let g = load(gradients, i) * step.gradientScale
            let oldFirst = load(first, i)
            let m = oldFirst.addingProduct(g - oldFirst, Vector(repeating: step.firstWeight))
            let v = (load(second, i) * step.secondDecay).addingProduct(g * g, Vector(repeating: step.secondWeight))
            store(m, first, i)
            store(v, second, i)
            let denominator = v.squareRoot() / correction + step.epsilon
            let p = (load(parameters, i) * step.decay)
                .addingProduct(m / denominator, Vector(repeating: -step.stepSize))
            store(p, parameters, i)
            check.add(p, m, v)
            i += vectorWidth
        }
        while i < count {
            let g = gradients[i] * step.gradientScale
            let m = first[i] + (g - first[i]) * step.firstWeight
            let v = second[i] * step.secondDecay + g * g * step.secondWeight
            first[i] = m
            second[i] = v
            let denominator = v.squareRoot() / step.secondCorrection + step.epsilon
            parameters[i] = parameters[i] * step.decay - step.stepSize * (m / denominator)
            check.add(parameters[i], m, v)
            i += 1
        }
        return check.isFinite
    }

    /// Does the same as `update` with gradients that are all zero, bit for bit, without reading them.
    @discardableResult
    package static func updateWithoutGradient(
        count: Int, parameters: UnsafeMutablePointer<Float>, first: UnsafeMutablePointer<Float>,
        second: UnsafeMutablePointer<Float>, _ step: Step
    ) -> Bool {
        let vectorEnd = count / vectorWidth * vectorWidth
        let correction = Vector(repeating: step.secondCorrection)
        var check = FiniteCheck()
        for i in stride(from: 0, to: vectorEnd, by: vectorWidth) {
            let oldFirst = load(first, i)
            let m = oldFirst.addingProduct(-oldFirst, Vector(repeating: step.firstWeight))
            let v = load(second, i) * step.secondDecay
            store(m, first, i)
            store(v, second, i)
            let denominator = v.squareRoot() / correction + step.epsilon
            let p = (load(parameters, i) * step.decay)
                .addingProduct(m / denominator, Vector(repeating: -step.stepSize))
            store(p, parameters, i)
            check.add(p, m, v)
        }
        for i in vectorEnd..<count {
            first[i] += -first[i] * step.firstWeight
            second[i] *= step.secondDecay
            let denominator = second[i].squareRoot() / step.secondCorrection + step.epsilon
            parameters[i] = parameters[i] * step.decay - step.stepSize * (first[i] / denominator)
            check.add(parameters[i], first[i], second[i])
        }
        return check.isFinite
    }

    /// Does the same as `update` with gradients and moments that are all zero, bit for bit: p ← p · decay.
    @discardableResult
    package static func decay(count: Int, parameters: UnsafeMutablePointer<Float>, by factor: Float) -> Bool {
        if factor == 1 { return true }
        let vectorEnd = count / vectorWidth * vectorWidth
        var check = FiniteCheck()
        for i in stride(from: 0, to: vectorEnd, by: vectorWidth) {
            let p = load(parameters, i) * factor
            store(p, parameters, i)
            check.add(p)
        }
        for i in vectorEnd..<count {
            parameters[i] *= factor
            check.add(parameters[i])
        }
        return check.isFinite
    }

    /// The sum of squares. Sixteen float sums run over short stretches and are then added in double.
    package static func sumOfSquares(_ values: UnsafePointer<Float>, count: Int) -> Double {
        var total = 0.0
        var start = 0
        let vectorEnd = count / vectorWidth * vectorWidth
        while start < vectorEnd {
            let end = min(vectorEnd, start + 4096)
            var sums = Vector(repeating: 0)
            var i = start
            while i < end {
                let value = load(values, i)
                sums = sums.addingProduct(value, value)
                i += vectorWidth
            }
            total += Double(horizontalSum(sums))
            start = end
        }
        for i in vectorEnd..<count { total += Double(values[i]) * Double(values[i]) }
        return total
    }
}
