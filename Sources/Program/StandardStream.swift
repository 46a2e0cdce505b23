import Execution
import Foundation
import Notebooks
import Synchronization

/// Standard output or error, unbuffered: the one way on which text leaves the program.
///
/// Text comes from notebooks, data and file names, too. What of it would steer a terminal is made visible here, so that no
/// message has to think of it.
enum StandardStream: Int32 {
    case output = 1
    case error = 2

    /// The system's error number if standard output could not be written; 0 if it could. A closed pipe is no failure.
    private static let failure = Atomic<Int32>(0)

    /// Takes what is said on standard error too, for who does not look at the terminal.
    @TaskLocal static var errorListener: ErrorListener?

    /// Writes lines, which are broken between words where the terminal is too narrow for them. What goes on is set in further.
    func write(_ text: StyledText, hang: Int = 0) {
        write(fitted: text.wrapped(to: style.width, hang: hang).joined(separator: "\n"))
    }

    /// On standard error, what says that it is an error or a warning has its color.
    func write(_ text: String, hang: Int = 0) {
        guard self == .error else { return write(StyledText(text), hang: hang) }
        Self.errorListener?.take(text)
        write(fitted: StyledText.diagnostic(text, width: style.width).joined(separator: "\n"))
    }

    /// Writes what was laid out for this stream's width already.
    func write(fitted text: StyledText) { send(text.encoded(usesColor: style.usesColor)) }

    /// Writes an error or a warning, with the source line that it may point into.
    func write(diagnostic text: String) { write(text + "\n") }

    /// Writes a program of this program's own, which says nothing of a notebook's.
    func write(script: String) { send(script) }

    /// Writes JSON, where characters that would steer a terminal can be named without changing what it means.
    func write(json: String) {
        guard json.unicodeScalars.contains(where: \.isSteering) else { return send(json) }
        send(
            json.unicodeScalars.map { scalar in
                scalar.isSteering ? String(format: "\\u%04x", scalar.value) : String(scalar)
            }.joined())
    }

    /// What this stream can show.
    var style: TerminalStyle { .detect(rawValue) }

    private func send(_ text: String) {
        var text = text
        text.withUTF8 { buffer in
            var done = 0
            while done < buffer.count {
                let count = Foundation.write(rawValue, buffer.baseAddress.map { $0 + done }, buffer.count - done)
                if count > 0 {
                    done += count
                } else if errno != EINTR {
                    let code = errno
                    if self == .output, code != EPIPE {
                        _ = Self.failure.compareExchange(expected: 0, desired: code, ordering: .relaxed)
                    }
                    return
                }
            }
        }
    }

    /// Puts /dev/null where input, output or errors are closed: the next file that is opened would take their place.
    static func openClosed() {
        for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 {
            // The lowest free number is given: this one.
            _ = open("/dev/null", O_RDWR)
        }
    }

    /// The status to end with: not 0 when standard output did not take what was written, which is said here.
    static func status(_ status: Int32) -> Int32 {
        let failure = failure.load(ordering: .relaxed)
        guard failure != 0 else { return status }
        error.write("error: standard output can't be written: \(String(cString: strerror(failure))).\n")
        return status == 0 ? ExitStatus.notWritten.rawValue : status
    }
}

/// Takes what is said on standard error.
final class ErrorListener: Sendable {
    let take: @Sendable (String) -> Void

    init(_ take: @escaping @Sendable (String) -> Void) { self.take = take }
}
