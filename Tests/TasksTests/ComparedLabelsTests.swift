import Outputs
import Tasks
import Testing

/// Sentences in which what was predicted is compared with what is true.
@Suite struct ComparedLabelsTests {
    /// `[words tag]` for each mark, with a `!` before a mistake.
    private func marked(_ rows: [(word: String, predicted: String?, expected: String?)]) -> String {
        let text = MarkedText(
            title: "t", words: rows.map(\.word), predicted: rows.map(\.predicted), expected: rows.map(\.expected))
        return text.pieces.map { piece in
            piece.mark.map { "\($0.verdict == .right ? "" : "!")[\(piece.text) \($0.tag)]" } ?? piece.text
        }.joined()
    }

    @Test func whatIsRightIsOneMark() {
        #expect(
            marked([
                ("Ada", "B-PER", "B-PER"), ("Byron", "I-PER", "I-PER"), ("met", "O", "O"), ("Ann", "B-PER", "B-PER"),
            ])
                == "[Ada Byron PER] met [Ann PER]")
        #expect(marked([("Ada", "B-PER", "B-PER"), ("Ann", "B-PER", "B-PER")]) == "[Ada PER] [Ann PER]")
        #expect(marked([("a", "O", "O"), ("b", nil, nil)]) == "a b")
    }

    @Test func eachKindOfMistakeIsNamed() {
        #expect(marked([("Leeds", "B-ORG", "B-LOC"), ("won", "O", "O")]) == "![Leeds ORG ≠ LOC] won")
        #expect(marked([("New", "O", "B-LOC"), ("York", "O", "I-LOC")]) == "![New York missed LOC]")
        #expect(marked([("The", "B-MISC", "O"), ("Cup", "I-MISC", "O")]) == "![The Cup spurious MISC]")
        #expect(
            marked([("New", "B-LOC", "B-LOC"), ("York", "B-LOC", "I-LOC")]) == "[New LOC] ![York B-LOC ≠ I-LOC]")
        // The look of a mistake is that of what was predicted, and of what was missed where nothing was.
        let text = MarkedText(title: "", words: ["a", "b"], predicted: ["B-ORG", "O"], expected: ["B-LOC", "B-PER"])
        #expect(text.marks.map(\.label) == ["ORG", "PER"])
        #expect(text.marks.map(\.verdict) == [.wrong, .missed])
    }

    @Test func marksStandOnTheirWords() {
        let rows: [(word: String, predicted: String?, expected: String?)] = [
            ("🎾e\u{301}", "O", "O"), ("\u{A0}", nil, nil), ("東京", "B-LOC", "B-ORG"), (".", "O", "O"),
        ]
        #expect(marked(rows) == "🎾e\u{301} \u{A0} ![東京 LOC ≠ ORG] .")
    }

    /// Labels of no scheme with prefixes are their own types.
    @Test func labelsWithoutPrefixes() {
        #expect(
            marked([("a", "Noun", "Verb"), ("b", "Noun", "Noun"), ("c", "O", "Noun")])
                == "![a Noun ≠ Verb] [b Noun] ![c missed Noun]")
    }
}
