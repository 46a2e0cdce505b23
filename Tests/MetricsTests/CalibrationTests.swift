import Metrics
import Testing

/// Bins and expected calibration error against scikit-learn's `calibration_curve`.
@Suite
struct CalibrationTests {
    private struct Case: Decodable {
        let bins: Int
        let probabilities: [Double]
        let right: [Bool]
        let counts: [Int]
        let accuracy: [Double]
        let confidence: [Double]
        let expectedError: Double
    }

    @Test func binsAreScikitLearns() throws {
        let cases: [Case] = try MetricsFixtures.load("calibration.json")
        for one in cases {
            let calibration = Calibration(probabilities: one.probabilities, isRight: one.right, bins: one.bins)
            #expect(calibration.bins.map(\.members.count) == one.counts)
            let filled = calibration.bins.filter { !$0.members.isEmpty }
            #expect(filled.count == one.accuracy.count)
            for (bin, (accuracy, confidence)) in zip(filled, zip(one.accuracy, one.confidence)) {
                #expect(abs(bin.accuracy - accuracy) < 1e-12 && abs(bin.confidence - confidence) < 1e-12)
            }
            #expect(abs(calibration.expectedError - one.expectedError) < 1e-12)
        }
    }

    @Test func anEndOfABinBelongsToTheLowerOne() {
        let calibration = Calibration(probabilities: [0, 0.1, 0.3, 1], isRight: [false, false, true, true])
        #expect(calibration.bins.map(\.members.count) == [2, 0, 1, 0, 0, 0, 0, 0, 0, 1])
        #expect(abs(calibration.expectedError - (0.05 * 2 + 0.7 + 0) / 4) < 1e-12)
        #expect(Calibration(probabilities: [], isRight: []).expectedError == 0)
    }
}
