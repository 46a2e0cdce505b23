import Notebooks
import Testing

/// References to figures, tables and sections.
@Suite struct CrossReferenceTests {
    private static let rest = """


        ## 1. One thing

        ```{practicum}
        #| label: losses
        go
        ```

        ```{practicum}
        #| label: fig-own
        go
        ```

        ## Two {#sec-second}

        |a|
        |-|

        : Words *here* {#tbl-letters}

        """

    private func targets(_ text: String) -> [CrossReferenceTargets.Target?] {
        let notebook = read(text + Self.rest).notebook
        let targets = CrossReferenceTargets(notebook)
        return notebook.proseParts.compactMap { part in
            if case .reference(let reference) = part { .some(targets.target(of: reference)) } else { nil }
        }
    }

    @Test func labelsAreThoseOfCellsWithOrWithoutTheirPrefix() {
        #expect(
            targets("@fig-losses @fig-own @fig-losses-2 @tbl-losses\n") == [
                .figure(cell: "losses", number: 1), .figure(cell: "fig-own", number: 1),
                .figure(cell: "losses", number: 2), .table(cell: "losses", number: 1),
            ])
    }

    @Test func sectionsAndTablesOfTheProseHaveLabels() {
        #expect(
            targets("@sec-one-thing, @sec-second. (@tbl-letters)\n") == [
                .section(0), .section(1), .proseTable(label: "letters"),
            ])
        let notebook = read("[a](#sec-second)" + Self.rest).notebook
        #expect(notebook.sections[1].title == "Two" && notebook.elementIDs.contains("sec-second"))
        #expect(notebook.proseParts.contains(.caption(label: "letters")))
        #expect(read("[a](#sec-second)" + Self.rest).all.isEmpty)
    }

    @Test func displayedFormulasHaveLabels() {
        let text = "See @eq-loss and [-@eq-b_2].\n\n$$\na + b\n$$ {#eq-loss}\n\n- $$ c $$ {#eq-b_2} more\n"
        let (notebook, all) = read(text + Self.rest)
        #expect(all.isEmpty)
        #expect(targets(text) == [.equation(label: "loss"), .equation(label: "b_2")])
        let labels = notebook.proseParts.compactMap { part in
            if case .equation(let label) = part { label } else { nil }
        }
        #expect(labels == ["loss", "b_2"])
        let html = notebook.blocks.compactMap { if case .prose(let prose) = $0 { prose.html } else { nil } }.joined()
        #expect(!html.contains("{#eq") && html.contains("</span></span> more"))
        // Only a displayed formula has one, and only right behind it.
        for text in ["$a$ {#eq-x}\n", "$$a$$ b {#eq-x}\n", "$$a$$ {#eq-}\n", "$$a$$ {#eq-x y}\n"] {
            #expect(
                read(text).notebook.blocks.contains {
                    if case .prose(let prose) = $0 { prose.html.contains("{#eq-") } else { false }
                })
        }
        #expect(
            errors("@eq-los $$a$$ {#eq-loss}\n\n$$b$$ {#eq-loss}\n") == [
                "1:1: there is no equation for `@eq-los`", "3:1: the label `eq-loss` is taken",
            ])
    }

    @Test func bracketsAreTakenAway() {
        let parts = read("[@fig-losses] [-@fig-losses] [a @fig-losses]\n" + Self.rest).notebook.proseParts
        #expect(
            parts.prefix(6) == [
                .html("<p>"), .reference(CrossReference(kind: .figure, name: "losses")), .html(" "),
                .reference(CrossReference(kind: .figure, name: "losses", isNumberOnly: true)), .html(" [a "),
                .reference(CrossReference(kind: .figure, name: "losses")),
            ])
    }

    @Test func unknownNamesAreErrors() {
        let text = "a @fig-loses b\n@sec-three @tbl-leters\n"
        #expect(
            errors(text + Self.rest) == [
                "1:3: there is no figure for `@fig-loses`", "2:1: there is no section for `@sec-three`",
                "2:12: there is no table for `@tbl-leters`",
            ])
        let remedies = read(text + Self.rest).all.map { $0.remedy ?? "" }
        #expect(
            remedies[0].hasPrefix("Did you mean `@fig-losses`?")
                && remedies[2].hasPrefix("Did you mean `@tbl-letters`?"))
    }

    @Test(arguments: [
        "me@fig-x.org", "\\@fig-x", "`@fig-x`", "@figure", "@fig-", "@note", "![@fig-x](y.png)", "# @fig-x",
    ])
    func otherWordsStay(text: String) {
        let (notebook, all) = read(text + "\n")
        #expect(all.allSatisfy { $0.severity == .warning })
        #expect(notebook.proseParts.allSatisfy { if case .reference = $0 { false } else { true } })
    }

    @Test func labelsAreUnique() {
        let text =
            "# A {#sec-a}\n\n# B {#sec-a}\n\n|a|\n|-|\n\n: C {#tbl-x}\n\n```{practicum}\n#| label: tbl-x\ngo\n```\n"
        #expect(errors(text) == ["3:1: the label `sec-a` is taken", "11:11: the label `tbl-x` is taken"])
    }
}
