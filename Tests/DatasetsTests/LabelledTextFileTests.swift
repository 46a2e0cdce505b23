import Datasets
import Testing

@Suite("Files of labelled texts")
struct LabelledTextFileTests {
    func load(_ text: String) throws -> LabelledTextFile {
        let file = try TemporaryFile(text)
        return try LabelledTextFile.load(path: file.path)
    }

    func problem(_ text: String) throws -> (line: Int, problem: LabelledTextProblem) {
        let file = try TemporaryFile(text)
        guard
            case .labelledText(file.path, let place, let problem)? = datasetError({
                try LabelledTextFile.load(path: file.path)
            })
        else {
            Issue.record("no such error: \(text)")
            return (0, .noTexts)
        }
        return (place.number, problem)
    }

    func row(_ text: String) throws -> (place: ExamplePlace, problem: RowProblem) {
        let file = try TemporaryFile(text)
        let error = datasetError { try LabelledTextFile.load(path: file.path) }
        guard case .row(file.path, let place, let problem)? = error else {
            Issue.record("no such error: \(text)")
            return (.none, .noLabel(column: ""))
        }
        return (place, problem)
    }

    @Test("SST-2's own layout: a label, a tab and a sentence, without a header")
    func withoutHeader() throws {
        let file = try load("0\tone long string of cliches .\n1\ta fabric , of \"ideas\n\n0\tlow\n")
        #expect(file.format == "TSV")
        #expect(file.labels == ["0", "1"])
        #expect(
            file.examples == [
                LabelledText(text: "one long string of cliches .", label: 0, place: .line(1)),
                LabelledText(text: "a fabric , of \"ideas", label: 1, place: .line(2)),
                LabelledText(text: "low", label: 0, place: .line(4)),
            ])
        #expect(file.columns == ["column 1", "column 2"])
        #expect(file.notes.count == 1 && file.notes[0].contains("labels are read from column 1, texts from column 2"))
        #expect(file.warnings.isEmpty && file.findings.map(\.name) == ["rare-labels"])
    }

    @Test("Hugging Face's layout: a header, in any order and letter case, with columns that are skipped")
    func header() throws {
        let twoColumns = try load("sentence\tlabel\nhide new secretions\t0\ncontains no wit\t0\nfunny\t1\n")
        #expect(twoColumns.examples.map(\.text) == ["hide new secretions", "contains no wit", "funny"])
        #expect(twoColumns.examples.map(\.label) == [0, 0, 1] && twoColumns.examples[0].place == .line(2))
        #expect(twoColumns.columns == ["sentence", "label"] && twoColumns.notes.isEmpty)

        let file = try load("idx,Sentiment , Review\n7,pos,good\n8,neg,bad\n")
        #expect(file.format == "CSV")
        #expect(file.labels == ["neg", "pos"] && file.examples.map(\.label) == [1, 0])
        #expect(file.examples.map(\.text) == ["good", "bad"])
        #expect(file.notes.count == 1 && file.notes[0].contains("`idx` is skipped"))
    }

    @Test("a header that names one of two columns, or none of them")
    func unknownNames() throws {
        #expect(try load("utterance,group\nhi,a\nho,b\nhu,a\n").labels == ["a", "b"])
        #expect(try load("label,words\n1,hi\n0,ho\n").examples.map(\.text) == ["hi", "ho"])
        // Only the numbers below it show that this is a header.
        #expect(try load("words,kind\nhi,1\nho,0\nhu,0\n").examples.map(\.text) == ["hi", "ho", "hu"])
        // Here the word alone is a text.
        let file = try load("0\treview\n1\tgood\n0\tbad\n")
        #expect(file.examples.map(\.text) == ["review", "good", "bad"])
    }

    @Test("without a header, the label is the column with fewer values, with numbers, or the shorter one")
    func shape() throws {
        #expect(try load("so so,x\nfine,y\nbad,x\n").labels == ["x", "y"])
        #expect(try load("so,2\nfine,1\n").labels == ["1", "2"])
        #expect(try load("so so\tx\nfine\tyy\n").labels == ["x", "yy"])
    }

    @Test("labels are in numeric order if all are whole numbers, otherwise in byte order")
    func labelOrder() throws {
        #expect(try load("10\ta\n9\tb\n-1\tc\n10\td\n9\te\n").labels == ["-1", "9", "10"])
        #expect(try load("label\ttext\n10\ta\n9\tb\nx\tc\n").labels == ["10", "9", "x"])
        #expect(
            try load("label\ttext\nz\ta\nZ\tb\né\tc\ne\u{301}\td\n").labels.map { Array($0.utf8) }
                == ["Z", "e\u{301}", "z", "é"].map { Array($0.utf8) })
        #expect(try load("label\ttext\nb\tx\na\ty\n").examples(with: ["b", "c", "a"]).map(\.label) == [0, 2])
    }

    @Test("CSV: separators, line ends and doubled quotes in quotes; semicolons; quotes within a value")
    func quoting() throws {
        let file = try load(
            "text,label\r\n\"one, \"\"two\"\"\r\nthree\",a\r\n5\" pipe,b\r\n\"\",a\r\n\"x\",\"b\"")
        #expect(file.examples.map(\.text) == ["one, \"two\"\r\nthree", "5\" pipe", "", "x"])
        #expect(file.examples.map(\.label) == [0, 1, 0, 1])
        #expect(file.examples.map(\.place.number) == [2, 4, 5, 6])
        #expect(file.findings.map(\.name) == ["empty-texts"])
        let semicolons = try load("label;text\n1;\"a; b\"\n0;c, d\n")
        #expect(semicolons.format == "CSV" && semicolons.examples.map(\.text) == ["a; b", "c, d"])
        #expect(try load("1;a, b\n0;c\n1;d\n").examples.map(\.text) == ["a, b", "c", "d"])
    }

    @Test("JSON Lines, with labels of any type, escapes and members that are skipped")
    func jsonLines() throws {
        let file = try load(
            "{\"idx\": 0, \"text\": \"so \\u00e9 \\\"so\\\"\", \"label\": 1, \"meta\": {\"a\": [1]}}\n\n"
                + "{\"label\": 0, \"text\": \"bad\", \"idx\": 1}\r\n{\"text\": \"x\", \"label\": 1}")
        #expect(file.format == "JSON Lines")
        #expect(file.examples.map(\.text) == ["so é \"so\"", "bad", "x"])
        #expect(file.labels == ["0", "1"] && file.examples.map(\.label) == [1, 0, 1])
        #expect(file.examples.map(\.place.number) == [1, 3, 4])
        #expect(file.columns == ["idx", "text", "label", "meta"])
        #expect(
            try load("{\"review\":\"a\",\"sentiment\":true}\n{\"review\":\"b\",\"sentiment\":false}").labels == [
                "false", "true",
            ])
    }

    @Test("a sentence in brackets does not make a file JSON")
    func brackets() throws {
        #expect(try load("[noise] so,1\nfine,0\n{x} y,1\n").examples.map(\.text) == ["[noise] so", "fine", "{x} y"])
    }

    @Test("a byte order mark, carriage returns alone, blanks around labels, and no line end at the end")
    func lineEnds() throws {
        #expect(try load("\u{FEFF}label\ttext\r\n a \tx\r\nb\ty ").examples.map(\.text) == ["x", "y "])
        let file = try load("1\tx\r0\ty\r1\tz")
        #expect(file.examples.map(\.text) == ["x", "y", "z"] && file.examples.map(\.place.number) == [1, 2, 3])
        #expect(try load(" a\tx\nb\ty\na\tz\n").labels == ["a", "b"])
    }

    @Test("findings: contradictory, repeated, empty and quoted texts, and labels that occur once")
    func findings() throws {
        let file = try load("1\tx\n0\tx\n1\tx\n0\t \n0\t\"he \"\"said\"\"\"\n2\t\"a\" b \"c\"\n")
        let found = Dictionary(uniqueKeysWithValues: file.findings.map { ($0.name, $0) })
        #expect(found["contradictory-texts"].map { ($0.count, $0.first) } ?? (0, "") == (1, "in line 2"))
        #expect(found["repeated-texts"]?.first == "in line 3")
        #expect(found["empty-texts"]?.first == "in line 4")
        #expect(found["quoted-texts"].map { ($0.count, $0.first) } ?? (0, "") == (1, "in line 5"))
        #expect(found["rare-labels"]?.first == "`2` in line 6")
        #expect(try load("text,label\n\"x\",1\ny,0\ny,1\nz,0\n").findings.map(\.name) == ["contradictory-texts"])
    }

    @Test("warnings: labels that differ in letter case, several columns of labels, and a label for almost every text")
    func warnings() throws {
        #expect(try load("label\ttext\nPos\ta\npos\tb\n").warnings[0].contains("`Pos` and `pos`"))
        let two = try load("category,text,label\nx,a,1\ny,b,0\n")
        #expect(two.labels == ["0", "1"] && two.warnings[0].contains("`category` could hold the labels too"))
        let many = (0..<60).map { "text number \($0)\tdeutscher Text \($0)\n" }.joined()
        #expect(try load(many).warnings.contains { $0.contains("60 labels occur in 60 texts") })
    }

    @Test("a missing file, an empty file, another kind of file, and another encoding")
    func otherFiles() throws {
        let missing = datasetError { try LabelledTextFile.load(path: "/nowhere/x.tsv") }
        #expect(missing == .unreadable(path: "/nowhere/x.tsv", reason: "there is no such file"))
        for (text, kind) in [
            ("", "an empty file"), ("EU\tB-ORG\nis\tO\n\nHi\tO\n", "CoNLL columns"),
            ("---\ntitle: x\n---\n", "a text with YAML"),
            ("<!DOCTYPE html><p>1\tx", "an HTML page"), ("PK\u{3}\u{4}\u{0}", "a zip archive"),
        ] {
            let file = try TemporaryFile(text)
            let error = try #require(datasetError { try LabelledTextFile.load(path: file.path) })
            #expect("\(error)".hasPrefix("\(file.path): error: this is \(kind)"), "\(error)")
        }
        let latin = try TemporaryFile(bytes: Array("1\tx\n0\tcaf".utf8) + [0xE9, 0x0A])
        #expect(
            datasetError { try LabelledTextFile.load(path: latin.path) }
                == .notUTF8(path: latin.path, line: 2, column: 6, encoding: "Latin-1"))
    }

    @Test("columns that cannot be identified are rejected, with the columns' names")
    func columns() throws {
        #expect(try problem("\n\n") == (1, .noTexts))
        #expect(try problem("label\ttext\n") == (1, .noTexts))
        #expect(try problem("\njust a sentence\nand one more\n") == (2, .oneColumn))
        #expect(try problem("7\t1\ta text\n8\t0\tb\n") == (1, .noHeader(columnCount: 3)))
        #expect(try problem("index\tsentence\n0\ta\n1\tb\n") == (1, .noLabelColumn(columns: ["index", "sentence"])))
        #expect(try problem("id,label,words\n0,1,b\n") == (1, .noTextColumn(columns: ["id", "label", "words"])))
        #expect(
            try problem("sentence1,sentence2,label\na,b,0\n") == (
                1, .severalTexts(columns: ["sentence1", "sentence2"])
            ))
        #expect("\(try problem("premise\thypothesis\tlabel\na\tb\t0\n").problem)".contains("but each row has one text"))
    }

    @Test("an invalid record is rejected, with its line")
    func records() throws {
        #expect(try problem("1\ta\n0\tb\tc\n") == (2, .columnCount(found: 3, expected: 2, format: "TSV")))
        #expect(
            try problem("text,label\na,1\n\"x\ny\",0\nb, c,0\n") == (
                5, .columnCount(found: 3, expected: 2, format: "CSV")
            ))
        #expect(try problem("text,label\na,1\nb\n") == (3, .columnCount(found: 1, expected: 2, format: "CSV")))
        #expect(try problem("text\tlabel\na\t1\nb\t \n") == (3, .missingLabel(column: "label")))
        #expect(try problem("text,label\na,1\n\"b,0\nc,1\n") == (3, .unclosedQuote))
        #expect(try problem("text,label\n\"a,1\nb \"x\" c,0\n") == (3, .textAfterQuote(openingLine: 2)))
        #expect(try problem("1\ta\n1\tb\n") == (1, .oneLabel("1", count: 2)))
        let long = String(repeating: "x", count: 1 << 20)
        let tooLong = LabelledTextProblem.tooLong(bytes: (1 << 20) + 3, limit: 1 << 20)
        #expect(try problem("1\ta\n0\t\(long)\n") == (2, tooLong))
        let oneLabel = try TemporaryFile("1\tb\n")
        #expect(try LabelledTextFile.load(path: oneLabel.path, needsSeveralLabels: false).labels == ["1"])
    }

    @Test("invalid JSON is rejected, with its line")
    func json() throws {
        let good = "{\"text\": \"a\", \"label\": 1}\n"
        #expect(try row("[{\"text\": \"a\", \"label\": 1}]") == (.line(1), .notAnObject(found: "an array")))
        #expect(try row(good + "\n7\n") == (.line(3), .notAnObject(found: "a number")))
        #expect(try problem("{\"data\": [], \"version\": 1}\n") == (0, .noTextColumn(columns: ["data", "version"])))
        #expect(try row(good + "{\"text\": \"a\"}\n") == (.line(2), .missingKey("label")))
        #expect(
            try row(good + "{\"text\": 3, \"label\": 1}\n")
                == (.line(2), .wrongValue(column: "text", found: "a number", expected: "a string")))
        #expect(try row(good + "{\"text\": \"b\", \"label\": [1, 2]}\n").place == .line(2))
        #expect(try problem(good + "{\"text\": \"b\", \"label\": null}\n") == (2, .missingLabel(column: "label")))
        #expect(
            try problem("{\"text\": \"a\", \"content\": \"b\", \"label\": 1}").problem
                == .severalTexts(columns: ["text", "content"]))
        let cut = try TemporaryFile(good + "{\"text\": \"a\", \"lab")
        #expect(
            datasetError { try LabelledTextFile.load(path: cut.path) }
                == .truncatedJSON(path: cut.path, line: 2, column: 19, keyPath: ""))
    }

    @Test("an error says where it is, what is wrong, and how to fix it")
    func wording() throws {
        let file = try TemporaryFile("text,label\na,1\nb, c,0\n")
        let error = datasetError { try LabelledTextFile.load(path: file.path) }
        #expect(
            "\(try #require(error))"
                == "\(file.path):3: error: the record has 3 columns, the first one has 2. A text that contains a separator or a "
                + "line end must be in quotes.")
    }
}
