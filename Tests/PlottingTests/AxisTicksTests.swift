import Plotting
import Testing

@Suite struct AxisTicksTests {
    private func labels(_ range: ClosedRange<Double>, _ intervals: Int, integersOnly: Bool = false) -> [String] {
        AxisTicks(in: range, intervals: intervals, integersOnly: integersOnly).labels
    }

    @Test func stepsAreOneTwoOrFive() {
        #expect(labels(0...1, 5) == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
        #expect(labels(0...10, 10) == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"])
        #expect(labels(0...2.3, 5) == ["0", "0.5", "1.0", "1.5", "2.0"])
        #expect(labels(0.06...0.61, 8) == ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6"])
        #expect(labels(3...760, 8) == ["100", "200", "300", "400", "500", "600", "700"])
    }

    @Test func valuesAreTheDecimalsOfTheLabels() {
        #expect(AxisTicks(in: 0...0.35, intervals: 8).values == [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35])
        #expect(AxisTicks(in: 0...5.4e-5, intervals: 8).values == [0, 1e-5, 2e-5, 3e-5, 4e-5, 5e-5])
    }

    @Test func negativesHaveAMinusAndZeroHasNone() {
        #expect(labels(-0.3...0.3, 3) == ["\u{2212}0.2", "0", "0.2"])
        #expect(labels(-30...(-10), 4) == ["\u{2212}30", "\u{2212}25", "\u{2212}20", "\u{2212}15", "\u{2212}10"])
    }

    @Test func largeAndSmallMagnitudesAreShort() {
        #expect(labels(0...5e-5, 5) == ["0", "1e-5", "2e-5", "3e-5", "4e-5", "5e-5"])
        #expect(labels(0...2.1e-5, 5) == ["0", "0.5e-5", "1.0e-5", "1.5e-5", "2.0e-5"])
        #expect(labels(0...23_499, 5) == ["0", "5,000", "10,000", "15,000", "20,000"])
        #expect(labels(0...3e7, 3) == ["0", "1e7", "2e7", "3e7"])
        #expect(labels(-1e300...1e300, 2) == ["\u{2212}1e300", "0", "1e300"])
        #expect(labels(1e-300...3e-300, 2) == ["1e-300", "2e-300", "3e-300"])
    }

    @Test func valuesFarFromZeroKeepTheirDigits() {
        #expect(labels(1000.0001...1000.0002, 2) == ["1000.00010", "1000.00015", "1000.00020"])
        #expect(labels(1e9...1e9 + 2, 2) == ["1,000,000,000", "1,000,000,001", "1,000,000,002"])
    }

    @Test func integersOnlyNeverGoesBelowOne() {
        #expect(labels(0.86...3.14, 10, integersOnly: true) == ["1", "2", "3"])
        #expect(labels(0.5...1.5, 10, integersOnly: true) == ["1"])
        #expect(labels(0.5...30.5, 6, integersOnly: true) == ["5", "10", "15", "20", "25", "30"])
    }

    @Test(arguments: [-3, -1, 0, 1, 2, 7, 40], [1e-12, 3.7e-4, 0.02, 1, 6.1, 9999, 2.5e8])
    func ticksAscendLieInsideAndAreFew(lower: Double, span: Double) {
        let range = lower * span...(lower + 1) * span
        for intervals in 1...10 {
            let ticks = AxisTicks(in: range, intervals: intervals)
            let values = ticks.values
            #expect(values.count <= intervals + 1)
            #expect(intervals < 5 || values.count >= 2)
            #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 })
            #expect(values.allSatisfy { $0 >= range.lowerBound - span * 1e-6 && $0 <= range.upperBound + span * 1e-6 })
            #expect(Set(ticks.labels).count == values.count)
        }
    }
}

@Suite struct AxisRangeTests {
    @Test func roomIsAddedAtBothEnds() {
        #expect(AxisRange(covering: [10, 20], padding: 0.1) == AxisRange(lower: 9, upper: 21))
    }

    @Test func zeroIsIncludedOnRequestWithoutRoomBeyondIt() {
        #expect(AxisRange(covering: [10, 20], padding: 0.1, includesZero: true) == AxisRange(lower: 0, upper: 22))
        #expect(AxisRange(covering: [-20, -10], padding: 0.1, includesZero: true) == AxisRange(lower: -22, upper: 0))
    }

    @Test func equalValuesLieInTheMiddle() {
        #expect(AxisRange(covering: [5, 5], padding: 0.1) == AxisRange(lower: 4.5, upper: 5.5))
        #expect(AxisRange(covering: [0], padding: 0.1) == AxisRange(lower: -1, upper: 1))
        #expect(AxisRange(covering: [0], padding: 0.1, includesZero: true) == AxisRange(lower: 0, upper: 1))
        #expect(AxisRange(covering: [.leastNonzeroMagnitude], padding: 0.1) == AxisRange(lower: -1, upper: 1))
    }

    @Test func valuesThatDoublesCannotTellApartAreEqual() {
        let range = AxisRange(covering: [1, 1.0.nextUp], padding: 0.1)
        #expect(range.upper - range.lower > 0.1)
    }

    @Test func whatCannotBeDrawnIsIgnored() {
        let values = [.nan, 1, .infinity, 3, -.infinity, 1e305]
        #expect(AxisRange(covering: values, padding: 0) == AxisRange(lower: 1, upper: 3))
        #expect(AxisRange(covering: [Double.nan], padding: 0.1) == AxisRange(lower: 0, upper: 1))
        #expect(AxisRange(covering: [Double](), padding: 0.1) == AxisRange(lower: 0, upper: 1))
    }

    @Test func oneEpochIsCentred() {
        #expect(AxisRange.integers(covering: [1], padding: 0.07) == AxisRange(lower: 0.5, upper: 1.5))
        #expect(AxisRange.integers(covering: [], padding: 0.07) == AxisRange(lower: 0, upper: 1))
    }
}

@Suite struct PlotNumberTests {
    @Test(arguments: [
        (0, "0"), (-0.0, "0"), (1, "1"), (-3, "-3"), (0.873149, "0.8731"), (12.5, "12.5"), (109_490_699, "109490699"),
        (5e-5, "5e-5"), (0.00012345, "0.0001235"), (9.99996, "10"), (9_999_999.7, "10000000"), (1.5e300, "1.5e300"),
        (.leastNonzeroMagnitude, "4.941e-324"), (123456.789, "123457"), (-2.5e-7, "-2.5e-7"), (9.99999e-8, "1e-7"),
        (.infinity, "inf"), (-.infinity, "-inf"), (.nan, "NaN"),
    ])
    func short(value: Double, text: String) {
        #expect(PlotNumber.short(value) == text)
    }
}
