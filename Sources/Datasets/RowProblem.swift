import FileKinds

/// What is wrong with a table of rows, or with one of its rows, without the place.
package enum RowProblem: Error, Equatable {
    /// No column has one of the expected names: `what` completes “no column holds …”.
    case missingColumn(what: String, names: [String], columns: [String])
    /// A line whose JSON value is not an object.
    case notAnObject(found: String)
    /// An object without a key that the first one has.
    case missingKey(String)
    case wrongValue(column: String, found: String, expected: String)
    /// The number of tags differs from the number of words.
    case counts(words: Int, tags: Int, column: String)
    /// A number outside the range of the labels.
    case labelNumber(Int, column: String, count: Int)
    /// The number that means that there is no label.
    case noLabel(column: String)
    /// A word's label that is not a tag.
    case notATag(String, column: String)
    /// The number of starts differs from the number of texts.
    case answerCounts(texts: Int, starts: Int)
}

extension RowProblem: CustomStringConvertible {
    /// What is wrong and how to fix it, in whole sentences; the first letter is in lower case.
    package var description: String {
        switch self {
        case .missingColumn(let what, _, let columns) where columns.contains("data"):
            "no column holds \(what): this looks like SQuAD's JSON. Check which file is named for which data."
        case .missingColumn(let what, let names, []):
            "no column holds \(what): there is no column at all. Name JSON Lines or a Parquet file with a column `\(names[0])`."
        case .missingColumn(let what, let names, let columns):
            "no column has a name for \(what): there \(columns.count == 1 ? "is" : "are") \(columns.inBackquotes). Name it "
                + "`\(names[0])`"
                + (names.count > 1 ? " (\(Array(names.dropFirst()).inBackquotes) is possible too)." : ".")
        case .notAnObject(let found):
            "\(found) is here, but every line of JSON Lines is an object, such as {\"label\": 1, \"text\": \"…\"}. Write one "
                + "object per line, as `to_json` of Python's `datasets` does."
        case .missingKey(let key):
            "the object has no `\(key.shortened())`, as the first one has. Add it, or leave the line out."
        case .wrongValue(let column, let found, let expected):
            "`\(column.shortened())` is \(found), but must be \(expected). Correct the value."
        case .counts(let words, let tags, let column):
            "there are \(words) words, but \(tags) tags in `\(column.shortened())`. Give each word a tag."
        case .labelNumber(let number, let column, let count):
            "`\(column.shortened())` has the number \(number), but there are \(count) labels, 0 to \(count - 1). Correct the "
                + "number, or write the labels' names instead."
        case .noLabel(let column):
            "`\(column.shortened())` is -1, which stands for no label: test splits are often published so. Name the files "
                + "of the training and the validation split."
        case .notATag(let name, let column):
            "`\(column.shortened())` has the label `\(name.shortened())`, which is no tag of words. Tags are O, and B- or I- "
                + "before a type, as in B-PER; in the BIOES scheme E- and S- too. Name a column of such tags `ner_tags`."
        case .answerCounts(let texts, let starts):
            "`answers` has \(texts) texts and \(starts) starts. Give each text its `answer_start`."
        }
    }
}
