import Datasets
import Metrics
import Outputs

extension TokenClassification {
    package func errors(
        in predictions: ScoredPredictions, of features: LabelledTokens, split: TaskSplit<LabelledSentence>,
        trainedOn training: TaskSplit<LabelledSentence>, task: TaskDescription, _ options: ErrorOptions
    ) throws -> ErrorReport {
        let analysis = try EntityAnalysis(predictions, features, split)
        var report = ErrorReport()
        let strict = analysis.strict
        let goldCount = strict.matches.count { $0.gold != nil }
        let predictedCount = strict.matches.count { $0.predicted != nil }
        guard goldCount + predictedCount > 0 else {
            report.add(
                .warning(
                    "There is no entity in the validation data, and none was predicted: there is nothing to look at."))
            return report
        }
        report.add(
            .text(
                "\(Format.count(goldCount, "gold entity", plural: "gold entities")), \(Format.count(predictedCount)) predicted, \(Format.count(strict.count(.correct))) of them right. A predicted entity that overlaps a gold one is paired with it; a gold entity that is left is missed, and a predicted one that is left is spurious."
            ))
        if goldCount == 0 {
            report.add(.warning("The validation data has no gold entity: every predicted one is spurious."))
        }
        addMistakes(analysis, options, to: &report)
        try addSchemes(analysis, to: &report)
        addTypes(analysis, to: &report)
        addGoldGroups(analysis, training, options, to: &report)
        return report
    }

    private func addMistakes(_ analysis: EntityAnalysis, _ options: ErrorOptions, to report: inout ErrorReport) {
        let mistakes = Dictionary(grouping: analysis.strict.matches, by: \.mistake)
        let all = analysis.strict.matches.count { $0.mistake != nil }
        guard all > 0 else { return report.add(.text("There is no mistake among the entities.")) }
        report.add(
            EntityMatching.Match.Mistake.allCases.map { mistake in
                let matches = mistakes[mistake] ?? []
                return ErrorGroup(
                    name: mistake.rawValue,
                    cells: [Format.count(matches.count), Format.percent(Double(matches.count) / Double(all), 1)],
                    exampleCount: matches.count, examples: matches.prefix(options.examples).map(analysis.texts))
            }, caption: "Mistakes by kind", columns: ["Mistake", "count", "share"])
    }

    /// nervaluate's table.
    private func addSchemes(_ analysis: EntityAnalysis, to report: inout ErrorReport) throws {
        let rows = try EntityMatching.Scheme.allCases.map { scheme in
            let matching = try EntityMatching(gold: analysis.gold, predicted: analysis.predicted, scheme: scheme)
            let scores = matching.scores
            return [scheme.rawValue] + EntityMatching.Outcome.allCases.map { Format.count(matching.count($0)) }
                + [scores.precision, scores.recall, scores.f1].map { Format.decimal($0) }
        }
        report.add(
            .table(
                Table(
                    caption:
                        "Entities compared in four ways: both ends and the type (strict), both ends (exact), both ends or half right with an overlap (partial), the type with any overlap (ent_type)",
                    columns: ["Scheme"] + EntityMatching.Outcome.allCases.map(\.rawValue)
                        + ["precision", "recall", "F1"], rows: rows)))
    }

    private func addTypes(_ analysis: EntityAnalysis, to report: inout ErrorReport) {
        let rows = analysis.report.rows
        report.add(
            ErrorFigure(
                name: "types", caption: "F1 by type of entity", xLabel: "", yLabel: "F1",
                content: .bars(labels: rows.map(\.name), values: rows.map(\.scores.f1)),
                table: Table(
                    columns: ["type", "precision", "recall", "F1", "gold entities"],
                    rows: rows.map { row in
                        [row.name]
                            + [row.scores.precision, row.scores.recall, row.scores.f1].map { Format.decimal($0) }
                            + [Format.count(row.scores.support)]
                    })))
    }

    /// Gold entities by length, by what training saw of them, and by word pieces: how many were found.
    private func addGoldGroups(
        _ analysis: EntityAnalysis, _ training: TaskSplit<LabelledSentence>, _ options: ErrorOptions,
        to report: inout ErrorReport
    ) {
        let gold = analysis.strict.matches.filter { $0.gold != nil }
        func add(_ column: String, _ caption: String, _ names: [String], _ group: (Entity) -> Int) {
            var members = [[EntityMatching.Match]](repeating: [], count: names.count)
            for match in gold { if let entity = match.gold { members[group(entity)].append(match) } }
            let groups = zip(names, members).filter { !$1.isEmpty }.map { name, members in
                let wrong = members.filter { $0.mistake != nil }
                let found = members.count - wrong.count
                return ErrorGroup(
                    name: name,
                    cells: [
                        Format.count(members.count), Format.count(found),
                        Format.percent(Double(found) / Double(members.count), 1),
                    ], exampleCount: wrong.count, examples: wrong.prefix(options.examples).map(analysis.texts))
            }
            report.add(
                groups, caption: caption, columns: [column, "gold entities", "found", "recall"], wrong: "not found")
        }
        let lengths = NumberGroups(starts: [1, 2, 3, 4])
        add("Words", "Gold entities by their number of words", lengths.starts.indices.map(lengths.name)) {
            lengths.group(of: $0.range.count)
        }
        let seen = SeenEntities(training)
        add(
            "In the training data", "Gold entities by what the training data had of them",
            ["seen with this type", "seen with another type", "never seen"]
        ) { seen.group(analysis.words(of: $0).joined(separator: " "), type: analysis.type(of: $0)) }
        let pieces = NumberGroups(starts: [1, 2, 3, 5, 8])
        add(
            "Word pieces", "Gold entities by their number of word pieces", pieces.starts.indices.map(pieces.name)
        ) { pieces.group(of: analysis.pieceCount(of: $0)) }
    }
}

/// Gold and predicted entities of a split, with their words.
private struct EntityAnalysis {
    let gold: LabelSequences
    let predicted: LabelSequences
    let strict: EntityMatching
    let report: ClassificationReport
    private let features: LabelledTokens
    private let split: TaskSplit<LabelledSentence>
    /// Per row, the place in the example of each scored word.
    private let places: [[Int]]
    private let goldEntities: [Int: [Entity]]
    private let predictedEntities: [Int: [Entity]]

    init(_ predictions: ScoredPredictions, _ features: LabelledTokens, _ split: TaskSplit<LabelledSentence>) throws {
        self.features = features
        self.split = split
        let rows = (0..<features.count).map { features.labelledWords($0) }
        places = rows.map { $0.map(\.word) }
        func sequences(_ labels: [[Int32]]) throws -> LabelSequences {
            try LabelSequences(
                labels: labels.flatMap(\.self), names: split.labels,
                offsets: labels.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) })
        }
        gold = try sequences(rows.map { $0.map { features.labels[$0.token] } })
        predicted = try sequences(predictions.values)
        strict = try EntityMatching(gold: gold, predicted: predicted, scheme: .strict)
        report = try ClassificationReport(gold: gold, predicted: predicted)
        goldEntities = Dictionary(grouping: strict.matches.compactMap(\.gold), by: \.sequence)
        predictedEntities = Dictionary(grouping: strict.matches.compactMap(\.predicted), by: \.sequence)
    }

    func type(of entity: Entity) -> String { strict.types[entity.type] }

    private func wordPlaces(of entity: Entity) -> ArraySlice<Int> {
        let start = gold.offsets[entity.sequence]
        return places[entity.sequence][entity.range.lowerBound - start..<entity.range.upperBound - start]
    }

    private func example(_ sequence: Int) -> LabelledSentence { split.examples[Int(features.exampleIndices[sequence])] }

    func words(of entity: Entity) -> [String] { wordPlaces(of: entity).map { example(entity.sequence).words[$0] } }

    func pieceCount(of entity: Entity) -> Int {
        let words = Set(wordPlaces(of: entity).map(Int32.init))
        return features.tokenRange(entity.sequence).count { words.contains(features.wordIDs[$0]) }
    }

    /// A comparison as two texts: the sentence with what is gold, and with what was predicted.
    func texts(_ match: EntityMatching.Match) -> [MarkedText] {
        guard let sequence = (match.gold ?? match.predicted)?.sequence else { return [] }
        let words = example(sequence).words
        var starts: [Int] = []
        var length = 0
        for word in words {
            starts.append(length)
            length += word.unicodeScalars.count + 1
        }
        func text(_ name: String, _ entity: Entity?, _ all: [Entity], none: String) -> MarkedText {
            MarkedText(
                title:
                    "\(name): \(entity.map { "\(self.words(of: $0).joined(separator: " ")) (\(type(of: $0)))" } ?? none)",
                text: words.joined(separator: " "),
                marks: all.compactMap { entity in
                    let places = wordPlaces(of: entity)
                    guard let first = places.first, let last = places.last else { return nil }
                    return .init(
                        start: starts[first], end: starts[last] + words[last].unicodeScalars.count,
                        label: type(of: entity))
                })
        }
        return [
            text(
                "validation[\(features.exampleIndices[sequence])], gold", match.gold, goldEntities[sequence] ?? [],
                none: "no entity"),
            text("predicted", match.predicted, predictedEntities[sequence] ?? [], none: "no entity"),
        ]
    }
}

/// The entities of the training data by their words, as they are written there.
private struct SeenEntities {
    private var types: [String: Set<String>] = [:]

    init(_ training: TaskSplit<LabelledSentence>) {
        let labels = TokenLabels(training.labels)
        for example in training.examples {
            for range in labels.entities(in: example.labels) {
                guard let name = labels.name(of: example.labels[range.lowerBound]) else { continue }
                types[example.words[range].joined(separator: " "), default: []].insert(String(name.dropFirst(2)))
            }
        }
    }

    /// 0 for one that training has with this type, 1 with other types only, 2 for one that it does not have.
    func group(_ text: String, type: String) -> Int {
        types[text].map { $0.contains(type) ? 0 : 1 } ?? 2
    }
}
