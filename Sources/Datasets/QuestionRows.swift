import JSONReading

/// Questions of a table, as `datasets` has squad and squad_v2: `id`, `title`, `question`, `context`, and `answers`, which is an object of two
/// lists, `text` and `answer_start`, or a list of objects with both.
struct QuestionRows {
    private let table: any RowTable
    private let question: String
    private let context: String
    private let answers: String
    private let id: String?
    private let title: String?
    private let isImpossible: String?

    private static let names = (question: ["question"], context: ["context", "paragraph"], answers: ["answers"])

    /// Whether columns of these names would be read.
    static func recognizes(_ columns: [String]) -> Bool {
        columns.column(named: names.question) != nil && columns.column(named: names.context) != nil
    }

    /// - Throws: `DatasetError.row` where a column is missing.
    init(_ table: any RowTable) throws {
        func column(_ what: String, _ names: [String]) throws -> String {
            if let column = table.columns.column(named: names) { return column }
            throw DatasetError.row(
                path: table.path, place: .none,
                problem: .missingColumn(what: what, names: names, columns: table.columns))
        }
        self.table = table
        question = try column("the questions", Self.names.question)
        context = try column("their contexts", Self.names.context)
        answers = try column("their answers", Self.names.answers)
        id = table.columns.column(named: ["id", "qid"])
        title = table.columns.column(named: ["title"])
        isImpossible = table.columns.column(named: ["is_impossible"])
    }

    /// - Throws: `DatasetError`: `row`, `answerMismatch`; and what the table throws.
    func read(into examples: inout [Question], file: Int) throws {
        let optional = [id, title, isImpossible]
        // Questions of a paragraph stand one after the other: they share its text.
        var (context, scalars, title) = ("", [Unicode.Scalar](), "")
        try table.forEachRow(
            of: [question, self.context, answers] + optional.compactMap { $0 }, file: file
        ) { row in
            var rest = row.values.dropFirst(3).makeIterator()
            let others = optional.map { $0 == nil ? nil : rest.next() }
            let text = try row.text(1)
            if !text.utf8.elementsEqual(context.utf8) { (context, scalars) = (text, Array(text.unicodeScalars)) }
            let ownTitle = others[1]?.string ?? ""
            if !ownTitle.utf8.elementsEqual(title.utf8) { title = ownTitle }
            let id = others[0]?.string ?? others[0]?.integer.map { "\($0)" } ?? row.place.description
            let answers = others[2]?.bool == true ? [] : try Self.answers(row)
            for (index, answer) in answers.enumerated()
            where !AnswerMismatch.stands(Array(answer.text.unicodeScalars), at: answer.start, in: scalars) {
                throw DatasetError.answerMismatch(
                    AnswerMismatch(
                        answer, context: scalars, questionID: id, path: row.path, place: row.place,
                        keyPath: "\(self.answers).text[\(index)]"))
            }
            examples.append(
                Question(
                    id: id, title: title, question: try row.text(0), context: context, answers: answers))
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
                // One answer, as some write it.
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
