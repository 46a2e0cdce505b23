import Foundation
import Kernels
import Testing

@Suite("dropout's masks")
struct DropoutTests {
    private static let width = 70

    /// 40 examples of 50 positions.
    private static let rows = Rows(
        examples: (0..<2_000).map { Int32($0 / 50) }, positions: (0..<2_000).map { Int32($0 % 50) })

    @Test("the rate and the mean are right", arguments: [Float(0.1), 0.5, 0.9, 0.001])
    func rate(rate: Float) {
        let factors = DropoutTests.rows.factors(Dropout(key: RandomKey(1), rate: rate), width: DropoutTests.width)
        let (count, p) = (Double(factors.count), Double(rate))
        let dropped = Double(factors.count { $0 == 0 })
        let deviation = (count * p * (1 - p)).squareRoot()
        #expect(abs(dropped - count * p) < 4 * deviation)
        #expect(factors.allSatisfy { $0 == 0 || abs(Double($0) - 1 / (1 - p)) < 1e-6 / (1 - p) })
        let mean = factors.reduce(0) { $0 + Double($1) } / count
        #expect(abs(mean - 1) < 4 * deviation / count / (1 - p))
    }

    @Test("masks of neighbouring features, positions, examples and keys are independent")
    func independence() {
        let (width, p) = (DropoutTests.width, 0.3)
        let factors = DropoutTests.rows.factors(Dropout(key: RandomKey(2), rate: 0.3), width: width)
        let other = DropoutTests.rows.factors(Dropout(key: RandomKey(3), rate: 0.3), width: width)
        // The distances in the matrix between neighbouring features, positions and examples.
        for distance in [1, 2, 16, width, 50 * width] {
            let pairs = factors.count - distance
            let agreeing = (0..<pairs).count { (factors[$0] == 0) == (factors[$0 + distance] == 0) }
            let expected = p * p + (1 - p) * (1 - p)
            let deviation = (expected * (1 - expected) / Double(pairs)).squareRoot()
            #expect(abs(Double(agreeing) / Double(pairs) - expected) < 5 * deviation, "\(distance)")
        }
        let agreeing = factors.indices.count { (factors[$0] == 0) == (other[$0] == 0) }
        #expect(abs(Double(agreeing) / Double(factors.count) - 0.58) < 0.007)
        // Checks each feature alone: no column is kept more often than the others.
        for column in 0..<width {
            let dropped = stride(from: column, to: factors.count, by: width).count { factors[$0] == 0 }
            #expect(abs(Double(dropped) - 600) < 4.5 * 20.5, "\(column)")
        }
    }

    @Test("a row's mask depends on example and position, not on its place; a feature's does not depend on the width")
    func identity() {
        let dropout = Dropout(key: RandomKey(4), rate: 0.4)
        let straight = Rows(examples: [7, 7, 9, 9, 9], positions: [0, 1, 0, 1, 2])
        let order = [4, 2, 0, 3, 1]
        let shuffled = Rows(
            examples: order.map { straight.examples[$0] }, positions: order.map { straight.positions[$0] })
        let (a, b) = (straight.factors(dropout, width: 37), shuffled.factors(dropout, width: 37))
        for (place, row) in order.enumerated() {
            #expect(a[row * 37..<row * 37 + 37].elementsEqual(b[place * 37..<place * 37 + 37]))
        }
        // A width of 37 has a tail of 5 features, and 48 has none: the scalar and the vector hash must be the same function.
        let wide = straight.factors(dropout, width: 48)
        for row in 0..<5 {
            #expect(Array(wide[row * 48..<row * 48 + 37]) == Array(a[row * 37..<row * 37 + 37]))
        }
    }

    @Test("masks never change: a stored run must be repeatable")
    func stability() {
        let factors = Rows(examples: [3], positions: [14]).factors(Dropout(key: RandomKey(15), rate: 0.5), width: 32)
        let mask = factors.map { $0 == 0 ? "0" : "1" }.joined()
        #expect(mask == "10011110001000110001101010110110")
    }
}
