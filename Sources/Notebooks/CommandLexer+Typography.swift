// Checks for the characters that word processors and web pages insert into commands: quotes, dashes and blanks that look like ASCII's.

extension CommandLexer {
    /// Reads a text between typographic quotes as a whole, so that it is reported as one mistake.
    mutating func typographicQuoted(into text: inout String) {
        let start = position
        let quote = characters[start]
        let meant = quote.lookalike ?? quote
        let plain: Unicode.Scalar = meant == "`" ? "'" : meant
        let close = characters[(start + 1)...].firstIndex { $0 == plain || $0.lookalike == meant }
        let content = self.text(start + 1, close ?? characters.count)
        fail(
            line, start + 1, (close ?? start) - start + 1, "\(quote.codePointAndName) is not a quote here",
            "Write `\(plain)\(content.brief())\(plain)`.")
        position = close.map { $0 + 1 } ?? characters.count
        text += content
    }

    /// Checks a word outside quotes for characters that look like ASCII characters with a meaning.
    mutating func checkForOddCharacters(_ start: Int, _ end: Int, isFirst: Bool) {
        let word = characters[start..<end]
        let written = text(start, end)
        let plain = written.plainly
        if let place = word.indices.first(where: { word[$0].isInvisible && !joins($0, in: word) }) {
            return fail(
                line, place + 1, 1, "\(word[place].codePointAndName) is here and can't be seen",
                plain.isEmpty ? "Remove it." : "Remove it, and write `\(plain.brief())`.")
        }
        func complain(_ place: Int, _ meant: String) {
            fail(
                line, place + 1, 1, "`\(word[place])` (\(word[place].codePointAndName)) is not what it looks like",
                "Write `\(meant.brief())`.")
        }
        let odd = word.indices.first { word[$0].isLookalike }
        let isOption = plain.utf8.first == UInt8(ascii: "-") && plain.utf8.count > 1
        if let odd, isOption, word[start].isLookalike {
            // Editors replace two hyphens by one long dash.
            let name = plain.drop { $0 == "-" }
            return complain(odd, Double(plain) == nil ? "--\(name)" : plain)
        }
        let nameEnd = word.firstIndex(of: "=") ?? end
        let mark = word.indices.first {
            [.nonspacingMark, .enclosingMark].contains(word[$0].properties.generalCategory)
        }
        if isFirst || isOption, let place = [odd, mark].compactMap({ $0 }).min(), isFirst || place < nameEnd {
            let bare = plain.unicodeScalars.filter { !$0.properties.isDiacritic && $0.isASCII }
            return complain(place, String(String.UnicodeScalarView(bare)))
        }
        guard let odd else { return }
        let value = written.unicodeScalars.split(separator: "=").last.map { String($0) } ?? written
        let isNumber = Double(value) == nil && Double(value.plainly) != nil
        let isReference = word[odd].lookalike == "$" && word.index(after: odd) < end && Self.isNameStart(word[odd + 1])
        let isBrace = word[odd].lookalike == "{" && odd > start && word[odd - 1] == "$"
        let isLiteral = odd == start && word[odd].lookalike == "@"
        let isContinuation = word[odd].lookalike == "\\" && odd == characters.count - 1
        if isNumber || isReference || isBrace || isLiteral || isContinuation { complain(odd, plain) }
    }

    /// True for a joiner within a word of another script, or within an emoji.
    private func joins(_ place: Int, in word: ArraySlice<Unicode.Scalar>) -> Bool {
        guard word[place] == "\u{200C}" || word[place] == "\u{200D}" else {
            // Flags of regions are spelled with tag characters.
            return (0xE0020...0xE007F).contains(word[place].value)
        }
        return place > word.startIndex && place + 1 < word.endIndex && !word[place - 1].isASCII
            && !word[place + 1].isASCII
    }
}
