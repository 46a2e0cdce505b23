import Foundation
import Kernels

/// What a training step spends its time on. Backward phases stand beside their forward ones.
package enum Phase: Int, CaseIterable, Sendable {
    /// Putting a batch together.
    case data
    case embedding, queryKeyValue, attention, attentionDense, intermediateDense, gelu, outputDense, layerNorm, head,
        loss
    case embeddingBackward, queryKeyValueBackward, attentionBackward, attentionDenseBackward
    case intermediateDenseBackward, geluBackward, outputDenseBackward, layerNormBackward, headBackward
    case packing, gradientNorm, adamW
}

/// Where the threads' time goes, phase by phase: off until `start`, and then one look at the clock per phase and piece.
///
/// It belongs to the process because it counts the time of the process's threads, whichever model they work for.
///
/// A worker's time runs from `begin` to the first `end`, then from `end` to `end`. What no phase has got when the step is over
/// (threads waiting at a loop's end, serial code between loops) is the rest up to threads · elapsed time.
package enum PhaseClock {
    /// One row a worker: when it last looked at the clock, then nanoseconds by phase. Rows are cache lines apart.
    nonisolated(unsafe) private static var table: UnsafeMutablePointer<UInt64>?
    private static let width = (Phase.allCases.count + 8) / 8 * 8

    /// Begins to measure, from zero. Not while a step runs.
    package static func start() {
        _ = stop()
        let count = WorkerPool.shared.threadCount * width
        let memory = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
        memory.initialize(repeating: 0, count: count)
        table = memory
    }

    /// Ends measuring: seconds by phase, summed over the threads.
    package static func stop() -> [Phase: Double] {
        guard let table else { return [:] }
        var seconds: [Phase: Double] = [:]
        for phase in Phase.allCases {
            for worker in 0..<WorkerPool.shared.threadCount {
                seconds[phase, default: 0] += Double(table[worker * width + 1 + phase.rawValue]) * 1e-9
            }
        }
        table.deallocate()
        self.table = nil
        return seconds
    }

    /// The worker begins a piece of work.
    package static func begin(_ worker: Int) {
        guard let table else { return }
        table[worker * width] = now()
    }

    /// What the worker did since it last looked at the clock belongs to `phase`.
    package static func end(_ phase: Phase, _ worker: Int) {
        guard let table else { return }
        let row = table + worker * width
        let time = now()
        row[1 + phase.rawValue] += time - row[0]
        row[0] = time
    }

    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
