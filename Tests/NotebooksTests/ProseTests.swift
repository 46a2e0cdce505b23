import Foundation
import Notebooks
import Testing

@Suite struct ProseTests {
    private func html(_ text: String) -> String {
        read(text).notebook.blocks.map { if case .prose(let prose) = $0 { prose.html } else { "" } }.joined()
    }

    @Test func proseIsRenderedInRuns() {
        let (notebook, _) = read("a\n\nb *c*\n\n# H\n\n- d\n\n```python\n<e>\n```\n")
        let prose = notebook.blocks.compactMap { if case .prose(let prose) = $0 { prose } else { nil } }
        #expect(prose.map(\.markdown) == ["a\n\nb *c*", "- d\n\n```python\n<e>\n```"])
        #expect(prose.map(\.range.start.line) == [1, 7])
        #expect(prose[0].html == "<p>a</p>\n<p>b <em>c</em></p>\n")
        #expect(prose[1].html.contains("<code class=\"language-python\">&lt;e&gt;\n</code>"))
    }

    @Test func rawHTMLIsLeftOut() {
        let text = "a <script>alert(1)</script> b\n\n<div onclick=\"x\">\n\n<!-- note -->\n"
        let result = html(text)
        #expect(!result.contains("<script") && !result.contains("<div") && !result.contains("onclick"))
        #expect(
            warnings(text) == ["1:1: raw HTML is left out of the report", "3:1: raw HTML is left out of the report"])
    }

    @Test(arguments: [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "vbscript:x", "file:///etc/passwd", "data:text/html,x",
        "java&#115;cript:alert(1)", "&#x6A;avascript:x", "custom:x",
    ])
    func unsafeLinksLoseTheirTarget(url: String) {
        let result = html("see [the *words*](\(url)) there\n")
        #expect(result == "<p>see the <em>words</em> there</p>\n")
        #expect(warnings("[a](\(url))\n").count == 1)
    }

    @Test func otherLinksStay() {
        #expect(html("[a](https://x.org/b?c=d:e) [f](#g) [h](i/j:k)\n").components(separatedBy: "<a href").count == 4)
        #expect(html("[a][r]\n\n# H\n\n[r]: https://x.org\n") == "<p><a href=\"https://x.org\">a</a></p>\n")
        #expect(html("<javascript:alert(1)>\n") == "<p>javascript:alert(1)</p>\n")
    }

    @Test func localPicturesAreInlined() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "prose-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]
        _ = FileManager.default.createFile(atPath: "\(folder)/a b.png", contents: Data(png))
        _ = FileManager.default.createFile(atPath: "\(folder)/secret.txt", contents: Data("secret".utf8))
        let text = "![\"x\" & \\<y>](a%20b.png 'T') ![m](none.png) ![s](secret.txt)\n"
        let (notebook, all) = Notebook.read(SourceText(path: "\(folder)/book.md", contents: text))
        guard case .prose(let prose) = notebook.blocks[0] else {
            Issue.record("no prose")
            return
        }
        let data = Data(png).base64EncodedString()
        #expect(
            prose.html.contains(
                "<img src=\"data:image/png;base64,\(data)\" alt=\"&quot;x&quot; &amp; &lt;y&gt;\" title=\"T\" />"))
        #expect(prose.html.contains("Picture not shown: the file is missing. (m)"))
        #expect(!prose.html.contains(Data("secret".utf8).base64EncodedString()))
        #expect(all.map(\.severity) == [.warning, .warning])
        #expect(all.map(\.range.start.column) == [35, 50])
    }

    @Test(arguments: ["https://x.org/a.png", "//x.org/a.png", "ftp://x/a.png", "file:///a.png"])
    func remotePicturesAreRefused(url: String) {
        let result = html("![words](\(url))\n")
        #expect(!result.contains("<img"))
        #expect(result.contains("Picture not shown") && result.contains("words"))
        #expect(warnings("![words](\(url))\n").count == 1)
    }
}
