import FileKinds

/// Which columns of a table, or keys of JSON objects, hold the text and the label.
///
/// They are found by their names in a header, ignoring case: `label`, `sentiment`, `category` … and `text`, `sentence`, `review` … If a
/// header of two columns names only one of them, the remaining column is the other. Without a header there must be two columns: the label
/// is in the one with fewer different values.
struct LabelledTextColumns: Equatable {
    /// The columns in the file's order.
    let names: [String]
    let text: Int
    let label: Int
    /// Whether the first record of the table is its header.
    let hasHeader: Bool
    /// Other columns with names that labels usually have.
    private var otherLabels: [String] = []

    var labelName: String { names[label] }

    /// In order of preference.
    private static let labelNames = [
        "label", "labels", "gold_label", "class", "sentiment", "target", "category", "polarity", "intent", "topic",
        "emotion",
        "coarse_label", "fine_label",
    ]
    private static let textNames: Set<String> = [
        "text", "sentence", "content", "review", "tweet", "comment", "document", "utterance", "message", "body",
        "phrase",
        "headline", "title", "description", "question", "query", "premise", "hypothesis", "input", "text1", "text2",
        "text_a",
        "text_b", "sentence1", "sentence2", "sentence_a", "sentence_b", "question1", "question2",
    ]
    /// Names of columns with row numbers, which are neither texts nor labels.
    private static let indexNames: Set<String> = ["", "idx", "id", "ids", "index", "guid", "unnamed: 0"]

    /// The columns that a header names; nil if none of the names is known.
    ///
    /// - Throws: `LabelledTextProblem`: a name is missing, or there are two text columns.
    init?(header names: [String]) throws(LabelledTextProblem) {
        let keys = names.map { $0.trimmingASCIIBlanks().lowercased() }
        let texts = keys.indices.filter { Self.textNames.contains(keys[$0]) }
        let labels = Self.labelNames.compactMap { keys.firstIndex(of: $0) }
        if texts.isEmpty, labels.isEmpty { return nil }
        if texts.count > 1 { throw .severalTexts(columns: texts.map { names[$0] }) }
        // Of two columns, the one without a known name has the other role.
        let other = keys.indices.first { keys.count == 2 && !texts.contains($0) && !labels.contains($0) }
            .flatMap { Self.indexNames.contains(keys[$0]) ? nil : $0 }
        guard let text = texts.first ?? other else { throw .noTextColumn(columns: names) }
        guard let label = labels.first ?? other else { throw .noLabelColumn(columns: names) }
        self.names = names
        self.text = text
        self.label = label
        hasHeader = true
        otherLabels = labels.dropFirst().map { names[$0] }
    }

    /// The columns of a table, found from its first records.
    ///
    /// - Parameter records: Not empty; all have as many values as the first.
    /// - Throws: `LabelledTextProblem`: a column is missing from the header, or there are several columns without a header.
    init(records: [[String]]) throws(LabelledTextProblem) {
        let first = records[0].map { $0.trimmingASCIIBlanks() }
        let rest = records.dropFirst()
        if let columns = try LabelledTextColumns(header: first) {
            // The text `review` alone is not a header: in that case its label occurs again in later records.
            let isKnown = Self.labelNames.contains(columns.labelName.lowercased())
            if isKnown || !rest.contains(where: { $0[columns.label] == columns.labelName }) {
                self = columns
                return
            }
        }
        guard first.count == 2 else { throw .noHeader(columnCount: first.count) }
        label = Self.labelColumn(rest.isEmpty ? records : Array(rest))
        text = 1 - label
        let values = rest.map { [label] in $0[label] }
        hasHeader = !values.isEmpty && values.allSatisfy { Int($0) != nil } && Int(first[label]) == nil
        names = hasHeader ? first : ["column 1", "column 2"]
    }

    /// Of two columns, the one with fewer different values; if equal, the one with whole numbers; otherwise the shorter one.
    private static func labelColumn(_ records: [[String]]) -> Int {
        let (first, second) = (records.map { $0[0] }, records.map { $0[1] })
        let counts = [first, second].map { Set($0.map { Array($0.utf8) }).count }
        if counts[0] != counts[1] { return counts[0] < counts[1] ? 0 : 1 }
        let areNumbers = [first, second].map { $0.allSatisfy { Int($0) != nil } }
        if areNumbers[0] != areNumbers[1] { return areNumbers[0] ? 0 : 1 }
        let lengths = [first, second].map { $0.reduce(0) { $0 + $1.utf8.count } }
        return lengths[0] <= lengths[1] ? 0 : 1
    }

    func notes(path: String) -> [String] {
        var notes: [String] = []
        if !hasHeader {
            notes.append(
                "\(path) has no header: labels are read from \(names[label]), texts from \(names[text]).")
        }
        let others = names.indices.filter { $0 != text && $0 != label }.map { "`\(names[$0].shortened())`" }
        if !others.isEmpty {
            notes.append(
                "\(path): labels are read from `\(names[label].shortened())`, texts from `\(names[text].shortened())`; "
                    + "\(others.joined(separator: ", ")) \(others.count == 1 ? "is" : "are") skipped.")
        }
        return notes
    }

    func warnings(path: String) -> [String] {
        guard !otherLabels.isEmpty else { return [] }
        let others = otherLabels.map { "`\($0.shortened())`" }.joined(separator: ", ")
        return ["\(path): \(others) could hold the labels too; they are read from `\(labelName.shortened())`."]
    }
}
