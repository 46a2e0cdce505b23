import FileKinds

/// Which columns of a table, or keys of JSON objects, hold the text and the label.
///
/// They are found by their names in a header, whatever the case: `label`, `sentiment`, `category` … and `text`, `sentence`, `review` …
/// Where a header with two columns names only one of them, the other is the other. Without a header there have to be two columns: the
/// label stands in the one with fewer different values.
struct LabelledTextColumns: Equatable {
    /// The columns in the file's order.
    let names: [String]
    let text: Int
    let label: Int
    /// Whether the first record of the table is its header.
    let hasHeader: Bool
    /// Other columns that are called as labels are.
    private var otherLabels: [String] = []

    var labelName: String { names[label] }

    /// In the order in which they are preferred.
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
    /// What numbers the rows, so that it is neither.
    private static let indexNames: Set<String> = ["", "idx", "id", "ids", "index", "guid", "unnamed: 0"]

    /// The columns that a header names; nil when none of the names is known.
    ///
    /// - Throws: `LabelledTextProblem`: a name is missing, or there are two texts.
    init?(header names: [String]) throws(LabelledTextProblem) {
        let keys = names.map { $0.trimmingASCIIBlanks().lowercased() }
        let texts = keys.indices.filter { Self.textNames.contains(keys[$0]) }
        let labels = Self.labelNames.compactMap { keys.firstIndex(of: $0) }
        if texts.isEmpty, labels.isEmpty { return nil }
        if texts.count > 1 { throw .severalTexts(columns: texts.map { names[$0] }) }
        // With two columns, the one that is not known by its name is the other.
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

    /// The columns of a table, as its first records show them.
    ///
    /// - Parameter records: Not empty; all have as many values as the first.
    /// - Throws: `LabelledTextProblem`: what the header lacks, or several columns without one.
    init(records: [[String]]) throws(LabelledTextProblem) {
        let first = records[0].map { $0.trimmingASCIIBlanks() }
        let rest = records.dropFirst()
        if let columns = try LabelledTextColumns(header: first) {
            // A text that is only the word `review` makes no header: its label is found again below it.
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

    /// The one of two columns with fewer different values; else that of whole numbers; else the shorter one.
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
                    + "\(others.joined(separator: ", ")) \(others.count == 1 ? "is" : "are") passed over.")
        }
        return notes
    }

    func warnings(path: String) -> [String] {
        guard !otherLabels.isEmpty else { return [] }
        let others = otherLabels.map { "`\($0.shortened())`" }.joined(separator: ", ")
        return ["\(path): \(others) could hold the labels too; they are read from `\(labelName.shortened())`."]
    }
}
