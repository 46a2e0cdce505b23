import Files

/// Writes JSON whose bytes depend only on the values.
enum JSONText {
    static func paragraph(_ paragraph: QASample.Paragraph) -> String {
        let questions = paragraph.questions.map { question in
            let answers = question.answers.map { answer in
                "{\"answer_start\": \(answer.start), \"text\": \(answer.text.jsonQuoted)}"
            }
            return "{\"answers\": [\(answers.joined(separator: ", "))], \"question\": \(question.text.jsonQuoted), "
                + "\"id\": \(question.id.jsonQuoted)}"
        }
        return "{\"context\": \(paragraph.context.jsonQuoted), \"qas\": [\(questions.joined(separator: ", "))]}"
    }
}
