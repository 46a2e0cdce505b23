/// A property of a data set that changes what is learnt or scored and is easily overlooked.
package struct DatasetFinding: Sendable, Equatable {
    /// What is counted, e.g. `Words without a piece`.
    package let label: String
    /// The same as the last part of a metric's name, e.g. `words-without-pieces`.
    package let name: String
    /// The consequence, as a sentence.
    package let consequence: String
    package let count: Int
    /// Where it occurs first, e.g. ``question `q7` ``.
    package let first: String

    /// Nil if there is no place.
    init?(_ label: String, name: String, _ consequence: String, places: [String], count: Int? = nil) {
        guard let first = places.first else { return nil }
        self.label = label
        self.name = name
        self.consequence = consequence
        self.count = count ?? places.count
        self.first = first
    }
}

extension DatasetFinding {
    /// The findings about questions as their file has them.
    package static func all(in questions: [Question]) -> [DatasetFinding] {
        var ids: Set<[UInt8]> = []
        func places(_ matches: (Question) -> Bool) -> [String] {
            questions.lazy.filter(matches).map { "question `\($0.id.shortened())`" }
        }
        return [
            DatasetFinding(
                "Questions without an answer", name: "unanswerable-questions",
                "Training uses [CLS] as their answer. A prediction can then be that there is no answer, and the scores are SQuAD v2's.",
                places: places { $0.answers.isEmpty }),
            DatasetFinding(
                "Answers without text", name: "empty-answers",
                "Their start and end mark no text, and only a prediction without a word equals them.",
                places: places { $0.answers.contains { $0.text.unicodeScalars.allSatisfy(isPythonBlank) } }),
            DatasetFinding(
                "Answers with a blank before or after them", name: "answers-with-blanks",
                "Their spans include a neighbouring token, as in the Python notebook: remove the blanks, and adjust answer_start.",
                places: places { $0.answers.contains(where: \.hasOuterBlank) }),
            DatasetFinding(
                "Questions with the id of another question", name: "repeated-ids",
                "Training and scores count each of them: check whether the file contains them twice.",
                places: places { !ids.insert(Array($0.id.utf8)).inserted }),
            DatasetFinding(
                "Questions without text", name: "empty-questions", "Training and scores use them nevertheless.",
                places: places { $0.question.unicodeScalars.allSatisfy(isPythonBlank) }),
            DatasetFinding(
                "Questions whose context has no text", name: "empty-contexts", "Nothing can be found there.",
                places: places { $0.context.unicodeScalars.allSatisfy(isPythonBlank) }),
        ].compactMap { $0 }
    }

    /// Rare types that are probably misspelt forms of a frequent one: other letter case, shortened, or with swapped letters.
    static func misspelt(in sentences: [LabelledSentence], labels: TokenLabels) -> DatasetFinding? {
        let counts = labels.frequencies(in: sentences)
        func count(_ type: String) -> Int { labels.id(of: "B-\(type)").map { counts[Int($0)] } ?? 0 }
        var meant: [String: String] = [:]
        for type in labels.types {
            meant[type] = labels.types.first { other in
                guard count(other) >= 20 * count(type) else { return false }
                let (a, b) = (type.uppercased(), other.uppercased())
                return a == b || (b.count > 1 && a.hasPrefix(b)) || a.sorted() == b.sorted()
            }
        }
        guard !meant.isEmpty else { return nil }
        let pairs = meant.sorted { $0.key < $1.key }.map { "\($0.key.spelledOut) for \($0.value)" }
        let ids = Set(meant.keys.compactMap { labels.id(of: "B-\($0)") })
        let places = sentences.lazy.flatMap { sentence in
            sentence.labels.enumerated().filter { ids.contains($0.element) }.map {
                "in \(sentence.place.word($0.offset))"
            }
        }
        return DatasetFinding(
            "Entities of a rare type that is spelt like a frequent one", name: "misspelt-types",
            "Each type is a label of its own (\(pairs.joined(separator: ", "))): rename the tags if that is a mistake.",
            places: Array(places))
    }

    /// Entity types that occur only in a validation split.
    package static func unseen(
        types: [String], in sentences: [LabelledSentence], labels: TokenLabels
    ) -> [DatasetFinding] {
        guard !types.isEmpty else { return [] }
        let ids = Set(types.compactMap { labels.id(of: "B-\($0)") })
        let places = sentences.lazy.flatMap { sentence in
            sentence.labels.enumerated().filter { ids.contains($0.element) }.map { word, label in
                "\(sentence.words[word].spelledOut) (\(labels.name(of: label) ?? "")) in \(sentence.place.word(word))"
            }
        }
        return [
            DatasetFinding(
                "Entities of a type that training does not have", name: "unseen-types",
                "The types are \(types.joined(separator: ", ")): no model can predict them, and each counts as missed.",
                places: Array(places))
        ].compactMap { $0 }
    }

    /// The findings about sentences after tokenization.
    package static func all(in features: LabelledTokens, examples: [LabelledSentence], labels: TokenLabels)
        -> [DatasetFinding]
    {
        func place(_ words: LabelledTokens.UnscoredWords, _ word: Int?) -> String {
            let sentence = examples[words.example]
            let line =
                sentence.place == .none ? "in sentence \(words.example)" : "in \(sentence.place.word(word ?? 0))"
            return word.map { "\(sentence.words[$0].spelledOut) \(line)" } ?? line
        }
        let unscored = features.unscoredWords
        let consequence = "Training and scores do not use them."
        let cutEntities = unscored.flatMap { words in
            labels.entities(in: examples[words.example].labels)
                .filter { entity in (words.withoutPieces + words.cut).contains(where: entity.contains) }
                .map { place(words, $0.lowerBound) }
        }
        return [
            DatasetFinding(
                "Words without a piece", name: "words-without-pieces",
                "The tokenizer drops all of their characters. \(consequence)",
                places: unscored.flatMap { words in words.withoutPieces.map { place(words, $0) } }),
            DatasetFinding(
                "Words cut off at the maximum length", name: "cut-words", consequence,
                places: unscored.flatMap { words in words.cut.map { place(words, $0) } }),
            DatasetFinding(
                "Entities with a word that is not used", name: "cut-entities",
                "Training and scores use the rest of each as the entity.", places: cutEntities),
            DatasetFinding(
                "Sentences without a word that has a label", name: "sentences-without-labels",
                "There is nothing to learn from them or to score in them.",
                places: unscored.filter { words in
                    words.withoutPieces.count + words.cut.count == examples[words.example].words.count
                }.map { place($0, nil) }),
        ].compactMap { $0 }
    }

    /// The findings about questions after they became windows.
    package static func all(in features: QuestionWindows, examples: [Question]) -> [DatasetFinding] {
        var outside: [String] = []
        var withoutContext: [String] = []
        var row = 0
        while row < features.count {
            let example = examples[Int(features.exampleIndices[row])]
            let rows =
                row..<(features.exampleIndices[row...].firstIndex { $0 != features.exampleIndices[row] }
                ?? features.count)
            let place = "question `\(example.id.shortened())`"
            if rows.allSatisfy({ features.contextRange[$0].isEmpty }) {
                withoutContext.append(place)
            } else if !example.answers.isEmpty, rows.allSatisfy({ features.startPositions[$0] == 0 }) {
                outside.append(place)
            }
            row = rows.upperBound
        }
        return [
            DatasetFinding(
                "Questions whose answer is not completely in any window", name: "answers-outside-windows",
                "Training uses [CLS] as their answer: raise --max-length, or let windows share more tokens with --stride.",
                places: outside),
            DatasetFinding(
                "Questions without a token of context", name: "questions-without-windows",
                "Nothing can be learnt from them or found for them.", places: withoutContext),
        ].compactMap { $0 }
    }
}

extension ReferenceAnswer {
    fileprivate var hasOuterBlank: Bool {
        let scalars = text.unicodeScalars
        guard let first = scalars.first, let last = scalars.last else { return false }
        return (isPythonBlank(first) || isPythonBlank(last)) && !scalars.allSatisfy(isPythonBlank)
    }
}

extension String {
    /// A word for a message: in backquotes, and as its code points if it has no visible character.
    fileprivate var spelledOut: String {
        let scalars = unicodeScalars
        let isVisible = scalars.contains { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .nonspacingMark, .unassigned,
                .privateUse, .surrogate:
                false
            default: true
            }
        }
        if isVisible { return "`\(shortened(to: 30))`" }
        let names = scalars.prefix(4).map { "U+" + String(format($0.value)) }
        return names.joined(separator: " ") + (scalars.count > 4 ? " …" : "")
    }

    private func format(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
