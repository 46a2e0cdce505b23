import Datasets
import Testing

@Suite("SQuAD files")
struct SQuADFileTests {
    static let complete = #"""
        {"version": "1.1", "extra": [1, -2.5e+3, 0.1, true, false, null, {}, []], "data": [
          {"title": "Bridge", "paragraphs": [
            {"context": "The \u00c9cole\n\ud83d\ude80 bridge \"Quint\" opened in 1873. 1873!", "qas": [
              {"id": "q1", "question": " When? ", "is_impossible": false, "answers": [
                {"text": "1873", "answer_start": 37}, {"answer_start": 31, "text": "ed in 1873"}]},
              {"answers": [], "question": "Who?", "id": "q2"}]}]},
          {"paragraphs": [
            {"qas": [{"id": "q3", "question": "", "answers": [{"text": "é🚀", "answer_start": 2}]}],
             "context": "a é🚀\/\t"}], "title": "Zweiter"},
          {"paragraphs": []}]}

        """#

    func load(_ text: String) throws -> [Question] {
        let file = try TemporaryFile(text)
        return try SQuADFile.load(path: file.path)
    }

    /// The error without the path.
    func error(_ text: String) throws -> (path: String, error: DatasetError?) {
        let file = try TemporaryFile(text)
        return (file.path, datasetError { try SQuADFile.load(path: file.path) })
    }

    /// One paragraph with these members as JSON text.
    func paragraph(_ members: String) -> String { #"{"data":[{"paragraphs":[{"# + members + "}]}]}" }

    @Test("keys in any order, escapes, several answers, no answer, further keys")
    func complete() throws {
        let context = "The École\n🚀 bridge \"Quint\" opened in 1873. 1873!"
        #expect(
            try load(Self.complete) == [
                Question(
                    id: "q1", title: "Bridge", question: " When? ", context: context,
                    answers: [ReferenceAnswer(text: "1873", start: 37), ReferenceAnswer(text: "ed in 1873", start: 31)]),
                Question(id: "q2", title: "Bridge", question: "Who?", context: context),
                Question(
                    id: "q3", title: "Zweiter", question: "", context: "a é🚀/\t",
                    answers: [ReferenceAnswer(text: "é🚀", start: 2)]),
            ])
    }

    @Test("a part of the context by scalar offsets")
    func contextText() throws {
        let example = try load(Self.complete)[0]
        #expect(example.contextText(4..<11) == "École\n🚀")
        #expect(example.contextText(37..<41) == "1873")
        #expect(example.contextText(45..<900) == "73!")
        #expect(example.contextText(900..<901) == "")
        #expect(example.contextText(7..<7) == "")
    }

    @Test("half a surrogate pair counts as one scalar, as in Python")
    func surrogates() throws {
        let text = paragraph(
            #""context":"\ud83dx\ude80\ud83d\u0041b","qas":[{"id":"1","question":"","answers":"#
                + #"[{"text":"b","answer_start":5}]}]"#)
        #expect(try load(text)[0].context == "\u{FFFD}x\u{FFFD}\u{FFFD}Ab")
    }

    @Test("a file truncated anywhere is rejected at its end")
    func truncated() throws {
        let bytes = Array(Self.complete.utf8)
        let closing = try #require(bytes.lastIndex(of: UInt8(ascii: "}")))
        for end in 1...closing {
            let file = try TemporaryFile(bytes: Array(bytes[..<end]))
            switch datasetError({ try SQuADFile.load(path: file.path) }) {
            case .truncatedJSON(file.path, let line, let column, _):
                let lines = String(decoding: bytes[..<end], as: UTF8.self).split(
                    separator: "\n", omittingEmptySubsequences: false)
                #expect(line == lines.count)
                #expect(column == (lines.last?.unicodeScalars.count ?? 0) + 1)
            case .notUTF8(file.path, _, _, _):
                // Truncated inside a scalar.
                #expect(bytes[end] & 0xC0 == 0x80)
            case let other:
                Issue.record("cut at \(end): \(String(describing: other))")
            }
        }
    }

    @Test("the message for a truncated file names path, line, column and the unfinished value")
    func truncationMessage() throws {
        let (path, error) = try error("{\"data\": [{\"paragraphs\": [\n{\"context\": \"é")
        #expect(
            error == .truncatedJSON(path: path, line: 2, column: 15, keyPath: "data[0].paragraphs[0].context"))
        #expect("\(try #require(error))".hasPrefix("\(path):2:15: error: the JSON text ends here"))
    }

    @Test("missing keys are named with their JSON path")
    func missingKeys() throws {
        let first = #"{"id":"1","question":"","answers":[]}"#
        let cases = [
            ("{}", "", "data"),
            (#"{"data":[{}]}"#, "data[0]", "paragraphs"),
            (paragraph(#""qas":[]"#), "data[0].paragraphs[0]", "context"),
            (paragraph(#""context":"""#), "data[0].paragraphs[0]", "qas"),
            (
                paragraph(#""context":"","qas":["# + first + #",{"id":"2","answers":[]}]"#),
                "data[0].paragraphs[0].qas[1]", "question"
            ),
            (paragraph(#""qas":[{"question":"","answers":[]}]"#), "data[0].paragraphs[0].qas[0]", "id"),
            (paragraph(#""qas":[{"question":"","id":""}]"#), "data[0].paragraphs[0].qas[0]", "answers"),
            (
                paragraph(#""qas":[{"answers":[{"text":""}]}]"#), "data[0].paragraphs[0].qas[0].answers[0]",
                "answer_start"
            ),
            (
                paragraph(#""qas":[{"answers":[{"answer_start":0}]}]"#), "data[0].paragraphs[0].qas[0].answers[0]",
                "text"
            ),
        ]
        for (text, keyPath, key) in cases {
            guard case .missingKey(_, 1, _, keyPath, key)? = try error(text).error else {
                Issue.record("\(text): \(String(describing: try error(text).error))")
                continue
            }
        }
        let (path, error) = try error("{\n  \"data\": [\n    {}]}")
        #expect(error == .missingKey(path: path, line: 3, column: 5, keyPath: "data[0]", key: "paragraphs"))
    }

    @Test("values of another type are named with place and JSON path")
    func wrongKinds() throws {
        let cases = [
            ("[]", 1, "", "an object", "an array"),
            (#"{"data":{}}"#, 9, "data", "an array", "an object"),
            (#"{"data":[7]}"#, 10, "data[0]", "an object", "a number"),
            (#"{"data":[{"title":null}]}"#, 19, "data[0].title", "a string", "null"),
            (#"{"data":[{"title":true}]}"#, 19, "data[0].title", "a string", "true or false"),
            (
                paragraph(#""qas":[{"answers":[{"answer_start":"7"}]}]"#), 61,
                "data[0].paragraphs[0].qas[0].answers[0].answer_start", "a whole number", "a string"
            ),
            (
                paragraph(#""qas":[{"answers":[{"answer_start":1.5}]}]"#), 61,
                "data[0].paragraphs[0].qas[0].answers[0].answer_start", "a whole number", "a number"
            ),
        ]
        for (text, column, keyPath, expected, found) in cases {
            let (path, error) = try error(text)
            #expect(
                error
                    == .wrongKind(
                        path: path, line: 1, column: column, keyPath: keyPath, expected: expected, found: found))
        }
    }

    @Test("invalid JSON is rejected at its place")
    func malformed() throws {
        let cases = [
            (#"{"data":[]]"#, 11), (#"{"data" []}"#, 9), (#"{data:[]}"#, 2), (#"{"data":[],}"#, 12),
            (#"{"a":01}"#, 6), (#"{"a":1.}"#, 6), (#"{"a":-}"#, 6), (#"{"a":nul}"#, 6), (#"{"a":}"#, 6),
            (#"{"a":"\x"}"#, 7), (#"{"a":"\u12g4"}"#, 11), ("{\"a\":\"\t\"}", 7), ("{\"a\":\"\\n\u{1}\"}", 9),
            (#"{"data":[]} x"#, 13), ("\u{1}", 1),
        ]
        for (text, expected) in cases {
            guard case .malformedJSON(_, 1, let column, _, _)? = try error(text).error else {
                Issue.record("\(text): \(String(describing: try error(text).error))")
                continue
            }
            #expect(column == expected, "\(text)")
        }
        let deep = #"{"a":"# + String(repeating: "[", count: 100_000)
        guard case .malformedJSON? = try error(deep).error else {
            Issue.record("nested too deeply, yet accepted")
            return
        }
    }

    @Test("an answer that is not at its offset: the text there, and where the answer is")
    func answerMismatch() throws {
        func text(_ start: String) -> String {
            paragraph(
                #"""
                "context":"🚀é Quint met Quint",
                "qas":[{"id":"q7","question":"",
                "answers":[{"text":"Quint","answer_start":3},
                {"text":"Quint","answer_start":\#(start)}]}]
                """#)
        }
        func mismatch(_ start: String) throws -> AnswerMismatch? {
            guard case .answerMismatch(let mismatch)? = try error(text(start)).error else { return nil }
            return mismatch
        }
        #expect(try mismatch("13") == nil)
        let utf16 = try #require(try mismatch("4"))
        #expect(utf16.questionID == "q7")
        #expect(utf16.place == .line(4))
        #expect(utf16.keyPath == "data[0].paragraphs[0].qas[0].answers[1]")
        #expect(utf16.found == "uint ")
        #expect(utf16.occurrences == [3, 13])
        #expect(utf16.unit == .utf16)
        let utf8 = try #require(try mismatch("17"))
        #expect(utf8.occurrences == [13, 3])
        #expect(utf8.found == "t")
        #expect(utf8.unit == .utf8)
        for start in ["-1", "18", "9223372036854775807", "-9223372036854775808"] {
            let outside = try #require(try mismatch(start))
            #expect(outside.found == nil)
            #expect(outside.contextCount == 18)
        }
        let message = "\(try #require(try error(text("4")).error))"
        for fact in ["q7", "start at 4", "\"uint \"", "3, 13", "UTF-16"] { #expect(message.contains(fact)) }

        let absent = paragraph(
            #""context":"abc","qas":[{"id":"q8","question":"","answers":[{"text":"abd","answer_start":0}]}]"#)
        guard case .answerMismatch(let none)? = try error(absent).error else {
            Issue.record("an answer that is nowhere was accepted")
            return
        }
        #expect(none.found == "abc")
        #expect(none.occurrences.isEmpty)
        #expect(none.unit == nil)
    }

    @Test("the error for a file of another kind names that kind")
    func otherKinds() throws {
        for (text, name) in [
            ("{\"id\": 1}\n{\"id\": 2}\n", "JSON Lines"), ("EU NNP B-ORG\nis VBZ O\n", "CoNLL columns"),
            ("id,question\n1,Who?\n", "commas"), ("", "empty file"), ("<html>", "HTML"),
            ("version https://git-lfs.github.com/spec/v1\n", "Git LFS"), ("---\ntitle: x\n---\n", "notebook"),
        ] {
            let (path, error) = try error(text)
            guard case .otherKind(path, let kind, _)? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(kind.name.contains(name))
        }
        // JSON of another form is recognized by its form.
        #expect("\(try #require(try error("[1, 2]").error))".contains("begin with {\"data\": ["))
    }

    @Test("values in messages are shortened")
    func longValues() throws {
        let long = String(repeating: "x", count: 100_000)
        for text in [
            paragraph(
                #""context":"a","qas":[{"id":"\#(long)","question":"","answers":[{"text":"\#(long)","answer_start":0}]}]"#
            ),
            #"{"data":[{"\#(long)":tru}]}"#, #"{"\#(long)": {"\#(long)": ["#,
        ] {
            #expect("\(try #require(try error(text).error))".utf8.count < 1_000)
        }
    }

    @Test("an answer counted in another unit is found in one pass, however often it occurs in the context")
    func manyOccurrences() throws {
        let context = "é" + String(repeating: "b", count: 200_000)
        let start = ContinuousClock.now
        let text = paragraph(
            #""context":"\#(context)","qas":[{"id":"q","question":"","answers":[{"text":"b","answer_start":200001}]}]"#)
        guard case .answerMismatch(let mismatch)? = try error(text).error else {
            Issue.record("the answer is outside, and was accepted")
            return
        }
        #expect(mismatch.unit == .utf8)
        #expect(start.duration(to: .now) < .seconds(30))
    }

    @Test("a file without a question is rejected")
    func noQuestions() throws {
        for text in [" \n", #"{"data":[]}"#, #"{"data":[{"paragraphs":[{"qas":[],"context":""}]}]}"#] {
            let (path, error) = try error(text)
            #expect(error == .noExamples(path: path))
        }
    }
}
