/// The lines of a YAML document before libyaml reads them. It checks limits first, and handles what libyaml would
/// misread or report in the wrong place.
struct YAMLText: Sendable {
    let lines: [String]
    /// The line of `source` where the document begins; columns are the same in both.
    let firstLine: Int
    let source: SourceText
    /// Private-use characters that the document does not contain; empty if no replacement is needed.
    private let standIns: [Unicode.Scalar]

    init(lines: [String], firstLine: Int, source: SourceText) {
        self.lines = lines
        self.firstLine = firstLine
        self.source = source
        let isNeeded = lines.contains { $0.unicodeScalars.contains(where: Self.formerLineEnds.contains) }
        let used = Set(
            isNeeded ? lines.flatMap { $0.unicodeScalars.filter { (0xE000...0xF8FF).contains($0.value) } } : [])
        let free = (0xE000...0xF8FF).lazy.compactMap(Unicode.Scalar.init).filter { !used.contains($0) }
        standIns = isNeeded ? Array(free.prefix(Self.formerLineEnds.count)) : []
    }

    // MARK: Aliases

    /// The most aliases in a document. Each level of aliases multiplies the one below, so thirty levels can stand for a million values.
    private static let aliasLimit = 12

    /// The diagnostic for a document with too many aliases. They are counted before the document is composed, because Yams
    /// hashes the keys of a composed document.
    var tooManyAliases: Diagnostic? {
        let anchors = Set(lines.flatMap { Self.names(after: "&", in: $0).map(\.name) })
        guard !anchors.isEmpty else { return nil }
        var count = 0
        for (offset, line) in lines.enumerated() {
            // An asterisk for emphasis in a text is not followed by the name of an anchor.
            for alias in Self.names(after: "*", in: line) where anchors.contains(alias.name) {
                count += 1
                guard count > Self.aliasLimit else { continue }
                let range = source.range(line: firstLine + offset, column: alias.column, length: alias.name.count + 1)
                return source.diagnostic(
                    at: range, "there are more than \(Self.aliasLimit) aliases here",
                    remedy: "Write the values themselves in place of `*\(alias.name.brief())`.")
            }
        }
        return nil
    }

    /// The names that follow a mark, each with the mark's column.
    private static func names(after mark: Unicode.Scalar, in line: String) -> [(name: String, column: Int)] {
        guard line.unicodeScalars.contains(mark) else { return [] }
        let scalars = Array(line.unicodeScalars)
        return scalars.indices.filter { scalars[$0] == mark }.compactMap { place in
            let name = scalars[(place + 1)...].prefix {
                $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" || $0 == "_"
            }
            return name.isEmpty ? nil : (String(String.UnicodeScalarView(name)), place + 1)
        }
    }

    // MARK: Depth

    /// False if the document cannot have a hundred levels: every level needs a bracket, or a column before the content.
    var mayNestDeeply: Bool {
        var brackets = 0
        for line in lines {
            brackets += line.utf8.count { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") }
            let margin = line.utf8.prefix { $0 == 0x20 || $0 == 0x2D || $0 == 0x3F || $0 == 0x3A || $0 == 0x09 }.count
            if brackets > 30 || margin > 30 { return true }
        }
        return false
    }

    // MARK: Line ends

    /// YAML 1.1 treats these as line ends. YAML 1.2 and all other code here do not.
    static let formerLineEnds: [Unicode.Scalar] = ["\u{85}", "\u{2028}", "\u{2029}"]

    /// The document, with a replacement for each character that only libyaml treats as a line end.
    var forLibyaml: String { replaced(lines.joined(separator: "\n") + "\n", Self.formerLineEnds, standIns) }

    /// A composed text with the original characters restored.
    func restored(_ text: String) -> String { replaced(text, standIns, Self.formerLineEnds) }

    private func replaced(_ text: String, _ from: [Unicode.Scalar], _ to: [Unicode.Scalar]) -> String {
        guard from.count == to.count, text.unicodeScalars.contains(where: from.contains) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            result.append(from.firstIndex(of: scalar).map { to[$0] } ?? scalar)
        }
        return String(result)
    }

    /// The diagnostic for the line above if its colon has no blank after it, so that this line seems to continue it.
    func joinedColon(above line: Int) -> Diagnostic? {
        guard lines.indices.contains(line - 2) else { return nil }
        let text = lines[line - 2]
        let name = text.unicodeScalars.drop { $0 == " " || $0 == "-" }.prefix { $0.isASCII && $0 != ":" && $0 != " " }
        guard !name.isEmpty, name.endIndex < text.endIndex, text.unicodeScalars[name.endIndex] == ":",
            !text.contains(": "), text.unicodeScalars.last != ":"
        else { return nil }
        let column = text.unicodeScalars.distance(from: text.startIndex, to: name.endIndex) + 1
        return source.diagnostic(
            at: source.range(line: firstLine + line - 2, column: column), "there is no blank after this colon",
            remedy: "Write `name: value`.")
    }

    // MARK: Characters that look like others

    /// A character on this line (counted from 1 in the document) that looks like another one with a meaning in YAML; nil if there is
    /// none. In a text of several lines such a character is ordinary text, so this is called only where there is an error.
    func oddity(line: Int) -> Diagnostic? {
        guard lines.indices.contains(line - 1) else { return nil }
        let scalars = Array(lines[line - 1].unicodeScalars)
        func diagnostic(_ place: Int, _ what: String, _ remedy: String) -> Diagnostic {
            let name = scalars[place] == "\t" ? "a tab" : scalars[place].codePointAndName
            return source.diagnostic(
                at: source.range(line: firstLine + line - 1, column: place + 1), "\(name) \(what)", remedy: remedy)
        }
        let start = scalars.firstIndex { !$0.properties.isWhitespace && !$0.isInvisible } ?? scalars.count
        if let place = scalars[..<start].firstIndex(where: { $0 != " " }) {
            return diagnostic(place, "indents this line", "YAML indents with blanks only: write blanks instead.")
        }
        // The key ends at its colon, or at a character that looks like one.
        let colon = scalars[start...].firstIndex { $0 == ":" || $0.lookalike == ":" } ?? scalars.count
        let key = scalars[start..<colon]
        if let place = key.firstIndex(where: { $0.isInvisible || $0.isOddBlank }) {
            return diagnostic(place, "is here and can't be seen", "Remove it.")
        }
        if colon < scalars.count, scalars[colon] != ":" {
            return diagnostic(colon, "is not a colon here", "Write `:` and a blank after it.")
        }
        if let place = key.firstIndex(where: { $0.isLookalike }) {
            let plain = scalars[place].lookalike ?? "-"
            return diagnostic(place, "is not what it looks like", "Write `\(plain)`.")
        }
        guard colon < scalars.count else { return nil }
        if let mark = scalars.dropFirst(colon + 1).first,
            [.nonspacingMark, .enclosingMark].contains(mark.properties.generalCategory)
        {
            return diagnostic(colon + 1, "is joined to the colon", "Remove it.")
        }
        let value = scalars[(colon + 1)...]
        guard let first = value.firstIndex(where: { $0 != " " && $0 != "\t" }) else { return nil }
        if scalars[first].isOddBlank || scalars[first].isInvisible {
            return diagnostic(first, "follows the colon", "Write a blank instead.")
        }
        if scalars[first].isOpeningQuote {
            let plain = scalars[first].lookalike ?? "\""
            return diagnostic(first, "is not a quote here", "Write `\(plain)` before and after the text.")
        }
        return nil
    }
}

extension YAMLNode {
    /// The scalar with its odd characters replaced by the ones that were meant.
    var plainly: YAMLNode {
        guard let text else { return self }
        let quotes: Set<Unicode.Scalar> = ["\"", "'"]
        let plain = text.plainly.trimmed.unicodeScalars.filter { !quotes.contains($0) }
        let value = String(String.UnicodeScalarView(plain.prefix { $0 != "#" })).trimmed
        return YAMLNode(content: .scalar(text: value, isPlain: true), range: range)
    }

    /// The diagnostic for an unquoted value that was read as text but looks like a number, a boolean, a quoted text, or another text.
    ///
    /// - Parameter isRun: true if another value would execute something else, so that it is an error.
    func oddity(in source: SourceText, isRun: Bool) -> Diagnostic? {
        guard case .scalar(let text, isPlain: true) = content, case .string = value, let odd = text.firstOdd else {
            return nil
        }
        func diagnostic(_ offset: Int, _ what: String, _ remedy: String) -> Diagnostic {
            var place = range
            place.start.column += offset
            place.length = 1
            let name = Array(text.unicodeScalars)[offset].codePointAndName
            return source.diagnostic(isRun ? .error : .warning, at: place, "\(name) \(what)", remedy: remedy)
        }
        let scalars = Array(text.unicodeScalars)
        if odd.offset == 0, odd.scalar.isOpeningQuote, scalars.last?.lookalike == odd.scalar.lookalike {
            return diagnostic(0, "is not a quote here", "Write straight quotes instead of these, or around them.")
        }
        if isRun,
            let blank = zip(scalars, scalars.dropFirst()).enumerated().first(where: {
                $0.element.0.isOddBlank && $0.element.1 == "#"
            })
        {
            return diagnostic(blank.offset, "keeps what follows from being a comment", "Write a blank instead.")
        }
        let plain = text.plainly.trimmed
        if case .string = YAMLNode(content: .scalar(text: plain, isPlain: true), range: range).value {
        } else {
            return diagnostic(odd.offset, "makes this value a text", "Write `\(plain)`.")
        }
        // Joiners shape words in many scripts, and an odd blank within a text may be intended.
        let hidden = scalars.firstIndex { $0.isInvisible && $0 != "\u{200C}" && $0 != "\u{200D}" }
        let ends = [scalars.startIndex, scalars.index(before: scalars.endIndex)].first { scalars[$0].isOddBlank }
        guard isRun, let offset = hidden ?? ends else { return nil }
        return diagnostic(
            offset, "is here and can't be seen", "Remove it, or put the value in quotes if it is meant.")
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    var trimmed: String {
        let visible: Range<Unicode.Scalar> = "!"..<"\u{7F}"
        if let first = unicodeScalars.first, let last = unicodeScalars.last, visible.contains(first),
            visible.contains(last)
        {
            return String(self)
        }
        let start = unicodeScalars.drop(while: \.properties.isWhitespace)
        var end = start[...]
        while let last = end.last, last.properties.isWhitespace { end = end.dropLast() }
        return String(String.UnicodeScalarView(end))
    }
}
