import Foundation
import Synchronization

/// A request to stop, from Ctrl-C or from a signal that asks the process to end.
package final class Interruption: Sendable {
    /// Set before the handlers are installed, and never changed afterwards.
    nonisolated(unsafe) private static var message: StaticString =
        "\nStopping after this step;\nthe report is written first.\nPress Ctrl-C again to stop at once.\n"

    /// If true, a signal only sets the request, however often it arrives, because the program is waiting for it and reacts
    /// at once. Only one thread writes it.
    nonisolated(unsafe) package static var isSilent = false

    /// The file descriptor of the terminal that shows the cursor; -1 if there is none. Set with the handlers.
    nonisolated(unsafe) private static var screen: Int32 = -1

    /// The terminal's modes before a line editor changed them. Set with the handlers.
    nonisolated(unsafe) private static var terminal: termios?

    private let requested = Atomic<Bool>(false)

    /// The instance that signals set after `installSignalHandlers` was called.
    package static let process = Interruption()

    package init() {}

    package var isRequested: Bool { requested.load(ordering: .relaxed) }

    /// Clears a request after it was handled.
    package func clear() { requested.store(false, ordering: .relaxed) }

    package func request() { requested.store(true, ordering: .relaxed) }

    /// Turns a write beyond the system's file size limit into an error. By default, the system would end the process without a message.
    package static func surviveFileLimit() {
        if !isIgnored(SIGXFSZ) { signal(SIGXFSZ) { _ in } }
    }

    /// Makes the first SIGINT, SIGTERM or SIGHUP request a stop. The second one ends the process with status 130, restores the terminal's
    /// modes and moves the cursor to a new line.
    ///
    /// SIGXCPU and SIGXFSZ, which are sent repeatedly above a limit, also request a stop, but never end the process.
    ///
    /// - Parameter message: What the first signal prints to standard error, in lines for the narrowest terminal.
    package static func installSignalHandlers(saying message: StaticString? = nil) {
        // Creates the instance before a handler can run, because a handler must not.
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
        // Without SA_RESTART, a signal interrupts a read that waits for input.
        sigemptyset(&action.sa_mask)
        sigaction(SIGINT, &action, nil)
        sigaction(SIGTERM, &action, nil)
        // `nohup` ignores this signal.
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
        // A launcher may have blocked these signals, and child processes inherit that.
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGXCPU, SIGXFSZ] { sigaddset(&signals, signal) }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        // If the reader of our output goes away, a training must not be lost.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Ends the process with calls that are allowed in a signal handler.
    private static func leave() -> Never {
        // A live line, or the terminal's own `^C`, has left the cursor in the middle of a line.
        let lineEnd: StaticString = "\n"
        if screen >= 0 { _ = write(screen, lineEnd.utf8Start, lineEnd.utf8CodeUnitCount) }
        // This call would stop a process in the background.
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

    /// Writes to standard error with calls that are allowed in a signal handler.
    private static func say(_ text: StaticString) {
        _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
    }
}
