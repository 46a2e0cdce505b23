import Notebooks
import Testing

@Suite("Visible text")
struct VisibleTextTests {
    @Test("Characters that control a terminal or change the reading order are named; all others stay")
    func visible() {
        #expect("a\u{1B}[2Jb\u{9B}c\u{7F}".visible == "a<U+001B>[2Jb<U+009B>c<U+007F>")
        #expect("x\u{202E}y\u{2066}z\u{2028}\r".visible == "x<U+202E>y<U+2066>z<U+2028><U+000D>")
        let harmless = "tab\tline\nnaïve e\u{301} 👩‍🚀 \u{200B}"
        #expect(harmless.visible == harmless)
    }
}
