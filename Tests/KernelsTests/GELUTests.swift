import Foundation
import Kernels
import Testing

@Suite("GELU against double precision")
struct GELUTests {
    private static func cumulative(_ x: Double) -> Double { 0.5 * erfc(-x * 0.5.squareRoot()) }
    private static func value(_ x: Double) -> Double { x * cumulative(x) }
    private static func derivative(_ x: Double) -> Double {
        cumulative(x) + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot()
    }

    private func forward(_ z: [Float], bias: [Float]) -> (pre: [Float], output: [Float]) {
        var pre = z
        var output = [Float](repeating: .nan, count: z.count)
        pre.withUnsafeMutableBufferPointer { pre in
            output.withUnsafeMutableBufferPointer { output in
                guard let pre = pre.baseAddress, let output = output.baseAddress else { return }
                GELU.forward(
                    rows: 0..<z.count / bias.count, width: bias.count, z: pre, bias: bias, output: output)
            }
        }
        return (pre, output)
    }

    private func backward(
        _ pre: [Float], d: [Float], width: Int
    ) -> (d: [Float], dBias: [Float], activated: [Float]) {
        var x = pre
        var dBias = [Float](repeating: 0, count: width)
        var activated = [Float](repeating: .nan, count: d.count)
        x.withUnsafeMutableBufferPointer { x in
            dBias.withUnsafeMutableBufferPointer { dBias in
                activated.withUnsafeMutableBufferPointer { y in
                    guard let x = x.baseAddress, let dBias = dBias.baseAddress, let y = y.baseAddress else { return }
                    GELU.backward(
                        rows: 0..<pre.count / width, width: width, pre: x, upstream: d, activated: y, dBias: dBias)
                }
            }
        }
        return (x, dBias, activated)
    }

    /// From −12 to 12 in steps of 1/127. The prime denominator makes the rounding of the values differ.
    private static let range = (0..<24 * 127).map { Float($0) / 127 - 12 }

    @Test("values in the curved range are right", arguments: [16, 24, 7])
    func values(width: Int) {
        let x = Array(GELUTests.range.prefix(GELUTests.range.count / width * width))
        let (pre, output) = forward(x, bias: [Float](repeating: 0, count: width))
        #expect(pre == x)
        let expected = x.map { GELUTests.value(Double($0)) }
        #expect(Floats.areClose(output, expected, relative: 2.5e-7, absolute: 2e-6))
        #expect(Floats.distance(Array(output.prefix(6 * 127)), Array(expected.prefix(6 * 127))) < 3e-6)
    }

    @Test("derivatives in the same range are right", arguments: [16, 24, 7])
    func derivatives(width: Int) {
        let x = Array(GELUTests.range.prefix(GELUTests.range.count / width * width))
        let upstream = Floats.uniform(x.count, bound: 2, key: 1)
        let (d, dBias, activated) = backward(x, d: upstream, width: width)
        #expect(activated == forward(x, bias: [Float](repeating: 0, count: width)).output, "the same bits again")
        let expected = zip(x, upstream).map { Double($1) * GELUTests.derivative(Double($0)) }
        #expect(Floats.areClose(d, expected, relative: 1e-6, absolute: 2e-6))
        for column in 0..<width {
            let sum = stride(from: column, to: x.count, by: width).reduce(0) { $0 + expected[$1] }
            #expect(abs(Double(dBias[column]) - sum) < 1e-3)
        }
    }

    @Test("the bias is included in the values kept for the backward pass")
    func bias() {
        let z = Floats.uniform(3 * 21, bound: 3, key: 2)
        let bias = Floats.uniform(21, bound: 1, key: 3)
        let (pre, output) = forward(z, bias: bias)
        #expect(pre == z.indices.map { z[$0] + bias[$0 % 21] })
        #expect(
            Floats.areClose(output, pre.map { GELUTests.value(Double($0)) }, relative: 2.5e-7, absolute: 2e-6))
    }

    @Test("rows outside the range do not change")
    func rows() {
        var z = [Float](repeating: 1, count: 4 * 5)
        var output = [Float](repeating: 9, count: 4 * 5)
        let bias = [Float](repeating: 1, count: 5)
        z.withUnsafeMutableBufferPointer { z in
            output.withUnsafeMutableBufferPointer { output in
                guard let z = z.baseAddress, let output = output.baseAddress else { return }
                GELU.forward(rows: 1..<3, width: 5, z: z, bias: bias, output: output)
            }
        }
        #expect(z == [1, 1, 1, 1, 1] + [Float](repeating: 2, count: 10) + [1, 1, 1, 1, 1])
        #expect(output.prefix(5).allSatisfy { $0 == 9 } && output.suffix(5).allSatisfy { $0 == 9 })
        #expect(output[5..<15].allSatisfy { abs($0 - 1.9545) < 1e-4 })
    }

    @Test("large positive values stay, large negative ones become zero, none is NaN", arguments: [16, 5])
    func extremes(width: Int) {
        let large: [Float] = [1e4, 1e10, 1e30]
        let tiny: [Float] = [
            0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude, -.leastNormalMagnitude / 8,
        ]
        for x in large + tiny + large.map({ -$0 }) {
            let row = [Float](repeating: x, count: width)
            let output = forward(row, bias: [Float](repeating: 0, count: width)).output
            let slope = backward(row, d: [Float](repeating: 1, count: width), width: width).d
            // There, the approximation of erf differs from 1 by at most 2e-7, and it is multiplied by x.
            let expected = Double(x) * (x > 1 ? 1 : x < -1 ? 0 : 0.5)
            let tolerance = abs(Double(x)) * 2e-7 + 1e-45
            #expect(output.allSatisfy { abs(Double($0) - expected) <= tolerance }, "\(x): \(output[0])")
            #expect(slope.allSatisfy { abs($0 - (x > 1 ? 1 : x < -1 ? 0 : 0.5)) < 1e-6 }, "\(x): \(slope[0])")
        }
    }
}
