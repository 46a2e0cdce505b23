import Foundation
import LineEditing

/// Reads lines and prints them: a program around `LineReader` that tests run in a terminal. Its argument is the file of the history.
@main
struct LineEcho {
    nonisolated(unsafe) private static var interruptions: sig_atomic_t = 0

    static func main() {
        var action = sigaction()
        // Reading ends at the signal, as in the main program.
        #if canImport(Darwin)
            action.__sigaction_u.__sa_handler = { _ in LineEcho.interruptions += 1 }
        #else
            action.__sigaction_handler.sa_handler = { _ in LineEcho.interruptions += 1 }
        #endif
        sigaction(SIGINT, &action, nil)
        // The program that starts the tests may have blocked the signal.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        let reader = LineReader(
            prompt: "> ", historyPath: CommandLine.arguments.dropFirst().first,
            wasInterrupted: {
                defer { interruptions = 0 }
                return interruptions > 0
            }, completions: completions)
        while true {
            switch reader.next() {
            case .text(let line): print("<\(line)>")
            case .abandoned: print("abandoned")
            case .end:
                print("end")
                return reader.saveHistory()
            }
        }
    }

    /// Names of towns, then of rivers; inside quotes the word continues.
    private static func completions(_ line: String, _ word: String) -> (words: [String], goesOn: Bool) {
        let names =
            line.contains { !$0.isWhitespace } ? ["rhône", "rhine"] : ["basel", "bern", "zürich", "@home", "$x"]
        return (names.filter { $0.hasPrefix(word) }, line.contains("\""))
    }
}
