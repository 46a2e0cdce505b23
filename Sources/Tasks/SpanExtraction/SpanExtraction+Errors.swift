import Datasets
import Metrics
import Outputs

extension SpanExtraction {
    package func errors(
        in predictions: ScoredPredictions, of features: QuestionWindows, split: TaskSplit<Question>,
        trainedOn training: TaskSplit<Question>, task: TaskDescription, _ options: ErrorOptions
    ) throws -> ErrorReport {
        var report = ErrorReport()
        let questions = predictions.values.indices.filter(split.examples.indices.contains)
        guard !questions.isEmpty else {
            report.add(.warning("There is no question that was scored: there is nothing to look at."))
            return report
        }
        let scores = questions.map { place in
            let values = predictions.statistics.values(of: CollectionOfOne(place))
            return SpanScores(exactMatch: values[0], f1: values[1])
        }
        var windowCounts = [Int](repeating: 0, count: split.examples.count)
        for example in features.exampleIndices { windowCounts[Int(example)] += 1 }

        func probability(_ place: Int) -> Double { predictions.probabilities[place] }
        func texts(_ place: Int) -> [MarkedText] {
            let example = split.examples[place]
            let range = Int(predictions.values[place][0])..<Int(predictions.values[place][1])
            return [
                Self.comparison(
                    example, range, title: "validation[\(place)]: \(example.question)",
                    note:
                        "F1 \(Format.decimal(scores[place].f1, 2)), probability \(Format.percent(probability(place), 1))"
                )
            ]
        }
        /// Several questions about one text: the first shows it, and the others name the first.
        func withEachTextOnce(_ places: some Sequence<Int>) -> [[MarkedText]] {
            var first: [String: Int] = [:]
            return places.map { place in
                let context = split.examples[place].context
                guard let shown = first[context] else {
                    first[context] = place
                    return texts(place)
                }
                return texts(place).map { marked in
                    MarkedText(
                        title: marked.title,
                        lines: marked.lines + [.init("Text", "", note: "that of validation[\(shown)]")],
                        text: "", marks: [])
                }
            }
        }
        func add(_ column: String, _ caption: String, _ names: [String], _ group: (Int) -> Int) {
            var members = [[Int]](repeating: [], count: names.count)
            for place in questions { members[group(place)].append(place) }
            let groups = zip(names, members).filter { !$1.isEmpty }.map { name, members in
                let values = predictions.statistics.values(of: members)
                // The wrong ones that the model is surest of come first.
                let wrong = members.filter { scores[$0].exactMatch < 1 }.sorted {
                    (scores[$0].f1, -probability($0), $0) < (scores[$1].f1, -probability($1), $1)
                }
                return ErrorGroup(
                    name: name,
                    cells: [Format.count(members.count), Format.percent(values[0], 1), Format.percent(values[1], 1)],
                    exampleCount: wrong.count, examples: withEachTextOnce(wrong.prefix(options.examples)))
            }
            report.add(
                groups, caption: caption, columns: [column, "questions", "exact match", "F1"], wrong: "not exact")
        }

        add("Question", "Questions by question word", QuestionWord.names) {
            QuestionWord.group(of: split.examples[$0].question)
        }
        let lengths = NumberGroups(starts: [1, 2, 3, 6])
        add(
            "Words", "Questions by the number of words of the first reference",
            lengths.starts.indices.map(lengths.name) + ["no answer"]
        ) { place in
            split.examples[place].answers.first.map { lengths.group(of: Self.wordCount($0.text)) }
                ?? lengths.starts.count
        }
        let places = NumberGroups(starts: [0, 25, 50, 100, 200])
        add(
            "Words before the answer", "Questions by the place of the first reference in its context",
            places.starts.indices.map(places.name) + ["no answer"]
        ) { place in
            let example = split.examples[place]
            return example.answers.first.map {
                places.group(of: Self.wordCount(example.contextText(0..<Int32(clamping: $0.start))))
            } ?? places.starts.count
        }
        let windows = NumberGroups(starts: [1, 2, 3])
        add("Windows", "Questions by the number of windows of their context", windows.starts.indices.map(windows.name))
        {
            windows.group(of: windowCounts[$0])
        }
        report.addCalibration(
            task: task, probabilities: questions.map(probability), isRight: scores.map { $0.exactMatch == 1 },
            right: "exact match", noun: "questions", options, example: texts)
        return report
    }

    private static func wordCount(_ text: String) -> Int {
        text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace).count
    }

    /// The context with the first reference and the predicted answer marked: where they overlap, the common part has a mark of its own.
    private static func comparison(_ example: Question, _ predicted: Range<Int>, title: String, note: String)
        -> MarkedText
    {
        let answer = example.answers.first
        let gold = answer.map { $0.start..<$0.start + $0.text.unicodeScalars.count } ?? 0..<0
        var marks: [MarkedText.Mark] = []
        let ends = Set([gold.lowerBound, gold.upperBound, predicted.lowerBound, predicted.upperBound]).sorted()
        for (start, end) in zip(ends, ends.dropFirst()) {
            let (isGold, isPredicted) = (gold.contains(start), predicted.contains(start))
            guard isGold || isPredicted else { continue }
            marks.append(
                .init(start: start, end: end, label: isGold ? isPredicted ? "both" : "gold" : "predicted"))
        }
        let text = example.contextText(Int32(predicted.lowerBound)..<Int32(predicted.upperBound))
        return MarkedText(
            title: title,
            lines: [
                .init("Gold", answer?.text ?? "", note: answer == nil ? "no answer" : ""),
                .init("Predicted", text, note: text.isEmpty ? "no answer; \(note)" : note),
            ], text: example.context, marks: marks)
    }
}

/// What a question asks for, by its first question word.
private enum QuestionWord {
    private static let words: [(name: String, forms: [String])] = [
        ("who", ["who", "whom", "whose"]), ("what", ["what", "what's"]), ("which", ["which"]), ("when", ["when"]),
        ("where", ["where"]), ("why", ["why"]), ("how", ["how"]),
    ]

    static var names: [String] { words.map(\.name) + ["other"] }

    static func group(of question: String) -> Int {
        let found = question.lowercased().split { !$0.isLetter && $0 != "'" }.lazy.compactMap { word in
            words.firstIndex { $0.forms.contains(String(word)) }
        }.first
        return found ?? words.count
    }
}
