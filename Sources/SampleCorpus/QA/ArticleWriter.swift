/// Writes one article from its schema.
struct ArticleWriter {
    let schema: QASchema
    var renderer: TemplateRenderer
    let idPrefix: String

    mutating func title() -> String {
        renderer.render(schema.title).text
    }

    mutating func paragraphs() -> [QASample.Paragraph] {
        schema.paragraphs.enumerated().map { index, paragraph in
            write(paragraph, idPrefix: "\(idPrefix)-\(index + 1)")
        }
    }

    private mutating func write(_ paragraph: QASchema.Paragraph, idPrefix: String) -> QASample.Paragraph {
        // Slots get their values in the order in which the frames are written, because later values are computed from earlier
        // ones. Only then are the sentences put into the order in which they are read.
        for sentence in paragraph.sentences { _ = renderer.render(sentence.body) }
        renderer.forgetMentions()
        var context = RenderedText()
        for body in shuffled(paragraph.sentences) {
            var sentence = renderer.render(body)
            sentence.capitalise()
            context.append(sentence)
        }
        var questions: [QASample.Question] = []
        for question in paragraph.questions {
            let answers = references(question.key, in: context)
            guard !answers.isEmpty, let kind = question.key.first.flatMap(QASample.AnswerKind.init) else { continue }
            var text = renderer.render(
                question.paraphrases[renderer.random.below(question.paraphrases.count)])
            text.capitalise()
            questions.append(
                QASample.Question(
                    id: "\(idPrefix)-\(questions.count + 1)", text: text.text, kind: kind, answers: answers))
        }
        return QASample.Paragraph(
            context: context.text, questions: questions, candidates: candidates(in: context))
    }

    /// The sentences, with each run of movable ones in random order.
    private mutating func shuffled(_ sentences: [(body: Template, isMovable: Bool)]) -> [Template] {
        var result: [Template] = []
        var run: [Template] = []
        for sentence in sentences {
            if sentence.isMovable {
                run.append(sentence.body)
            } else {
                result += renderer.random.shuffled(run)
                run = []
                result.append(sentence.body)
            }
        }
        return result + renderer.random.shuffled(run)
    }

    /// The answer that the frame marks, then other answers that are equally good. There are at most three, as in SQuAD's validation set.
    private func references(_ key: String, in context: RenderedText) -> [QASample.Answer] {
        let spans = context.spans.filter { $0.key == key } + context.spans.filter { $0.key == key + "+" }
        return spans.prefix(3).reduce(into: []) { answers, span in
            let answer = QASample.Answer(text: context.text(of: span), start: span.range.lowerBound)
            if !answers.contains(answer) { answers.append(answer) }
        }
    }

    private func candidates(in context: RenderedText) -> [QASample.AnswerKind: [QASample.Answer]] {
        var result: [QASample.AnswerKind: [QASample.Answer]] = [:]
        for span in context.spans where !span.key.hasSuffix("+") {
            let kind: QASample.AnswerKind? =
                switch span.key {
                case "#person": .person
                case "#place": .place
                case "#date": .date
                case "#number": .number
                default: span.key.hasPrefix("x.") ? .phrase : nil
                }
            guard let kind else { continue }
            result[kind, default: []].append(
                QASample.Answer(text: context.text(of: span), start: span.range.lowerBound))
        }
        return result
    }
}

extension RenderedText {
    /// Makes the first letter a capital.
    mutating func capitalise() {
        guard let first = scalars.first, first.properties.isLowercase,
            let upper = first.properties.uppercaseMapping.unicodeScalars.first
        else { return }
        scalars[0] = upper
    }

    /// Adds a sentence after a blank.
    mutating func append(_ sentence: RenderedText) {
        if !scalars.isEmpty { scalars.append(" ") }
        let shift = scalars.count
        scalars += sentence.scalars
        spans += sentence.spans.map { span in
            Span(
                key: span.key, entity: span.entity,
                range: span.range.lowerBound + shift..<span.range.upperBound + shift)
        }
    }
}
