extension AnswerMismatch {
    /// Whether a text occurs in a context at a scalar offset.
    static func stands(_ text: [Unicode.Scalar], at start: Int, in context: [Unicode.Scalar]) -> Bool {
        start >= 0 && start <= context.count - text.count && context[start...].starts(with: text)
    }

    init(
        _ answer: ReferenceAnswer, context: [Unicode.Scalar], questionID: String, path: String, place: ExamplePlace,
        keyPath: String
    ) {
        let text = Array(answer.text.unicodeScalars)
        // A file can hold any integer, so distances are measured from the nearest end of the context.
        let start = min(max(answer.start, 0), context.count)
        let places = (0..<max(context.count - text.count + 1, 0))
            .filter { Self.stands(text, at: $0, in: context) }
            .sorted { abs($0 - start) < abs($1 - start) }
        let isInside = context.indices.contains(answer.start)
        self.init(
            path: path, place: place, keyPath: keyPath, questionID: questionID, text: answer.text, start: answer.start,
            contextCount: context.count,
            found: isInside ? String(String.UnicodeScalarView(context[answer.start...].prefix(text.count))) : nil,
            occurrences: Array(places.prefix(3)),
            unit: AnswerMismatch.unit(of: answer.start, text: text, in: context))
    }

    /// The unit in which `start` is the offset of the text. One pass over the context.
    private static func unit(of start: Int, text: [Unicode.Scalar], in context: [Unicode.Scalar]) -> CountedIn? {
        var (utf16, utf8) = (0, 0)
        for (place, scalar) in context.enumerated() {
            if utf16 == start, stands(text, at: place, in: context) { return .utf16 }
            if utf8 == start, stands(text, at: place, in: context) { return .utf8 }
            utf16 += UTF16.width(scalar)
            utf8 += UTF8.width(scalar)
        }
        return nil
    }
}
