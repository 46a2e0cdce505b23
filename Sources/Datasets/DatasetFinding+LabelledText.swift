import FileKinds

extension DatasetFinding {
    /// The findings about labelled texts as their file has them.
    ///
    /// - Parameter isQuoted: Whether quotes around a text may have been meant as CSV's, although they were read as part of the text.
    static func all(in examples: [LabelledText], labels: [String], isQuoted: Bool) -> [DatasetFinding] {
        func places(_ matches: (LabelledText) -> Bool) -> [String] {
            examples.lazy.filter(matches).map { "in \($0.place)" }
        }
        var labelOfText: [[UInt8]: Int32] = [:]
        var (repeated, contradictory): ([String], [String]) = ([], [])
        var counts = [Int](repeating: 0, count: labels.count)
        for example in examples {
            counts[Int(example.label)] += 1
            let text = Array(example.text.utf8)
            if let label = labelOfText[text] {
                let place = "in \(example.place)"
                if label == example.label { repeated.append(place) } else { contradictory.append(place) }
            } else {
                labelOfText[text] = example.label
            }
        }
        let rare = examples.filter { counts[Int($0.label)] == 1 }
            .map { "`\(labels[Int($0.label)].shortened())` in \($0.place)" }
        return [
            DatasetFinding(
                "Texts without a character", name: "empty-texts",
                "Training and scores use them, although they have no text.",
                places: places { $0.text.unicodeScalars.allSatisfy(isPythonBlank) }),
            DatasetFinding(
                "Texts that occur earlier with another label", name: "contradictory-texts",
                "No model can get both right: remove one of them.", places: contradictory),
            DatasetFinding(
                "Texts that occur earlier with the same label", name: "repeated-texts",
                "Training and scores count each of them as often as it occurs.", places: repeated),
            DatasetFinding(
                "Labels that occur once", name: "rare-labels",
                "One text is hardly enough to learn a label, and one text decides its scores.", places: rare),
            DatasetFinding(
                "Texts in quotes", name: "quoted-texts",
                "TSV has no quoting, so the quotes are part of the text: remove them, or write the file as CSV.",
                places: isQuoted ? places(\.isInQuotes) : []),
        ].compactMap { $0 }
    }

    /// Texts of a validation split whose labels do not occur in its training split.
    ///
    /// - Parameter count: The number of labels in the training split: ids from `count` on do not occur there.
    package static func unseen(in examples: [LabelledText], labels: [String], from count: Int) -> [DatasetFinding] {
        guard count < labels.count else { return [] }
        let places = examples.lazy.filter { $0.label >= count }.map {
            "`\(labels[Int($0.label)].shortened())` in \($0.place)"
        }
        let list = labels[count...].map { "`\($0.shortened())`" }.joined(separator: ", ")
        return [
            DatasetFinding(
                "Texts with a label that training does not have", name: "unseen-labels",
                "The labels are \(list): no model can predict them, and each text counts as a mistake.",
                places: Array(places))
        ].compactMap { $0 }
    }
}

extension LabelledText {
    /// Whether the text is written as a quoted CSV value: in quotes, with every quote in it doubled.
    fileprivate var isInQuotes: Bool {
        let bytes = text.utf8
        guard bytes.count > 1, bytes.first == UInt8(ascii: "\""), bytes.last == UInt8(ascii: "\"") else { return false }
        let inner = bytes.dropFirst().dropLast().split(omittingEmptySubsequences: false) { $0 != UInt8(ascii: "\"") }
        return inner.allSatisfy { $0.count % 2 == 0 }
    }
}
