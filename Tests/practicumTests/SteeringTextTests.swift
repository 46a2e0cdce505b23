import Foundation
import Testing

/// Escape sequences and direction marks never reach a terminal, wherever they come from.
@Suite(.serialized) struct SteeringTextTests {
    /// Sets a title, writes to the clipboard, moves the cursor, and changes the reading direction.
    private static let hostile = "\u{1B}]0;title\u{7}\u{1B}[2J\u{9B}31m\u{202E}\u{2066}\u{200F}"

    private func expectShown(_ result: Program.Result, _ arguments: [String]) {
        for text in [result.output, result.error] {
            let steering = text.unicodeScalars.filter { scalar in
                scalar != "\n" && scalar != "\t"
                    && (scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value
                        || [0x200E, 0x200F, 0x061C].contains(scalar.value) || 0x2028...0x202E ~= scalar.value
                        || 0x2066...0x2069 ~= scalar.value)
            }
            #expect(steering.isEmpty, "\(arguments): \(steering.map { String($0.value, radix: 16) })")
        }
    }

    private func run(_ program: Program, _ arguments: [String], input: String? = nil) throws -> Program.Result {
        let result = try program.run(arguments, input: input)
        expectShown(result, arguments)
        return result
    }

    @Test func inANotebook() throws {
        let program = try Program()
        defer { program.remove() }
        // YAML accepts such characters only as escapes.
        let escaped = Self.hostile.unicodeScalars.map { String(format: "\\u%04x", $0.value) }.joined()
        let text = """
            ---
            title: "\(escaped)"
            params:
              x: "\(escaped)"
            ---
            # A\(Self.hostile)

            ```{practicum}
            #| label: cell
            environment
            ```
            """
        let sound = try program.write(
            text.replacing("\n\n```", with: "\n\n[a](b\(Self.hostile)) \n\n```"), to: "sound.md")
        let wrong = try program.write(
            "\(text)\n```{practicum}\nnosuch\(Self.hostile) '\(Self.hostile)'\n```\n", to: "wrong.md")
        for path in [sound, wrong] {
            for words in [
                "check", "list", "list --json", "run -n", "run -q", "run", "run --log-format json", "status", "render",
            ] {
                let words = words.split(separator: " ").map(String.init)
                _ = try run(program, [words[0], path] + words.dropFirst())
            }
        }
        #expect(try program.read("output/sound.html").contains("title"))
        _ = try run(program, ["status", sound, "--json"])
        let result = try run(
            program, ["shell", sound],
            input: "nosuch\(Self.hostile)\nhelp \(Self.hostile)\npredict ner '\(Self.hostile)'\n")
        #expect(result.error.contains("<U+001B>"))
    }

    @Test func inNamesOnTheCommandLine() throws {
        let program = try Program()
        defer { program.remove() }
        let book = try program.write("# A\n\n```{practicum}\nenvironment\n```\n", to: "book.md")
        let folder = "folder\(Self.hostile)"
        try FileManager.default.createDirectory(atPath: program.path(folder), withIntermediateDirectories: true)
        let named = try program.write(
            "# A\n\n```{practicum}\nenvironment\n```\n", to: "\(folder)/book\(Self.hostile).md")
        for arguments in [
            [Self.hostile], ["run", Self.hostile], ["run", "--\(Self.hostile)", book], ["commands", Self.hostile],
            ["help", Self.hostile], ["clean", "--store", Self.hostile], ["run", book, "-p", Self.hostile],
            ["run", book, "-p", "x=\(Self.hostile)"], ["run", book, "--profile", Self.hostile],
            ["run", book, "--params-file", Self.hostile], ["run", book, "--section", Self.hostile],
            ["run", book, "--log-format", Self.hostile], ["run", book, "--checkpoint-minutes", Self.hostile],
            ["run", book, "-o", "\(folder)/report.html"], ["run", book, "--store", Self.hostile], ["run", folder],
            ["check", named], ["run", named], ["status", named], ["clean"], ["clean", "--all"],
            ["clean", "--notebook", named, "-y"], ["--generate-completion-script", Self.hostile],
        ] { _ = try run(program, arguments) }
    }

    @Test func inData() throws {
        let program = try Program()
        defer { program.remove() }
        _ = try program.write("x <script>\(Self.hostile)\n", to: "bad.conll")
        _ = try program.write("Ada\(Self.hostile) B-PER\u{1B}[31m\n\nParis B-LOC\n", to: "tags.conll")
        for name in ["bad", "tags"] {
            let book = try program.write(
                "# A\n\n```{practicum}\n#| label: l\nload ner conll2003 --train-file \(name).conll --validation-file \(name).conll\nshow ner --split train\n```\n",
                to: "\(name).md")
            for more in [[], ["-q"], ["--log-format", "json"]] { _ = try run(program, ["run", book] + more) }
        }
    }

    /// All text is printed through one function, which makes control characters visible. No other code may print.
    @Test func nothingElseWritesToTheStandardStreams() throws {
        let sources = "\(Program.root)/Sources"
        let ways = try Regex(
            #"\bprint\(|\bdebugPrint\(|\bfputs\(|\bputs\(|standardOutput|standardError|STD(OUT|ERR)_FILENO"#)
        // Code that ends the process at once, or only ends a line, writes its own texts.
        let allowed = [
            "practicum/StandardStream.swift", "Execution/Interruption.swift", "LineEditing/LineReader.swift",
            "Hardware/AvailableMemory.swift",
        ]
        let paths = try FileManager.default.subpathsOfDirectory(atPath: sources).filter { $0.hasSuffix(".swift") }
        #expect(paths.count > 100)
        for path in paths where !allowed.contains(path) {
            let text = try String(contentsOfFile: "\(sources)/\(path)", encoding: .utf8)
            #expect(!text.contains(ways), "\(path)")
        }
    }
}
