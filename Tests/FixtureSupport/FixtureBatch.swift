import Encoders
import Foundation

/// A ragged batch of a fixture, as the reference libraries got it before padding or packing.
package struct FixtureBatch: Decodable {
    package var task: String
    package var paddedLength: Int
    package var inputIDs: [[Int32]]
    /// Labels, one per token.
    package var labels: [[Int32]]?
    /// Classes, one per sequence.
    package var classes: [Int32]?
    package var startPositions: [Int32]?
    package var endPositions: [Int32]?

    package init(task: String, inputIDs: [[Int32]], labels: [[Int32]]?) {
        self.task = task
        self.inputIDs = inputIDs
        self.labels = labels
        paddedLength = inputIDs.map(\.count).max() ?? 0
    }

    /// Decodes a JSON fixture.
    package static func decode<Value: Decodable>(_ type: Value.Type, _ path: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }
}

/// A fixture's batch as flat arrays, either packed or padded.
package struct FlatBatch {
    package var inputIDs: [Int32] = []
    package var tokenTypeIDs: [Int32] = []
    package var positionIDs: [Int32] = []
    package var sequenceOffsets: [Int32] = [0]
    package var keyLengths: [Int32] = []
    package var exampleIDs: [Int32] = []
    /// One label per row of the head's logits: per token, or per sequence.
    package var labels: [Int32] = []
    package var starts: [Int32] = []
    package var ends: [Int32] = []
    /// Rows that are not padding.
    package var realRows: [Int] = []

    /// The targets of the logits: labels, or a start and an end per sequence.
    package var targets: [Int32] { starts.isEmpty ? labels : zip(starts, ends).flatMap { [$0, $1] } }

    /// The number of targets that count.
    package var targetCount: Int { targets.count { $0 != -100 } }

    package init(_ batch: FixtureBatch, padded: Bool, padID: Int = 0) {
        for (index, ids) in batch.inputIDs.enumerated() {
            let length = padded ? batch.paddedLength : ids.count
            realRows += (0..<ids.count).map { inputIDs.count + $0 }
            inputIDs += ids + [Int32](repeating: Int32(padID), count: length - ids.count)
            positionIDs += (0..<Int32(length)).map { $0 }
            keyLengths.append(Int32(ids.count))
            exampleIDs.append(Int32(index))
            sequenceOffsets.append(Int32(inputIDs.count))
            if let labels = batch.labels?[index] {
                self.labels += labels + [Int32](repeating: -100, count: length - labels.count)
            }
        }
        tokenTypeIDs = [Int32](repeating: 0, count: inputIDs.count)
        labels += batch.classes ?? []
        starts = batch.startPositions ?? []
        ends = batch.endPositions ?? []
    }

    package var labelled: Int { labels.count { $0 != -100 } }

    package func withInput<Result>(_ body: (EncoderInput) throws -> Result) rethrows -> Result {
        try inputIDs.withUnsafeBufferPointer { inputIDs in
            try tokenTypeIDs.withUnsafeBufferPointer { tokenTypeIDs in
                try positionIDs.withUnsafeBufferPointer { positionIDs in
                    try sequenceOffsets.withUnsafeBufferPointer { sequenceOffsets in
                        try keyLengths.withUnsafeBufferPointer { keyLengths in
                            try exampleIDs.withUnsafeBufferPointer { exampleIDs in
                                try body(
                                    EncoderInput(
                                        inputIDs: inputIDs, tokenTypeIDs: tokenTypeIDs, positionIDs: positionIDs,
                                        sequenceOffsets: sequenceOffsets, keyLengths: keyLengths,
                                        exampleIDs: exampleIDs))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Distances between computed values and reference values.
package enum Distance {
    /// ‖a − b‖ / ‖b‖, in double.
    package static func relative(_ a: some Sequence<Float>, _ b: some Sequence<Float>) -> Double {
        let norm = euclidean(b.map { Double($0) })
        return difference(a, b) / Swift.max(norm, .leastNormalMagnitude)
    }

    /// ‖a − b‖.
    package static func difference(_ a: some Sequence<Float>, _ b: some Sequence<Float>) -> Double {
        euclidean(zip(a, b).map { Double($0) - Double($1) })
    }

    /// max |a − b|.
    package static func maximum(_ a: some Sequence<Float>, _ b: some Sequence<Float>) -> Double {
        zip(a, b).map { Swift.abs(Double($0) - Double($1)) }.max() ?? 0
    }

    package static func euclidean(_ values: [Double]) -> Double {
        values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
}
