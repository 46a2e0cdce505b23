import Execution
import Foundation
import Notebooks
import Synchronization

/// Standard output or error, without a buffer. All text that the program prints goes through here.
///
/// Some text comes from notebooks, data and file names. Characters in it that would control the terminal are made visible here, so that no
/// other code has to do it.
enum StandardStream: Int32 {
    case output = 1
    case error = 2

    /// The system's error number if standard output could not be written; 0 if it could. A closed pipe is no failure.
    private static let failure = Atomic<Int32>(0)

    /// Also gets the text of standard error, for a page or another place that does not show the terminal.
    @TaskLocal static var errorListener: ErrorListener?

    /// Writes lines. Lines that are too long for the terminal are wrapped between words, and continued lines are indented by `hang`.
    func write(_ text: StyledText, hang: Int = 0) {
        write(fitted: text.wrapped(to: style.width, hang: hang).joined(separator: "\n"))
    }

    /// Writes lines. On standard error, the words that mark an error or a warning are colored.
    func write(_ text: String, hang: Int = 0) {
        guard self == .error else { return write(StyledText(text), hang: hang) }
        Self.errorListener?.take(text)
        write(fitted: StyledText.diagnostic(text, width: style.width).joined(separator: "\n"))
    }

    /// Writes text that was already laid out for this stream's width.
    func write(fitted text: StyledText) { send(text.encoded(usesColor: style.usesColor)) }

    /// Writes an error or a warning, with the source line that it may point into.
    func write(diagnostic text: String) { write(text + "\n") }

    /// Writes a script of this program's own, which contains no text of a notebook.
    func write(script: String) { send(script) }

    /// Writes JSON. Characters that would control the terminal are escaped, which does not change its meaning.
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

    /// Opens /dev/null in place of a closed standard stream. Otherwise the next opened file would take its place.
    static func openClosed() {
        for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 {
            // The system assigns the lowest free number, which is this one.
            _ = open("/dev/null", O_RDWR)
        }
    }

    /// The exit status. If standard output could not be written, this prints an error and returns another status than 0.
    static func status(_ status: Int32) -> Int32 {
        let failure = failure.load(ordering: .relaxed)
        guard failure != 0 else { return status }
        error.write("error: standard output can't be written: \(String(cString: strerror(failure))).\n")
        return status == 0 ? ExitStatus.notWritten.rawValue : status
    }
}

/// Gets the text of standard error.
final class ErrorListener: Sendable {
    let take: @Sendable (String) -> Void

    init(_ take: @escaping @Sendable (String) -> Void) { self.take = take }
}
