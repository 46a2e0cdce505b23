import JSONReading

/// Questions from a file in SQuAD v1.1's JSON format.
///
/// Reads `data[].title`, `data[].paragraphs[].context`, and `qas[]` with `id`, `question` and `answers[]` (`text`, `answer_start` in
/// Unicode scalars). Other keys are skipped. `title` may be missing. `answers` may be empty, as in SQuAD v2, and is ignored if
/// `is_impossible` is true. Every answer is checked against its context.
package enum SQuADFile {
    /// Reads a file.
    ///
    /// - Throws: `DatasetError`: `unreadable`, `otherKind`, `notUTF8`, `truncatedJSON`, `malformedJSON`, `wrongKind`, `missingKey`,
    ///   `answerMismatch`, `noExamples`.
    package static func load(path: String) throws -> [Question] {
        try load(TextFile(path: path, expected: expected))
    }

    static func load(_ file: TextFile) throws -> [Question] {
        do {
            return try file.readingJSON { try read(file) }
        } catch let error as DatasetError {
            // An answer at the wrong place is an error in a file of the right format.
            if case .answerMismatch = error { throw error }
            throw file.error(error, expected: expected)
        }
    }

    /// Whether a file begins like a JSON object with SQuAD's keys.
    package static func recognizes(path: String) -> Bool {
        let lines = TextFile.firstLines(of: path)
        let text = String(decoding: Array(lines.joined(separator: [UInt8(ascii: " ")])), as: UTF8.self)
        return text.first { !$0.isWhitespace } == "{"
            && (text.contains("\"paragraphs\"") || text.contains(#/"data"\s*:\s*\[/#))
    }

    static let expected = "JSON of SQuAD's format"

    private static func read(_ file: TextFile) throws -> [Question] {
        let path = file.path
        var scanner = JSONScanner(file.bytes)
        var examples: [Question] = []
        var hasData = false
        let start = scanner.valueStart()
        if start == file.bytes.count { throw DatasetError.noExamples(path: path) }
        try scanner.members { scanner, key in
            guard key == "data" else { return try scanner.skip() }
            hasData = true
            try scanner.elements { try readArticle(&$0, of: file, into: &examples) }
        }
        try scanner.end()
        guard hasData else { throw scanner.missing("data", at: start) }
        if examples.isEmpty { throw DatasetError.noExamples(path: path) }
        return examples
    }

    /// A question whose context has not been read yet, with its place in the file.
    private struct Entry {
        var id = ""
        var text = ""
        var answers: [(answer: ReferenceAnswer, index: Int)] = []
    }

    private static func readArticle(_ scanner: inout JSONScanner, of file: TextFile, into examples: inout [Question])
        throws
    {
        let start = scanner.valueStart()
        let first = examples.count
        var title = ""
        var hasParagraphs = false
        try scanner.members { scanner, key in
            switch key {
            case "title": title = try scanner.string()
            case "paragraphs":
                hasParagraphs = true
                try scanner.elements { try readParagraph(&$0, of: file, into: &examples) }
            default: try scanner.skip()
            }
        }
        guard hasParagraphs else { throw scanner.missing("paragraphs", at: start) }
        // The title may come after the paragraphs.
        for index in first..<examples.count {
            let example = examples[index]
            examples[index] = Question(
                id: example.id, title: title, question: example.question, context: example.context,
                answers: example.answers)
        }
    }

    private static func readParagraph(_ scanner: inout JSONScanner, of file: TextFile, into examples: inout [Question])
        throws
    {
        let start = scanner.valueStart()
        var context: String?
        var questions: [Entry]?
        try scanner.members { scanner, key in
            switch key {
            case "context": context = try scanner.string()
            case "qas":
                var read: [Entry] = []
                try scanner.elements { read.append(try readQuestion(&$0)) }
                questions = read
            default: try scanner.skip()
            }
        }
        guard let context else { throw scanner.missing("context", at: start) }
        guard let questions else { throw scanner.missing("qas", at: start) }
        let scalars = Array(context.unicodeScalars)
        for (number, question) in questions.enumerated() {
            for (answerNumber, (answer, index)) in question.answers.enumerated()
            where !AnswerMismatch.stands(Array(answer.text.unicodeScalars), at: answer.start, in: scalars) {
                throw DatasetError.answerMismatch(
                    AnswerMismatch(
                        answer, context: scalars, questionID: question.id, path: file.path,
                        place: .line(file.place(at: index).line),
                        keyPath: "\(scanner.keyPath).qas[\(number)].answers[\(answerNumber)]"))
            }
            examples.append(
                Question(
                    id: question.id, question: question.text, context: context,
                    answers: question.answers.map(\.answer)))
        }
    }

    private static func readQuestion(_ scanner: inout JSONScanner) throws -> Entry {
        let start = scanner.valueStart()
        var question = Entry()
        var seen: Set<String> = []
        var isImpossible = false
        try scanner.members { scanner, key in
            seen.insert(key)
            switch key {
            case "id": question.id = try scanner.string()
            case "question": question.text = try scanner.string()
            case "is_impossible": isImpossible = try scanner.boolean()
            case "answers":
                try scanner.elements { scanner in
                    let index = scanner.valueStart()
                    question.answers.append((try readAnswer(&scanner), index))
                }
            default: try scanner.skip()
            }
        }
        if isImpossible {
            question.answers = []
            seen.insert("answers")
        }
        for key in ["id", "question", "answers"] where !seen.contains(key) { throw scanner.missing(key, at: start) }
        return question
    }

    private static func readAnswer(_ scanner: inout JSONScanner) throws -> ReferenceAnswer {
        let start = scanner.valueStart()
        var text: String?
        var answerStart: Int?
        try scanner.members { scanner, key in
            switch key {
            case "text": text = try scanner.string()
            case "answer_start": answerStart = try scanner.integer()
            default: try scanner.skip()
            }
        }
        guard let text else { throw scanner.missing("text", at: start) }
        guard let answerStart else { throw scanner.missing("answer_start", at: start) }
        return ReferenceAnswer(text: text, start: answerStart)
    }
}
