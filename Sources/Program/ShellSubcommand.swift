import ArgumentParser
import Execution
import FileKinds
import Foundation
import LineEditing
import Notebooks
import Outputs

struct ShellSubcommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "shell",
            abstract: "A prompt on a notebook's stored session, where any command can be typed.",
            discussion: (Practical.current.shellExamples + ["", about]).joined(separator: "\n"))
    }

    private static let about = """
        After 'use @label', a line that is no command is about that text. \
        The store is left as it is; 'keep' puts what the last command showed into it. Parameters ($name) and texts (@label) \
        are the notebook's. 'help' lists everything, Tab completes, Ctrl-D leaves.
        """

    @OptionGroup var options: NotebookOptions
    @OptionGroup var report: ReportOptions

    func run() throws {
        let digests = options.digests(report)
        report.sayEarlierStores(options)
        let session: InteractiveSession
        guard let store = try report.existingStore(options, isForReading: false) else {
            StandardStream.error.write(
                "error: \(report.storeFolder(options)) is no store: run the notebook first, or name the store with "
                    + "`--store`.\n")
            throw ExitStatus.invalid
        }
        let share = try store.lockForRun(interruption: .process) {
            StandardStream.error.write("Waiting: the store is being cleaned.\n")
        }
        defer { withExtendedLifetime(share) {} }
        do {
            let source = try SourceText.read(options.notebook, kind: "notebook")
            let folder = RunFiles(reportPath: report.reportPath(options)).folder
            session = try InteractiveSession(
                source: source, overrides: options.overrides, registry: Practical.current.registry,
                environment: digests,
                settings: RunSettings(
                    store: store, storages: Practical.current.registry.storages, keepsResults: false,
                    machine: Practical.current.arithmetic(),
                    environment: digests),
                outputFolder: folder, interruption: .process,
                renderer: { notebook in
                    TerminalRenderer(notebook: notebook, style: StandardStream.output.style, tellsNeeds: false) {
                        StandardStream.output.write(fitted: $0)
                    }
                })
        } catch {
            StandardStream.error.write(diagnostic: "\(error)")
            throw ExitStatus.invalid
        }
        digests.save()
        Interruption.installSignalHandlers(
            saying: "\nStopping after this step.\nPress Ctrl-C again to leave at once.\n")
        Practical.current.prepare()
        try ShellLoop(session: session, notebook: options.notebook).run()
    }
}

/// Reads lines until the end of the input, and executes each.
final class ShellLoop {
    private let session: InteractiveSession
    private let notebook: String
    private let reader: LineReader
    /// The label of the text to which plain lines refer.
    private var used: String?

    private static let words = [
        ("help [COMMAND]", "this list, or a command's page"), ("slots", "what the session holds"),
        ("texts", "the notebook's texts"),
        ("use @LABEL", "choose a text: a line that is no command is then about it; `use` alone ends that"),
        ("keep", "put what the last command showed into the store"), ("quit", "leave; Ctrl-D does too"),
    ]

    init(session: InteractiveSession, notebook: String) {
        self.session = session
        self.notebook = notebook
        let completion = session.completion(
            otherWords: Self.words.map { String($0.0.prefix { $0 != " " }) }, practical: Practical.current)
        reader = LineReader(
            prompt: Self.prompt(nil), historyPath: Self.historyPath,
            wasInterrupted: {
                defer { Interruption.process.clear() }
                return Interruption.process.isRequested
            },
            completions: { line, word in
                let candidates = completion.candidates(line: line, word: word)
                return (candidates.words, candidates.isQuoted)
            })
    }

    private static func prompt(_ used: String?) -> String {
        "practicum\(used.map { " @\(StyledText($0).encoded(usesColor: false))" } ?? "")> "
    }

    func run() throws {
        let isInteractive = isatty(STDIN_FILENO) == 1
        if isInteractive {
            StandardStream.output.write("\(notebook): type `help` for what there is.\n")
        }
        defer { reader.saveHistory() }
        var hasFailed = false
        while true {
            // At the prompt, Ctrl-C only discards the line.
            Interruption.isSilent = true
            let line = reader.next()
            Interruption.isSilent = false
            switch line {
            case .end:
                // A script needs the exit status.
                if hasFailed, !isInteractive { throw ExitStatus.cellFailed }
                return
            case .abandoned: continue
            case .text(let line):
                let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
                guard let word = words.first, !word.hasPrefix("#") else { continue }
                if word == "quit" || word == "exit" { return }
                if !obey(line, words) { hasFailed = true }
            }
        }
    }

    /// False if there was an error, which was printed.
    private func obey(_ line: String, _ words: [String]) -> Bool {
        do {
            switch words[0] {
            case "help": help(words.dropFirst().first)
            case "slots":
                let items = session.slots.map { slot -> (name: StyledText, meaning: StyledText) in
                    ("\(slot.name)", slot.isStored ? "stored" : "made when it is needed")
                }
                StandardStream.output.write(fitted: .list(items, in: StandardStream.output.style))
            case "texts": texts()
            case "use": return use(words.dropFirst().joined(separator: " "))
            case "keep":
                let command = try session.keepLast()
                StandardStream.output.write("Kept: \(command)\n", hang: 2)
            default:
                Interruption.process.clear()
                try session.run(command(line, words[0]))
            }
            return true
        } catch let error as ExecutionError where error == .interrupted {
            StandardStream.output.write("Interrupted.\n")
        } catch {
            StandardStream.error.write(diagnostic: "\(error)")
        }
        Interruption.process.clear()
        return false
    }

    // MARK: Texts

    private func texts() {
        let items = session.texts.map { item -> (name: StyledText, meaning: StyledText) in
            let line = item.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            return ("@\(item.label)", StyledText(line).truncated(to: 72))
        }
        guard !items.isEmpty else { return StandardStream.output.write("The notebook has no texts.\n") }
        StandardStream.output.write(fitted: .list(items, in: StandardStream.output.style))
    }

    /// False if there is no such text, which was printed.
    private func use(_ word: String) -> Bool {
        let label = word.hasPrefix("@") ? String(word.dropFirst()) : word
        guard !label.isEmpty else {
            used = nil
            reader.prompt = Self.prompt(nil)
            return true
        }
        let labels = session.texts.map(\.label)
        guard labels.contains(label) else {
            StandardStream.error.write(
                "error: there is no text `@\(label)`. \(labels.suggestion(for: label, noun: "text"))\n")
            return false
        }
        used = label
        reader.prompt = Self.prompt(label)
        return true
    }

    /// The command that a line means. If a text was chosen, a plain line is short for a command; a mistyped command is not.
    private func command(_ line: String, _ word: String) -> String {
        let names = Practical.current.registry.names
        guard let used, !names.contains(word), line.hasSuffix("?") || names.nearest(to: word) == nil,
            let command = session.command(for: line, about: used, Practical.current)
        else { return line }
        StandardStream.output.write(StyledText("$ \(command)", .blue) + "\n", hang: 4)
        return command
    }

    private func help(_ name: String?) {
        let registry = Practical.current.registry
        if let name {
            guard let command = registry[name] else {
                StandardStream.error.write("There is no command `\(name)`. \(registry.suggestion(for: name))\n")
                return
            }
            StandardStream.output.write(command.helpMessage(columns: StandardStream.output.style.width) + "\n")
            return
        }
        let words = Self.words.map { (StyledText($0.0), StyledText($0.1)) }
        StandardStream.output.write(
            .list(words, in: StandardStream.output.style) + "\nCommands of a notebook:\n"
                + CommandsSubcommand.list(of: registry))
    }

    /// `$XDG_STATE_HOME/practicum/history`, in `~/.local/state` by default.
    private static var historyPath: String? {
        let environment = ProcessInfo.processInfo.environment
        if let folder = environment["XDG_STATE_HOME"], folder.hasPrefix("/") { return "\(folder)/practicum/history" }
        return environment["HOME"].map { "\($0)/.local/state/practicum/history" }
    }
}
