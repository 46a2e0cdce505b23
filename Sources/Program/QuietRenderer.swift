import Execution
import Outputs

/// Says what went wrong, each thing once, what a reader of the figures has to know, and where the report is.
final class QuietRenderer: RunRenderer {
    private var said: Set<String> = []

    func handle(_ event: RunEvent) {
        switch event {
        case .warning(let text): warn(text)
        case .output(_, let output):
            guard case .message(let message) = output.output else { return }
            switch message.level {
            case .error: StandardStream.error.write("\(message.text)\n")
            case .warning: warn(message.text)
            case .notice: return
            }
        case .reportWritten(let path): StandardStream.output.write("\(path)\n")
        default: return
        }
    }

    private func warn(_ text: String) {
        if said.insert(text).inserted { StandardStream.error.write("warning: \(text)\n") }
    }
}
