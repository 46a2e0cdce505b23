import Foundation
import Synchronization

/// A wish to stop, from Ctrl-C or from the signal that asks a process to end.
package final class Interruption: Sendable {
    /// Set before the handlers are installed, and not after.
    nonisolated(unsafe) private static var message: StaticString =
        "\nStopping after this step;\nthe report is written first.\nPress Ctrl-C again to stop at once.\n"

    /// True while a signal only leaves its wish, however often it comes, since somebody waits for it and acts at once. One
    /// thread writes it.
    nonisolated(unsafe) package static var isSilent = false

    /// Where the cursor of a terminal stands; -1 where there is none. Set with the handlers.
    nonisolated(unsafe) private static var screen: Int32 = -1

    /// How the terminal was before a line editor changed it. Set with the handlers.
    nonisolated(unsafe) private static var terminal: termios?

    private let requested = Atomic<Bool>(false)

    /// The one that signals reach, once `installSignalHandlers` was called.
    package static let process = Interruption()

    package init() {}

    package var isRequested: Bool { requested.load(ordering: .relaxed) }

    /// Forgets a wish that was fulfilled.
    package func clear() { requested.store(false, ordering: .relaxed) }

    package func request() { requested.store(true, ordering: .relaxed) }

    /// Makes a file above the system's limit an error that is said, where it would end the process without a word.
    package static func surviveFileLimit() {
        if !isIgnored(SIGXFSZ) { signal(SIGXFSZ) { _ in } }
    }

    /// Makes the first SIGINT, SIGTERM or SIGHUP ask for a stop, and the second one end the process with status 130, its
    /// terminal as it was and the cursor on a new line.
    ///
    /// SIGXCPU and SIGXFSZ, which come again and again above a limit, ask for a stop too, and never end the process.
    ///
    /// - Parameter message: What the first one prints to standard error, in lines for the narrowest terminal.
    package static func installSignalHandlers(saying message: StaticString? = nil) {
        // Made before a handler can run: a handler must not.
        _ = process
        if let message { Interruption.message = message }
        screen = [STDERR_FILENO, STDOUT_FILENO].first { isatty($0) == 1 } ?? -1
        var settings = termios()
        if tcgetattr(STDIN_FILENO, &settings) == 0 { terminal = settings }
        var action = sigaction()
        let handler: @convention(c) (Int32) -> Void = { _ in
            let isSecond = Interruption.process.requested.exchange(true, ordering: .relaxed)
            guard !Interruption.isSilent else { return }
            if isSecond { Interruption.leave() }
            Interruption.say(Interruption.message)
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
        // `nohup` has it ignored.
        if !isIgnored(SIGHUP) { sigaction(SIGHUP, &action, nil) }
        let limitHandler: @convention(c) (Int32) -> Void = { _ in
            let isSecond = Interruption.process.requested.exchange(true, ordering: .relaxed)
            if !isSecond, !Interruption.isSilent { Interruption.say(Interruption.limitMessage) }
        }
        #if canImport(Darwin)
            action.__sigaction_u.__sa_handler = limitHandler
        #else
            action.__sigaction_handler.sa_handler = limitHandler
        #endif
        for signal in [SIGXCPU, SIGXFSZ] where !isIgnored(signal) { sigaction(signal, &action, nil) }
        // A launcher may have blocked them for itself, and its children inherit that.
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGXCPU, SIGXFSZ] { sigaddset(&signals, signal) }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        // A reader of our output that goes away is no reason to lose a training.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Ends the process as a signal handler may.
    private static func leave() -> Never {
        // What draws over its line has left the cursor on it, and so has the terminal's own `^C`.
        let lineEnd: StaticString = "\n"
        if screen >= 0 { _ = write(screen, lineEnd.utf8Start, lineEnd.utf8CodeUnitCount) }
        // A process in the background would be stopped by this.
        if var terminal, tcgetpgrp(STDIN_FILENO) == getpgrp() { tcsetattr(STDIN_FILENO, TCSANOW, &terminal) }
        _exit(130)
    }

    private static let limitMessage: StaticString =
        "\nA limit of this system is reached:\nstopping after this step;\nthe report is written first.\n"

    private static func isIgnored(_ signal: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(signal, nil, &action) == 0 else { return false }
        #if canImport(Darwin)
            let handler = action.__sigaction_u.__sa_handler
        #else
            let handler = action.__sigaction_handler.sa_handler
        #endif
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// Writes to standard error as a signal handler may.
    private static func say(_ text: StaticString) {
        _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
    }
}
