extension DatasetError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "\(path): error: can't be read: \(reason). Check the path and that you may read the file."
        case .notUTF8(let path, let line, let column):
            "\(path):\(line):\(column): error: the file is not UTF-8 from here on. Convert it, for example with "
                + "`iconv -f latin1 -t utf-8`."
        case .noExamples(let path):
            "\(path): error: there is no example in this file. CoNLL files hold one word and its tag a line, SQuAD "
                + "files at least one question."
        case .columnCount(let path, let line, let found, nil):
            "\(path):\(line): error: the line has \(count(found, "column")). A CoNLL line has 2 columns (word, tag) or "
                + "4 (word, part of speech, chunk, tag), separated by blanks or tabs."
        case .columnCount(let path, let line, let found, let expected?):
            "\(path):\(line): error: the line has \(count(found, "column")), the lines before it have \(expected). "
                + "Give every line the same number of columns, and put an empty line between sentences."
        case .unknownTag(let path, let line, let tag, let known):
            "\(path):\(line): error: unknown tag `\(tag)`. The tags are \(known.joined(separator: ", "))."
                + DatasetError.hint(for: tag)
        case .truncatedJSON(let path, let line, let column, let keyPath):
            "\(path):\(line):\(column): error: the JSON text ends here, inside \(place(keyPath)). The file is not "
                + "complete: copy or download it again."
        case .malformedJSON(let path, let line, let column, let keyPath, let problem):
            "\(path):\(line):\(column): error: \(problem), in \(place(keyPath)). This is not valid JSON: repair the "
                + "file, or write it again with a JSON library."
        case .wrongKind(let path, let line, let column, let keyPath, let expected, let found):
            "\(path):\(line):\(column): error: \(place(keyPath)) is \(found), but SQuAD's format has \(expected) there."
        case .missingKey(let path, let line, let column, let keyPath, let key):
            "\(path):\(line):\(column): error: \(place(keyPath)) has no `\(key)`. SQuAD v1.1 has data[].paragraphs[] "
                + "with `context` and `qas`, and each question `id`, `question` and `answers` with `text` and "
                + "`answer_start`."
        case .answerMismatch(let mismatch):
            mismatch.description
        case .unencodableQuestion(let id, let question, let reason):
            "Question `\(id)` (\(shortened(question))) can't be encoded: \(reason)"
        }
    }

    private static func hint(for tag: String) -> String {
        if ["S-", "E-", "L-", "U-"].contains(where: tag.hasPrefix) {
            return " Tags of the IOBES or BILOU scheme have to be converted to IOB2 first."
        }
        return " Correct the tag, or give the label list that the file was made with."
    }
}

extension AnswerMismatch: CustomStringConvertible {
    package var description: String {
        var text = "\(path):\(line): error: the answer \(shortened(self.text)) of question `\(questionID)` "
        text += "(\(keyPath)) is said to start at \(start), but "
        if let found {
            text += "\(shortened(found)) stands there. "
        } else {
            text += "its context has \(count(contextCount, "scalar")). "
        }
        if occurrences.isEmpty {
            text += "The context doesn't contain the answer at all."
        } else {
            text += "The answer stands at \(occurrences.map(String.init).joined(separator: ", "))."
        }
        if let unit { text += " It looks as if `answer_start` was counted in \(unit.rawValue)." }
        return text + " Count `answer_start` in Unicode scalars from 0, as Python does."
    }
}

private func place(_ keyPath: String) -> String { keyPath.isEmpty ? "the file's top level" : keyPath }

private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

private func shortened(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let cut = scalars.count > 60 ? String(String.UnicodeScalarView(scalars.prefix(57))) + "…" : text
    return cut.debugDescription
}
