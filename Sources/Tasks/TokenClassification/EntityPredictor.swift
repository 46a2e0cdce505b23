import Datasets
import Encoders
import Metrics

/// Finds the entities of plain sentences: it splits the text into words, labels each word, and joins the labels to entities with offsets.
package struct EntityPredictor {
    /// An entity of a text; the range counts Unicode scalars.
    package struct Entity: Sendable, Equatable {
        package var type: String
        package var range: Range<Int>
    }

    private let task: TrainedTask

    package init(_ task: TrainedTask) { self.task = task }

    /// The entities of each text, and the number of its words that were cut off at the maximum length or have no token.
    package func entities(
        in texts: [String]
    ) throws -> [(entities: [Entity], cutWordCount: Int, emptyWordCount: Int)] {
        let words = texts.map { PlainWords($0) }
        let examples = words.map { LabelledSentence(words: $0.words, labels: $0.words.map { _ in 0 }) }
        let features = LabelledTokens(
            examples: examples, tokenizer: task.tokenizer, maxLength: task.recipe.maxLength)
        let best = try task.bestLabels(features)
        return try (0..<features.count).map { row in
            let places = features.labelledWords(row)
            let predicted = places.map { best[$0.token] }
            let sequence = try LabelSequences(
                labels: predicted, names: task.task.labels, offsets: [0, predicted.count])
            let list = sequence.entities()
            let ranges = words[row].ranges
            let entities = list.entities.map { entity in
                Entity(
                    type: list.types[entity.type],
                    range: ranges[places[entity.range.lowerBound].word]
                        .lowerBound..<ranges[places[entity.range.upperBound - 1].word].upperBound)
            }
            let unscored = features.unscoredWords.first { $0.example == row }
            return (entities, unscored?.cut.count ?? 0, unscored?.withoutPieces.count ?? 0)
        }
    }
}

extension TrainedTask {
    /// The label with the largest logit, for each token.
    func bestLabels(
        _ features: LabelledTokens, progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
    ) throws -> [Int32] {
        let classes = task.labels.count
        var best = [Int32](repeating: 0, count: features.tokenCount)
        try run(features, progress: progress) { row, _, logits in
            for (place, token) in features.tokenRange(row).enumerated() {
                best[token] = Int32(argmax(logits + place * classes, count: classes))
            }
        }
        return best
    }
}
