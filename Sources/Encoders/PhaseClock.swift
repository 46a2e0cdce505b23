import Foundation
import Kernels

/// The parts of a training step whose time is measured. The backward phases follow the forward ones.
package enum Phase: Int, CaseIterable, Sendable {
    /// Putting a batch together.
    case data
    case embedding, queryKeyValue, attention, attentionDense, intermediateDense, gelu, outputDense, layerNorm, head,
        loss
    case embeddingBackward, queryKeyValueBackward, attentionBackward, attentionDenseBackward
    case intermediateDenseBackward, geluBackward, outputDenseBackward, layerNormBackward, headBackward
    case packing, gradientNorm, adamW
}

/// Measures the threads' time by phase. It is off until `start`; then it reads the clock once per phase and piece.
///
/// It belongs to the process because it measures the time of the process's threads, whichever model they work for.
///
/// A worker's time is measured from `begin` to the first `end`, and then from each `end` to the next. Time that belongs to no phase
/// (threads that wait at the end of a loop, serial code between loops) is the difference from threads · elapsed time.
package enum PhaseClock {
    /// One row per worker: its last reading of the clock, then the nanoseconds of each phase. Rows are on different cache lines.
    nonisolated(unsafe) private static var table: UnsafeMutablePointer<UInt64>?
    private static let width = (Phase.allCases.count + 8) / 8 * 8

    /// Begins to measure from zero. Do not call it during a step.
    package static func start() {
        _ = stop()
        let count = WorkerPool.shared.threadCount * width
        let memory = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
        memory.initialize(repeating: 0, count: count)
        table = memory
    }

    /// Ends the measurement. Returns the seconds of each phase, summed over the threads.
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

    /// Records that the worker begins a piece of work.
    package static func begin(_ worker: Int) {
        guard let table else { return }
        table[worker * width] = now()
    }

    /// Assigns the worker's time since its last reading of the clock to `phase`.
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
