import Foundation
import Synchronization

/// The body of a parallel loop as a value. Unlike a closure it can be passed to the workers without an allocation.
package protocol ParallelLoop {
    /// Runs one piece. `worker` is below `threadCount` and identifies a thread, which uses it to choose its scratch memory.
    func run(piece: Int, worker: Int)
}

/// A reference to the body of a loop that the caller owns. It is small enough to fit in an existential without an allocation.
private struct LoopReference<Loop: ParallelLoop>: ParallelLoop {
    let loop: UnsafePointer<Loop>
    func run(piece: Int, worker: Int) { loop.pointee.run(piece: piece, worker: worker) }
}

private struct ClosureLoop: ParallelLoop {
    let body: (Int, Int) -> Void
    func run(piece: Int, worker: Int) { body(piece, worker) }
}

/// Threads that wait for the next parallel loop.
///
/// Work is cut into pieces whose bounds depend only on the size of the problem, never on the number of threads, and no two
/// pieces write the same float. So the bits are the same whichever thread runs a piece.
package final class WorkerPool: @unchecked Sendable {
    /// The only pool of the process. Its threads use all of the machine's cores, so a second pool would find none free.
    package static let shared = WorkerPool()

    /// The body of the running loop. It is written while the gate is closed and nobody is inside, and read by the workers inside.
    private var loop: (any ParallelLoop)?
    private var pieceCount = 0
    private let nextPiece = Atomic<Int>(0)
    /// Bit 0: a loop is open to workers. The bits above count the workers that are inside.
    private let gate = Atomic<Int>(0)
    /// Grows with every loop, so that waiting workers notice a new one.
    private let generation = Atomic<Int>(0)
    private let sleepers = Atomic<Int>(0)
    private let isInsideLoop = Atomic<Bool>(false)
    private var workerCount = 0
    private var mutex = pthread_mutex_t()
    private var wakeUp = pthread_cond_t()
    private var threads = 1

    private init() {
        pthread_mutex_init(&mutex, nil)
        pthread_cond_init(&wakeUp, nil)
    }

    /// How many threads a loop uses, including the calling thread.
    package var threadCount: Int {
        get { threads }
        set { setThreadCount(max(1, newValue)) }
    }

    /// The number of cores that this process may use.
    package static var availableCores: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

    private func setThreadCount(_ count: Int) {
        threads = count
        while workerCount < count - 1 {
            workerCount += 1
            let index = workerCount
            let thread = Thread { [self] in work(index: index) }
            thread.stackSize = 1 << 20
            thread.qualityOfService = .userInitiated
            thread.start()
        }
    }

    /// Runs each piece of 0 ..< count once, on all threads, and returns when all have run. Allocates nothing.
    ///
    /// A loop inside a loop, or beside a loop of another thread, runs on the calling thread alone, as worker 0. So the body of a nested
    /// loop must not use scratch memory by worker.
    package func forEach<Loop: ParallelLoop>(_ count: Int, _ loop: Loop) {
        let isFree =
            count > 1 && threads > 1
            && isInsideLoop.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged
        guard isFree else {
            for piece in 0..<count { loop.run(piece: piece, worker: 0) }
            return
        }
        withUnsafePointer(to: loop) { share(LoopReference(loop: $0), pieces: count) }
        isInsideLoop.store(false, ordering: .releasing)
    }

    /// Runs a closure in the same way, called with (piece, worker). Passing it to the workers takes one small allocation.
    package func forEach(_ count: Int, _ body: (_ piece: Int, _ worker: Int) -> Void) {
        withoutActuallyEscaping(body) { forEach(count, ClosureLoop(body: $0)) }
    }

    /// Opens the gate, takes part in the loop, and returns when no worker is inside any more.
    private func share(_ loop: some ParallelLoop, pieces: Int) {
        self.loop = loop
        pieceCount = pieces
        nextPiece.store(0, ordering: .relaxed)
        gate.store(1, ordering: .releasing)
        generation.add(1, ordering: .sequentiallyConsistent)
        if sleepers.load(ordering: .sequentiallyConsistent) > 0 {
            pthread_mutex_lock(&mutex)
            pthread_cond_broadcast(&wakeUp)
            pthread_mutex_unlock(&mutex)
        }
        takePieces(worker: 0, loop)
        gate.bitwiseAnd(~1, ordering: .acquiringAndReleasing)
        while gate.load(ordering: .acquiring) != 0 { sched_yield() }
        self.loop = nil
    }

    private func takePieces(worker: Int, _ loop: some ParallelLoop) {
        let count = pieceCount
        while true {
            let piece = nextPiece.add(1, ordering: .relaxed).oldValue
            if piece >= count { return }
            loop.run(piece: piece, worker: worker)
        }
    }

    private func work(index: Int) {
        var seen = 0
        while true {
            var spins = 0
            while generation.load(ordering: .acquiring) == seen {
                spins += 1
                if spins > 20_000 { sleepUntilNext(after: seen) }
            }
            seen = generation.load(ordering: .sequentiallyConsistent)
            guard enter() else { continue }
            // The number of threads can't change while a worker is inside the gate. A worker beyond that number has no scratch memory.
            if index < threads, let loop { takePieces(worker: index, loop) }
            gate.subtract(2, ordering: .acquiringAndReleasing)
        }
    }

    /// Goes through the gate if a loop is open.
    private func enter() -> Bool {
        var current = gate.load(ordering: .acquiring)
        while current & 1 == 1 {
            let (exchanged, original) = gate.compareExchange(
                expected: current, desired: current + 2, ordering: .acquiringAndReleasing)
            if exchanged { return true }
            current = original
        }
        return false
    }

    private func sleepUntilNext(after seen: Int) {
        pthread_mutex_lock(&mutex)
        sleepers.add(1, ordering: .sequentiallyConsistent)
        while generation.load(ordering: .sequentiallyConsistent) == seen { pthread_cond_wait(&wakeUp, &mutex) }
        sleepers.subtract(1, ordering: .sequentiallyConsistent)
        pthread_mutex_unlock(&mutex)
    }
}
