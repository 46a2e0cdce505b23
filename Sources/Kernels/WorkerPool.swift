import Foundation
import Synchronization

/// Threads that wait for the next parallel loop.
///
/// Work is cut into pieces whose bounds depend on the problem's size alone, never on the number of threads, and no two
/// pieces write the same float: so whichever thread takes a piece, the bits are the same.
package final class WorkerPool: @unchecked Sendable {
    /// The one pool of the process.
    package static let shared = WorkerPool()

    /// The body of the loop under way: written while the gate is closed and empty, read by workers that are inside it.
    private var body: ((Int, Int) -> Void)?
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

    /// Calls `body(piece, worker)` once for each piece of 0 ..< count, on all threads, and returns when all calls have returned.
    /// `worker` is below `threadCount` and belongs to one thread: scratch memory goes by it.
    /// A loop inside a loop, or beside one that another thread began, runs on its own thread alone, as worker 0: a nested body must not
    /// use scratch memory by worker.
    package func forEach(_ count: Int, _ body: (_ piece: Int, _ worker: Int) -> Void) {
        let isFree =
            count > 1 && threads > 1
            && isInsideLoop.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged
        guard isFree else {
            for piece in 0..<count { body(piece, 0) }
            return
        }
        withoutActuallyEscaping(body) { escapable in
            self.body = escapable
            pieceCount = count
            nextPiece.store(0, ordering: .relaxed)
            gate.store(1, ordering: .releasing)
            generation.add(1, ordering: .sequentiallyConsistent)
            if sleepers.load(ordering: .sequentiallyConsistent) > 0 {
                pthread_mutex_lock(&mutex)
                pthread_cond_broadcast(&wakeUp)
                pthread_mutex_unlock(&mutex)
            }
            takePieces(worker: 0, escapable)
            gate.bitwiseAnd(~1, ordering: .acquiringAndReleasing)
            while gate.load(ordering: .acquiring) != 0 { sched_yield() }
            self.body = nil
        }
        isInsideLoop.store(false, ordering: .releasing)
    }

    private func takePieces(worker: Int, _ body: (Int, Int) -> Void) {
        let count = pieceCount
        while true {
            let piece = nextPiece.add(1, ordering: .relaxed).oldValue
            if piece >= count { return }
            body(piece, worker)
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
            if index < threads, let body { takePieces(worker: index, body) }
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
