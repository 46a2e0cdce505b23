/// A text with some of its parts marked, and lines shown above it.
package struct MarkedText: Sendable, Equatable, Codable {
    /// A marked part; offsets count Unicode scalars of the text.
    package struct Mark: Sendable, Equatable, Codable {
        package var start: Int
        package var end: Int
        /// The mark's meaning. It is shown after the part, and equal labels have one colour throughout a report. An empty
        /// label is a highlight without a name.
        package var label: String
        /// What stands behind the part in the label's place, e.g. `ORG ≠ LOC`.
        package var note: String?
        /// Whether the mark is right, where the text shows what was mistaken: what is right is shown quietly.
        package var verdict: Verdict?

        package init(start: Int, end: Int, label: String = "", note: String? = nil, verdict: Verdict? = nil) {
            self.start = start
            self.end = end
            self.label = label
            self.note = note
            self.verdict = verdict
        }

        /// What stands behind the part; empty for a highlight.
        package var tag: String { note ?? label }
    }

    package enum Verdict: String, Sendable, Codable {
        case right, wrong
        /// The part should bear the label, and does not.
        case missed
    }

    /// A named line above the text, e.g. `Found: 330 metres (tokens 12 to 13)`.
    package struct Line: Sendable, Equatable, Codable {
        package var name: String
        /// The line's main text; empty if there is only a note.
        package var value: String
        /// A less prominent text after it.
        package var note: String

        package init(_ name: String, _ value: String, note: String = "") {
            self.name = name
            self.value = value
            self.note = note
        }
    }

    package var title: String?
    package var lines: [Line]
    /// Empty where the title and the lines say all.
    package var text: String
    package var marks: [Mark]
    /// Shown for a text without marks, e.g. `nothing found`.
    package var emptyNote: String?

    package init(
        title: String? = nil, lines: [Line] = [], text: String, marks: [Mark], emptyNote: String? = nil
    ) {
        self.title = title
        self.lines = lines
        self.text = text
        self.marks = marks
        self.emptyNote = emptyNote
    }

    /// The text as consecutive pieces, each with its mark, if any.
    ///
    /// Marks that are outside the text, are empty, or begin inside an earlier one are skipped.
    package var pieces: [(text: String, mark: Mark?)] {
        let scalars = Array(text.unicodeScalars)
        var pieces: [(text: String, mark: Mark?)] = []
        var place = 0
        func add(upTo end: Int, _ mark: Mark?) {
            if end > place { pieces.append((String(String.UnicodeScalarView(scalars[place..<end])), mark)) }
            place = end
        }
        for mark in marks.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) })
        where mark.start >= place && mark.end > mark.start && mark.end <= scalars.count {
            add(upTo: mark.start, nil)
            add(upTo: mark.end, mark)
        }
        add(upTo: scalars.count, nil)
        return pieces
    }
}
