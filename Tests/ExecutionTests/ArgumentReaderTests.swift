import Execution
import Notebooks
import Outputs
import Testing

@Suite struct ArgumentReaderTests {
    @Test(arguments: [
        ("putt a", "3:1+4 there is no command `putt`"),
        ("put a --valeu 3", "3:7+7 unknown option `--valeu` of `put`"),
        ("put a --valeu=3", "3:7+9 unknown option `--valeu` of `put`"),
        ("put a --value x", "3:15+1 the value `x` is invalid for `--value <value>`"),
        ("put a --value=x", "3:7+9 the value `x` is invalid for `--value <value>`"),
        ("put x --value x", "3:15+1 the value `x` is invalid for `--value <value>`"),
        ("put a --value 'it is'", "3:15+7 the value `it is` is invalid for `--value <value>`"),
        ("put a --value", "3:7+7 missing value for `--value <value>`"),
        ("put a b", "3:7+1 unexpected argument `b` of `put`"),
        ("put a b c", "3:7+1 2 unexpected arguments: `b`, `c`"),
        ("put", "3:1+3 missing expected argument `<name>`"),
        ("put a --value 1001", "3:7+7 --value can't be above 1000"),
        ("put a --negative=3", "3:7+12 the option `--negative` does not take any value, but `3` was specified"),
        ("put a --help", "3:7+6 a cell can't ask for help"),
        ("put -h", "3:5+2 a cell can't ask for help"),
        ("liar maybe", "3:6+5 the value `maybe` is invalid for `<lie>`"),
        ("put a -x", "3:7+2 unknown option `-x` of `put`"),
        ("put a \\\n  --valeu 3", "4:3+7 unknown option `--valeu` of `put`"),
    ])
    func mistakes(command: String, expected: String) { #expect(ExecutionTests.mistakes(book(command)) == [expected]) }

    @Test func theRemedyNamesWhatIsNear() {
        func remedy(_ command: String) -> String { diagnostics(book(command)).first?.remedy ?? "" }
        #expect(remedy("putt a").hasPrefix("Did you mean `put`? Known commands: "))
        #expect(remedy("put a --valeu 3") == "Did you mean `--value`? Usage: put <name> [--value <value>] [--negative]")
        #expect(remedy("put") == "Usage: put <name> [--value <value>] [--negative]")
        #expect(remedy("put -h") == "Type `practicum commands put` in a terminal.")
    }

    @Test(arguments: [
        ("put a --value -7", -7), ("put a --value '-7'", -7), ("put a --value=-7", -7), ("put a --value 7", 7),
        ("put a --value $n", -5), ("put a --negative --value $n", 5), ("put --value $n a", -5),
    ])
    func dashesOfNumbers(command: String, expected: Int) throws {
        let plan = try plan(book(command, "take a", head: "---\nparams:\n  n: -5\n---\n"))
        let record = Executor(plan: plan, renderers: [], outputFolder: ".").run()
        #expect(record.metrics["number.a"] == Double(expected))
    }

    @Test(arguments: [
        ("show '--figure' b", ["--figure", "b"]), ("show a '-b' c", ["a", "-b", "c"]),
        ("show --figure f '- a dash'", ["- a dash"]), ("show @t", ["- first\n- second"]), ("show \"--\"", ["--"]),
        ("show '-'", ["-"]), ("show ''", [""]),
    ])
    func dashesOfTexts(command: String, expected: [String]) throws {
        let text = book(command) + "\n```{text}\n#| label: t\n- first\n- second\n```\n"
        let record = Executor(plan: try plan(text), renderers: [], outputFolder: ".").run()
        #expect(record.cells[0].outputs.map(\.output).filter { $0.kind == .text } == expected.map { .text($0) })
    }

    @Test func aTextWithADashBeforeAnOptionIsAnError() {
        #expect(
            ExecutionTests.mistakes(book("show '-a' --figure f"))
                == ["3:6+4 a text that begins with a dash is before an option"])
    }
}
