import Notebooks
import Testing

@Suite struct CommandLexerTests {
    private static let head = """
        ---
        params:
          n: 3
          train-samples: 2000
          rate: 5e-5
          text: "two words"
          none: ""
          on: true
        ---

        """

    private func commands(_ lines: String) -> [[String]] {
        let (notebook, all) = read(Self.head + cell(lines))
        #expect(all.filter { $0.severity == .error }.map(place) == [])
        return notebook.cells[0].commands.map { $0.words.map(\.text) }
    }

    private func errors(_ lines: String) -> [String] {
        read(Self.head + cell(lines)).all.filter { $0.severity == .error }.map {
            "\($0.range.start.line - 10):\($0.range.start.column)+\($0.range.length) \($0.message)"
        }
    }

    private static let wordCases: [(String, [[String]])] = [
        ("go a  b", [["go", "a", "b"]]),
        ("go 'a  b' \"c d\" e\\ f", [["go", "a  b", "c d", "e f"]]),
        ("go a'b'\"c\"d", [["go", "abcd"]]),
        ("go '' \"\"", [["go", "", ""]]),
        ("go 'a\\n$n\"'", [["go", "a\\n$n\""]]),
        (#"go "a\"b\\c\$n\x""#, [["go", #"a"b\c$n\x"#]]),
        (##"go \$n \\ \" \' \# \@note"##, [["go", "$n", "\\", "\"", "'", "#", "@note"]]),
        ("go a#b # c 'd", [["go", "a#b"]]),
        ("# only this\n\n  go  \n", [["go"]]),
        ("go a \\\n  b\nstop", [["go", "a", "b"], ["stop"]]),
        ("go a\\\nb", [["go", "ab"]]),
        ("go \"a \\\nb\"", [["go", "a b"]]),
        ("go \\\n\nstop", [["go"], ["stop"]]),
        ("go $n ${n} \"$n\" '$n' x$n-${n}y", [["go", "3", "3", "3", "$n", "x3-3y"]]),
        ("go $train-samples $rate $on", [["go", "2000", "5e-05", "true"]]),
        ("go --n=$n $text \"$text\" $none", [["go", "--n=3", "two words", "two words", ""]]),
        ("go $n- $n. $ a$ \"$\" $-", [["go", "3-", "3.", "$", "a$", "$", "$-"]]),
        ("go @note x@note '@note' \"@note\"", [["go", "one\n\ntwo", "x@note", "@note", "@note"]]),
        ("go \t\ta\u{A0}b", [["go", "a", "b"]]),
        ("gö 'naïve café' 日本", [["gö", "naïve café", "日本"]]),
        ("go --a=\"b c\" -x -- *?~(){}[]!", [["go", "--a=b c", "-x", "--", "*?~(){}[]!"]]),
    ]

    @Test(arguments: wordCases)
    func words(lines: String, expected: [[String]]) { #expect(commands(lines) == expected) }

    private static let mistakeCases: [(String, [String])] = [
        ("go 'a", ["1:4+1 this ' is not closed"]),
        ("go a \"b\nstop 'c'", ["1:6+1 this \" is not closed"]),
        ("go é \"b", ["1:6+1 this \" is not closed"]),
        ("go $m", ["1:4+2 there is no parameter `m`"]),
        ("go \"a ${m}\"", ["1:7+4 there is no parameter `m`"]),
        ("go ${n", ["1:4+2 this `${` has no `}`"]),
        ("go $(date)", ["1:4+2 there is no command substitution"]),
        ("go $1", ["1:4+2 there is no parameter `1`"]),
        ("go @nota", ["1:4+5 there is no text with the label `nota`"]),
        (
            "go @note. @",
            ["1:4+6 there is no text with the label `note.`", "1:11+1 there is no text with the label ``"]
        ),
        ("go a | b", ["1:6+1 `|` has no meaning here: a cell is not a shell"]),
        ("go a > b", ["1:6+1 `>` has no meaning here: a cell is not a shell"]),
        ("go a; stop", ["1:5+1 `;` has no meaning here: a cell is not a shell"]),
        ("go \\", ["1:4+1 there is no next line to continue on"]),
        ("go \\ \n  on", ["1:4+2 a blank after the `\\` prevents the command from continuing"]),
    ]

    @Test(arguments: mistakeCases)
    func mistakes(lines: String, expected: [String]) { #expect(errors(lines) == expected) }

    @Test func unknownNamesAreAnsweredWithTheNearest() {
        func remedy(_ lines: String) -> String { read(Self.head + cell(lines)).all.first?.remedy ?? "" }
        #expect(remedy("go $train-sample").hasPrefix("Did you mean `train-samples`? Known parameters: "))
        #expect(remedy("go $n-best").hasPrefix("Did you mean `${n}-best`?"))
        #expect(remedy("go $zzzzzz").hasPrefix("Known parameters: "))
        #expect(remedy("go @noet").hasPrefix("Did you mean `note`?"))
    }

    @Test func placesCountCharacters() {
        let (notebook, _) = read(Self.head + cell("  gö 'é' --x \\\n   $n @note"))
        let command = notebook.cells[0].commands[0]
        let places = command.words.map { "\($0.range.start.line - 10):\($0.range.start.column)+\($0.range.length)" }
        #expect(places == ["1:3+2", "1:6+3", "1:10+3", "2:4+2", "2:7+5"])
        #expect(command.range.start.column == 3)
        #expect(command.range.length == 10)
        #expect(command.words.map(\.parameters) == [[], [], [], ["n"], []])
        #expect(command.words.map(\.literal) == [nil, nil, nil, nil, "note"])
    }

    @Test func wordsSayWhetherADashInThemIsText() {
        let (notebook, _) = read(Self.head + cell("go --a '-b' \"-c\" \\-d $n @note --e='-f' -$n"))
        #expect(
            notebook.cells[0].commands[0].words.map(\.isVerbatim)
                == [false, false, true, true, true, true, true, false, false])
    }

    @Test func aCommandWithAMistakeIsNotSound() {
        let (notebook, _) = read(Self.head + cell("go $m\ngo $n\ngo @m"))
        #expect(notebook.cells[0].commands.map(\.isSound) == [false, true, false])
    }
}
