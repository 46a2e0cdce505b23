/// Writes JSON whose bytes depend on nothing but the values.
enum JSONText {
    static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x5C || $0 == 0x0A }) else { return "\"\(text)\"" }
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    static func paragraph(_ paragraph: QASample.Paragraph) -> String {
        let questions = paragraph.questions.map { question in
            let answers = question.answers.map { answer in
                "{\"answer_start\": \(answer.start), \"text\": \(quoted(answer.text))}"
            }
            return "{\"answers\": [\(answers.joined(separator: ", "))], \"question\": \(quoted(question.text)), "
                + "\"id\": \(quoted(question.id))}"
        }
        return "{\"context\": \(quoted(paragraph.context)), \"qas\": [\(questions.joined(separator: ", "))]}"
    }
}
