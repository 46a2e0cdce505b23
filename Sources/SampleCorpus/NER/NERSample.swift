/// The corpus for named entity recognition: short documents of six domains in CoNLL-2003's format.
package enum NERSample {
    /// A sentence: its tokens, and a label for each in IOB2.
    package struct Sentence: Sendable {
        package let tokens: [String]
        package let labels: [String]
    }

    /// A document: a domain and its sentences, headline first.
    package struct Document: Sendable {
        package let domain: String
        package let sentences: [Sentence]
    }

    /// The split as a CoNLL file: `word POS chunk label` on each line, an empty line after each sentence, and
    /// `-DOCSTART- -X- -X- O` before each document.
    ///
    /// Named entity recognition does not read the second and third columns, so they hold `-X-`.
    package static func conll(_ split: SampleSplit) -> String {
        var text = ""
        for document in documents(split) {
            text += "-DOCSTART- -X- -X- O\n\n"
            for sentence in document.sentences {
                for (token, label) in zip(sentence.tokens, sentence.labels) {
                    text += token
                    text += " -X- -X- "
                    text += label
                    text += "\n"
                }
                text += "\n"
            }
        }
        return text
    }

    /// The documents of the split, with the domains in turn: at least 2,600 sentences for training, 600 for validation.
    package static func documents(_ split: SampleSplit) -> [Document] {
        let lexicon = Lexicon.of(split)
        let domains = NERSample.domains(split)
        let sentenceCount = split == .train ? 2_600 : 600
        var decks = domains.map { SentenceDeck(domain: $0) }
        var documents: [Document] = []
        var count = 0
        var seen: Set<[String]> = []
        while count < sentenceCount {
            let turn = documents.count % domains.count
            let seed = Checksum.hash("ner \(split.rawValue) \(documents.count)")
            var renderer = TemplateRenderer(lexicon: lexicon, keepsCast: true, seed: seed)
            var sentences: [Sentence] = []
            for template in decks[turn].document(&renderer.random) {
                renderer.keepsArticles = template.keepsArticles
                var sentence = sentence(renderer.render(template.body), isHeadline: template.isHeadline)
                if let addition = template.addition {
                    let connective = connectives[renderer.random.below(connectives.count)]
                    sentence = joined(sentence, connective, Self.sentence(renderer.render(addition), isHeadline: false))
                }
                if seen.insert(sentence.tokens).inserted { sentences.append(sentence) }
            }
            count += sentences.count
            documents.append(Document(domain: domains[turn].name, sentences: sentences))
        }
        return documents
    }

    /// The frames of the split, by domain.
    package static func domains(_ split: SampleSplit) -> [NERDomain] {
        switch split {
        case .train:
            [
                .newsTraining, .sportTraining, .financeTraining, .scienceTraining, .travelTraining,
                .governmentTraining,
            ]
        case .validation:
            [
                .newsValidation, .sportValidation, .financeValidation, .scienceValidation, .travelValidation,
                .governmentValidation,
            ]
        }
    }

    /// Splits a filled frame at its blanks, and labels the tokens by the spans that contain them.
    private static func sentence(_ text: RenderedText, isHeadline: Bool) -> Sentence {
        var tokens: [String] = []
        var labels: [String] = []
        let entities = text.spans.filter { $0.entity != nil }
        var start = 0
        for piece in text.scalars.split(separator: " ", omittingEmptySubsequences: false) {
            defer { start += piece.count + 1 }
            guard !piece.isEmpty else { continue }
            var token = String(String.UnicodeScalarView(piece))
            if isHeadline {
                token = token.uppercased()
            } else if tokens.isEmpty {
                token = token.prefix(1).uppercased() + token.dropFirst()
            }
            tokens.append(token)
            let entity = entities.first { $0.range.contains(start) }
            labels.append(
                entity.flatMap { span in
                    span.entity.map { (span.range.lowerBound == start ? "B-" : "I-") + $0.rawValue }
                } ?? "O")
        }
        return Sentence(tokens: tokens, labels: labels)
    }

    private static let connectives = [[",", "while"], [",", "and"], [";"]]

    /// Joins two sentences. The second loses its capital letter unless it begins with a name or a quotation.
    private static func joined(_ first: Sentence, _ connective: [String], _ second: Sentence) -> Sentence {
        guard first.tokens.last == ".", let start = second.tokens.first, start != "\"", start != "-" else {
            return first
        }
        var tokens = second.tokens
        if second.labels.first == "O", start != "I" { tokens[0] = start.lowercased() }
        return Sentence(
            tokens: first.tokens.dropLast() + connective + tokens,
            labels: first.labels.dropLast() + connective.map { _ in "O" } + second.labels)
    }
}

/// Draws a domain's frames so that each is used equally often.
private struct SentenceDeck {
    struct Deal {
        let body: Template
        var isHeadline = false
        var keepsArticles = true
        /// A frame whose sentence is joined to the sentence of this frame.
        var addition: Template?
    }

    let domain: NERDomain
    private var sentences: [Template] = []
    private var headlines: [Template] = []

    init(domain: NERDomain) {
        self.domain = domain
    }

    /// The frames of one document: usually a headline, some running text, and sometimes a table.
    mutating func document(_ random: inout SplitMix64) -> [Deal] {
        var result: [Deal] = []
        if random.chance(70) {
            let headline = Self.dealt(&headlines, from: domain.headlines, &random)
            result.append(Deal(body: headline, isHeadline: true, keepsArticles: false))
        }
        if random.chance(25) { result.append(Deal(body: Self.dateline, keepsArticles: false)) }
        if !domain.rows.isEmpty, random.chance(30) {
            let row = domain.rows[random.below(domain.rows.count)]
            let deal = Deal(body: row, keepsArticles: false)
            result += Array(repeating: deal, count: random.integer(in: 2...5))
        }
        for _ in 0..<random.integer(in: 3...8) {
            let sentence = Self.dealt(&sentences, from: domain.sentences, &random)
            let addition =
                random.chance(14) ? Self.dealt(&sentences, from: domain.sentences, &random) : nil
            result.append(Deal(body: sentence, addition: addition))
        }
        return result
    }

    private static let dateline = Template("{city} {month} {num 1 28}")

    private static func dealt(
        _ deck: inout [Template], from all: [Template], _ random: inout SplitMix64
    ) -> Template {
        if deck.isEmpty { deck = random.shuffled(all) }
        return deck.popLast() ?? Template("")
    }
}
