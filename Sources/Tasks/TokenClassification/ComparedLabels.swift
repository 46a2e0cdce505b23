import Outputs

extension MarkedText {
    /// A sentence whose marks say what was predicted for its words, and where that is not what is true: `LOC` for what is right,
    /// `ORG ≠ LOC` for a wrong type, `missed LOC`, `spurious LOC`, and `I-LOC ≠ B-LOC` where the type is right and the end of an
    /// entity is not.
    ///
    /// - Parameters:
    ///   - predicted: A label of IOB or a related scheme for each word, nil for a word that is not scored.
    ///   - expected: The true labels.
    package init(title: String, words: [String], predicted: [String?], expected: [String?]) {
        var text = ""
        var length = 0
        var marks: [Mark] = []
        /// What the word before has, if it has a mark.
        var last: Mark?
        for (place, word) in words.enumerated() {
            if place > 0 {
                text += " "
                length += 1
            }
            let start = length
            text += word
            length += word.unicodeScalars.count
            guard let found = predicted[place].map(WordLabel.init), let wanted = expected[place].map(WordLabel.init),
                var mark = found.mark(whereTrueIs: wanted)
            else {
                last = nil
                continue
            }
            if mark == last, !found.isBeginning, !wanted.isBeginning {
                marks[marks.count - 1].end = length
            } else {
                last = mark
                (mark.start, mark.end) = (start, length)
                marks.append(mark)
            }
        }
        self.init(title: title, text: text, marks: marks)
    }
}

/// A label such as `B-PER` in its parts.
private struct WordLabel {
    let name: String
    /// Nil outside of any entity. A label without a prefix is its own type.
    let type: String?
    let isBeginning: Bool

    init(_ name: String) {
        self.name = name
        type = name == "O" ? nil : TokenRows.Token.type(of: name) ?? name
        isBeginning = TokenRows.Token.type(of: name) != nil && "BSU".contains(name.prefix(1))
    }

    /// A mark without a place for a word with this predicted label; nil where there is nothing to mark.
    func mark(whereTrueIs wanted: WordLabel) -> MarkedText.Mark? {
        func mark(_ label: String, _ note: String?, _ verdict: MarkedText.Verdict) -> MarkedText.Mark {
            .init(start: 0, end: 0, label: label, note: note, verdict: verdict)
        }
        return switch (type, wanted.type) {
        case (nil, nil): nil
        case (nil, let wanted?): mark(wanted, "missed \(wanted)", .missed)
        case (let found?, nil): mark(found, "spurious \(found)", .wrong)
        case (let found?, _?) where name == wanted.name: mark(found, nil, .right)
        case (let found?, let type?) where found == type: mark(found, "\(name) ≠ \(wanted.name)", .wrong)
        case (let found?, let type?): mark(found, "\(found) ≠ \(type)", .wrong)
        }
    }
}
