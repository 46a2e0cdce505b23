import Foundation
import Synchronization

/// The body of a parallel loop as a value: unlike a closure it can be shown to the workers without an allocation.
package protocol ParallelLoop {
    /// Does one piece. `worker` is below `threadCount` and belongs to one thread: scratch memory goes by it.
    func run(piece: Int, worker: Int)
}

/// A loop's body where its caller keeps it: small enough to stand in an existential without a box.
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
/// Work is cut into pieces whose bounds depend on the problem's size alone, never on the number of threads, and no two
/// pieces write the same float: so whichever thread takes a piece, the bits are the same.
package final class WorkerPool: @unchecked Sendable {
    /// The one pool of the process: its threads stand for the machine's cores, of which a second pool would find none free.
    package static let shared = WorkerPool()

    /// The body of the loop under way: written while the gate is closed and empty, read by workers that are inside it.
    private var loop: (any ParallelLoop)?
    private var pieceCount = 0
    private let nextPiece = Atomic<Int>(0)
    /// Bit 0: a loop is open to workers. The bits above count the workers that are inside.
    private let gate = Atomic<Int>(0)
    /// Raised with every loop, so that waiting workers notice.
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

    /// How many threads a loop uses, the calling one included.
    package var threadCount: Int {
        get { threads }
        set { setThreadCount(max(1, newValue)) }
    }

    /// Cores that this process may use.
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
    /// A loop inside a loop, or beside one that another thread began, runs on its own thread alone, as worker 0: a nested body must not
    /// use scratch memory by worker.
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

    /// The same for a closure, called with (piece, worker); showing it to the workers takes one small allocation.
    package func forEach(_ count: Int, _ body: (_ piece: Int, _ worker: Int) -> Void) {
        withoutActuallyEscaping(body) { forEach(count, ClosureLoop(body: $0)) }
    }

    /// Opens the gate, takes part, and returns when no worker is inside any more.
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
            // Inside the gate, the number of threads can't change: a worker beyond it has no scratch memory.
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
