import Foundation

/// An actor whose work runs on one dispatch queue. Code that is not asynchronous can wait for it, and events keep their order.
///
/// A conforming actor returns its executor from `unownedExecutor`.
protocol QueueActor: Actor {
    nonisolated var executor: QueueExecutor { get }
}

extension QueueActor {
    /// Waits until the actor has done this. Never call it from the actor itself.
    nonisolated func sync<Value: Sendable>(_ body: (isolated Self) throws -> Value) rethrows -> Value {
        try executor.queue.sync { try assumeIsolated(body) }
    }

    /// Has the actor do this after everything that it was given before.
    nonisolated func perform(_ body: @escaping @Sendable (isolated Self) -> Void) {
        executor.queue.async { self.assumeIsolated(body) }
    }
}

/// Runs an actor's work on a serial dispatch queue.
final class QueueExecutor: SerialExecutor {
    let queue: DispatchQueue

    init(_ label: String) { queue = DispatchQueue(label: label) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
