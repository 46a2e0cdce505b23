import Foundation
import TerminalSupport
import Testing

/// Wrong command lines: one message that fits, and the exit status that `--help` documents.
@Suite(.serialized) struct CommandLineTests {
    private static let book = """
        # 1. A

        ```{practicum}
        #| label: a
        environment
        ```

        # 2. B

        ```{practicum}
        #| label: b
        environment
        ```

        # 3. C
        """

    private func run(_ arguments: String) throws -> Program.Result {
        let program = try Program()
        defer { program.remove() }
        _ = try program.write(Self.book, to: "book.md")
        try FileManager.default.createDirectory(atPath: program.path("folder.md"), withIntermediateDirectories: true)
        // `''` is an empty word.
        return try program.run(arguments.split(separator: " ").map { $0 == "''" ? "" : String($0) })
    }

    @Test func whatIsThereIsCountedInWords() throws {
        #expect(try run("check book.md").output == "book.md: sound, with 3 sections, 2 cells and 2 commands\n")
        let program = try Program()
        defer { program.remove() }
        _ = try program.write("# A\n\n```{practicum}\nenvironment\n```\n", to: "one.md")
        #expect(try program.run(["check", "one.md"]).output == "one.md: sound, with 1 section, 1 cell and 1 command\n")
    }

    @Test(
        arguments: [
            ("rnu book.md", "There is no subcommand 'rnu'. Did you mean `run`?"),
            ("help rnu", "There is no subcommand 'rnu'."),
            ("''", "There is no subcommand ''."), ("run", "Missing expected argument '<notebook>'"),
            ("run ''", "The notebook needs a name"), ("run book.md other.md", "Unexpected argument 'other.md'"),
            ("run book.md -p", "Missing value for '-p"), ("run book.md --section ''", "--section needs a name"),
            ("run book.md --from ''", "--from needs a name"), ("run book.md --to ''", "--to needs a name"),
            ("run book.md --profile ''", "--profile needs a name"), ("run book.md -s", "Missing value for '-s"),
            ("run book.md --params-file ''", "--params-file needs a name"),
            ("run book.md --checkpoint-minutes -1", "--checkpoint-minutes is a number from 0 on"),
            ("run book.md --checkpoint-minutes nan", "--checkpoint-minutes is a number from 0 on"),
            ("run book.md --checkpoint-minutes 1e999", "--checkpoint-minutes is a number from 0 on"),
            ("run book.md --checkpoint-minutes x", "The value 'x' is invalid"),
            ("run book.md --log-format xml", "Please provide one of 'text' and 'json'"),
            ("run book.md --frsh", "Unknown option '--frsh'. Did you mean '--fresh'?"),
            ("clean --older-than -1", "--older-than is a number of days from 0 on"),
            ("clean --older-than inf", "--older-than is a number of days from 0 on"),
            ("clean --all --older-than 1", "Choose one of"), ("clean --notebook ''", "--notebook needs a name"),
            ("commands nothing", "There is no command `nothing`."), ("doctor more", "Unexpected argument 'more'"),
            ("watch", "Missing expected argument"),
            ("watch book.md --open --fresh", "`--open` runs everything that is stale. Leave out --section"),
        ]) func wordsThatDoNotFit(arguments: String, message: String) throws
    {
        let result = try run(arguments)
        #expect(result.status == 64)
        #expect(result.error.contains(message), "\(result.error)")
        #expect(result.error.components(separatedBy: "Error: ").count == 2)
        #expect(result.output.isEmpty)
    }

    @Test(
        arguments: [
            ("run missing.md", "there is no such notebook"), ("watch missing.md", "there is no such notebook"),
            ("check folder.md", "this is a folder, not a notebook"),
            ("run book.md -p x", "`x` does not set a parameter"),
            ("run book.md -p ''", "does not set a parameter"),
            ("run book.md -p x=1", "the notebook has no parameter `x`"),
            ("run book.md --section 9", "there is no section or cell '9'"),
            ("run book.md --section 3", "there is no cell in section '3'"),
            ("run book.md --from 2 --to 1", "swap --from and --to"),
            ("run book.md -s 1 --from 2", "--section can't be used with --from or --to"),
            ("run book.md --profile none", "the notebook has no profile `none`"),
            ("clean --store none", "there is no store in none"), ("shell book.md", "run the notebook first"),
            ("render book.md", "Run it first"),
        ]) func whatIsNotThere(arguments: String, message: String) throws
    {
        let result = try run(arguments)
        #expect(result.status == 1)
        #expect(result.error.contains(message), "\(result.error)")
        #expect(result.error.components(separatedBy: "error: ").count == 2)
        #expect(result.output.isEmpty)
    }

    @Test(arguments: [
        "", "run", "status", "render", "watch", "shell", "clean", "check", "list", "commands", "doctor",
        "new", "open", "completions",
    ]) func helpFitsATerminal(subcommand: String) throws {
        let program = try Program()
        defer { program.remove() }
        for columns in [40, 80, 200] as [UInt16] {
            let terminal = try Terminal(
                program, [subcommand, "--help"].filter { !$0.isEmpty }, columns: columns)
            #expect(terminal.waitForExit() == 0)
            for line in terminal.unread.split(whereSeparator: \.isNewline) {
                // A path is not wrapped.
                let isOneWord = !line.drop { $0 == " " }.contains(" ")
                #expect(line.count <= Int(columns) || isOneWord, "\(line)")
            }
        }
    }

    @Test func listsFitATerminal() throws {
        let program = try Program()
        defer { program.remove() }
        for columns in [20, 40, 80, 200] as [UInt16] {
            let terminal = try Terminal(program, ["commands"], columns: columns)
            #expect(terminal.waitForExit() == 0)
            let lines = terminal.unread.split(whereSeparator: \.isNewline)
            #expect(lines.dropFirst(4).allSatisfy { $0.count <= Int(columns) })
        }
        let plain = try program.run(["commands"])
        #expect(plain.output.split(separator: "\n").count == 28)
        #expect(plain.output.contains("\n  train        Train the model"))
    }

    @Test func quietIsQuiet() throws {
        let program = try Program()
        defer { program.remove() }
        let book = try program.write(
            """
            # A

            ```{practicum}
            #| label: data
            assets
            load ner conll2003
            load ner conll2003
            ```
            """, to: "book.md")
        let loud = try program.run(["run", book, "--verbose"])
        #expect(loud.output.contains("Note: "))
        for _ in 0..<2 {
            let result = try program.run(["run", book, "-q"])
            #expect(result.status == 0)
            #expect(result.output == "output/book.html\n")
            #expect(result.error.isEmpty)
        }
    }

    @Test func jsonNamesWhatWouldSteerATerminal() throws {
        let program = try Program()
        defer { program.remove() }
        let book = try program.write("# A\u{202E}\u{9B}\n\n```{practicum}\nenvironment\n```\n", to: "book.md")
        let result = try program.run(["list", book, "--json"])
        let listing = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        let sections = try #require(listing?["sections"] as? [[String: Any]])
        #expect(sections.first?["title"] as? String == "A\u{202E}\u{9B}")
        #expect(result.output.contains("A\\u202e\\u009b"))
    }

    /// The machine's OpenSSL may be restricted to providers without a general SHA-256.
    @Test func anOpenSSLConfigurationTakesNothingAway() throws {
        let program = try Program()
        defer { program.remove() }
        let file = try program.write(
            """
            openssl_conf = all
            [all]
            providers = chosen
            [chosen]
            legacy = on
            [on]
            activate = 1
            """, to: "openssl.cnf")
        let result = try program.run(["check", Program.notebook], shell: "export OPENSSL_CONF=\(file)")
        #expect(result.status == 0, "\(result.error)")
    }
}
