import Foundation
import Kernels
import Testing

/// Each test has a process of its own: the pool and its number of threads belong to the whole process, and tests of
/// other suites run at the same time.
@Suite("the worker pool", .serialized, .timeLimit(.minutes(2)))
struct WorkerPoolTests {
    /// Runs a loop that counts the calls of each piece and records its worker.
    private static func count(_ pieces: Int) -> (calls: [Int32], workers: [Int32]) {
        var calls = [Int32](repeating: 0, count: pieces)
        var workers = [Int32](repeating: -1, count: pieces)
        calls.withUnsafeMutableBufferPointer { calls in
            workers.withUnsafeMutableBufferPointer { workers in
                guard let calls = calls.baseAddress, let workers = workers.baseAddress else { return }
                WorkerPool.shared.forEach(pieces) { piece, worker in
                    calls[piece] += 1
                    workers[piece] = Int32(worker)
                }
            }
        }
        return (calls, workers)
    }

    @Test("every piece is called once while the number of threads goes up and down")
    func everyPieceOnce() async {
        await #expect(processExitsWith: .success) {
            for threads in [1, 2, 3, 2, 4, 1, 3] {
                WorkerPool.shared.threadCount = threads
                #expect(WorkerPool.shared.threadCount == threads)
                for pieces in [0, 1, 2, 3, 7, 64, 1_000] {
                    let (calls, workers) = WorkerPoolTests.count(pieces)
                    #expect(calls.allSatisfy { $0 == 1 }, "\(threads) threads, \(pieces) pieces")
                    #expect(workers.allSatisfy { $0 >= 0 && $0 < threads }, "\(threads) threads, \(pieces) pieces")
                }
            }
            WorkerPool.shared.threadCount = 0
            #expect(WorkerPool.shared.threadCount == 1)
            WorkerPool.shared.threadCount = -5
            #expect(WorkerPool.shared.threadCount == 1)
        }
    }

    @Test("ten thousand tiny loops lose nothing")
    func tinyLoops() async {
        await #expect(processExitsWith: .success) {
            WorkerPool.shared.threadCount = 2
            var calls = 0
            for loop in 0..<10_000 {
                let pieces = 2 + loop % 3
                calls += WorkerPoolTests.count(pieces).calls.reduce(0) { $0 + Int($1) } - pieces
            }
            #expect(calls == 0)
        }
    }

    @Test("a worker's number is below the number of threads, also just after that was lowered")
    func loweredThreadCount() async {
        await #expect(processExitsWith: .success) {
            var tooHigh = 0
            for _ in 0..<1_000 {
                for threads in [3, 2] {
                    WorkerPool.shared.threadCount = threads
                    tooHigh += WorkerPoolTests.count(6).workers.count { $0 >= threads }
                }
            }
            #expect(tooHigh == 0)
        }
    }

    @Test("all threads take part in long pieces, and they wake up after a pause")
    func wakingUp() async {
        await #expect(processExitsWith: .success) {
            WorkerPool.shared.threadCount = 2
            for _ in 0..<3 {
                // Long enough for waiting workers to fall asleep.
                usleep(50_000)
                var workers = [Int32](repeating: -1, count: 40)
                workers.withUnsafeMutableBufferPointer { workers in
                    guard let workers = workers.baseAddress else { return }
                    WorkerPool.shared.forEach(40) { piece, worker in
                        usleep(2_000)
                        workers[piece] = Int32(worker)
                    }
                }
                #expect(Set(workers) == [0, 1])
            }
        }
    }

    @Test("a loop inside a loop runs each piece once")
    func nested() async {
        await #expect(processExitsWith: .success) {
            for threads in [1, 2, 3] {
                WorkerPool.shared.threadCount = threads
                var calls = [Int32](repeating: 0, count: 8 * 5)
                calls.withUnsafeMutableBufferPointer { calls in
                    guard let calls = calls.baseAddress else { return }
                    WorkerPool.shared.forEach(8) { outer, _ in
                        WorkerPool.shared.forEach(5) { inner, _ in calls[outer * 5 + inner] += 1 }
                    }
                }
                #expect(calls.allSatisfy { $0 == 1 })
                // The pool works as before.
                #expect(WorkerPoolTests.count(9).calls.allSatisfy { $0 == 1 })
            }
        }
    }

    @Test("rows are divided evenly and without gaps, depending only on their number")
    func rowPieces() {
        for rows in [0, 1, 31, 32, 100, 511, 512, 513, 3_072, 6_145] {
            let pieces = RowPieces(rowCount: rows)
            #expect(pieces.count == 1 || pieces.count % 2 == 0)
            #expect(pieces.count <= RowPieces.maximumCount(rowCount: rows))
            var next = 0
            for piece in 0..<pieces.count {
                let range = pieces.rows(piece)
                #expect(range.lowerBound == next)
                #expect(abs(range.count - rows / pieces.count) <= 1 && range.count <= 256)
                next = range.upperBound
            }
            #expect(next == rows)
        }
        let counts = (0..<2_000).map { RowPieces.maximumCount(rowCount: $0) }
        #expect(zip(counts, counts.dropFirst()).allSatisfy(<=), "a smaller batch fits where a larger one did")
    }
}
