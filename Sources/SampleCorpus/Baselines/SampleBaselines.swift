/// Scores on the validation split that need no understanding of the text. A model should score higher.
package enum SampleBaselines {
    /// Entity F1 of labellings learnt by counting.
    ///
    /// - `majority`: every token takes the most frequent label, which is `O`.
    /// - `gazetteer`: the longest token sequence that is an entity of the training split takes its most frequent type.
    /// - `token memory`: every token takes the label that it has most often in training, an unknown one `O`.
    /// - `capitals`: every run of capitalised tokens is an entity of the most frequent type, wherever it stands.
    package static func ner() -> [(name: String, f1: Double)] {
        let train = NERSample.documents(.train).flatMap(\.sentences)
        let validation = NERSample.documents(.validation).flatMap(\.sentences)
        let memory = NERMemory(train)
        let labellings: [(name: String, label: ([String]) -> [String])] = [
            ("majority", { tokens in tokens.map { _ in memory.majority } }),
            ("gazetteer", memory.gazetteerLabels),
            ("token memory", memory.tokenLabels),
            ("capitals", memory.capitalLabels),
        ]
        return labellings.map { labelling in
            (labelling.name, entityF1(validation, predicted: validation.map { labelling.label($0.tokens) }))
        }
    }

    /// Exact match and F1 of answers chosen by rules, as fractions.
    ///
    /// - `first capitals`: the first run of capitalised words that is not at the beginning of the paragraph.
    /// - `question word`: a run of capitalised words for "who" or "where", a date for "when", a number for "how many", and any of
    ///   these for other questions. It is chosen at random among those in the paragraph.
    /// - `sliding window`: the ten words that share most words with the question (Richardson, Burges and Renshaw 2013).
    /// - `best sentence`: like `question word`, but only in the sentence that shares most words with the question.
    package static func qa() -> [(name: String, exactMatch: Double, f1: Double)] {
        let guesses = QAGuesses(seed: 7)
        let rules: [(name: String, answer: (String, String) -> String)] = [
            ("first capitals", guesses.firstCapitals), ("question word", guesses.questionWord),
            ("sliding window", guesses.window), ("best sentence", guesses.bestSentence),
        ]
        let paragraphs = QASample.articles(.validation).flatMap(\.paragraphs)
        return rules.map { rule in
            var exactMatch = 0.0
            var f1 = 0.0
            var count = 0.0
            for paragraph in paragraphs {
                for question in paragraph.questions {
                    let answer = rule.answer(question.text, paragraph.context)
                    let scores = question.answers.map { AnswerScore(answer, $0.text) }
                    exactMatch += scores.contains(where: \.isExact) ? 1 : 0
                    f1 += scores.map(\.f1).max() ?? 0
                    count += 1
                }
            }
            return (rule.name, exactMatch / count, f1 / count)
        }
    }

    /// Accuracy of labels that are guessed from words.
    ///
    /// - `majority`: every sentence has the most frequent label of training.
    /// - `word list`: the label with more words in the sentence, by the lists of praise and blame from which the corpus is made. On a tie,
    ///   the majority's label.
    /// - `word memory`: naive Bayes over the words of training (Manning, Raghavan and Schütze 2008, chapter 13).
    package static func sentiment() -> [(name: String, accuracy: Double)] {
        let guesses = SentimentGuesses(SentimentSample.sentences(.train))
        let validation = SentimentSample.sentences(.validation)
        let rules: [(name: String, isPositive: (String) -> Bool)] = [
            ("majority", { _ in guesses.majority }), ("word list", guesses.byWordList),
            ("word memory", guesses.byWordMemory),
        ]
        return rules.map { rule in
            let right = validation.filter { rule.isPositive($0.text) == $0.isPositive }.count
            return (rule.name, Double(right) / Double(validation.count))
        }
    }

    /// F1 over entities. Both ends and the type must be right.
    static func entityF1(_ sentences: [NERSample.Sentence], predicted: [[String]]) -> Double {
        var truePositives = 0
        var predictedCount = 0
        var goldCount = 0
        for (sentence, labels) in zip(sentences, predicted) {
            let gold = Set(NEREntity.entities(sentence.labels))
            let found = Set(NEREntity.entities(labels))
            truePositives += gold.intersection(found).count
            predictedCount += found.count
            goldCount += gold.count
        }
        return truePositives == 0 ? 0 : 2 * Double(truePositives) / Double(predictedCount + goldCount)
    }
}
