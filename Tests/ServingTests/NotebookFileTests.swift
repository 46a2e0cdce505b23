import Serving
import Testing

/// Lines of a file are replaced, and found again in a later state of it.
@Suite struct NotebookFileTests {
    private func file(_ text: String) -> NotebookFile { NotebookFile(bytes: Array(text.utf8)) }
    private func text(_ file: NotebookFile) -> String { String(decoding: file.bytes, as: UTF8.self) }

    @Test(arguments: ["a\nb\nc\n", "a\r\nb\r\nc\r\n", "\u{FEFF}a\nb\nc", "a\rb\rc", "", "\n", "a"])
    func readingKeepsTheBytes(_ contents: String) {
        #expect(text(file(contents)) == contents)
    }

    @Test func onlyTheNamedLinesAreReplaced() {
        #expect(text(file("a\nb\nc\n").replacing(2..<3, with: "x\ny")) == "a\nx\ny\nc\n")
        #expect(text(file("a\r\nb\r\nc").replacing(2..<3, with: "x\ny")) == "a\r\nx\r\ny\r\nc")
        #expect(text(file("\u{FEFF}a\nb\nc").replacing(3..<4, with: "x")) == "\u{FEFF}a\nb\nx")
        #expect(text(file("a\nb\n").replacing(1..<2, with: "")) == "b\n")
        // After the last line, which may have no line end.
        #expect(text(file("a\nb").replacing(3..<3, with: "\nc")) == "a\nb\n\nc")
        #expect(text(file("a\nb\n").replacing(3..<3, with: "c")) == "a\nb\nc\n")
    }

    /// Lines that were not changed keep their bytes, also inside the edited text.
    @Test func repeatedLinesKeepTheirBytes() {
        // A file with the line ends of several editors.
        let mixed = file("a\r\nb\nc\rd\r\n")
        #expect(text(mixed.replacing(1..<5, with: "a\nb\nC\nd")) == "a\r\nb\nC\rd\r\n")
        #expect(text(mixed.replacing(2..<4, with: "b\nx\nc")) == "a\r\nb\nx\nc\rd\r\n")
        #expect(text(mixed.replacing(3..<4, with: "C")) == "a\r\nb\nC\rd\r\n")
        // Tabs and spaces, a last line without an end, and letters with two encodings.
        for contents in ["\ta \n  b\t\n\u{C}\n", "a\nb", "e\u{301}\n\u{E9}\n", "a\n\n", "\u{FEFF}a\u{2028}b\u{85}\n"] {
            let file = file(contents)
            for first in 1...file.lineCount {
                for end in first...file.lineCount + 1 {
                    #expect(text(file.replacing(first..<end, with: file.text(first..<end))) == contents)
                }
            }
        }
        #expect(Array(text(file("e\u{301}\n").replacing(1..<2, with: "\u{E9}")).utf8) == Array("\u{E9}\n".utf8))
        #expect(text(file("a\nb").replacing(1..<3, with: "a\nb\nc")) == "a\nb\nc")
        #expect(text(file("a\nb").replacing(1..<3, with: "a\nx\nb")) == "a\nx\nb")
        // A page sends only one kind of line ends, but another program may send others.
        #expect(text(file("a\r\nb\r\n").replacing(1..<2, with: "x\r\ny\rz")) == "x\r\ny\r\nz\r\nb\r\n")
    }

    @Test func bytesThatAreNotUTF8AreKept() {
        let bytes: [UInt8] = [0x61, 0x0A, 0xE9, 0x0A, 0x62, 0x0A, 0xFF]
        let file = NotebookFile(bytes: bytes)
        #expect(file.bytes == bytes)
        #expect(file.replacing(3..<4, with: "c").bytes == [0x61, 0x0A, 0xE9, 0x0A, 0x63, 0x0A, 0xFF])
        #expect(file.replacing(1..<5, with: "x\n\u{FFFD}\nb\n\u{FFFD}").bytes == [0x78] + bytes.dropFirst())
    }

    @Test func linesAreFoundAgain() {
        let old = file("one\n\ntwo\n\nthree\n\nfour\n")
        // Nothing has changed.
        var place = old.place(of: 3..<4, in: old)
        #expect(place.range == 3..<4 && place.isSame)
        // Lines were added above, and removed below.
        place = old.place(of: 3..<4, in: file("zero\n\none\n\ntwo\n\nthree\n"))
        #expect(place.range == 5..<6 && place.isSame)
        // Other line ends are not a change.
        place = old.place(of: 3..<6, in: file("one\r\n\r\ntwo\r\n\r\nthree\r\n\r\nfour\r\n"))
        #expect(place.range == 3..<6 && place.isSame)
    }

    @Test func aChangeInTheLinesIsNoticed() {
        let old = file("one\ntwo\nthree\nfour\n")
        for (contents, theirs) in [
            ("one\nTWO\nthree\nfour\n", "TWO\nthree"), ("one\ntwo\nmiddle\nthree\nfour\n", "two\nmiddle\nthree"),
            ("one\nthree\nfour\n", "three"), ("one\nfour\n", ""), ("one\nx\ny\nz\nfour\n", "x\ny\nz"), ("", ""),
        ] {
            let new = file(contents)
            let place = old.place(of: 2..<4, in: new)
            #expect(!place.isSame, "\(contents)")
            #expect(new.text(place.range) == theirs)
        }
    }

    @Test func savingBesideAnotherChangeKeepsBoth() {
        let old = file("# Title\n\nprose\n\n```{practicum}\nread a\n```\n")
        let now = file("# Title\n\nother prose\nof two lines\n\n```{practicum}\nread a\n```\n")
        let place = old.place(of: 6..<7, in: now)
        #expect(place.isSame)
        #expect(
            text(now.replacing(place.range, with: "read b"))
                == "# Title\n\nother prose\nof two lines\n\n```{practicum}\nread b\n```\n")
    }
}
