import Foundation

/// How often something is tried again that may do better the next time, and how long that waits.
struct Retries {
    private let limits: HubLimits
    private var failures = 0

    init(_ limits: HubLimits) { self.limits = limits }

    /// Waits until it is worth trying again.
    ///
    /// - Parameter madeProgress: Whether a good part arrived before it failed: then the count begins anew.
    /// - Throws: The error, if it will not pass, if it came too often, or if the server wants to be left alone for long;
    ///   `HubError.cancelled`.
    mutating func wait(after error: HubError, madeProgress: Bool, isCancelled: () -> Bool) throws(HubError) {
        if madeProgress { failures = 0 }
        // A silence has taken its time already.
        if case .timedOut = error { failures += 2 } else { failures += 1 }
        guard error.mayPass, failures < limits.attempts else { throw error }
        var seconds = limits.firstWait * pow(2, Double(failures - 1))
        if case .tooManyRequests(_, let wanted?) = error {
            // The server counts in whole seconds.
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
