/// How well probabilities say how often a prediction is right (Guo et al., 2017).
///
/// Predictions are put into bins by their probability. Of those with about 80 %, 80 % should be right.
package struct Calibration: Sendable, Equatable {
    /// Predictions whose probability lies in an interval of equal width: above its lower end, up to its upper end.
    package struct Bin: Sendable, Equatable {
        package let lower: Double
        package let upper: Double
        /// The predictions in it, by their place.
        package let members: [Int]
        /// The mean probability; 0 where there is no member.
        package let confidence: Double
        /// The fraction of members that are right; 0 where there is none.
        package let accuracy: Double
    }

    package let bins: [Bin]
    /// The mean of |accuracy − confidence| over the bins, weighted by their members: the expected calibration error.
    package let expectedError: Double

    /// - Parameters:
    ///   - probabilities: from 0 to 1.
    ///   - isRight: as many.
    ///   - count: number of bins, at least 1.
    package init(probabilities: [Double], isRight: [Bool], bins count: Int = 10) {
        precondition(probabilities.count == isRight.count && count > 0)
        var members = [[Int]](repeating: [], count: count)
        for (place, probability) in probabilities.enumerated() {
            // The bin whose ends, as they are computed below, enclose it.
            var bin = min(max(Int((probability * Double(count)).rounded(.up)) - 1, 0), count - 1)
            while bin > 0, probability <= Double(bin) / Double(count) { bin -= 1 }
            while bin < count - 1, probability > Double(bin + 1) / Double(count) { bin += 1 }
            members[bin].append(place)
        }
        bins = members.enumerated().map { bin, members in
            let number = Double(max(members.count, 1))
            return Bin(
                lower: Double(bin) / Double(count), upper: Double(bin + 1) / Double(count), members: members,
                confidence: members.reduce(0) { $0 + probabilities[$1] } / number,
                accuracy: Double(members.count { isRight[$0] }) / number)
        }
        let total = Double(max(probabilities.count, 1))
        expectedError = bins.reduce(0) { $0 + abs($1.accuracy - $1.confidence) * Double($1.members.count) / total }
    }
}
