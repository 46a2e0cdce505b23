import Notebooks

/// A text with some of its ranges marked, each with a class and, if wanted, letters behind it.
struct MarkedText {
    struct Mark {
        /// Unicode scalars.
        var start: Int
        var end: Int
        var cssClass: String
        /// What the mark means, in letters.
        var letters: String?
    }

    private let text: String
    private let marks: [Mark]

    /// Marks that lie outside the text, are empty, or begin within an earlier one are left out.
    init(_ text: String, marks: [Mark]) {
        let length = text.unicodeScalars.count
        var end = 0
        var kept: [Mark] = []
        for mark in marks.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
            guard mark.start >= end, mark.end > mark.start, mark.end <= length else { continue }
            kept.append(mark)
            end = mark.end
        }
        self.text = text
        self.marks = kept
    }

    func write(into html: inout HTMLWriter) {
        let scalars = text.unicodeScalars
        var place = scalars.startIndex
        var offset = 0
        for mark in marks {
            let start = scalars.index(place, offsetBy: mark.start - offset)
            let end = scalars.index(start, offsetBy: mark.end - mark.start)
            html.text(String(scalars[place..<start]))
            html.inline("mark", .class(mark.cssClass)) { html in
                html.text(String(scalars[start..<end]))
                if let letters = mark.letters {
                    html.inline("span", .class("type")) { html in
                        // The blank keeps the letters apart when the page is copied or read aloud.
                        html.text(" ")
                        html.text(letters)
                    }
                }
            }
            place = end
            offset = mark.end
        }
        html.text(String(scalars[place...]))
    }
}
