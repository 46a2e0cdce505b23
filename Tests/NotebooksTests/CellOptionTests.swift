import Notebooks
import Testing

@Suite struct CellOptionTests {
    private func cell(_ options: String) -> String { "```{practicum}\n\(options)\ngo\n```\n" }

    @Test func allOptions() {
        let text = cell(
            """
            #| label: fig-loss
            #| echo: false
            #| eval: true
            #| output: false
            #| error: true
            #| fig-cap: "Loss: per step"
            #| fig-alt: >
            #|   A curve
            #|   that falls
            #| fig-width: 8
            #| fig-height: 4.5
            #| timeout: 90
            """)
        let (notebook, all) = read(text)
        #expect(all.map(place) == [])
        let options = notebook.cells[0].options
        #expect(notebook.cells[0].label == "fig-loss")
        #expect(options.echo == false && options.eval && options.output == false && options.error)
        #expect(options.figureCaption == "Loss: per step")
        #expect(options.figureAlternativeText == "A curve that falls\n")
        #expect(options.figureWidth == 8 && options.figureHeight == 4.5 && options.timeout == 90)
        #expect(notebook.cells[0].commands.map { $0.words.map(\.text) } == [["go"]])
    }

    @Test(arguments: [
        ("#| lable: x", ["2:4: there is no option `lable`"]),
        ("#| echo: fenced", ["2:10: `echo` is a string"]),
        ("#| eval: [1]", ["2:10: `eval` is a list"]),
        ("#| timeout: -1", ["2:13: `timeout` takes a number of seconds from 0.001 to 10,000,000"]),
        ("#| timeout: 1e30", ["2:13: `timeout` takes a number of seconds from 0.001 to 10,000,000"]),
        ("#| timeout: 1e999", ["2:13: `timeout` takes a number of seconds from 0.001 to 10,000,000"]),
        ("#| timeout: .nan", ["2:13: `timeout` takes a number of seconds from 0.001 to 10,000,000"]),
        ("#| timeout: 0", ["2:13: `timeout` takes a number of seconds from 0.001 to 10,000,000"]),
        ("#| timeout: 10000001", ["2:13: `timeout` takes a number of seconds from 0.001 to 10,000,000"]),
        ("#| fig-width: 100000", ["2:15: `fig-width` takes a number of inches from 2.5 to 138"]),
        ("#| fig-height: 0.1", ["2:16: `fig-height` takes a number of inches from 2.5 to 138"]),
        ("#| fig-width: 100\n#| fig-height: 100", ["3:16: a figure of 100.0 by 100.0 inches is too large"]),
        ("#| fig-width: wide", ["2:15: `fig-width` takes a number of inches from 2.5 to 138"]),
        (
            "#| fig-cap: a: b",
            ["2:14: the fence's options is not valid YAML: mapping values are not allowed in this context"]
        ),
        ("#| just words", ["2:4: these lines are not options"]),
        ("go\n#| echo: false", ["3:1: an option is below the top of its fence"]),
        ("#| label: a\n\n#| echo: false", ["4:1: an option is below the top of its fence"]),
    ])
    func mistakes(options: String, expected: [String]) { #expect(errors(cell(options)) == expected) }

    @Test func codeFoldsAsInQuarto() {
        func folds(_ value: String) -> CodeFold? {
            read(cell("#| code-fold: \(value)")).notebook.cells[0].options.codeFold
        }
        #expect(folds("true") == .folded && folds("false") == .never && folds("show") == .open)
        #expect(read(cell("#| echo: true")).notebook.cells[0].options.codeFold == nil)
        #expect(errors(cell("#| code-fold: 1")) == ["2:15: `code-fold` is an integer"])
        #expect(errors(cell("#| code-fold: hide")) == ["2:15: `code-fold` is a string"])
        let (notebook, all) = read(
            "---\ncode-fold: show\ncode-summary: \"Commands\"\n---\n\n" + cell("#| code-summary: Mine"))
        #expect(all.isEmpty && notebook.codeFold == .open && notebook.codeSummary == "Commands")
        #expect(notebook.cells[0].options.codeSummary == "Mine")
        #expect(errors("---\ncode-fold: [1]\n---\n\na\n") == ["2:12: `code-fold` is a list"])
    }

    @Test func theNearestOptionIsNamed() {
        #expect(read(cell("#| fig-caption: x")).all[0].remedy?.hasPrefix("Did you mean `fig-cap") == false)
        #expect(read(cell("#| fig-cpa: x")).all[0].remedy?.hasPrefix("Did you mean `fig-cap`?") == true)
        #expect(read("```{text}\n#| echo: false\n#| label: a\n```\n").all[0].remedy == "Known options: `label`.")
    }
}
