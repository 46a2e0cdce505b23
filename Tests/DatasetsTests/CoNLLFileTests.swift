import Datasets
import Testing

@Suite("CoNLL files")
struct CoNLLFileTests {
    let labels = NERLabels.conll2003

    func load(_ text: String) throws -> CoNLLFile {
        let file = try TemporaryFile(text)
        return try CoNLLFile.load(path: file.path)
    }

    func names(_ example: NERExample) -> [String] { example.labels.compactMap(labels.name(of:)) }

    @Test("four columns with documents, blank lines, tabs, carriage returns and a byte order mark")
    func fourColumns() throws {
        let file = try load(
            "\u{FEFF}-DOCSTART- -X- -X- O\r\n\r\nQuint NNP B-NP B-PER\r\nMarlowe\tNNP\tI-NP\tI-PER\r\n"
                + "sleeps VBZ  B-VP O \r\n \t\r\n\r\n-DOCSTART- -X- O O\r\n"
                + "Łódź NNP B-NP B-LOC\r\n-DOCSTART-\r\n2. CD O O"
        )
        #expect(file.columnCount == 4)
        #expect(file.documentCount == 3)
        #expect(file.examples.map(\.words) == [["Quint", "Marlowe", "sleeps"], ["Łódź"], ["2."]])
        #expect(file.examples.map(\.labels) == [[1, 2, 0], [5], [0]])
        #expect(file.examples.map(\.line) == [3, 9, 11])
        #expect(file.scheme == .iob2)
        #expect(file.notes.isEmpty)
    }

    @Test("two columns; other blanks of Unicode belong to the word")
    func twoColumns() throws {
        let file = try load("a\u{A0}b O\nc\tB-MISC\n")
        #expect(file.columnCount == 2)
        #expect(file.examples == [NERExample(words: ["a\u{A0}b", "c"], labels: [0, 7], line: 1)])
    }

    @Test("IOB1 becomes IOB2: at a sentence's start, after O, after another type, and not after its own")
    func iob1() throws {
        let file = try load("A I-PER\nB I-PER\nC B-PER\nD I-PER\nE I-LOC\n\nF I-LOC\nG O\nH I-LOC\nI I-LOC\n")
        #expect(file.scheme == .iob1)
        #expect(names(file.examples[0]) == ["B-PER", "I-PER", "B-PER", "I-PER", "B-LOC"])
        #expect(names(file.examples[1]) == ["B-LOC", "O", "B-LOC", "I-LOC"])
        #expect(file.convertedTagCount == 4)
        #expect(file.notes.count == 1)
        #expect(file.notes[0].contains("IOB1 (first seen in line 1): 4 "))
    }

    @Test("neighbours of one type look the same in both schemes, and are left alone")
    func neighbours() throws {
        let iob2 = try load("A B-PER\nB B-PER\nC I-PER\n")
        #expect(iob2.scheme == .iob2)
        #expect(names(iob2.examples[0]) == ["B-PER", "B-PER", "I-PER"])
    }

    @Test("a file of both schemes is read as conlleval would, and says where")
    func mixed() throws {
        let file = try load("A B-PER\nB O\nC I-PER\n\nD I-ORG\n")
        #expect(file.scheme == .mixed)
        #expect(file.examples.map(names) == [["B-PER", "O", "B-PER"], ["B-ORG"]])
        #expect(file.notes[0].contains("line 3 begins an entity with I-"))
        #expect(file.notes[0].contains("line 1 one with B-"))
    }

    @Test("a file without entities")
    func noEntities() throws {
        let file = try load("A O\n")
        #expect(file.scheme == .none)
        #expect(file.notes.count == 1)
    }

    @Test("a line with more or fewer columns than the first is refused, by line")
    func columnCount() throws {
        let file = try TemporaryFile("A NN O O\n\nB NN O\n")
        let error = datasetError { try CoNLLFile.load(path: file.path) }
        #expect(error == .columnCount(path: file.path, line: 3, found: 3, expected: 4))
        #expect("\(try #require(error))".hasPrefix("\(file.path):3: error: the line has 3 columns"))
        for (line, found) in [("A", 1), ("A B O", 3), ("A B C D O", 5)] {
            let file = try TemporaryFile("\n" + line + "\n")
            let error = datasetError { try CoNLLFile.load(path: file.path) }
            #expect(error == .columnCount(path: file.path, line: 2, found: found, expected: nil))
        }
    }

    @Test("an unknown tag is refused, with the tags that there are")
    func unknownTag() throws {
        for tag in ["B-GPE", "S-PER", "o", "NN"] {
            let file = try TemporaryFile("A O\nB \(tag)\n")
            let error = datasetError { try CoNLLFile.load(path: file.path) }
            #expect(error == .unknownTag(path: file.path, line: 2, tag: tag, known: labels.names))
            #expect("\(try #require(error))".contains("`\(tag)`"))
            #expect("\(try #require(error))".contains("IOBES") == (tag == "S-PER"))
        }
    }

    @Test("bytes that are not UTF-8 are refused, by line and column")
    func notUTF8() throws {
        let broken: [[UInt8]] = [
            [0xFF], [0xC3], [0xC0, 0xAF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0x80], [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xF0, 0x9F, 0x98],
        ]
        for bytes in broken {
            let file = try TemporaryFile(bytes: Array("A O\nÉé".utf8) + bytes + Array(" O\n".utf8))
            let error = datasetError { try CoNLLFile.load(path: file.path) }
            #expect(error == .notUTF8(path: file.path, line: 2, column: 3))
        }
        let clean = try load("\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{10FFFF} O")
        #expect(clean.examples[0].words[0].unicodeScalars.count == 7)
    }

    @Test("a file without a sentence, a missing file and a folder are refused")
    func noFile() throws {
        for text in ["", "\n\n", "-DOCSTART- -X- O O\n\n"] {
            let file = try TemporaryFile(text)
            #expect(datasetError { try CoNLLFile.load(path: file.path) } == .noExamples(path: file.path))
        }
        let missing = datasetError { try CoNLLFile.load(path: "/no/such/file.txt") }
        #expect(missing == .unreadable(path: "/no/such/file.txt", reason: "there is no such file"))
        #expect(datasetError { try CoNLLFile.load(path: "/") } == .unreadable(path: "/", reason: "it is a folder"))
    }

    @Test("label names, ids and frequencies")
    func labelTable() {
        #expect(labels.names == ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC"])
        #expect(labels.names.indices.allSatisfy { labels.id(of: labels.names[$0]) == Int32($0) })
        #expect(labels.id(of: "B-GPE") == nil)
        #expect(labels.name(of: -100) == nil)
        #expect(labels.name(of: 9) == nil)
        let examples = [NERExample(words: ["a", "b", "c"], labels: [0, 5, 0])]
        #expect(labels.frequencies(in: examples) == [2, 0, 0, 0, 0, 1, 0, 0, 0])
    }
}
