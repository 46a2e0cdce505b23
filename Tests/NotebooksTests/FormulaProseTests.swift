import Notebooks
import Testing

/// Formulas in the prose: where they begin and end, and where their errors are.
@Suite struct FormulaProseTests {
    /// The TeX of all formulas in a text, in order.
    private func formulas(_ text: String) -> [String] {
        let html = read(text).notebook.blocks.map { if case .prose(let prose) = $0 { prose.html } else { "" } }.joined()
        return html.components(separatedBy: "<annotation encoding=\"application/x-tex\">").dropFirst().map { piece in
            (piece.components(separatedBy: "</annotation>").first ?? "").replacing("&amp;", with: "&")
                .replacing("&lt;", with: "<").replacing("&gt;", with: ">")
        }
    }

    @Test func marksOfMarkdownAreTheFormulasOwn() {
        #expect(formulas("$a_1 * b_2$ and *x* with $c_3 * d$\n") == ["a_1 * b_2", "c_3 * d"])
        #expect(formulas("$\\{ a < b \\}$\n") == ["\\{ a < b \\}"])
        #expect(formulas("*$a$* **$b$** [$c$](#d)\n\n# $e$\n") == ["a", "b", "c"])
        #expect(formulas("$\\$$ $a\nb$\n") == ["\\$", "a\nb"])
    }

    @Test(arguments: [
        "It costs $5 and $6.", "$5 or $10, `$x$`, and `$y$`.", "\\$x\\$", "$ x$", "$x $", "$x$1", "$seed and $rate",
        "$",
        "$a\n\nb$", "[a](https://x.org/$b$)", "```\n$x$\n```", "    $x$", "<https://x.org/$b$>",
    ])
    func otherDollarsStay(text: String) {
        #expect(formulas(text + "\n").isEmpty)
        #expect(read(text + "\n").all.isEmpty)
    }

    @Test("Punctuation after a formula stays on its line.")
    func punctuation() {
        func html(_ text: String) -> String {
            read(text).notebook.blocks.map { if case .prose(let prose) = $0 { prose.html } else { "" } }.joined()
        }
        #expect(
            html("As $x$, and ($y$). Then\n").ranges(of: #/<span class="whole"><math.*?</math>(,|\)\.)</span>/#).count
                == 2)
        #expect(!html("As $x$ and $$y$$.\n").contains("whole"))
    }

    @Test func displayedFormulasMaySpanLines() {
        #expect(formulas("$$\na\n$$\n") == ["\na\n"])
        #expect(formulas("Words $$a$$ more.\n") == ["a"])
        #expect(formulas("> $$\n> a\n> + b\n> $$\n") == ["\na\n+ b\n"])
        #expect(formulas("1. $$\n   a\n   + b\n   $$\n") == ["\na\n+ b\n"])
    }

    @Test(arguments: ["+ b", "- b", "= b", "=", "* b", "> b", "1. b"])
    func noLineOfAFormulaBeginsABlock(line: String) {
        #expect(formulas("$$\na\n\(line)\n$$\n\nc\n") == ["\na\n\(line)\n"])
    }

    @Test func aFormulaNeverReachesIntoAFence() {
        let (notebook, all) = read("$$\na\n```{practicum}\n#| label: x\ngo $$\n```\n")
        #expect(notebook.cells.map(\.label) == ["x"])
        #expect(all.contains { $0.message.hasPrefix("this `$$` has no second one") })
        #expect(warnings("$$\na\n\nb\n$$\n").count == 2)
    }

    @Test func faultsHaveAPlace() {
        func places(_ text: String) -> [String] {
            read(text).all.filter { $0.severity == .error }.map {
                "\($0.range.start.line):\($0.range.start.column)+\($0.range.length)"
            }
        }
        #expect(places("a $x + \\bad$ b\n") == ["1:8+4"])
        #expect(places("a $\\bad$ and $\\bad$\n") == ["1:4+4", "1:15+4"])
        #expect(places("---\ntitle: t\n---\n\né $$\na +\n\\bad\n$$ c\n") == ["7:1+4"])
        #expect(places("- > $$\n  > a \\bad\n  > $$\n") == ["2:7+4"])
        #expect(places("|a|\n|-|\n|b $\\bad$|\n") == ["3:5+4"])
        #expect(places("$$ \\bad $$\n") == ["1:4+4"])
        #expect(read("$\\bad$\n").all[0].message.hasPrefix("in this formula, there is no command `\\bad`"))
    }

    @Test func headingsKeepTheirWords() {
        let section = read("## 2. The loss $L_1$ {#sec-loss}\n").notebook.sections[0]
        #expect(section.title == "The loss $L_1$" && section.number == "2" && section.label == "loss")
        #expect(section.titleHTML.hasPrefix("The loss <math"))
    }
}
