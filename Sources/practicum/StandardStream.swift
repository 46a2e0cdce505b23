import Execution
import Foundation
import Notebooks

/// Standard output or error, unbuffered: the one way on which text leaves the program.
///
/// Text comes from notebooks, data and file names, too. What of it would steer a terminal is made visible here, so that no
/// message has to think of it.
enum StandardStream: Int32 {
    case output = 1
    case error = 2

    func write(_ text: StyledText) { send(text.encoded(usesColor: style.usesColor)) }

    /// Writes lines of words, which a narrow terminal would break within words.
    func write(wrapped text: StyledText) { write(text.wrapped(to: style.width).joined(separator: "\n")) }

    func write(_ text: String) { write(StyledText(text)) }

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
                if count > 0 { done += count } else if errno != EINTR { return }
            }
        }
    }
}
