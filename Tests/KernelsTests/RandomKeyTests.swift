import Foundation
import Kernels
import Testing

@Suite("random numbers from a counter")
struct RandomKeyTests {
    @Test("streams never change: a stored run must be repeatable")
    func stability() {
        let key = RandomKey(42)
        #expect(key.stream(0).bits == 6_332_618_229_526_065_668)
        #expect(key.stream(1).bits == 17_069_697_746_447_019_083)
        #expect(key.stream(-1).bits == 6_961_955_194_907_568_431)
        #expect(key.stream("dropout").bits == 1_516_535_123_874_701_973)
        #expect(key.stream("dropout").stream(7).bits(at: 100) == 13_127_990_160_790_238_934)
        #expect(key.uniform(at: 5) == 0.20026463270187378)
    }

    @Test("streams are distinct, whatever identifies them")
    func distinct() {
        var seen: Set<UInt64> = []
        var made = 0
        for seed in 0..<20 {
            let key = RandomKey(UInt64(seed))
            for index in 0..<500 { seen.insert(key.stream(index).bits) }
            for name in ["a", "b", "ab", "ba", "", "dropout", "order"] {
                for index in 0..<50 { seen.insert(key.stream(name).stream(index).bits) }
            }
            made += 500 + 7 * 50
        }
        #expect(seen.count == made)
        // The order of names counts.
        #expect(RandomKey(1).stream("a").stream("b") != RandomKey(1).stream("b").stream("a"))
        #expect(RandomKey(1).stream(2).stream(3) != RandomKey(1).stream(3).stream(2))
        #expect(RandomKey(1).stream("x") == RandomKey(1).stream("x"))
    }

    @Test("every bit is set half of the time, and neighbours are independent")
    func bits() {
        let key = RandomKey(7)
        var ones = [Int](repeating: 0, count: 64)
        var changed = ones
        let count = 4_000
        for index in 0..<count {
            let (value, next) = (key.bits(at: index), key.bits(at: index + 1))
            for bit in 0..<64 {
                ones[bit] += Int(value >> UInt64(bit) & 1)
                changed[bit] += Int((value ^ next) >> UInt64(bit) & 1)
            }
        }
        // The tolerance is five standard deviations.
        let bound = 5 * (Double(count) / 4).squareRoot()
        #expect(ones.allSatisfy { abs(Double($0) - Double(count) / 2) < bound })
        #expect(changed.allSatisfy { abs(Double($0) - Double(count) / 2) < bound })
    }

    @Test("uniform numbers have the right bound, mean and variance")
    func uniform() {
        let values = Floats.uniform(40_000, bound: 0.25, key: 3)
        #expect(values.allSatisfy { $0 >= -0.25 && $0 < 0.25 })
        #expect(values.contains { $0 > 0.2499 } && values.contains { $0 < -0.2499 })
        let (mean, variance, _) = moments(values)
        #expect(abs(mean) < 5 * 0.25 / 3.0.squareRoot() / 200)
        #expect(abs(variance - 0.0625 / 3) < 0.0005)
        let key = RandomKey(3)
        #expect((0..<1_000).allSatisfy { key.uniform(at: $0) >= 0 && key.uniform(at: $0) < 1 })
    }

    @Test("normal numbers have the right mean, variance and tails")
    func normal() {
        var values = [Float](repeating: 0, count: 40_001)
        values.withUnsafeMutableBufferPointer { RandomKey(5).fillNormal($0, standardDeviation: 2) }
        let (mean, variance, kurtosis) = moments(values)
        #expect(values.allSatisfy { $0.isFinite })
        #expect(abs(mean) < 5 * 2 / 200)
        #expect(abs(variance - 4) < 0.15)
        #expect(abs(kurtosis - 3) < 0.15)
        let outside = Double(values.count { abs($0) > 4 }) / Double(values.count)
        #expect(abs(outside - 0.0455) < 0.006)
        #expect(values.contains { $0 > 6 } && values.contains { $0 < -6 })
    }

    private func moments(_ values: [Float]) -> (mean: Double, variance: Double, kurtosis: Double) {
        let count = Double(values.count)
        let mean = values.reduce(0) { $0 + Double($1) } / count
        let variance = values.reduce(0) { $0 + pow(Double($1) - mean, 2) } / count
        let fourth = values.reduce(0) { $0 + pow(Double($1) - mean, 4) } / count
        return (mean, variance, fourth / (variance * variance))
    }
}
