import Foundation
import Notebooks
import Testing

/// Damaged notebooks: for any content, reading must end, and every reported place must be in the file.
@Suite struct MutationTests {
    /// Knuth's MMIX generator, which gives the same damage in every run.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    private static let snippets = [
        "```", "````", "~~~", "{practicum}", "{text}", "#| label: x\n", "#|", "---\n", "\n", "\\", "\"", "'", "$", "${",
        "@", "\t", "> ", "- ", "\r", "é", "日", "\u{301}", "👩‍👩‍👧", ": ", "[", "{", "&a *a", "<b>", "![x](", "</", "# ",
    ]

    @Test(arguments: 0..<400)
    func readingEnds(seed: Int) throws {
        let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        var text = Array(try String(contentsOf: fixtures.appending(path: "sample.md"), encoding: .utf8))
        var generator = Generator(state: UInt64(seed))
        for _ in 0..<Int.random(in: 1...12, using: &generator) {
            let place = Int.random(in: 0...text.count, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: text.removeSubrange(place..<min(text.count, place + Int.random(in: 1...9, using: &generator)))
            case 1:
                let other = Int.random(in: 0...text.count, using: &generator)
                text.insert(contentsOf: text[min(place, other)..<min(text.count, min(place, other) + 40)], at: place)
            default:
                text.insert(contentsOf: Self.snippets.randomElement(using: &generator) ?? "", at: place)
            }
        }
        let source = SourceText(path: "book.md", contents: String(text))
        let (notebook, diagnostics) = Notebook.read(source)
        for diagnostic in diagnostics {
            let start = diagnostic.range.start
            #expect((1...max(1, source.lines.count)).contains(start.line))
            #expect(start.column >= 1 && start.column <= (diagnostic.sourceLine?.unicodeScalars.count ?? 0) + 1)
            #expect(!diagnostic.description.isEmpty)
        }
        for cell in notebook.cells {
            for word in cell.commands.flatMap(\.words) {
                let line = source.lines[word.range.start.line - 1]
                #expect(word.range.start.column + word.range.length - 1 <= line.unicodeScalars.count)
            }
        }
        #expect(Set(notebook.cells.map(\.label)).count == notebook.cells.count || Diagnostics(diagnostics).hasErrors)
    }
}
