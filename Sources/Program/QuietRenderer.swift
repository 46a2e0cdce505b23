import Execution
import Outputs

/// Prints errors and the report's path.
final class QuietRenderer: RunRenderer {
    func handle(_ event: RunEvent) {
        switch event {
        case .output(_, let output):
            guard case .message(let message) = output.output, message.level == .error else { return }
            StandardStream.error.write(diagnostic: message.text)
        case .reportWritten(let path): StandardStream.output.write("\(path)\n")
        default: return
        }
    }
}
