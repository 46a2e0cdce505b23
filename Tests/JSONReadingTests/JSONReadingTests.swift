import JSONReading
import Testing

@Suite struct JSONReadingTests {
    private func failure(_ text: String, refusesLoneSurrogates: Bool = false) throws -> JSONFailure? {
        var scanner = JSONScanner(Array(text.utf8), refusesLoneSurrogates: refusesLoneSurrogates)
        do {
            try scanner.skip()
            try scanner.end()
            return nil
        } catch {
            return try #require(error as? JSONFailure)
        }
    }

    @Test(arguments: [
        "0", "-0.5e+10", " [ ] ", "{}", "[1, \"a\", {\"b\": [null, true, false]}]", "\"\\u00e9\\ud83c\\udfbe\\n\"",
    ]) func soundTexts(text: String) throws { #expect(try failure(text) == nil) }

    @Test(arguments: [
        ("", 0, ""), ("{\"a\": [1, 2", 11, "a"), ("{\"a\": 01}", 6, "a"), ("[1 2]", 3, ""), ("{\"a\" 1}", 5, "a"),
        ("{a: 1}", 1, ""), ("[tru]", 1, "[0]"), ("1 2", 2, ""), ("\"\\q\"", 1, ""), ("\"\\u12x4\"", 5, ""),
        ("\"a\u{1}\"", 2, ""), ("[\"open", 6, "[0]"),
    ]) func whatIsWrongHasItsPlace(text: String, offset: Int, keyPath: String) throws {
        let failure = try #require(try failure(text))
        #expect(failure.offset == offset && failure.keyPath == keyPath, "\(failure)")
    }

    @Test func deepTextsAreRefused() throws {
        #expect(try failure(String(repeating: "[", count: 200) + String(repeating: "]", count: 200)) == nil)
        #expect(try failure(String(repeating: "[", count: 100_000))?.offset == 200)
    }

    @Test func halfASurrogatePair() throws {
        var scanner = JSONScanner(Array(#""a\ud83cb""#.utf8))
        #expect(try scanner.string() == "a\u{FFFD}b")
        #expect(try failure(#""a\ud83cb""#, refusesLoneSurrogates: true)?.offset == 2)
    }

    @Test func aValueKeepsItsMembers() throws {
        let value = try JSONValue(Array("\u{FEFF}{\"é\": 1, \"e\u{301}\": 2, \"x\": [\"a\", null], \"x\": true}".utf8))
        guard case .object(let members) = value else { return #expect(Bool(false)) }
        #expect(members.count == 4)
        // Canonically equivalent keys are different. Of equal keys, the last one counts.
        #expect(value["é"]?.integer == 1 && value["e\u{301}"]?.integer == 2 && value["x"]?.bool == true)
        for (text, integer) in [
            ("9007199254740993", Int(9_007_199_254_740_993)), ("-9223372036854775808", .min), ("2.0", 2), ("-0", 0),
            ("9223372036854775808", nil), ("0.5", nil),
        ] { #expect(try JSONValue(Array(text.utf8)).integer == integer, "\(text)") }
        #expect(throws: JSONFailure.self) { try JSONValue(Array("1e999".utf8)) }
        #expect(throws: JSONFailure.self) { try JSONValue([0x22, 0xFF, 0x22]) }
    }

    @Test func placesCountScalars() {
        let bytes = Array("{\n\"é\": x}".utf8)
        let failure = JSONFailure(offset: 8, keyPath: "", problem: .truncated)
        #expect(failure.place(in: bytes) == (2, 6))
    }
}
