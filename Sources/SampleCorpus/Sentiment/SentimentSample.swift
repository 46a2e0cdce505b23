/// The corpus for sentiment classification: sentences that praise or blame, as in reviews.
package enum SentimentSample {
    /// A sentence and its label.
    package struct Sentence: Sendable, Hashable {
        package let text: String
        package let isPositive: Bool

        package var label: String { isPositive ? "positive" : "negative" }
    }

    /// The split as a TSV file with a header: `label`, `text`.
    package static func tsv(_ split: SampleSplit) -> String {
        sentences(split).reduce(into: "label\ttext\n") { $0 += "\($1.label)\t\($1.text)\n" }
    }

    /// The sentences of the split, half with each label, in random order: 1,600 for training, 400 for validation. No sentence occurs twice.
    package static func sentences(_ split: SampleSplit) -> [Sentence] {
        let frames = frames(split)
        let lexicons = [true, false].map { isPositive in
            var lexicon = Lexicon.of(split)
            lexicon.add([SentimentWords.shared, frames.words].map { $0.lexiconSource(isPositive: isPositive) })
            return lexicon
        }
        var random = SplitMix64(seed: Checksum.hash("sentiment \(split.rawValue)"))
        var seen: Set<String> = []
        var sentences: [Sentence] = []
        var deck: [Template] = []
        let count = split == .train ? 1_600 : 400
        while sentences.count < count {
            if deck.isEmpty { deck = random.shuffled(frames.templates) }
            let template = deck.removeLast()
            // Each frame is used with both labels, so that it says nothing about them.
            var pair: [Sentence] = []
            for (isPositive, lexicon) in zip([true, false], lexicons) {
                let seed = random.next()
                var renderer = TemplateRenderer(lexicon: lexicon, keepsCast: true, seed: seed)
                let text = renderer.render(template).text
                pair.append(Sentence(text: text.prefix(1).uppercased() + text.dropFirst(), isPositive: isPositive))
            }
            if pair.allSatisfy({ !seen.contains($0.text) }) {
                seen.formUnion(pair.map(\.text))
                sentences += pair
            }
        }
        return random.shuffled(sentences)
    }

    /// The frames of the split.
    package static func frames(_ split: SampleSplit) -> SentimentFrames {
        switch split {
        case .train: .training
        case .validation: .validation
        }
    }
}
