import Compression
import Datasets
import Foundation
import Parquet
import Testing

/// Compares tables written by `scripts/fixtures/table_fixtures.py` with what `datasets` reads from them.
@Suite("Tables of the Hub")
struct TableTests {
    private struct Expected: Decodable {
        struct Sentence: Decodable {
            let tokens: [String]
            let nerTags: [Int32]
        }

        struct SquadQuestion: Decodable {
            struct Answers: Decodable {
                let text: [String]
                let answerStart: [Int]
            }

            let id: String
            let title: String
            let context: String
            let question: String
            let answers: Answers
        }

        struct Text: Decodable {
            let text: String?
            let sentence: String?
            let label: Int32
        }

        let conll2003: [Sentence]
        let squad: [SquadQuestion]
        let squadV2: [SquadQuestion]
        let agNews: [Text]
        let sst2: [Text]
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fixtures/tables").path
    private let expected: Expected

    init() throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/expected.json"))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        expected = try decoder.decode(Expected.self, from: data)
    }

    private func path(_ name: String) -> String { "\(Self.folder)/\(name)" }

    private static let conll = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC"]

    @Test("conll2003: two shards count as one, and the labels are the file's, in its order")
    func conll2003() throws {
        let paths = ["00000", "00001"].map { path("conll2003/data/train-\($0)-of-00002.parquet") }
        let file = try LabelledSentenceFile.load(paths: paths)
        #expect(file.labels.names == Self.conll && file.hasPublishedLabels)
        #expect(file.format == "Parquet, IOB2" && file.warnings.isEmpty)
        #expect(file.examples.map(\.words) == expected.conll2003.map(\.tokens))
        #expect(file.examples.map(\.labels) == expected.conll2003.map(\.nerTags))
        #expect(file.examples[0].place == ExamplePlace(unit: .row, number: 0, file: 1))
        #expect(file.examples[12].place.description == "row 1 of file 2")
        #expect(LabelledSentenceFile.recognizes(path: paths[0]))
        #expect(!QuestionFile.recognizes(path: paths[0]))
    }

    @Test("JSON Lines, compressed or not, give the same sentences", arguments: ["jsonl", "jsonl.zst"])
    func jsonLines(suffix: String) throws {
        let path = path("conll2003.\(suffix)")
        let file = try LabelledSentenceFile.load(path: path)
        #expect(file.examples.map(\.words) == expected.conll2003.map(\.tokens))
        #expect(file.examples.map(\.labels) == expected.conll2003.map(\.nerTags))
        #expect(file.labels.names == Self.conll)
        #expect(file.examples[3].place == .line(4))
        #expect(file.warnings.count == 1 && file.warnings[0].contains("taken for CoNLL-2003's: 0 O, 1 B-PER"))
        #expect(LabelledSentenceFile.recognizes(path: path))
    }

    @Test("tags as strings, as numbers without names, and as numbers with other names")
    func tags() throws {
        let strings = try LabelledSentenceFile.load(path: path("string-labels.parquet"))
        let numbers = try LabelledSentenceFile.load(path: path("unnamed-labels.parquet"))
        #expect(!strings.hasPublishedLabels && strings.warnings.isEmpty)
        #expect(strings.labels.types == ["LOC", "PER"])
        #expect(numbers.labels.names == Self.conll && numbers.warnings.count == 1)
        #expect(strings.examples(with: numbers.labels) == numbers.examples)
        let odd = try LabelledSentenceFile.load(path: path("odd-labels.parquet"))
        #expect(odd.labels.names == ["I-LOC", "B-LOC", "O", "B-date"])
        #expect(odd.examples.map(\.labels) == [[1, 0, 2], [3]])
    }

    @Test("an invalid row is rejected, with its place")
    func problems() throws {
        let good = #"{"tokens": ["a"], "ner_tags": [0]}"# + "\n"
        for (text, place, problem) in [
            ("{}", .none, .missingColumn(what: "the words", names: ["tokens", "words"], columns: [])),
            (
                #"{"text": "a"}"#, .none,
                .missingColumn(what: "the words", names: ["tokens", "words"], columns: ["text"])
            ),
            (
                #"{"data": []}"#, .none,
                .missingColumn(what: "the words", names: ["tokens", "words"], columns: ["data"])
            ),
            (
                #"{"tokens": []}"#, .none,
                .missingColumn(what: "their tags", names: ["ner_tags", "tags", "labels"], columns: ["tokens"])
            ),
            (
                good + #"{"tokens": ["a"], "ner_tags": [0, 1]}"#, .line(2),
                .counts(words: 1, tags: 2, column: "ner_tags")
            ),
            (good + #"{"tokens": ["a"], "ner_tags": [9]}"#, .line(2), .labelNumber(9, column: "ner_tags", count: 9)),
            (good + #"{"tokens": ["a"], "ner_tags": [-1]}"#, .line(2), .noLabel(column: "ner_tags")),
            (good + #"{"tokens": ["a"], "ner_tags": ["NN"]}"#, .line(2), .notATag("NN", column: "ner_tags")),
            (
                good + #"{"tokens": [1], "ner_tags": [0]}"#, .line(2),
                .wrongValue(column: "tokens[0]", found: "a number", expected: "a string")
            ),
            (
                good + #"{"tokens": "a b", "ner_tags": [0]}"#, .line(2),
                .wrongValue(column: "tokens", found: "a string", expected: "a list")
            ), (good + #"{"tokens": ["a"]}"#, .line(2), .missingKey("ner_tags")),
        ] as [(String, ExamplePlace, RowProblem)] {
            let file = try TemporaryFile(text)
            let error = datasetError { try LabelledSentenceFile.load(path: file.path) }
            #expect(error == .row(path: file.path, place: place, problem: problem))
        }
        let empty = try TemporaryFile(#"{"tokens": [], "ner_tags": []}"#)
        #expect(datasetError { try LabelledSentenceFile.load(path: empty.path) } == .noExamples(path: empty.path))
    }

    @Test(
        "squad and squad_v2, as Parquet, as JSON Lines and compressed",
        arguments: ["squad.parquet", "squad.jsonl", "squad.jsonl.gz", "squad_v2.parquet", "squad_v2.jsonl"])
    func squad(name: String) throws {
        let file = try QuestionFile.load(paths: [path(name)])
        let questions = name.hasPrefix("squad_v2") ? expected.squadV2 : expected.squad
        #expect(
            file.examples
                == questions.map { question in
                    Question(
                        id: question.id, title: question.title, question: question.question, context: question.context,
                        answers: zip(question.answers.text, question.answers.answerStart).map {
                            ReferenceAnswer(text: $0, start: $1)
                        })
                })
        #expect(file.format.hasSuffix(name.hasPrefix("squad_v2") ? ", SQuAD v2" : ", SQuAD v1.1"))
        #expect(QuestionFile.recognizes(path: path(name)) && !LabelledSentenceFile.recognizes(path: path(name)))
    }

    @Test("answers in other forms; invalid ones are rejected")
    func answers() throws {
        func row(_ rest: String) -> String { #"{"question": "q", "context": "a bc", "# + rest + "}\n" }
        let file = try TemporaryFile(
            row(#""answers": [{"text": "bc", "answer_start": 2}], "id": 7"#) + row(#""answers": null, "id": "x""#)
                + row(#""answers": {"text": "a", "answer_start": 0}, "id": 8"#))
        let questions = try QuestionFile.load(paths: [file.path]).examples
        #expect(questions.map(\.id) == ["7", "x", "8"])
        #expect(questions.map { $0.answers.map(\.text) } == [["bc"], [], ["a"]])
        for (rest, problem) in [
            (#""answers": {"text": ["a"], "answer_start": []}"#, .answerCounts(texts: 1, starts: 0)),
            (
                #""answers": {"text": ["a"], "answer_start": ["0"]}"#,
                .wrongValue(column: "answers.answer_start[0]", found: "a string", expected: "a whole number")
            ),
            (
                #""answers": 3"#,
                .wrongValue(
                    column: "answers", found: "a number", expected: "an object of two lists, `text` and `answer_start`")
            ),
        ] as [(String, RowProblem)] {
            let file = try TemporaryFile(row(rest))
            #expect(
                datasetError { try QuestionFile.load(paths: [file.path]) }
                    == .row(path: file.path, place: .line(1), problem: problem))
        }
        let wrong = try TemporaryFile(row(#""answers": {"text": ["bc"], "answer_start": [1]}"#))
        let text = "\(try #require(datasetError { try QuestionFile.load(paths: [wrong.path]) }))"
        #expect(text.contains(":1: error: the answer \"bc\"") && text.contains("(answers.text[0])"))
        let impossible = try TemporaryFile(
            row(#""answers": {"text": ["bc"], "answer_start": [1]}, "is_impossible": true"#))
        #expect(try QuestionFile.load(paths: [impossible.path]).examples[0].answers.isEmpty)
    }

    @Test("optional columns are looked for in every row of JSON Lines")
    func optionalColumns() throws {
        func row(_ rest: String) -> String {
            #"{"question": "q", "context": "a bc", "answers": {"text": ["bc"], "answer_start": [2]}"# + rest + "}\n"
        }
        let later = try TemporaryFile(row("") + row(#", "is_impossible": true, "title": "T", "id": "x""#))
        let questions = try QuestionFile.load(paths: [later.path]).examples
        #expect(questions.map { $0.answers.count } == [1, 0])
        #expect(questions.map(\.title) == ["", "T"] && questions.map(\.id) == ["line 1", "x"])
        let first = try TemporaryFile(row(#", "Title": "T", "qid": 3, "is_impossible": true"#) + row(""))
        let others = try QuestionFile.load(paths: [first.path]).examples
        #expect(others.map { $0.answers.count } == [0, 1])
        #expect(others.map(\.title) == ["T", ""] && others.map(\.id) == ["3", "line 2"])
    }

    @Test("the error for JSON Lines without a question column names the column, and only `data` means SQuAD's JSON")
    func questionColumns() throws {
        let lines = try TemporaryFile(#"{"id": "1", "text": "Who?", "passage": "Ada"}"# + "\n")
        #expect(
            datasetError { try QuestionFile.load(paths: [lines.path]) }
                == .row(
                    path: lines.path, place: .none,
                    problem: .missingColumn(
                        what: "the questions", names: ["question"], columns: ["id", "text", "passage"])))
        let squad = try TemporaryFile(#"{"version": "1.1", "data": []}"#)
        #expect(datasetError { try QuestionFile.load(paths: [squad.path]) } == .noExamples(path: squad.path))
        let cut = try TemporaryFile(#"{"version": "1.1", "da"#)
        #expect(
            datasetError { try QuestionFile.load(paths: [cut.path]) }
                == .truncatedJSON(path: cut.path, line: 1, column: 23, keyPath: ""))
    }

    @Test("a bracket that is a word does not make CoNLL columns JSON", arguments: ["{", "["])
    func brackets(bracket: String) throws {
        for text in ["\(bracket) O\nAda B-PER\n", "\n\(bracket)\t-LRB-\tO\nAda\tNNP\tB-PER\n"] {
            let file = try TemporaryFile(text)
            #expect(LabelledSentenceFile.recognizes(path: file.path) && !QuestionFile.recognizes(path: file.path))
            #expect(try LabelledSentenceFile.load(path: file.path).examples.map(\.words) == [[bracket, "Ada"]])
        }
    }

    @Test("JSON Lines with carriage returns alone are counted as lines")
    func carriageReturns() throws {
        let good = #"{"tokens": ["a"], "ner_tags": [0]}"#
        let file = try TemporaryFile(good + "\r" + good + "\r" + #"{"tokens": ["a"], "ner_tags": [9]}"#)
        #expect(
            datasetError { try LabelledSentenceFile.load(path: file.path) }
                == .row(path: file.path, place: .line(3), problem: .labelNumber(9, column: "ner_tags", count: 9)))
        let malformed = try TemporaryFile(good + "\r" + "{\"tokens\": ?}")
        guard
            case .malformedJSON(_, line: 2, column: 12, _, _)? = datasetError({
                try LabelledSentenceFile.load(path: malformed.path)
            })
        else {
            Issue.record("no error in line 2")
            return
        }
    }

    @Test("ag_news and sst2: the labels are the names in the file; a split without labels is rejected")
    func texts() throws {
        let news = try LabelledTextFile.load(path: path("ag_news.parquet"))
        #expect(news.format == "Parquet" && news.labels == ["World", "Sports", "Business", "Sci/Tech"])
        #expect(news.examples.map(\.text) == expected.agNews.compactMap(\.text))
        #expect(news.examples.map(\.label) == expected.agNews.map(\.label))
        let lines = try LabelledTextFile.load(path: path("ag_news.jsonl"))
        #expect(lines.labels == ["0", "1", "2", "3"] && lines.examples.map(\.label) == news.examples.map(\.label))
        let moods = try LabelledTextFile.load(path: path("sst2/train-00000-of-00001.parquet"))
        #expect(moods.labels == ["negative", "positive"])
        #expect(moods.examples.map(\.text) == expected.sst2.compactMap(\.sentence))
        #expect(moods.examples.map(\.label) == expected.sst2.map(\.label))
        #expect(moods.examples[2].place.caption == "row 2 of the file")
        let test = path("sst2/test-00000-of-00001.parquet")
        let error = datasetError { try LabelledTextFile.load(path: test) }
        #expect(
            error
                == .row(path: test, place: ExamplePlace(unit: .row, number: 0), problem: .noLabel(column: "label")))
        #expect("\(try #require(error))".hasPrefix("\(test): row 0: error: `label` is -1, which stands for no label"))
        let unlabelled = try TemporaryFile("text\tlabel\na\t-1\nb\t-1\n")
        #expect(
            datasetError { try LabelledTextFile.load(path: unlabelled.path) }
                == .row(path: unlabelled.path, place: .line(2), problem: .noLabel(column: "label")))
    }

    @Test("labels that a table names but no text has are not counted")
    func oneLabel() throws {
        let path = path("one-label.parquet")
        let place = ExamplePlace(unit: .row, number: 0)
        #expect(
            datasetError { try LabelledTextFile.load(path: path) }
                == .labelledText(path: path, place: place, problem: .oneLabel("label 7", count: 6)))
        let file = try LabelledTextFile.load(path: path, needsSeveralLabels: false)
        #expect(file.labels.count == 60 && file.examples.allSatisfy { $0.label == 7 } && file.warnings.isEmpty)
    }

    @Test("bytes without an annotation are text if they are UTF-8, and otherwise rejected, with their row")
    func bytes() throws {
        let file = try LabelledTextFile.load(path: path("bytes.parquet"))
        #expect(file.examples.map(\.text) == ["tea", "plain", "café", "naïve"])
        let latin1 = path("latin1.parquet")
        #expect(throws: ParquetError.badValue(path: latin1, column: "text", row: 2, reason: "is not UTF-8")) {
            try LabelledTextFile.load(path: latin1)
        }
    }

    @Test("integers that a float cannot represent are unchanged")
    func largeIntegers() throws {
        let labels = ["-9223372036854775808", "9007199254740992", "9007199254740993"]
        #expect(try LabelledTextFile.load(path: path("large-integers.parquet")).labels == labels)
        let lines = try TemporaryFile(labels.map { "{\"text\": \"a\", \"label\": \($0)}\n" }.joined())
        #expect(try LabelledTextFile.load(path: lines.path).labels == labels)
        let answers = #"{"text": [], "answer_start": []}"#
        let ids = try TemporaryFile(
            labels.map { #"{"question": "q", "context": "c", "id": \#($0), "answers": \#(answers)}"# + "\n" }.joined())
        #expect(try QuestionFile.load(paths: [ids.path]).examples.map(\.id) == labels)
        // Beyond 64 bits, two numbers cannot be distinguished.
        let huge = try TemporaryFile(
            "{\"text\": \"a\", \"label\": 1}\n{\"text\": \"b\", \"label\": 9223372036854775808}\n")
        #expect(
            datasetError { try LabelledTextFile.load(path: huge.path) }
                == .row(
                    path: huge.path, place: .line(2),
                    problem: .wrongValue(
                        column: "label", found: "a number",
                        expected: "one label, a string or a number of at most 64 bits")))
    }

    @Test("labels are named as in older versions of `datasets`")
    func oldMetadata() throws {
        let file = try LabelledSentenceFile.load(path: path("old-metadata.parquet"))
        #expect(file.labels.names == ["I-LOC", "B-LOC", "O", "B-date"] && file.warnings.isEmpty)
        #expect(file.examples.map(\.labels) == [[1, 0, 2], [3]])
    }

    @Test("a table without rows, and an encrypted one")
    func others() throws {
        let empty = path("no-rows.parquet")
        #expect(datasetError { try LabelledTextFile.load(path: empty) } == .noExamples(path: empty))
        let encrypted = "\(Self.folder)/../../../ParquetTests/Fixtures/refused/encrypted.parquet"
        #expect(LabelledTextFile.recognizes(path: encrypted))
        do {
            _ = try LabelledTextFile.load(path: encrypted)
            Issue.record("an encrypted file was read")
        } catch {
            #expect("\(error)".contains("the footer is encrypted, which is not supported"))
        }
        let text = try TemporaryFile("PARENTS O\nhave B-PER\n")
        #expect(try LabelledSentenceFile.load(path: text.path).examples.map(\.words) == [["PARENTS", "have"]])
    }

    @Test("a compressed text is read like the text itself, with places in the text")
    func compressed() throws {
        let tsv = try TemporaryFile(bytes: Self.stored("label\ttext\n1\tgood\n\tbad\n"))
        #expect(
            datasetError { try LabelledTextFile.load(path: tsv.path) }
                == .labelledText(path: tsv.path, place: .line(3), problem: .missingLabel(column: "label")))
        let conll = try TemporaryFile(bytes: Self.stored("\u{FEFF}EU B-ORG\r\nis O\r\n"))
        #expect(try LabelledSentenceFile.load(path: conll.path).examples.map(\.words) == [["EU", "is"]])
        #expect(LabelledSentenceFile.recognizes(path: conll.path))
        let cut = try TemporaryFile(bytes: [0x1F, 0x8B, 8, 0, 0, 0])
        #expect(throws: CompressedFileError.self) { try LabelledSentenceFile.load(path: cut.path) }
        // Damaged files have a kind, so that loading them says what is wrong.
        let table = try TemporaryFile("PAR1PAR1")
        for path in [cut.path, table.path] {
            #expect(!LabelledSentenceFile.recognizes(path: path) && LabelledTextFile.recognizes(path: path))
        }
        #expect(throws: ParquetError.self) { try LabelledTextFile.load(path: table.path) }
    }

    @Test("compressed files are recognized by their beginning; if the content is not text, loading reports it")
    func compressedHeads() throws {
        // A wrong checksum is detected when the file is read.
        let damaged = try TemporaryFile(bytes: Self.stored("EU B-ORG\nis O\n").dropLast() + [0xFF])
        #expect(LabelledSentenceFile.recognizes(path: damaged.path))
        #expect(throws: CompressedFileError.self) { try LabelledSentenceFile.load(path: damaged.path) }
        let wide = try TemporaryFile(bytes: Self.stored("E\0U\0 \0O\0\n\0i\0s\0"))
        #expect(!LabelledSentenceFile.recognizes(path: wide.path) && LabelledTextFile.recognizes(path: wide.path))
        let error = try #require(datasetError { try LabelledTextFile.load(path: wide.path) })
        #expect("\(error)".contains("this is text in UTF-16LE"))
    }

    @Test("a file that is too large is recognized, so that loading it reports its size", arguments: [false, true])
    func tooLarge(isCompressed: Bool) throws {
        let text = "EU B-ORG\nis O\n"
        let file = try TemporaryFile(bytes: isCompressed ? Self.stored(text) : Array(text.utf8))
        #expect(truncate(file.path, 3 << 30) == 0)
        #expect(LabelledSentenceFile.recognizes(path: file.path))
        #expect(
            datasetError { try LabelledSentenceFile.load(path: file.path) }
                == .unreadable(path: file.path, reason: "it has 3221225472 bytes, and at most 2147483648 are read"))
    }

    /// A gzip file with one stored block.
    private static func stored(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        let crc = bytes.withUnsafeBytes { Checksum.crc32($0) }
        func little(_ value: UInt32, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
        }
        let length = UInt32(bytes.count)
        return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1] + little(length, 2) + little(~length, 2) + bytes
            + little(crc, 4) + little(length, 4)
    }

    @Test("text files of one split follow each other, and places name the file")
    func shards() throws {
        let first = try TemporaryFile("A B-PER\n\nB O\n")
        let second = try TemporaryFile("C\tx\tI-LOC\r\n")
        let file = try LabelledSentenceFile.load(paths: [first.path, second.path])
        #expect(file.examples.map(\.words) == [["A"], ["B"], ["C"]])
        #expect(file.examples.map(\.place.description) == ["line 1 of file 1", "line 3 of file 1", "line 1 of file 2"])
        #expect(file.notes.contains { $0.contains("line 1 of file 2 begins an entity with I-") })
        let one = try TemporaryFile("text,label\na,1\n")
        let other = try TemporaryFile("0\tb\n")
        let texts = try LabelledTextFile.load(paths: [one.path, other.path])
        #expect(texts.labels == ["0", "1"] && texts.examples.map(\.text) == ["a", "b"])
    }
}
