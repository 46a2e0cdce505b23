import Foundation

/// How often a request is retried after a temporary error, and how long to wait before each retry.
struct Retries {
    private let limits: HubLimits
    private var failures = 0

    init(_ limits: HubLimits) { self.limits = limits }

    /// Waits until the next attempt.
    ///
    /// - Parameter madeProgress: Whether a large part arrived before the error. If so, the count starts again.
    /// - Throws: The error, if it is not temporary, if it occurred too often, or if the server asks for too
    ///   long a wait; `HubError.cancelled`.
    mutating func wait(after error: HubError, madeProgress: Bool, isCancelled: () -> Bool) throws(HubError) {
        if madeProgress { failures = 0 }
        // A timeout has already taken its time, so it counts twice.
        if case .timedOut = error { failures += 2 } else { failures += 1 }
        guard error.mayPass, failures < limits.attempts else { throw error }
        var seconds = limits.firstWait * pow(2, Double(failures - 1))
        if case .tooManyRequests(_, let wanted?) = error {
            // The server rounds its wait to whole seconds.
            seconds = max(seconds, Double(wanted))
            guard seconds <= limits.longestWait else { throw error }
        }
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            if isCancelled() { throw .cancelled }
            let left = end - ContinuousClock.now
            if left <= .zero { return }
            let pause = min(left, .milliseconds(100))
            usleep(UInt32(clamping: pause.components.attoseconds / 1_000_000_000_000))
        }
    }
}
