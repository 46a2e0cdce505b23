import ArgumentParser

struct CompletionsSubcommand: ParsableCommand {
    enum Shell: String, ExpressibleByArgument, CaseIterable { case bash, fish, zsh }

    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Prints a script that lets a shell complete this program's subcommands and options.",
        discussion: """
            bash: practicum completions bash > ~/.local/share/bash-completion/completions/practicum
            fish: practicum completions fish > ~/.config/fish/completions/practicum.fish
            zsh:  practicum completions zsh > FOLDER/_practicum, where FOLDER is one of $fpath
            """)

    @Argument(help: "The shell: bash, fish or zsh.")
    var shell: Shell

    func run() {
        let kind: CompletionShell =
            switch shell {
            case .bash: .bash
            case .fish: .fish
            case .zsh: .zsh
            }
        StandardStream.output.write(script: RootCommand.completionScript(for: kind) + "\n")
    }
}
