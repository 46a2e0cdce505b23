import Datasets
import Testing

@Suite("CoNLL files")
struct CoNLLFileTests {
    let labels = TokenLabels(types: ["PER", "ORG", "LOC", "MISC"])

    func load(_ text: String) throws -> LabelledSentenceFile {
        let file = try TemporaryFile(text)
        return try LabelledSentenceFile.load(path: file.path)
    }

    func names(_ file: LabelledSentenceFile) -> [[String]] {
        file.examples.map { $0.labels.compactMap(file.labels.name(of:)) }
    }

    @Test("four columns with documents, blank lines, tabs, carriage returns and a byte order mark")
    func fourColumns() throws {
        let file = try load(
            "\u{FEFF}-DOCSTART- -X- -X- O\r\n\r\nQuint NNP B-NP B-PER\r\nMarlowe\tNNP\tI-NP\tI-PER\r\n"
                + "sleeps VBZ  B-VP O \r\n \t\r\n\r\n-DOCSTART- -X- O O\r\n"
                + "Łódź NNP B-NP B-LOC\r\n-DOCSTART-\r\n2. CD O O"
        )
        #expect(file.examples.map(\.words) == [["Quint", "Marlowe", "sleeps"], ["Łódź"], ["2."]])
        #expect(names(file) == [["B-PER", "I-PER", "O"], ["B-LOC"], ["O"]])
        #expect(file.labels.names == ["O", "B-LOC", "I-LOC", "B-PER", "I-PER"])
        #expect(file.examples.map(\.place.number) == [3, 9, 11])
        #expect(file.scheme == .iob2)
        #expect(file.notes.isEmpty)
    }

    @Test("two columns; other Unicode blanks belong to the word")
    func twoColumns() throws {
        let file = try load("a\u{A0}b O\nc\tB-MISC\n")
        #expect(file.examples == [LabelledSentence(words: ["a\u{A0}b", "c"], labels: [0, 1], place: .line(1))])
    }

    @Test("IOB1 becomes IOB2: at a sentence's start, after O, after another type, and not after its own")
    func iob1() throws {
        let file = try load("A I-PER\nB I-PER\nC B-PER\nD I-PER\nE I-LOC\n\nF I-LOC\nG O\nH I-LOC\nI I-LOC\n")
        #expect(file.scheme == .iob1)
        #expect(names(file)[0] == ["B-PER", "I-PER", "B-PER", "I-PER", "B-LOC"])
        #expect(names(file)[1] == ["B-LOC", "O", "B-LOC", "I-LOC"])
        #expect(file.convertedTagCount == 4)
        #expect(file.notes.count == 1)
        #expect(file.notes[0].contains("IOB1 (first seen in line 1): 4 "))
    }

    @Test("adjacent entities of one type look the same in both schemes, and stay unchanged")
    func neighbours() throws {
        let iob2 = try load("A B-PER\nB B-PER\nC I-PER\n")
        #expect(iob2.scheme == .iob2)
        #expect(names(iob2)[0] == ["B-PER", "B-PER", "I-PER"])
    }

    @Test("a file with both schemes is read as by conlleval, with a warning that says where")
    func mixed() throws {
        let file = try load("A B-PER\nB O\nC I-PER\n\nD I-ORG\n")
        #expect(file.scheme == .mixed)
        #expect(names(file) == [["B-PER", "O", "B-PER"], ["B-ORG"]])
        #expect(file.notes[0].contains("line 3 begins an entity with I-"))
        #expect(file.notes[0].contains("line 1 one with B-"))
    }

    @Test("a file without entities")
    func noEntities() throws {
        let file = try load("A O\n")
        #expect(file.scheme == .none)
        #expect(file.notes.count == 1)
    }

    @Test("a line with another number of columns than the first is rejected, with its line number")
    func columnCount() throws {
        let file = try TemporaryFile("A NN O O\n\nB NN O\n")
        let error = datasetError { try LabelledSentenceFile.load(path: file.path) }
        #expect(error == .columnCount(path: file.path, line: 3, found: 3, expected: 4))
        #expect("\(try #require(error))".hasPrefix("\(file.path):3: error: the line has 3 columns"))
        let alone = try TemporaryFile("\nA\n")
        let error2 = datasetError { try LabelledSentenceFile.load(path: alone.path) }
        #expect(error2 == .columnCount(path: alone.path, line: 2, found: 1, expected: nil))
    }

    @Test("any number of columns: the word is the first, the tag the last")
    func otherColumnCounts() throws {
        for text in [
            "EU NNP B-ORG\nis VBZ O\n", "EU EU NNP B-NP B-ORG\nis be VBZ B-VP O\n",
            "EU 1 2 3 4 5 6 B-ORG\nis 1 2 3 4 5 6 O",
        ] {
            let file = try load(text)
            #expect(file.examples.map(\.words) == [["EU", "is"]])
            #expect(names(file) == [["B-ORG", "O"]])
            #expect(file.warnings.isEmpty && file.findings.isEmpty && file.notes.isEmpty)
        }
    }

    @Test("a first column that counts the words is skipped and reported; the first column of tags is used")
    func numberedWords() throws {
        let file = try load(
            "# source one\n1\tAda\tB-PER\tO\n2\tsaw\tO\tO\n3\tRom\tB-LOC\tB-LOC\n\n# two\n1\tHi\tO\tO\n")
        #expect(file.examples.map(\.words) == [["Ada", "saw", "Rom"], ["Hi"]])
        #expect(names(file) == [["B-PER", "O", "B-LOC"], ["O"]])
        let finding = try #require(file.findings.first)
        #expect(finding.name == "numbered-words" && finding.count == 4)
        #expect(finding.consequence.contains("words are read from column 2, tags from column 3 of 4"))
        #expect(file.warnings.count == 1 && file.warnings[0].contains("column 4 holds tags too"))
        #expect(file.notes.contains { $0.contains("2 lines that begin with #") })
        // The tag is taken from the outer column, even if one of its tags is unknown.
        let unknown = try TemporaryFile("1 Ada B-PER O\n2 saw O O\n3 Rom B-LOC O\n\n1 x O O\n2 Ode B_OTH O\n")
        #expect(
            datasetError { try LabelledSentenceFile.load(path: unknown.path) }
                == .unknownTag(path: unknown.path, line: 6, tag: "B_OTH"))
        // Numbers may continue through the whole file, and may start at 0.
        #expect(try load("1 Ada B-PER\n2 saw O\n3 Rom O\n\n4 Hi O\n").examples[1].words == ["Hi"])
        #expect(try load("0 Ada B-PER\n1 saw O\n2 Rom O\n\n0 Hi O\n").examples[1].words == ["Hi"])
        // Without another column the numbers are the words, which is reported too.
        let bare = try load("1 O\n2 O\n3 B-LOC\n")
        #expect(bare.examples[0].words == ["1", "2", "3"])
        #expect(bare.findings.first?.consequence.contains("missing") == true)
        // Numbers that don't count the words are words.
        #expect(try load("1 CD O\n2 CD O\n4 CD O\n").findings.isEmpty)
    }

    @Test("a tag column that is not the last is used and reported if only one column holds tags")
    func tagColumn() throws {
        let reversed = try load("B-PER\tAda\nO\tsaw\n")
        #expect(reversed.examples[0].words == ["Ada", "saw"])
        #expect(names(reversed)[0] == ["B-PER", "O"])
        #expect(reversed.warnings.first?.contains("words are read from column 2, tags from column 1") == true)
        let middle = try load("Ada B-PER doc1\nsaw O doc1\n")
        #expect(middle.examples[0].words == ["Ada", "saw"])
        #expect(middle.warnings.count == 1)
        // With two columns of tags, as conlleval prints them, the last is read and the other is named.
        #expect(try load("Ada B-PER O\nsaw O O\n").warnings.first?.contains("column 2 holds tags too") == true)
    }

    @Test("a tab or blank before a combining mark separates columns; carriage returns alone end lines")
    func scalars() throws {
        let marks = try load("EU\t\u{301}x B-ORG\n\u{301}b \u{200D}y O\n")
        #expect(
            marks.examples[0].words.map { Array($0.unicodeScalars) } == [Array("EU".unicodeScalars), ["\u{301}", "b"]])
        #expect(try load("EU B-ORG\ris O\r\rHi O\r").examples.map(\.words) == [["EU", "is"], ["Hi"]])
        // The composed and the decomposed form are two labels and two words.
        let file = try load("a B-caf\u{E9}\nb B-cafe\u{301}\n")
        #expect(file.labels.names.count == 5)
        #expect(file.labels.id(of: "B-caf\u{E9}") != file.labels.id(of: "B-cafe\u{301}"))
        #expect(Set(file.examples[0].labels).count == 2)
    }

    @Test("a misspelt tag: the message names the one that is probably meant")
    func nearestTag() throws {
        for (tag, meant) in [
            ("b-org", "B-org"), ("B_LOC", "B-LOC"), ("LOC-I", "I-LOC"), ("o", "O"), ("0", "O"), ("PER", "B-PER"),
            ("s/LOC", "S-LOC"),
        ] {
            let file = try TemporaryFile("A O\nB \(tag)\n")
            let error = try #require(datasetError { try LabelledSentenceFile.load(path: file.path) })
            #expect("\(error)".contains("Did you mean `\(meant)`?"), "\(tag)")
        }
        for tag in ["B-", "-", "X-PER", "12", String(repeating: "B", count: 100_000)] {
            let file = try TemporaryFile("A O\nB \(tag)\n")
            let text = "\(try #require(datasetError { try LabelledSentenceFile.load(path: file.path) }))"
            #expect(text.contains("unknown tag") && text.utf8.count < 1_000, "\(tag.prefix(20))")
            #expect(!text.contains("Did you mean"))
        }
    }

    @Test("labels are those of the file, whatever their names; a rare one that looks misspelt is reported")
    func labelsOfTheFile() throws {
        let file = try load("A B-group\nB I-group\nC B-creative-work\nD O\n")
        #expect(file.labels.types == ["creative-work", "group"])
        #expect(names(file) == [["B-group", "I-group", "B-creative-work", "O"]])
        #expect(file.findings.isEmpty)
        let text = String(repeating: "A B-MISC\n\n", count: 20) + "B B-MSIC\n"
        let finding = try #require(try load(text).findings.first)
        #expect(finding.name == "misspelt-types" && finding.count == 1 && finding.first == "in line 41")
        #expect(finding.consequence.contains("`MSIC` for MISC"))
    }

    @Test("BIOES and BILOU: the same entities in IOB2", arguments: [("E", "S"), ("L", "U")])
    func bioes(last: String, single: String) throws {
        let file = try load(
            "A B-PER\nB I-PER\nC \(last)-PER\nD \(single)-PER\nE \(single)-LOC\nF O\n\nG \(last)-LOC\nH I-LOC\n")
        #expect(file.scheme == .bioes)
        #expect(names(file) == [["B-PER", "I-PER", "I-PER", "B-PER", "B-LOC", "O"], ["B-LOC", "B-LOC"]])
        #expect(file.notes.count == 1 && file.notes[0].contains("BIOES (first seen in line 3)"))
        // No entity continues after an end tag.
        #expect(try names(load("A \(single)-PER\nB I-PER\n")) == [["B-PER", "B-PER"]])
    }

    @Test("a character that looks like another one is named")
    func oddCharacters() throws {
        for (line, text) in [
            ("A B–ORG", "Did you mean `B-ORG`? The tag has U+2013 EN DASH in it."),
            ("A B-ORG\u{200B}", "Did you mean `B-ORG`? The tag has U+200B ZERO WIDTH SPACE in it."),
            ("A\u{A0}O", "U+00A0 NO-BREAK SPACE does not separate columns."),
        ] {
            let file = try TemporaryFile("A O\n\(line)\n")
            #expect(
                "\(try #require(datasetError { try LabelledSentenceFile.load(path: file.path) }))".contains(text),
                "\(line)")
        }
    }

    @Test("lines for several words, as in CoNLL-U, do not hide that words are numbered")
    func numberedRanges() throws {
        let file = try TemporaryFile("1 A x O\n2 B x O\n\n1-2 C x O\n1 D x O\n2 E x O\n")
        let loaded = try LabelledSentenceFile.load(path: file.path)
        #expect(loaded.findings.map(\.name) == ["numbered-words"])
        #expect(loaded.examples.map(\.words) == [["A", "B"], ["C", "D", "E"]])
    }

    @Test("the error for a file of another kind names that kind")
    func otherKinds() throws {
        for (text, name) in [
            ("w,t\nEU,B-ORG\n", "commas"),
            ("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "Git LFS"),
            ("<!DOCTYPE html>\n<html>", "HTML"), ("", "empty file"), ("---\ntitle: x\n---\n", "notebook"),
        ] {
            let file = try TemporaryFile(text)
            let error = try #require(datasetError { try LabelledSentenceFile.load(path: file.path) })
            guard case .otherKind(file.path, let kind, _) = error else {
                Issue.record("\(error)")
                continue
            }
            #expect(kind.name.contains(name))
        }
        let latin = try TemporaryFile(bytes: Array("Jos".utf8) + [0xE9] + Array(" O\n".utf8))
        #expect("\(try #require(datasetError { try LabelledSentenceFile.load(path: latin.path) }))".contains("Latin-1"))
    }

    @Test("a tag of no scheme is rejected, with the list of valid ones")
    func unknownTag() throws {
        for tag in ["B-", "o", "NN", "X-PER"] {
            let file = try TemporaryFile("A O\nB \(tag)\n")
            let error = datasetError { try LabelledSentenceFile.load(path: file.path) }
            #expect(error == .unknownTag(path: file.path, line: 2, tag: tag))
            #expect("\(try #require(error))".contains("`\(tag)`"))
            #expect("\(try #require(error))".contains("BIOES"))
        }
    }

    @Test("files that look like CoNLL columns")
    func recognition() throws {
        for (text, isCoNLL) in [
            ("EU NNP B-NP B-ORG\nis O O O\n\nx O O O\n", true), ("-DOCSTART- -X- O\n\n# comment\nEU x B-ORG\n", true),
            ("a good film\t1\n", false), ("{\"data\": []}", false), ("", false), ("1\tBIOES is a scheme\n", false),
        ] {
            let file = try TemporaryFile(text)
            #expect(LabelledSentenceFile.recognizes(path: file.path) == isCoNLL, "\(text)")
        }
        #expect(!LabelledSentenceFile.recognizes(path: "/no/such/file"))
    }

    @Test("bytes that are not UTF-8 are rejected, with line and column")
    func notUTF8() throws {
        let broken: [[UInt8]] = [
            [0xFF], [0xC3], [0xC0, 0xAF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0x80], [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xF0, 0x9F, 0x98],
        ]
        for bytes in broken {
            let file = try TemporaryFile(bytes: Array("A O\nÉé".utf8) + bytes + Array(" O\n".utf8))
            let error = datasetError { try LabelledSentenceFile.load(path: file.path) }
            #expect(error == .notUTF8(path: file.path, line: 2, column: 3))
        }
        let clean = try load("\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{10FFFF} O")
        #expect(clean.examples[0].words[0].unicodeScalars.count == 7)
    }

    @Test("a file without a sentence, a missing file and a folder are rejected")
    func noFile() throws {
        for text in ["\n\n", "-DOCSTART- -X- O O\n\n"] {
            let file = try TemporaryFile(text)
            #expect(datasetError { try LabelledSentenceFile.load(path: file.path) } == .noExamples(path: file.path))
        }
        let missing = datasetError { try LabelledSentenceFile.load(path: "/no/such/file.txt") }
        #expect(missing == .unreadable(path: "/no/such/file.txt", reason: "there is no such file"))
        #expect(
            datasetError { try LabelledSentenceFile.load(path: "/") }
                == .unreadable(path: "/", reason: "it is a folder"))
    }

    @Test("label names, ids and frequencies")
    func labelTable() {
        #expect(labels.names == ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC"])
        #expect(labels.names.indices.allSatisfy { labels.id(of: labels.names[$0]) == Int32($0) })
        #expect(labels.id(of: "B-GPE") == nil)
        #expect(labels.name(of: -100) == nil)
        #expect(labels.name(of: 9) == nil)
        let examples = [LabelledSentence(words: ["a", "b", "c"], labels: [0, 5, 0])]
        #expect(labels.frequencies(in: examples) == [2, 0, 0, 0, 0, 1, 0, 0, 0])
    }
}
