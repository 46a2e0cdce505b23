import Execution
import Outputs

/// An output as plain text, as a terminal without colors shows it.
enum PlainOutput {
    static func text(_ output: Output, width: Int? = 100) -> String {
        TerminalOutput(style: TerminalStyle(width: width)).lines(for: output).map { $0.encoded(usesColor: false) }
            .joined(separator: "\n")
    }
}
