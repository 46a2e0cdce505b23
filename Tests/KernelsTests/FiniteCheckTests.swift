import Kernels
import Testing

/// A single float that is infinite or NaN is detected at every place.
struct FiniteCheckTests {
    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func oneIsFoundAtEveryPlace(value: Float) {
        for count in [0, 1, 15, 16, 17, 70] {
            var values = (0..<count).map { Float($0) * 1e37 * ($0 % 2 == 0 ? 1 : -1) }
            values.withUnsafeBufferPointer { #expect($0.isFinite == $0.allSatisfy(\.isFinite)) }
            for place in values.indices {
                let before = values[place]
                values[place] = value
                values.withUnsafeBufferPointer { #expect(!$0.isFinite, "\(count) \(place)") }
                values[place] = before
            }
        }
    }

    /// Checks the update, the update without a gradient, and the decay alone.
    @Test(arguments: [0, 3, 16, 36])
    func anUpdateSaysThatANumberIsNoLongerFinite(place: Int) {
        let count = 37
        let step = AdamWKernel.Step(
            decay: 0.5, firstWeight: 0.1, secondDecay: 0.9, secondWeight: 0.1, secondCorrection: 1, epsilon: 1e-8,
            stepSize: 1, gradientScale: 1)
        func isFinite(spoiled: Int?, _ update: (inout [[Float]]) -> Bool) -> Bool {
            // Parameters, both moments, gradients.
            var values = [[Float]](repeating: [Float](repeating: 1, count: count), count: 4)
            if let spoiled { values[spoiled][place] = .infinity }
            return update(&values)
        }
        func update(_ v: inout [[Float]]) -> Bool {
            var (p, m, s) = (v[0], v[1], v[2])
            return AdamWKernel.update(count: count, parameters: &p, gradients: v[3], first: &m, second: &s, step)
        }
        func rest(_ v: inout [[Float]]) -> Bool {
            var (p, m, s) = (v[0], v[1], v[2])
            return AdamWKernel.updateWithoutGradient(count: count, parameters: &p, first: &m, second: &s, step)
        }
        func decay(_ v: inout [[Float]]) -> Bool { AdamWKernel.decay(count: count, parameters: &v[0], by: 0.5) }
        #expect(isFinite(spoiled: nil, update) && isFinite(spoiled: nil, rest) && isFinite(spoiled: nil, decay))
        for spoiled in 0..<4 { #expect(!isFinite(spoiled: spoiled, update), "\(spoiled)") }
        for spoiled in 0..<3 { #expect(!isFinite(spoiled: spoiled, rest), "\(spoiled)") }
        #expect(!isFinite(spoiled: 0, decay))
    }
}
