import Datasets
import Encoders
import Metrics
import Tokenization

/// Entities of plain sentences: words first, then labels by word, then chunks merged by character offsets.
package struct EntityPredictor {
    /// An entity of a text; the range counts Unicode scalars.
    package struct Entity: Sendable, Equatable {
        package var type: String
        package var range: Range<Int>
    }

    private let model: MultiTaskModel
    private let tokenizer: any Tokenizer
    private let labels: NERLabels
    private let maxLength: Int

    package init(model: MultiTaskModel, tokenizer: any Tokenizer, labels: NERLabels, maxLength: Int) {
        self.model = model
        self.tokenizer = tokenizer
        self.labels = labels
        self.maxLength = maxLength
    }

    /// The entities of each text, and how many of its words were cut off at the maximum length, or have no piece.
    package func entities(
        in texts: [String]
    ) throws -> [(entities: [Entity], cutWordCount: Int, emptyWordCount: Int)] {
        let words = texts.map { PlainWords($0) }
        let examples = words.map { NERExample(words: $0.words, labels: $0.words.map { _ in 0 }) }
        let features = NERFeatures(examples: examples, tokenizer: tokenizer, maxLength: maxLength)
        let task = TrainingTask(
            name: "ner", features: .tokenClassification(features), weight: 1, maxLength: maxLength)
        let classes = labels.count
        try model.checkLabels(of: "ner", count: classes)
        var best = [Int32](repeating: 0, count: features.tokenCount)
        try InferenceRunner(model: model, padID: tokenizer.padID).run(task: task, plan: BatchPlan()) { row, _, logits in
            for (place, token) in features.tokenRange(row).enumerated() {
                best[token] = Int32(argmax(logits + place * classes, count: classes))
            }
        }
        return try (0..<features.count).map { row in
            let places = features.labelledWords(row)
            let predicted = places.map { best[$0.token] }
            let sequence = try LabelSequences(labels: predicted, names: labels.names, offsets: [0, predicted.count])
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

/// A sentence cut into words as CoNLL's are: at blanks, punctuation around a word on its own, abbreviations whole.
package struct PlainWords: Sendable, Equatable {
    package private(set) var words: [String] = []
    /// Scalars of each word in the text.
    package private(set) var ranges: [Range<Int>] = []

    private static let abbreviations: Set<String> = [
        "Inc", "Corp", "Ltd", "Co", "Mr", "Mrs", "Ms", "Dr", "St", "vs", "No", "Jr", "Sr", "Gov", "Sen", "Gen", "Rep",
        "Prof", "Bros", "Mt",
    ]

    package init(_ text: String) {
        let scalars = Array(text.unicodeScalars)
        var start = 0
        while start < scalars.count {
            if scalars[start].properties.isWhitespace {
                start += 1
                continue
            }
            var end = start
            while end < scalars.count && !scalars[end].properties.isWhitespace { end += 1 }
            let isLast = scalars[end...].allSatisfy { $0.properties.isWhitespace }
            split(scalars, start..<end, isLast: isLast)
            start = end
        }
    }

    private mutating func split(_ scalars: [Unicode.Scalar], _ chunk: Range<Int>, isLast: Bool) {
        var (start, end) = (chunk.lowerBound, chunk.upperBound)
        while start < end, PlainWords.isPunctuation(scalars[start]) {
            append(scalars, start..<start + 1)
            start += 1
        }
        var after: [Range<Int>] = []
        while end > start, PlainWords.isPunctuation(scalars[end - 1]) {
            if scalars[end - 1] == ".", keepsStop(scalars, start..<end - 1, isLast: isLast && after.isEmpty) { break }
            end -= 1
            after.append(end..<end + 1)
        }
        if end - start > 2, scalars[end - 1] == "s", ["'", "’"].contains(scalars[end - 2]) {
            after.append(end - 2..<end)
            end -= 2
        }
        if start < end { append(scalars, start..<end) }
        for range in after.reversed() { append(scalars, range) }
    }

    /// True for `U.S.`, `J.` and common abbreviations; a last word's stop ends the sentence.
    private func keepsStop(_ scalars: [Unicode.Scalar], _ word: Range<Int>, isLast: Bool) -> Bool {
        // U.S., but not the stop after 3.5 or example.com.
        let parts = scalars[word].split(separator: ".", omittingEmptySubsequences: false)
        if parts.count > 1 {
            return parts.allSatisfy { (1...2).contains($0.count) && $0.allSatisfy(\.properties.isAlphabetic) }
        }
        if isLast { return false }
        let text = String(String.UnicodeScalarView(scalars[word]))
        return (word.count == 1 && scalars[word.lowerBound].properties.isUppercase)
            || PlainWords.abbreviations.contains(text)
    }

    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            scalar != "%" && scalar != "&" && scalar != "#" && scalar != "@"
        default: false
        }
    }

    private mutating func append(_ scalars: [Unicode.Scalar], _ range: Range<Int>) {
        words.append(String(String.UnicodeScalarView(scalars[range])))
        ranges.append(range)
    }
}
