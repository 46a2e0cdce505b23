import Notebooks
import Testing

/// Tables, task lists, footnotes, strikethrough and admonitions: the extensions of CommonMark in notebooks.
@Suite struct MarkdownExtensionTests {
    private func html(_ text: String) -> String {
        read(text).notebook.blocks.map { if case .prose(let prose) = $0 { prose.html } else { "" } }.joined()
    }

    @Test func tablesHaveAlignedColumnsAndScroll() {
        let result = html("| a | *b* |\n|---|--:|\n| `x|` | ~~y~~ |\n")
        #expect(result.hasPrefix("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>"))
        #expect(result.contains("<th class=\"n\"><em>b</em></th>"))
        #expect(html("| a |\n|---|\n| b |\n").hasSuffix("</tbody>\n</table></div>\n"))
        #expect(!html("`<table> align=\"right\"`\n").contains("<table>"))
    }

    @Test func aCellBelowATableIsNoRowOfIt() {
        let (notebook, all) = read("|a|b|\n|-|-|\n```{practicum}\n#| label: x\ngo\n```\n")
        #expect(all.isEmpty && notebook.cells.map(\.label) == ["x"])
    }

    @Test func strikethroughTakesTwoTildes() {
        #expect(html("~~a~~ ~5 to ~6\n") == "<p><del>a</del> ~5 to ~6</p>\n")
    }

    @Test func tasksHaveMarksAndNoInputs() {
        let result = html("- [x] a\n- [ ] b\n")
        #expect(
            result.contains(
                "<li class=\"task\"><span class=\"task-mark done\" role=\"img\" aria-label=\"Done:\"></span> a"))
        #expect(result.contains("aria-label=\"To do:\"></span> b") && !result.contains("<input"))
    }

    @Test func hostileMarkupInCellsAndNotesIsLeftOut() {
        let text =
            "|<script>x</script>|[a](javascript:b)|\n|-|-|\n|![p](https://x.org/p.png)|<b onclick=c>|\n\na[^n]\n\n[^n]: <img src=x>\n"
        let (notebook, _) = read(text)
        let all = html(text) + notebook.footnotes.flatMap(\.parts).map { "\($0)" }.joined()
        for bad in ["<script", "javascript", "<img", "onclick", "<b"] { #expect(!all.contains(bad)) }
    }

    @Test func noTextLooksLikeOurMarks() {
        let text = "[a](mark:0) <mark:0> `<a href=\"mark:0\">` ![b [c](mark:0)](data:image/png;base64,AA==) $x$\n"
        let result = html(text)
        #expect(!result.contains("href=\"mark"))
        #expect(result.components(separatedBy: "<math").count == 2)
    }

    // MARK: Footnotes

    @Test func footnotesAreNumberedInTheOrderOfTheText() {
        let (notebook, all) = read("a[^y] b[^x] c[^y]\n\n[^x]: X\n[^y]: Y $z$\n\n# H\n")
        #expect(all.isEmpty)
        #expect(notebook.footnotes.map(\.referenceCount) == [2, 1])
        #expect("\(notebook.footnotes[0].parts)".contains("<math"))
        #expect(html("a[^y]\n\n[^y]: Y\n").contains("<a href=\"#note:1\" id=\"note:1:1\""))
        guard case .prose(let prose) = notebook.blocks[0] else {
            Issue.record("no prose")
            return
        }
        #expect(prose.markdown == "a[^y] b[^x] c[^y]\n\n[^x]: X\n[^y]: Y $z$")
        #expect(!prose.html.contains("X"))
    }

    @Test func footnotesNeedATextAndAReference() {
        #expect(
            warnings("a[^x]\n\n[^y]: b\n") == [
                "1:2: no footnote has the name `[^x]`",
                "3:1: nothing in the text refers to the footnote `[^y]`, and it is left out",
            ])
        #expect(warnings("`[^x]` \\[^x]\n\n```\n[^y]: b\n```\n").isEmpty)
    }

    // MARK: Admonitions

    @Test(arguments: ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION", "note"])
    func admonitionsHaveATitle(kind: String) {
        let result = html("> [!\(kind)]\n> Words *here*.\n")
        let title = kind.prefix(1).uppercased() + kind.dropFirst().lowercased()
        #expect(
            result == """
                <blockquote class="admonition is-\(kind.lowercased())" role="note" aria-label="\(title)">
                <p class="admonition-title">\(title)</p>
                <p>Words <em>here</em>.</p>
                </blockquote>

                """)
    }

    @Test func otherQuotationsStay() {
        #expect(html("> [!NOTE] a\n") == "<blockquote>\n<p>[!NOTE] a</p>\n</blockquote>\n")
        #expect(
            warnings("a\n\n> [!NOTES]\n> b\n") == [
                "3:3: there is no admonition `NOTES`, so that this is shown as a quotation"
            ])
        #expect(read("> [!NOTES]\n> b\n").all[0].remedy?.hasPrefix("Did you mean `[!NOTE]`?") == true)
    }

    @Test func aTableThatWouldGrowIsRefused() {
        let text =
            String(repeating: "a|", count: 400) + "\n" + String(repeating: "-|", count: 400) + "\n"
            + String(repeating: "b\n", count: 400)
        #expect(
            warnings(text) == ["1:1: this table is so large that the notebook's tables are shown as they are written"])
        #expect(!html(text).contains("<table"))
    }
}
