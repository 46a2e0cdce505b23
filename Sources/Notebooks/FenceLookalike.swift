/// A line that looks like the opening line of a cell or a `{text}`, whether or not Markdown reads it as one.
struct FenceLookalike {
    /// `practicum` or `text`.
    let word: String
    /// True for exactly `{practicum}` or `{text}`.
    let isExact: Bool
    /// Columns of blanks before the backticks, after the marks of lists and quotations.
    let indentation: Int
    /// The number of scalars before the backticks.
    let offset: Int
    let mark: Unicode.Scalar
    let markCount: Int
    /// The first character that looks like another one, and the number of scalars before it.
    let odd: (scalar: Unicode.Scalar, offset: Int)?

    /// The correct line.
    var meant: String { "```{\(word)}" }

    init?(_ line: String) {
        guard Self.mayBegin(line.utf8) else { return nil }
        // Invisible characters become blanks here, so that offsets are those of the line.
        let plain = line.unicodeScalars.prefix(200).map { scalar -> Unicode.Scalar in
            if (0x20..<0x7F).contains(scalar.value) { return scalar }
            return scalar.isInvisible || scalar.isOddBlank ? " " : scalar.lookalike ?? scalar
        }
        var place = Self.endOfContainers(plain)
        let indented = place
        while place < plain.count, plain[place] == " " || plain[place] == "\t" { place += 1 }
        guard place < plain.count, ["`", "~", "'"].contains(plain[place]) else { return nil }
        let mark = plain[place]
        let marks = plain[place...].prefix { $0 == mark || $0 == " " }.filter { $0 == mark }.count
        let info = plain[place...].drop { $0 == mark || $0 == " " || $0 == "\t" }
        // A further backtick makes it inline code.
        guard !info.isEmpty, !info.contains(mark) else { return nil }
        let isOpened = info.first == "{" || info.first == "[" || info.first == "("
        let text = String(String.UnicodeScalarView(info)).lowercased()
        // One backtick begins inline code, but probably not if this word is alone on its line.
        let isAlone = mark == "`" && text.trimmed == "{practicum}"
        guard marks >= (mark == "'" ? 3 : isAlone ? 1 : 2) else { return nil }
        let names = text.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == "#" || $0 == ".") }
        guard
            let name = names.first(where: { ["practicum", "text"].contains($0.drop { $0 == "." }) }),
            name == names.first || text.contains(".\(name.drop { $0 == "." })")
        else { return nil }
        let word = String(name.drop { $0 == "." })
        // ```text is an ordinary fence.
        guard word == "practicum" || isOpened else { return nil }
        self.word = word
        self.mark = mark
        markCount = marks
        offset = place
        indentation = plain[indented..<place].reduce(0) { $1 == "\t" ? $0 + 4 - $0 % 4 : $0 + 1 }
        let visible = text.trimmed
        isExact = visible == "{\(word)}"
        odd = line.firstOdd
    }

    /// A quick check that rules out most lines: after blanks and the marks of lists and quotations, there is a backtick, a tilde or an
    /// apostrophe with more after it, or a character that may look like one.
    private static func mayBegin(_ line: String.UTF8View) -> Bool {
        let rest = line.drop { $0 == 0x09 || " >-*+.)0123456789".utf8.contains($0) }
        guard let mark = rest.first else { return false }
        return mark >= 0x80 || mark < 0x20 || mark == 0x7F || "`~'".utf8.contains(mark) && rest.contains { $0 != mark }
    }

    /// Where the content of quotations and list items begins.
    private static func endOfContainers(_ plain: [Unicode.Scalar]) -> Int {
        var end = 0
        while true {
            var place = end
            while place < plain.count, plain[place] == " " || plain[place] == "\t" { place += 1 }
            guard place < plain.count else { return end }
            if plain[place] == ">" {
                end = place + 1
                continue
            }
            let digits = plain[place...].prefix { ("0"..."9").contains($0) }.count
            let isItem =
                digits == 0
                ? ["-", "*", "+"].contains(plain[place])
                : digits < 10 && place + digits < plain.count
                    && [".", ")"].contains(plain[place + digits])
            let after = place + max(1, digits + (digits == 0 ? 0 : 1))
            guard isItem, after < plain.count, plain[after] == " " || plain[after] == "\t" else { return end }
            end = after + 1
        }
    }
}
