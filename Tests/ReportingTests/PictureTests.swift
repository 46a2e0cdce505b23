import Execution
import Foundation
import Notebooks
import Reporting
import Testing

@Suite struct PictureTests {
    private static let png: [UInt8] = SamplePicture.curve(width: 80, height: 61)

    private func prose(_ html: String, path: String = "notebooks/a.md") -> String {
        let range = SourceRange(start: SourceLocation(file: path, line: 1))
        let notebook = Notebook(
            path: path, title: "A", parameters: [], profiles: [],
            blocks: [.prose(Prose(markdown: "", html: html, range: range))], literals: [:], lines: [])
        let files = ["notebooks/a b&c.png": Self.png, "/x/d.png": Self.png, "notebooks/text.png": Array("secret".utf8)]
        return HTMLReport.render(notebook: notebook, run: SampleRun.finished) { files[$0] }
    }

    @Test func localPicturesAreInlined() {
        let data = "src=\"data:image/png;base64,\(Data(Self.png).base64EncodedString())\" alt=\"x\" />"
        #expect(prose("<p><img src=\"a%20b&amp;c.png\" alt=\"x\" />!</p>").contains("<p><img \(data)!</p>"))
        #expect(
            prose("<img src=\"/x/d.png\" alt=\"x\" /><img src=\"/x/d.png\" alt=\"x\" />").ranges(of: data).count == 2)
    }

    @Test func otherPicturesAreReplacedByASentence() {
        for (source, words) in [
            ("https://example.org/a.png", "A remote picture is left out"),
            ("//example.org/a.png", "A remote picture is left out"),
            ("file:///etc/a.png", "A remote picture is left out"), ("none.png", "A picture could not be read"),
            ("text.png", "A file is no PNG"),
        ] {
            let html = prose("<p><img src=\"\(source)\" alt=\"a &lt;b&gt;\" /></p>")
            #expect(HTMLChecker(html).problems == [])
            #expect(html.contains(words) && html.contains("“a &lt;b&gt;”"))
            #expect(!html.contains("<img") && !html.contains("c2VjcmV0"))
        }
    }

    @Test func pictureFilesHaveSafeNamesOfTheirOwn() {
        var run = SampleRun.finished
        for name in ["losses", "../../etc/passwd", "..", "", "a/b", "größe"] {
            run.cells[0].outputs.append(CellOutput(.figure(Figure(name: name, png: [1], alternativeText: ""))))
        }
        let names = HTMLReport.figures(run: run).map(\.name)
        #expect(names == ["losses", "-..-etc-passwd", "figure", "figure-2", "a-b", "größe", "losses-2", "losses-3"])
        #expect(HTMLReport.figures(run: SampleRun.finished)[0].png == SamplePicture.curve())
    }
}
