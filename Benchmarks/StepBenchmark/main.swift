// Times training steps of MiniLM's size on random tokens of given lengths: `swift run -c release StepBenchmark [steps]`.
// Lengths are the practical's means: 16 sentences of 20 tokens and 16 windows of 194.
import BERT
import Foundation
import Kernels
import Training

MatrixProduct.useCallingThreadOnly()
WorkerPool.shared.threadCount = Int(ProcessInfo.processInfo.environment["THREADS"] ?? "") ?? WorkerPool.availableCores
let steps = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 5
let configuration = BERTConfiguration(
    vocabularySize: 30_522, hiddenSize: 384, layerCount: 6, headCount: 12, intermediateSize: 1_536)
let model = MultiTaskModel(configuration: configuration, heads: [.ner(), .qa])
model.initializeEncoder(key: RandomKey(1))
model.initializeHeads(key: RandomKey(2))
let optimizer = AdamW(settings: .init(), model: model)
let step = OptimizationStep(model: model, optimizer: optimizer)
let rate = MatrixProduct.measureRate()
print("\(MatrixProduct.coreName), \(WorkerPool.shared.threadCount) threads, products \(Int(rate)) GFLOP/s")

/// A batch of 16 sequences whose lengths spread by half around their mean.
struct RandomBatch {
    var inputIDs: [Int32] = []
    var typeIDs: [Int32] = []
    var positions: [Int32] = []
    var offsets: [Int32] = [0]
    var lengths: [Int32] = []
    var examples: [Int32] = []
    var squares = 0

    init(mean: Int) {
        let key = RandomKey(3)
        for sequence in 0..<16 {
            let length = mean / 2 + sequence * mean / 15
            squares += length * length
            for position in 0..<length {
                inputIDs.append(Int32(1_000 + key.stream(sequence).bits(at: position) % 20_000))
                positions.append(Int32(position))
            }
            offsets.append(Int32(inputIDs.count))
            lengths.append(Int32(length))
            examples.append(Int32(sequence))
        }
        typeIDs = [Int32](repeating: 0, count: inputIDs.count)
    }

    /// Multiply-adds counted twice, forward and twice that backward, attention included.
    func operations(_ configuration: BERTConfiguration) -> Double {
        let (h, i, layers) = (configuration.hiddenSize, configuration.intermediateSize, configuration.layerCount)
        let dense = inputIDs.count * layers * 2 * (4 * h * h + 2 * h * i)
        let attention = squares * layers * 4 * h
        return 3 * Double(dense + attention)
    }
}

for (task, mean) in [("ner", 20), ("qa", 194)] {
    let batch = RandomBatch(mean: mean)
    let head = task == "ner" ? 0 : 1
    let labels = [Int32](repeating: 1, count: batch.inputIDs.count)
    let starts = [Int32](repeating: 3, count: 16)
    var times: [Double] = []
    for index in 0..<(steps + 1) {
        let clock = ContinuousClock()
        let duration = try clock.measure {
            _ = try batch.inputIDs.withUnsafeBufferPointer { inputIDs in
                try batch.typeIDs.withUnsafeBufferPointer { typeIDs in
                    try batch.positions.withUnsafeBufferPointer { positions in
                        try batch.offsets.withUnsafeBufferPointer { offsets in
                            try batch.lengths.withUnsafeBufferPointer { lengths in
                                try batch.examples.withUnsafeBufferPointer { examples in
                                    try labels.withUnsafeBufferPointer { labels in
                                        try starts.withUnsafeBufferPointer { starts in
                                            try step.run(
                                                EncoderInput(
                                                    inputIDs: inputIDs, tokenTypeIDs: typeIDs,
                                                    positionIDs: positions, sequenceOffsets: offsets,
                                                    keyLengths: lengths, exampleIDs: examples),
                                                head: head,
                                                targets: head == 0
                                                    ? .labels(labels, labelled: labels.count)
                                                    : .spans(starts: starts, ends: starts),
                                                weight: 1, learningRate: 1e-5, maxGradientNorm: 1,
                                                dropout: DropoutPlan(key: RandomKey(UInt64(index))))
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
        if index > 0 { times.append(seconds) }
    }
    times.sort()
    let median = times[times.count / 2]
    let share = batch.operations(configuration) / median / 1e9 / rate
    print(
        "\(task): \(batch.inputIDs.count) tokens, median \(String(format: "%.4f", median)) s, "
            + "\(String(format: "%.0f", 100 * share)) % of the products' rate, "
            + "arena \(step.arena.byteCount >> 20) MiB")
}
