import Foundation
import Notebooks
import Testing

/// Texts made to exhaust memory, time or the stack. Reading them must end soon, with an error or a warning where necessary.
@Suite struct HostileTextTests {
    /// Reads a text on a thread with a stack of 512 kB, as secondary threads have on some systems.
    private func readOnSmallStack(_ text: String) -> (notebook: Notebook, all: [Diagnostic]) {
        final class Box: @unchecked Sendable { var result: (notebook: Notebook, all: [Diagnostic])? }
        let box = Box()
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            box.result = read(text)
            done.signal()
        }
        thread.stackSize = 512 << 10
        thread.start()
        done.wait()
        return box.result ?? read("")
    }

    private func seconds(_ body: () -> Void) -> Double {
        let duration = ContinuousClock().measure(body)
        return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }

    @Test func aPictureInThePictureOfAnotherIsItsText() {
        let (notebook, all) = read("![a ![b](x.png) *c*](y.png) ![d [e](javascript:x) f](z.png)\n")
        #expect(
            all.map(\.message) == [
                "the picture `y.png` can't be shown: there is no such picture",
                "the picture `z.png` can't be shown: there is no such picture",
            ])
        guard case .prose(let prose) = notebook.blocks.first else {
            Issue.record("no prose")
            return
        }
        #expect(prose.html.contains("the file is missing. (a b c)"))
        #expect(prose.html.contains("the file is missing. (d e f)"))
        #expect(!prose.html.contains("javascript"))
    }

    @Test func linksInPicturesLeadNowhere() {
        let (notebook, all) = read("[a ![b [c](javascript:1) d](x.png) e](javascript:2) [f](javascript:3)\n")
        #expect(all.count { $0.message.hasPrefix("the link to") } == 1)
        guard case .prose(let prose) = notebook.blocks.first else {
            Issue.record("no prose")
            return
        }
        // A text that contains a link is not a link itself.
        #expect(!prose.html.contains("href"))
    }

    private static let deepTexts: [(String, String)] = [
        ("quotes", String(repeating: ">", count: 20_000) + " a\n"),
        ("lists", String(repeating: "- ", count: 20_000) + "a\n"),
        ("numbers", String(repeating: "1. ", count: 20_000) + "a\n"),
        ("stars", String(repeating: "*", count: 100_000) + "a\n"),
        ("brackets", String(repeating: "[", count: 100_000) + "a\n"),
        (
            "emphasis in a heading",
            "# " + String(repeating: "*a _b ", count: 20_000) + String(repeating: "c_ d*", count: 20_000) + "\n"
        ),
        ("pictures", String(repeating: "![a", count: 20_000) + String(repeating: "](x)", count: 20_000) + "\n"),
        ("links", String(repeating: "*[a](x:y) ", count: 5_000) + String(repeating: "*", count: 5_000) + "\n"),
        (
            "quotes with a table",
            String(repeating: ">", count: 5_000) + "|a|b|\n" + String(repeating: ">", count: 5_000) + "|-|-|\n"
        ),
        (
            "braces in a formula",
            "$" + String(repeating: "{", count: 20_000) + String(repeating: "}", count: 20_000) + "$\n"
        ),
        ("flow", "---\na: " + String(repeating: "[", count: 20_000) + "\n---\n"),
        (
            "flow with ends",
            "---\na: \(String(repeating: "[", count: 990))\(String(repeating: "]", count: 990))\n---\nx\n"
        ),
        (
            "flow mappings",
            "---\na: \(String(repeating: "{a: ", count: 990))1\(String(repeating: "}", count: 990))\n---\nx\n"
        ),
        ("blocks", "---\na:\n  \(String(repeating: "- ", count: 985))x\n---\nx\n"),
        ("keys of keys", "---\n\(String(repeating: "? ", count: 900))x\n---\nx\n"),
        ("options", "```{practicum}\n#| a: " + String(repeating: "[", count: 20_000) + "\ngo\n```\n"),
    ]

    @Test(arguments: deepTexts.map(\.0))
    func deepNestingEnds(name: String) {
        let text = Self.deepTexts.first { $0.0 == name }?.1 ?? ""
        let time = seconds { _ = readOnSmallStack(text) }
        #expect(time < 20)
    }

    /// Aliases for ten times ten times ten … values.
    private static let aliases =
        "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
        + (1...11).map { i in
            "a\(i): &a\(i) [" + Array(repeating: "*a\(i - 1)", count: 10).joined(separator: ",") + "]\n"
        }
        .joined()

    @Test func aliasesInAKeyAreCountedFirst() throws {
        let yaml = Self.aliases + "? *a11\n: 1\n"
        let front = errors("---\n\(yaml)---\n# x\n")
        #expect(front == ["4:18: there are more than 12 aliases here"])
        let options = yaml.split(separator: "\n").map { "#| \($0)\n" }.joined()
        #expect(errors("```{practicum}\n\(options)go\n```\n") == ["4:21: there are more than 12 aliases here"])
        let file = FileManager.default.temporaryDirectory.appending(path: "params-\(UUID()).yaml").path
        try yaml.write(toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        #expect(errors("x\n", ParameterOverrides(file: file)) == ["\(file):3:18: there are more than 12 aliases here"])
    }

    @Test func someAliasesAreFine() {
        let text = "---\nparams:\n  a: &seed 42\n  b: *seed\n---\n```{practicum}\ngo $a $b\n```\n"
        #expect(read(text).all.isEmpty)
        #expect(read(text).notebook.parameters.map(\.value) == [.integer(42), .integer(42)])
        let emphasis = (0..<40).map { "  Words *with\($0)* emphasis & more.\n" }.joined()
        #expect(errors("---\ntitle: |\n\(emphasis)---\nx\n").isEmpty)
    }

    private static let longTexts: [(String, @Sendable (Int) -> String)] = [
        ("equal headings", { String(repeating: "# Same\n\n", count: $0) }),
        ("cells", { n in (0..<n).map { "```{practicum}\n#| label: c\($0)\ngo\n```\n\n" }.joined() }),
        ("cells without labels", { String(repeating: "```{practicum}\ngo\n```\n\n", count: $0) }),
        (
            "cells that take labels",
            { n in
                (0..<n).map { "```{practicum}\n#| label: cell-\($0)\ngo\n```\n\n```{practicum}\ngo\n```\n\n" }.joined()
            }
        ),
        ("bad links in a line", { String(repeating: "[a](x:y) ", count: $0) + "\n" }),
        ("bad links written as references", { String(repeating: "[a](x&#58;y) ", count: $0) + "\n" }),
        ("links to nothing", { String(repeating: "[a](#b) ", count: $0) + "\n" }),
        ("operators", { "```{practicum}\ngo " + String(repeating: "> ", count: $0) + "\n```\n" }),
        ("unknown names", { n in "```{practicum}\n" + (0..<n).map { "go $a\($0) @b\($0)\n" }.joined() + "```\n" }),
        ("open comments", { String(repeating: "<!--\n```{practicum}\n", count: $0) }),
        ("open fences", { "```\n" + String(repeating: "```{practicum}\n", count: $0) }),
        ("backticks", { n in (0..<n).map { String(repeating: "`", count: $0 % 300) + " " }.joined() + "\n" }),
        ("dollars", { String(repeating: "$a ", count: $0) + "\n" }),
        ("open formulas", { String(repeating: "$$ \\$$ a\n\n", count: $0) }),
        ("formulas that are none", { String(repeating: "$\\bad$ ", count: $0) + "\n" }),
        ("footnotes", { n in (0..<n).map { "a[^\($0)]\n\n[^\($0)]: b\n\n" }.joined() }),
        ("footnotes in footnotes", { n in "[^0]\n\n" + (0..<n).map { "[^\($0)]: [^\($0 + 1)]\n\n" }.joined() }),
        ("footnotes without a text", { String(repeating: "[^a] ", count: $0) + "\n" }),
        ("references to nothing", { String(repeating: "@fig-a ", count: $0) + "\n" }),
        ("tables", { String(repeating: "|a|b|\n|-|-|\n|c|d|\n\n: E {#tbl-e}\n\n", count: $0) }),
        (
            "a table of short rows",
            { n in
                String(repeating: "a|", count: n) + "\n" + String(repeating: "-|", count: n) + "\n"
                    + String(repeating: "|b|\n", count: n)
            }
        ),
        ("admonitions", { String(repeating: "> [!NOTE]\n> a\n\n", count: $0) }),
        ("tasks", { String(repeating: "- [ ] a ~~b~~\n", count: $0) }),
        ("a long name", { "```{practicum}\ngo $" + String(repeating: "a", count: $0 * 50) + "\n```\n" }),
    ]

    @Test(arguments: longTexts.map(\.0))
    func timeGrowsWithTheText(name: String) {
        guard let text = Self.longTexts.first(where: { $0.0 == name })?.1 else { return }
        let short = text(300)
        let long = text(2400)
        _ = read(short)
        let time = min(seconds { _ = read(short) }, seconds { _ = read(short) })
        // The text is eight times as long. Quadratic time would be sixty-four times as long.
        #expect(seconds { _ = read(long) } < 40 * time + 0.5)
    }

    @Test func diagnosticsAreShownInFullUpToANumber() {
        let line = "go " + String(repeating: "> ", count: 10_000)
        let (_, all) = read("[a](x:y)\n\n```{practicum}\n\(line)\n```\n")
        #expect(all.count == 10_001)
        let texts = Diagnostics(all).texts
        #expect(texts.count == Diagnostics.limit + 1)
        #expect(texts.last == "… and 9950 errors and 1 warning more.")
        #expect(Diagnostics(all).description.utf8.count < 50_000)
        #expect(Diagnostics(Array(all.prefix(50))).texts.count == 50)
    }

    @Test func longValuesAreCutInMessages() {
        let name = String(repeating: "x", count: 100_000)
        for text in ["go $\(name)", "go @\(name)", "go \"\(name)", "\(name)|"] {
            for diagnostic in read("```{practicum}\n\(text)\n```\n").all {
                #expect(diagnostic.description.utf8.count < 2000)
            }
        }
        for text in [
            "---\nparams:\n  \(name) b: 1\n---\nx\n", "```{practicum}\n#| \(name): 1\ngo\n```\n", "```{\(name)}\n```\n",
            "```{practicum}\n#| label: \(name) x\ngo\n```\n", "[a](x:\(name))\n", "[a](#\(name))\n",
            "![a](x:\(name))\n",
        ] {
            #expect(!read(text).all.isEmpty)
            for diagnostic in read(text).all { #expect(diagnostic.description.utf8.count < 2500) }
        }
        let overrides = ParameterOverrides(assignments: ["\(name)=1", name])
        for diagnostic in read("x\n", overrides).all { #expect(diagnostic.description.utf8.count < 2000) }
    }
}
