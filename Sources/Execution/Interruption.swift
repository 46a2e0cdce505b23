import Foundation
import Synchronization

/// A wish to stop, from Ctrl-C or from the signal that asks a process to end.
package final class Interruption: Sendable {
    /// Set before the handlers are installed, and not after.
    nonisolated(unsafe) private static var message: StaticString =
        "\nStopping after this step; the report is written first. Press Ctrl-C again to stop at once.\n"

    /// True while a signal goes without a message, since somebody else answers it. One thread writes it.
    nonisolated(unsafe) package static var isSilent = false

    private let requested = Atomic<Bool>(false)

    /// The one that signals reach, once `installSignalHandlers` was called.
    package static let process = Interruption()

    package init() {}

    package var isRequested: Bool { requested.load(ordering: .relaxed) }

    /// Forgets a wish that was fulfilled.
    package func clear() { requested.store(false, ordering: .relaxed) }

    package func request() { requested.store(true, ordering: .relaxed) }

    /// Makes the first SIGINT or SIGTERM ask for a stop, and the second one end the process with status 130.
    ///
    /// - Parameter message: What the first one prints to standard error.
    package static func installSignalHandlers(saying message: StaticString? = nil) {
        // Made before a handler can run: a handler must not.
        _ = process
        if let message { Interruption.message = message }
        var action = sigaction()
        let handler: @convention(c) (Int32) -> Void = { _ in
            let isSecond = Interruption.process.requested.exchange(true, ordering: .relaxed)
            if isSecond { _exit(130) }
            if !Interruption.isSilent { Interruption.say(Interruption.message) }
        }
        #if canImport(Darwin)
            action.__sigaction_u.__sa_handler = handler
        #else
            action.__sigaction_handler.sa_handler = handler
        #endif
        // Without SA_RESTART a reader that waits for its input is woken.
        sigemptyset(&action.sa_mask)
        sigaction(SIGINT, &action, nil)
        sigaction(SIGTERM, &action, nil)
        // A launcher may have blocked them for itself, and its children inherit that.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        // A reader of our output that goes away is no reason to lose a training.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Writes to standard error as a signal handler may.
    private static func say(_ text: StaticString) {
        _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
    }
}
