import JSONReading

/// Questions from a table in the layout of squad and squad_v2 in `datasets`: `id`, `title`, `question`, `context`, and `answers`. Answers
/// are an object of two lists, `text` and `answer_start`, or a list of objects with both.
struct QuestionRows {
    private let table: any RowTable
    private let question: String
    private let context: String
    private let answers: String
    /// The columns for the id, the title and whether there is no answer. In JSON Lines, the first row may lack one that later rows have.
    private let optional: [String]

    private static let names = (question: ["question"], context: ["context", "paragraph"], answers: ["answers"])
    private static let optionalNames = [["id", "qid"], ["title"], ["is_impossible"]]

    /// Whether a table with these columns would be read.
    static func recognizes(_ columns: [String]) -> Bool {
        columns.column(named: names.question) != nil && columns.column(named: names.context) != nil
    }

    /// - Throws: `DatasetError.row` if a column is missing.
    init(_ table: any RowTable) throws {
        self.table = table
        question = try table.column(of: "the questions", named: Self.names.question)
        context = try table.column(of: "their contexts", named: Self.names.context)
        answers = try table.column(of: "their answers", named: Self.names.answers)
        optional = Self.optionalNames.map { table.columns.column(named: $0) ?? $0[0] }
    }

    /// - Throws: `DatasetError`: `row`, `answerMismatch`; and what the table throws.
    func read(into examples: inout [Question], file: Int) throws {
        // Consecutive questions about a paragraph share its text.
        var (context, scalars, title) = ("", [Unicode.Scalar](), "")
        try table.forEachRow(of: [question, self.context, answers], optional: optional, file: file) { row in
            let (id, ownTitle, isImpossible) = (row.values[3], row.values[4].string ?? "", row.values[5])
            let text = try row.text(1)
            if !text.utf8.elementsEqual(context.utf8) { (context, scalars) = (text, Array(text.unicodeScalars)) }
            if !ownTitle.utf8.elementsEqual(title.utf8) { title = ownTitle }
            let name = id.string ?? id.integer.map { "\($0)" } ?? row.place.description
            let answers = isImpossible.bool == true ? [] : try Self.answers(row)
            for (index, answer) in answers.enumerated()
            where !AnswerMismatch.stands(Array(answer.text.unicodeScalars), at: answer.start, in: scalars) {
                throw DatasetError.answerMismatch(
                    AnswerMismatch(
                        answer, context: scalars, questionID: name, path: row.path, place: row.place,
                        keyPath: "\(self.answers).text[\(index)]"))
            }
            examples.append(
                Question(
                    id: name, title: title, question: try row.text(0), context: context, answers: answers))
        }
    }

    private static func answers(_ row: TableRow) throws -> [ReferenceAnswer] {
        let (value, name) = (row.values[2], row.columns[2])
        func answer(_ text: JSONValue?, _ start: JSONValue?, _ place: String) throws -> ReferenceAnswer {
            guard let text, let start else { throw row.wrongValue(value, in: name, expected: shape) }
            guard let words = text.string else {
                throw row.wrongValue(text, in: "\(name).text\(place)", expected: "a string")
            }
            guard let number = start.integer else {
                throw row.wrongValue(start, in: "\(name).answer_start\(place)", expected: "a whole number")
            }
            return ReferenceAnswer(text: words, start: number)
        }
        switch value {
        case .null: return []
        case .array(let list):
            return try list.enumerated().map { try answer($1["text"], $1["answer_start"], "[\($0)]") }
        case .object:
            guard case .array(let texts)? = value["text"], case .array(let starts)? = value["answer_start"] else {
                // A single answer without a list, as some files have it.
                return [try answer(value["text"], value["answer_start"], "")]
            }
            guard texts.count == starts.count else {
                throw row.error(.answerCounts(texts: texts.count, starts: starts.count))
            }
            return try zip(texts, starts).enumerated().map { try answer($1.0, $1.1, "[\($0)]") }
        default: throw row.wrongValue(value, in: name, expected: shape)
        }
    }

    private static let shape = "an object of two lists, `text` and `answer_start`"
}
