import CAllocationCounter
import Encoders
import FixtureSupport
import Foundation
import Kernels
import Tasks
import Testing
import Training
import TrainingSupport

/// The test has a process of its own: the number of threads and the count of allocations belong to the whole process.
@Suite("allocations of a training step", .serialized, .timeLimit(.minutes(2)))
struct AllocationTests {
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
        "there are none from loss to AdamW, once the arena has seen the largest batch",
        .enabled(if: practicum_allocations_are_counted(), "allocations are counted with glibc only"))
    func wholeStep() async {
        await #expect(processExitsWith: .success) {
            let batch = FlatBatch(
                FixtureBatch(
                    task: "ner", inputIDs: [[5, 6, 7, 8, 9], [7, 10, 11]], labels: [[0, 1, 2, 0, 0], [1, 0, 3]]),
                padded: false)
            for way in [nil, LoRA(rank: 3, dropout: 0.1)] {
                let model = try ToyProblem().model(lora: way)
                for threads in 1...2 {
                    AllocationTests.startThreads(threads)
                    let step = OptimizationStep(model: model, optimizer: AdamW(settings: .init(), model: model))
                    var counts: [Int64] = []
                    for index in 0..<4 {
                        let plan = DropoutPlan(key: RandomKey(UInt64(index)))
                        try batch.withInput { input in
                            try batch.labels.withUnsafeBufferPointer { labels in
                                practicum_allocations_begin()
                                _ = try step.run(
                                    input, head: 0, kind: TokenClassification(), targets: labels, targetCount: 8,
                                    weight: 1,
                                    learningRate: 1e-3,
                                    maxGradientNorm: 1, dropout: plan)
                                counts.append(practicum_allocations_end())
                            }
                        }
                    }
                    #expect(counts[0] > 0, "the first batch sizes the arena")
                    #expect(counts.dropFirst().allSatisfy { $0 == 0 }, "\(threads) threads: \(counts)")
                }
            }
        }
    }

    @Test(
        "measuring the norm in the last shared layer takes none either",
        .enabled(if: practicum_allocations_are_counted(), "allocations are counted with glibc only"))
    func sharedNorm() async {
        await #expect(processExitsWith: .success) {
            let model = try ToyProblem().model()
            let batch = FlatBatch(
                FixtureBatch(
                    task: "ner", inputIDs: [[5, 6, 7, 8, 9], [7, 10, 11]], labels: [[0, 1, 2, 0, 0], [1, 0, 3]]),
                padded: false)
            AllocationTests.startThreads(1)
            /// The allocations of a step of a task with one batch and one with two, once all memory is there.
            func allocations(measuring: Bool) throws -> Int64 {
                let step = OptimizationStep(model: model, optimizer: AdamW(settings: .init(), model: model))
                step.measuresSharedNorms = measuring
                var count: Int64 = 0
                for _ in 0..<3 {
                    try batch.withInput { input in
                        try batch.labels.withUnsafeBufferPointer { labels in
                            practicum_allocations_begin()
                            step.begin()
                            for batches in [1, 2] {
                                for _ in 0..<batches {
                                    _ = try step.add(
                                        input, head: 0, kind: TokenClassification(), targets: labels, targetCount: 8,
                                        weight: 1, dropout: nil)
                                }
                                if measuring { _ = step.takeSharedNorm() }
                            }
                            _ = try step.update(learningRate: 1e-3, maxGradientNorm: 1)
                            count = practicum_allocations_end()
                        }
                    }
                }
                return count
            }
            #expect(try allocations(measuring: true) == allocations(measuring: false))
        }
    }
}
