import Files
import Foundation
import Notebooks
import Outputs
import Reporting
import Testing

@Suite struct PageTests {
    static let pages: [(name: String, html: String)] = SampleRun.all.map {
        ($0.name, HTMLReport.render(notebook: SampleRun.notebook, run: $0.run))
    }

    @Test func printLeavesOutWhatIsFoldedAndBreaksPages() throws {
        let html = HTMLReport.render(notebook: SampleRun.notebook, run: SampleRun.finished)
        let print = try #require(html.ranges(of: "@media print{").last).upperBound
        let rules = html[print...].prefix(4000)
        #expect(rules.contains("details:not([open])") && !html.contains("details-content"))
        // Firefox breaks neither grids nor flex containers across pages.
        #expect(rules.contains(".abreast,.outputs{display:block}"))
    }

    @Test func tagsAreBalanced() {
        for page in Self.pages {
            let checker = HTMLChecker(page.html)
            #expect(checker.problems == [], "\(page.name)")
            #expect(checker.tags.count > 100)
        }
    }

    @Test func idsAreUniqueAndLinksLeadSomewhere() {
        for page in Self.pages {
            let checker = HTMLChecker(page.html)
            #expect(Set(checker.ids).count == checker.ids.count)
            let links = checker.all("a").compactMap { $0.attributes["href"] }.filter { $0.hasPrefix("#") }
            #expect(links.count > 30)
            for link in links { #expect(checker.ids.contains(String(link.dropFirst())), "\(page.name): \(link)") }
        }
    }

    @Test func contentsNameEverySectionTwice() {
        let checker = HTMLChecker(Self.pages[0].html)
        let links = checker.all("a").compactMap { $0.attributes["href"] }
        for section in SampleRun.notebook.sections {
            // In both lists, and behind the heading.
            #expect(links.count { $0 == "#" + section.slug } == 3)
        }
        #expect(checker.all("nav").count == 2)
    }

    @Test func nothingIsLoadedAndNoOtherScriptRuns() throws {
        for page in Self.pages {
            let checker = HTMLChecker(page.html)
            // The one script is what the policy allows by its hash.
            let script = try #require(page.html.firstMatch(of: #/<script>(.*)<\/script>/#.dotMatchesNewlines()))
            let digest = Data(SHA256.hash(script.1.utf8).bytes).base64EncodedString()
            #expect(checker.all("script").count == 1)
            for name in ["link", "iframe", "object", "embed", "base", "form"] {
                #expect(checker.all(name).isEmpty)
            }
            for tag in checker.tags {
                for (key, value) in tag.attributes where key == "src" {
                    #expect(value.hasPrefix("data:image/png;base64,"))
                }
                #expect(!tag.attributes.keys.contains { $0.hasPrefix("on") })
            }
            let style = checker.all("style").map(\.text).joined()
                .replacing(#/url\(data:font\/woff2;base64,[A-Za-z0-9+\/=]+\)/#, with: "")
            #expect(!style.isEmpty)
            for word in ["url(", "@import", "http:", "https:", "//", "</"] { #expect(!style.contains(word), "\(word)") }
            let policy = checker.all("meta").first { $0.attributes["http-equiv"] == "Content-Security-Policy" }
            let content = policy?.attributes["content"] ?? ""
            #expect(content.hasPrefix("default-src &#39;none&#39;; img-src data:"))
            #expect(content.contains("script-src &#39;sha256-\(digest)&#39;; "))
        }
    }

    @Test func picturesHaveWordsAndSizes() {
        let all = HTMLChecker(Self.pages[0].html).all("img")
        // The first picture stands small at the head too.
        #expect(all.count == 3)
        #expect(
            all[0].attributes["alt"]?.hasSuffix("small: Line chart: the loss falls from 3.9 to 1.1 over 250 steps.")
                == true)
        let pictures = all.dropFirst().map(\.self)
        #expect(pictures[0].attributes["alt"] == "Line chart: the loss falls from 3.9 to 1.1 over 250 steps.")
        // No words of its own: the caption stands in.
        #expect(pictures[1].attributes["alt"] == "Total, NER and QA loss per epoch.")
        // 1,600 pixels at 192 to the inch.
        #expect(pictures[1].attributes["width"] == "800")
        #expect(
            pictures[0].attributes["src"] == "data:image/png;base64,"
                + Data(SamplePicture.curve()).base64EncodedString())
    }

    @Test func headingsStartAtOneAndSkipNoLevel() {
        for page in Self.pages {
            let levels = HTMLChecker(page.html).tags.compactMap { tag in
                tag.name.count == 2 && tag.name.first == "h" ? tag.name.last?.wholeNumberValue : nil
            }
            #expect(levels.first == 1)
            #expect(levels.count { $0 == 1 } == 1)
            for (level, next) in zip(levels, levels.dropFirst()) { #expect(next <= level + 1) }
        }
    }

    @Test func deepAndSkippingHeadingsAreMended() {
        var notebook = SampleRun.notebook
        for (place, block) in notebook.blocks.enumerated() {
            guard case .section(var section) = block, section.level == 3 else { continue }
            section.level = 9
            notebook.blocks[place] = .section(section)
        }
        let checker = HTMLChecker(HTMLReport.render(notebook: notebook, run: SampleRun.finished))
        #expect(checker.problems == [])
        #expect(checker.all("h3").contains { $0.text.hasSuffix("Token Alignment #") })
    }

    @Test func landmarksAndSkipLink() {
        let checker = HTMLChecker(Self.pages[0].html)
        #expect(checker.all("html").first?.attributes["lang"] == "en")
        for name in ["header", "main", "footer", "title"] { #expect(checker.all(name).count == 1) }
        #expect(
            checker.all("a").first?.attributes["href"] == "#" + (checker.all("main").first?.attributes["id"] ?? "?"))
        for head in checker.all("th") { #expect(["col", "row"].contains(head.attributes["scope"])) }
    }

    /// Areas that scroll are groups: landmarks of one name help nobody.
    @Test func landmarksHaveNamesOfTheirOwn() {
        for page in Self.pages {
            let checker = HTMLChecker(page.html)
            #expect(!checker.tags.contains { $0.attributes["role"] == "region" })
            for tag in checker.tags where tag.attributes["tabindex"] == "0" {
                #expect(tag.attributes["role"] == "group" && tag.attributes["aria-label"]?.isEmpty == false)
            }
            for head in checker.all("th") { #expect(head.text.contains { !$0.isWhitespace }) }
        }
    }

    private func page(_ output: Output) -> HTMLChecker {
        var run = SampleRun.finished
        run.cells[0].outputs = [CellOutput(output)]
        return HTMLChecker(HTMLReport.render(notebook: SampleRun.notebook, run: run))
    }

    @Test func aColumnWithoutANameHasNoHeader() {
        let checker = page(.table(Table(columns: ["", "a", " "], rows: [["1", "2", "3"]])))
        for head in checker.all("th") { #expect(head.text.contains { !$0.isWhitespace }) }
        #expect(checker.problems == [])
    }

    /// The narrowest phone shows some 30 letters.
    @Test func whatMayScrollCanBeReachedByKeyboard() {
        let word = String(repeating: "a", count: 36)
        let outputs: [Output] = [
            .preformatted(word), .preformatted("\t\t\t\t\t\tx\t\t\t\t\tabc"),
            .preformatted(String(repeating: "東", count: 20)),
            .table(Table(columns: ["a", "b"], rows: [["one", String(repeating: "0", count: 20)]])),
            .error("b.md:1:1: error: no\n    \(word)\n    ^~~"),
        ]
        for output in outputs {
            let checker = page(output)
            let areas = checker.tags.filter {
                ["scroll", "preformatted", "caret"].contains($0.attributes["class"]) && $0.text.contains(/[a東0x]/)
            }
            #expect(areas.first?.attributes["tabindex"] == "0", "\(output)")
        }
    }

    @Test func longWordsAloneAreBroken() {
        let checker = page(
            .table(
                Table(
                    columns: ["word", "sentence"],
                    rows: [
                        [String(repeating: "x", count: 30), "An ordinary sentence of ordinary words stays as it is."]
                    ])))
        #expect(checker.withClass("break").map(\.text).contains { $0.hasPrefix("xxx") })
        #expect(!checker.withClass("break").map(\.text).contains { $0.hasPrefix("An ordinary") })
    }

    @Test func sameInputSameBytes() {
        for (place, sample) in SampleRun.all.enumerated() {
            #expect(HTMLReport.render(notebook: SampleRun.notebook, run: sample.run) == Self.pages[place].html)
        }
    }

    @Test func repeatedSlugsAndLabelsGetIDsOfTheirOwn() {
        var notebook = SampleRun.notebook
        notebook.blocks += notebook.blocks
        let checker = HTMLChecker(HTMLReport.render(notebook: notebook, run: SampleRun.finished))
        #expect(checker.problems == [])
        #expect(Set(checker.ids).count == checker.ids.count)
        #expect(checker.ids.contains("training-2"))
    }

    @Test func anEmptyNotebookIsAPage() {
        let notebook = Notebook(
            path: "empty.md", title: "", parameters: [], profiles: [], blocks: [], literals: [:], lines: [])
        var run = SampleRun.finished
        run.cells = []
        run.header.parameters = []
        run.metrics = [:]
        #expect(HTMLChecker(HTMLReport.render(notebook: notebook, run: run)).problems == [])
    }
}
