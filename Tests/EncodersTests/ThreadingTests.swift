import CAllocationCounter
import Encoders
import FixtureSupport
import Foundation
import Kernels
import Testing

/// Tests that need more than one thread, or a process in which nothing else happens. Each has a process of its own,
/// because the number of threads and the count of allocations belong to the whole process.
@Suite("threads and allocations", .serialized, .timeLimit(.minutes(2)))
struct ThreadingTests {
    /// The long batches have more than 600 tokens, and so several pieces of rows. The weights of the
    /// intermediate layer also have several pieces.
    private static func sample(
        _ family: EncoderFamily = .bert, lora: LoRA? = nil
    ) throws -> (model: MultiTaskModel, batches: [(task: String, batch: FlatBatch)]) {
        let padID = family == .roBERTa ? 1 : 0
        let configuration = EncoderConfiguration(
            family: family, vocabularySize: 50, hiddenSize: 48, layerCount: 2, headCount: 3, intermediateSize: 200,
            maxPositionEmbeddings: 66, padTokenID: padID)
        let model = MultiTaskModel.random(configuration, lora: lora)
        let long = SampleSequence.random(
            lengths: (0..<17).map { 20 + ($0 * 11) % 43 }, key: RandomKey(4), configuration: configuration)
        let short = SampleSequence.random(lengths: [13, 8, 31], key: RandomKey(5), configuration: configuration)
        let batches = [
            ("ner", try FlatBatch(long, task: "ner")), ("qa", try FlatBatch(short, task: "qa")),
            ("qa", try FlatBatch(long, task: "qa", paddedLength: 64, padID: padID)),
            ("ner", try FlatBatch(short, task: "ner")),
            ("classification", try FlatBatch(long, task: "classification")),
        ]
        return (model, batches)
    }

    /// The ways to train a model: each family whole, and by adapters.
    private static let ways: [(name: String, family: EncoderFamily, lora: LoRA?)] =
        EncoderFamily.all.map { ($0.name, $0, nil) }
        + [("adapters", .bert, LoRA(rank: 3, targets: Set(LoRA.Target.allCases), dropout: 0.1))]

    private static func bits(_ values: UnsafePointer<Float>, _ count: Int) -> [UInt32] {
        UnsafeBufferPointer(start: values, count: count).map(\.bitPattern)
    }

    @Test("one, two and three threads give the same bits in consecutive batches")
    func sameBits() async {
        await #expect(processExitsWith: .success) {
            for way in ThreadingTests.ways {
                let (model, batches) = try ThreadingTests.sample(way.family, lora: way.lora)
                #expect(batches[0].batch.inputIDs.count > 600 && RowPieces(rowCount: 601).count > 2)
                var first: [[UInt32]] = []
                for threads in [1, 2, 3, 2] {
                    WorkerPool.shared.threadCount = threads
                    let arena = model.makeArena(forTraining: true)
                    let gradients = GradientBuffer(model: model)
                    var results: [[UInt32]] = []
                    for (index, item) in batches.enumerated() {
                        let plan = DropoutPlan(key: RandomKey(UInt64(index)))
                        let loss = try model.step(
                            item.batch, task: item.task, arena: arena, gradients: gradients, dropout: plan)
                        let rows = item.batch.inputIDs.count
                        results.append([UInt32(truncatingIfNeeded: loss.bitPattern), UInt32(loss.bitPattern >> 32)])
                        let head = model.heads[try #require(model.headIndex(task: item.task))]
                        let logits = (head.rows == .firstToken ? item.batch.keyLengths.count : rows) * head.outputs
                        results.append(ThreadingTests.bits(arena.logits, logits))
                        results.append(ThreadingTests.bits(model.hiddenStates(arena), rows * 48))
                        results.append(gradients.floats.map(\.bitPattern))
                    }
                    if first.isEmpty { first = results }
                    #expect(results == first, "\(way.name), \(threads) threads")
                }
            }
        }
    }

    @Test("an inference arena gives the same bits as a training arena, with two threads")
    func inference() async {
        await #expect(processExitsWith: .success) {
            for way in ThreadingTests.ways {
                let (model, batches) = try ThreadingTests.sample(way.family, lora: way.lora)
                WorkerPool.shared.threadCount = 2
                let training = model.makeArena(forTraining: true)
                let inference = model.makeArena(forTraining: false)
                for (_, batch) in batches {
                    for (index, head) in model.heads.enumerated() {
                        let count = batch.withInput { input in
                            model.forward(input, head: index, arena: training, dropout: nil)
                            model.forward(input, head: index, arena: inference, dropout: nil)
                            return head.rowCount(of: input) * head.outputs
                        }
                        #expect(
                            ThreadingTests.bits(training.logits, count) == ThreadingTests.bits(inference.logits, count))
                    }
                }
            }
        }
    }

    /// Waits until all threads have started, which allocates, and have taken part in a loop.
    private static func startThreads(_ count: Int) {
        WorkerPool.shared.threadCount = count
        var seen = [Bool](repeating: false, count: count)
        while seen.contains(false) {
            seen.withUnsafeMutableBufferPointer { seen in
                guard let seen = seen.baseAddress else { return }
                WorkerPool.shared.forEach(2 * count) { _, worker in
                    usleep(1_000)
                    seen[worker] = true
                }
            }
        }
    }

    @Test(
        "a step allocates nothing, once the arena has seen the largest batch",
        .enabled(if: practicum_allocations_are_counted(), "allocations are counted with glibc only"))
    func allocations() async {
        await #expect(processExitsWith: .success) {
            practicum_allocations_begin()
            _ = FloatBuffer(count: 64)
            let calls = practicum_allocations_end()
            #expect(calls == 1, "the counter counts")
            for way in ThreadingTests.ways {
                let (model, batches) = try ThreadingTests.sample(way.family, lora: way.lora)
                for threads in 1...2 {
                    ThreadingTests.startThreads(threads)
                    let arena = model.makeArena(forTraining: true)
                    let gradients = GradientBuffer(model: model)
                    var counts: [Int64] = []
                    for (index, item) in (batches + batches).enumerated() {
                        let head = model.headIndex(task: item.task) ?? 0
                        let plan = DropoutPlan(key: RandomKey(UInt64(index)))
                        let targetCount = item.batch.targetCount
                        // The fixture's views are made outside the measurement: a training loop has them ready.
                        counts.append(
                            item.batch.withInput { input in
                                item.batch.targets.withUnsafeBufferPointer { targets in
                                    practicum_allocations_begin()
                                    model.forward(input, head: head, arena: arena, dropout: plan)
                                    _ = model.loss(
                                        input, targets: targets, count: targetCount, head: head, arena: arena)
                                    model.backward(input, head: head, arena: arena, dropout: plan, gradients: gradients)
                                    if let base = gradients.floats.baseAddress {
                                        _ = AdamWKernel.sumOfSquares(base, count: gradients.floats.count)
                                    }
                                    return practicum_allocations_end()
                                }
                            })
                    }
                    #expect(counts[0] > 0, "the first batch sizes the arena")
                    for count in counts.suffix(batches.count) {
                        #expect(count == 0, "\(way.name), \(threads) threads, allocations of each step: \(counts)")
                    }
                }
            }
        }
    }
}
