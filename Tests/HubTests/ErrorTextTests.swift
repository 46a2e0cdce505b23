import Files
import Hub
import Testing

@Suite("descriptions of errors")
struct ErrorTextTests {
    private static let errors: [HubError] = [
        .badID("a b", reason: "x"), .badRevision("..", of: "a/b", reason: "x"),
        .badSetting(name: "HF_ENDPOINT", reason: "x"),
        .offline(wanted: "model a/b"), .unreachable(place: "https://h", .name),
        .unreachable(place: "https://h", .proxyName),
        .unreachable(place: "https://h", .proxy(status: 407)), .unreachable(place: "https://h", .connection),
        .unreachable(place: "https://h", .certificate("self-signed")), .unreachable(place: "https://h", .other("x")),
        .timedOut(place: "https://h", seconds: 30), .brokenOff(place: "https://h", reason: "x"),
        .invalidToken(place: "https://h"), .gated(wanted: "model a/b", page: "https://h/a/b", hasToken: false),
        .gated(wanted: "model a/b", page: "https://h/a/b", hasToken: true),
        .forbidden(wanted: "model a/b", hasToken: true),
        .repositoryNotFound(wanted: "model a/b", hasToken: false),
        .revisionNotFound(wanted: "model a/b", revision: "v"),
        .fileNotFound(wanted: "model a/b", file: "c"), .tooManyRequests(place: "https://h", seconds: 90),
        .tooManyRequests(place: "https://h", seconds: nil), .serverFault(place: "https://h", status: 503),
        .unexpectedStatus(place: "https://h", status: 418), .badAnswer(place: "https://h", reason: "x"),
        .answerTooLong(place: "https://h", limit: 1), .redirectLoop(place: "https://h", count: 10),
        .noLibrary, .badRedirect(place: "https://h"), .insecureRedirect(place: "https://h", target: "http://h"),
        .badFileName("a\u{1B}[2J\n/..", in: "model a/b", reason: "x"), .wrongLength(file: "c", expected: 2, actual: 1),
        .wrongLength(file: "c", expected: 2, actual: nil), .wrongHash(file: "c", expected: "ab", actual: "cd"),
        .leadsOut(path: "/c", target: "/d"), .badReference(path: "/c"), .diskFull(folder: "/c", needed: 2, free: 1),
        .diskFull(folder: "/c", needed: nil, free: nil), .file(FileError(path: "/c", operation: .write, code: 13)),
        .cancelled,
    ]

    @Test("each description is one line without control characters, and ends with what to do", arguments: errors)
    func text(error: HubError) {
        let text = error.description
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
        // One sentence says what is wrong, and at least one says what to do.
        #expect(text.hasSuffix(".") && text.split(separator: ". ").count >= 2 || text.contains("HF_TOKEN"), "\(text)")
    }
}
