import ArgumentParser
import Execution
import Foundation
import Notebooks

/// The program, which consists of its subcommands.
struct RootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "practicum",
        abstract: "Runs a practical, a Markdown file with commands in its cells, and writes one HTML report.",
        discussion: """
            practicum new FILE                          a small notebook to start from
            practicum run NOTEBOOK                      everything that is stale, with live progress; 'run' may be left out
            practicum open NOTEBOOK                     its report in the browser
            practicum run NOTEBOOK --profile quick      a first look in under a minute
            practicum run NOTEBOOK -p epochs=1          with one parameter changed
            practicum run NOTEBOOK --section 14         one section, and what it needs
            practicum status NOTEBOOK                   what is stale, and why
            practicum compare NOTEBOOK --with -p epochs=5    is one run better than the other, or only different?
            practicum watch NOTEBOOK                    run what is stale on every save
            practicum serve NOTEBOOK                    work in the notebook in a browser
            practicum shell NOTEBOOK                    type commands on what is stored
            practicum check NOTEBOOK                    find errors without running it
            practicum export NOTEBOOK --to ipynb        for Jupyter, or --to markdown for GitHub
            practicum list NOTEBOOK                     sections, cells, parameters
            practicum commands NAME                     what a notebook command does
            practicum fetch --all NOTEBOOK              the models and data sets that it needs

            If an option is given twice, the last one counts. -p and --section can be repeated.

            EXIT STATUS
              0    done
              1    the notebook or its parameters are not valid, or what it needs can't be fetched; nothing ran
              2    a cell failed or ran out of time; the report says where
              3    the report, the store or standard output could not be written
              64   the command line is not valid
              69   the program was built for another processor
              130  interrupted; the report holds what was done
            """,
        version: Release.version,
        subcommands: [
            RunSubcommand.self, StatusSubcommand.self, RenderSubcommand.self, CompareSubcommand.self,
            WatchSubcommand.self, ServeSubcommand.self,
            ExportSubcommand.self, ImportSubcommand.self,
            ShellSubcommand.self, CleanSubcommand.self, CheckSubcommand.self, ListSubcommand.self,
            CommandsSubcommand.self, FetchSubcommand.self, DoctorSubcommand.self, NewSubcommand.self,
            OpenSubcommand.self, CompletionsSubcommand.self,
        ])

    static func runAndExit() -> Never {
        StandardStream.openClosed()
        Interruption.surviveFileLimit()
        if let problem = Practical.current.processorProblem() {
            StandardStream.error.write("practicum: \(problem)\n")
            Foundation.exit(ExitStatus.unsupported.rawValue)
        }
        var status: Int32 = 0
        do {
            var command = try parse(Array(ProcessInfo.processInfo.arguments.dropFirst()))
            try command.run()
        } catch {
            // The same as `main()` of ArgumentParser, but printed by `StandardStream`, because the messages repeat what was typed.
            status = exitCode(for: error).rawValue
            let message = fullMessage(for: error, columns: nil)
            let stream = status == 0 ? StandardStream.output : .error
            // The parser has wrapped these lines, except the usage line.
            if !message.isEmpty { stream.write(StyledText(message + "\n"), hang: message.hasPrefix("Error") ? 2 : 0) }
        }
        Foundation.exit(StandardStream.status(status))
    }

    private static func parse(_ arguments: [String]) throws -> any ParsableCommand {
        let habits = CommandLineHabits(arguments: arguments, subcommands: configuration.subcommands)
        let adapted = habits.adapted { arguments in
            do {
                _ = try parseAsRoot(arguments)
                return true
            } catch {
                // A request for help is one of the accepted forms.
                return exitCode(for: error) == .success
            }
        }
        try checkSubcommand(adapted)
        do {
            return try parseAsRoot(adapted)
        } catch {
            guard exitCode(for: error) == .validationFailure, let hint = habits.hint else { throw error }
            throw ValidationError(hint)
        }
    }

    /// Suggests a subcommand for a mistyped one. The parser would report a surplus argument, and for `help` show the general help.
    private static func checkSubcommand(_ arguments: [String]) throws {
        let names = configuration.subcommands.map { $0._commandName }
        let place = arguments.first == "help" ? 1 : 0
        guard arguments.indices.contains(place) else { return }
        let word = arguments[place]
        if word.hasPrefix("-") || word == "help" || names.contains(word) { return }
        throw ValidationError("There is no subcommand '\(word)'. \(names.suggestion(for: word, noun: "subcommand"))")
    }
}
