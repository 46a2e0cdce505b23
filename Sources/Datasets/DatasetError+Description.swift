import FileKinds

extension DatasetError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "\(path): error: can't be read: \(reason). Check the path and that you may read the file."
        case .otherKind(let path, let kind, let expected):
            "\(path): error: this is \(kind.name), not \(expected). \(kind.remedy)"
        case .notUTF8(let path, let line, let column, nil):
            "\(path):\(line):\(column): error: the bytes from here on are not UTF-8. The file is damaged or cut off: "
                + "copy or download it again."
        case .notUTF8(let path, let line, let column, let encoding?):
            "\(path):\(line):\(column): error: the file is not UTF-8 from here on; it looks like \(encoding). Save it as "
                + "UTF-8, or convert it with `iconv -f ENCODING -t UTF-8 OLD > NEW`, where WINDOWS-1252 is the encoding that "
                + "most such files have."
        case .noExamples(let path):
            "\(path): error: there is no example in this file. CoNLL files have one word and its tag per line, SQuAD "
                + "files at least one question, tables at least one row."
        case .columnCount(let path, let line, let found, nil):
            "\(path):\(line): error: the line has \(count(found, "column")). A CoNLL line has the word in its first "
                + "column and the tag in its last, separated by blanks or tabs."
        case .columnCount(let path, let line, let found, let expected?):
            "\(path):\(line): error: the line has \(count(found, "column")), the lines before it have \(expected). "
                + "Give every line the same number of columns, and put an empty line between sentences."
        case .oddBlank(let path, let line, let blank):
            "\(path):\(line): error: \(blank.codePointAndName) does not separate columns. Write a blank or a tab instead."
        case .unknownTag(let path, let line, let tag):
            "\(path):\(line): error: unknown tag `\(tag.shortened())`. \(DatasetError.hint(for: tag)) "
                + "Tags are O, and B- or I- before a type, as in B-PER; in the BIOES scheme E- and S- too."
        case .truncatedJSON(let path, let line, let column, let keyPath):
            "\(path):\(line):\(column): error: the JSON text ends here, inside \(place(keyPath)). The file is not "
                + "complete: copy or download it again."
        case .malformedJSON(let path, let line, let column, let keyPath, let problem):
            "\(path):\(line):\(column): error: \(problem), in \(place(keyPath)). This is not valid JSON: repair the "
                + "file, or write it again with a JSON library."
        case .wrongKind(let path, let line, let column, let keyPath, let expected, let found):
            "\(path):\(line):\(column): error: \(place(keyPath)) is \(found), but SQuAD's format has \(expected) there."
                + (keyPath.isEmpty ? " Its files begin with {\"data\": [." : " Correct the value.")
        case .missingKey(let path, let line, let column, let keyPath, let key):
            "\(path):\(line):\(column): error: \(place(keyPath)) has no `\(key)`. SQuAD v1.1 has data[].paragraphs[] "
                + "with `context` and `qas`, and each question `id`, `question` and `answers` with `text` and "
                + "`answer_start`."
        case .answerMismatch(let mismatch):
            mismatch.description
        case .labelledText(let path, let place, let problem):
            "\(path)\(place.suffix): error: \(problem)"
        case .row(let path, let place, let problem):
            "\(path)\(place.suffix): error: \(problem)"
        case .unencodableQuestion(let id, _, let reason):
            "Question `\(id.shortened())` can't be encoded: \(reason)"
        }
    }

    private static func hint(for tag: String) -> String {
        guard let meant = CoNLLTag.meant(by: tag) else { return "Correct the tag, or rename those of the file." }
        let odd = tag.unicodeScalars.first { !$0.isASCII }.map { " The tag has \($0.codePointAndName) in it." }
        return "Did you mean `\(meant)`?\(odd ?? "") Rename the tag in the file."
    }
}

extension AnswerMismatch: CustomStringConvertible {
    package var description: String {
        var text =
            "\(path)\(place.suffix): error: the answer \(quoted(self.text)) of question `\(questionID.shortened())` "
        text += "(\(keyPath)) is said to start at \(start), but "
        if let found {
            text += "the text there is \(quoted(found)). "
        } else {
            text += "its context has \(count(contextCount, "scalar")). "
        }
        if occurrences.isEmpty {
            return text
                + "The context doesn't contain the answer at all: correct the answer's text or its context in the file."
        }
        text += "The answer occurs at \(occurrences.map(String.init).joined(separator: ", "))."
        if let unit { text += " It looks as if `answer_start` was counted in \(unit.rawValue)." }
        return text + " Count `answer_start` in Unicode scalars from 0, as Python does."
    }
}

extension ExamplePlace {
    /// What follows the path of the file: `:3`, `: row 7`, or nothing.
    fileprivate var suffix: String {
        if self == .none { return "" }
        return unit == .line ? ":\(number)" : ": row \(number)"
    }
}

private func place(_ keyPath: String) -> String { keyPath.isEmpty ? "the file's top level" : keyPath }

private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

private func quoted(_ text: String) -> String { text.shortened().debugDescription }
