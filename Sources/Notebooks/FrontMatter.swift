import FileKinds

/// The YAML between two `---` lines at the beginning of a notebook.
struct FrontMatter {
    var title: String?
    var author: String?
    var date: String?
    var codeFold = CodeFold.never
    var codeSummary: String?
    var parameters: [Parameter] = []
    var profiles: [(name: String, range: SourceRange, pairs: [YAMLNode.Pair])] = []
    /// The number of lines that it takes, both rules included.
    var lineCount = 0
    /// False if its parameters could not be read: unknown names in commands are then not reported.
    var isSound = true
    /// A line that was meant to be front matter but is not read as such.
    var misplacedLine: Int?

    static let keys = ["title", "author", "date", "params", "profiles", "code-fold", "code-summary"]

    /// Reads the front matter. A notebook may have none.
    static func parse(_ source: SourceText, diagnostics: inout [Diagnostic]) -> FrontMatter {
        var result = FrontMatter()
        guard source.lines.first.map(isRule) == true else {
            guard let misplaced = misplaced(in: source) else { return result }
            diagnostics.append(misplaced)
            result.misplacedLine = misplaced.range.start.line
            result.isSound = false
            return result
        }
        guard let end = source.lines.dropFirst().firstIndex(where: { isRule($0) || trimmed($0) == "..." }) else {
            let near = source.lines.dropFirst().firstIndex { looksLikeRule($0) }
            let range =
                near.map { source.range(line: $0 + 1, length: max(1, source.lines[$0].unicodeScalars.count)) }
                ?? source.range(line: 1, length: 3)
            let odd = near.flatMap { source.lines[$0].firstOdd }.map {
                " This line contains \($0.scalar.codePointAndName)."
            }
            diagnostics.append(
                source.diagnostic(
                    at: range, "the front matter has no end",
                    remedy:
                        "Close it with a line `---`\(near == nil ? "" : " of three dashes and nothing else").\(odd ?? "")"
                ))
            result.isSound = false
            result.lineCount = source.lines.count
            return result
        }
        result.lineCount = end + 1
        do {
            let root = try YAMLNode.compose(
                Array(source.lines[1..<end]), firstLine: 2, source: source, subject: "the front matter")
            if let root { result.fill(from: root, source: source, diagnostics: &diagnostics) }
        } catch {
            diagnostics.append(error)
            result.isSound = false
        }
        return result
    }

    /// The line without trailing white space.
    private static func trimmed(_ line: String) -> String { String("x\(line)".trimmed.dropFirst()) }

    static func isRule(_ line: String) -> Bool { trimmed(line) == "---" }

    /// True for a line that looks like a rule: a rule, or one with blanks before it, other dashes, or invisible characters.
    static func looksLikeRule(_ line: String, least: Int = 3) -> Bool {
        let plain = line.plainly.trimmed.utf8
        let hasDash = plain.count >= least || !line.utf8.allSatisfy { $0 < 0x80 }
        return hasDash && !plain.isEmpty && plain.count <= 12 && plain.allSatisfy { $0 == UInt8(ascii: "-") }
    }

    // MARK: In another place

    /// True for a line of YAML that assigns a value to a name.
    static func beginsWithKey(_ line: String, of keys: [String]? = nil) -> Bool {
        let plain = line.plainly
        let name = plain.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
        guard !name.isEmpty, keys?.contains(String(name)) != false else { return false }
        return plain.dropFirst(name.count).drop { $0 == " " }.utf8.first == UInt8(ascii: ":")
    }

    /// True if the lines below a line, up to another rule, look like front matter.
    static func looksLikeFrontMatter(below line: Int, in source: SourceText, least: Int = 3) -> Bool {
        let below = source.lines.dropFirst(line).prefix(200)
        guard let first = below.first(where: { !$0.trimmed.isEmpty }), beginsWithKey(first.trimmed) else {
            return false
        }
        return below.contains { looksLikeRule($0, least: least) || $0.trimmed == "..." }
    }

    /// Front matter after other lines, or after an opening line other than `---`.
    private static func misplaced(in source: SourceText) -> Diagnostic? {
        var index = 0
        while index < source.lines.count {
            let plain = source.lines[index].plainly.trimmed
            if plain.utf8.starts(with: "<!--".utf8) {
                while index < source.lines.count, !source.lines[index].contains("-->") { index += 1 }
            } else if !plain.isEmpty {
                break
            }
            index += 1
        }
        guard index < source.lines.count else { return nil }
        let text = source.lines[index]
        func diagnostic(_ column: Int, _ message: String, _ remedy: String) -> Diagnostic {
            let length = max(1, text.unicodeScalars.count - column + 1)
            return source.diagnostic(
                at: source.range(line: index + 1, column: column, length: length), message, remedy: remedy)
        }
        if text.trimmed == "+++", source.lines.dropFirst(index + 1).contains(where: { $0.trimmed == "+++" }) {
            return diagnostic(
                1, "front matter in TOML is not read", "Write YAML between two lines `---`: `title: \"…\"`.")
        }
        // Two dashes are accepted as a rule only here.
        if looksLikeRule(text, least: 2), looksLikeFrontMatter(below: index + 1, in: source, least: 2) {
            if let odd = text.firstOdd {
                return diagnostic(
                    odd.offset + 1, "\(odd.scalar.codePointAndName) keeps this line from beginning the front matter",
                    "Write `---` at the left margin of the first line.")
            }
            guard index > 0, isRule(text) else {
                return diagnostic(
                    1, "this line does not begin the front matter", "Write `---` at the left margin of the first line.")
            }
            return diagnostic(
                1, "the front matter begins on line \(index + 1), but must begin on the first line",
                "Remove what is above it, or move it below.")
        }
        let below = source.lines.dropFirst(index).prefix(200)
        let yaml = below.prefix {
            beginsWithKey($0) || $0.trimmed.isEmpty || " #-\t".contains($0.prefix(1)) && !isRule($0)
        }
        let isClosed = yaml.endIndex < below.endIndex && isRule(below[yaml.endIndex])
        if beginsWithKey(text, of: keys), isClosed || yaml.contains(where: { beginsWithKey($0, of: ["params"]) }) {
            return diagnostic(
                1, "the front matter has no beginning",
                "Write a line `---` above it, the first of the file\(isClosed ? "" : ", and another below it").")
        }
        return nil
    }

    private mutating func fill(from root: YAMLNode, source: SourceText, diagnostics: inout [Diagnostic]) {
        guard case .mapping(let pairs) = root.content else {
            diagnostics.append(
                Self.oddity(at: root, in: source)
                    ?? source.diagnostic(
                        at: root.range, "the front matter is \(root.kind), not names with values",
                        remedy: "Write lines like `title: \"…\"`."))
            isSound = false
            return
        }
        for pair in pairs {
            let (key, value) = (pair.key, pair.value)
            switch key.text {
            case "title": title = text(value, in: source, &diagnostics)
            case "author": author = Self.names(value)
            case "date": date = text(value, in: source, &diagnostics)
            case "code-fold":
                if let fold = CodeFold(value) {
                    codeFold = fold
                } else {
                    diagnostics.append(
                        Self.oddity(at: value, in: source)
                            ?? source.diagnostic(
                                at: value.range, "`code-fold` is \(value.kind)", remedy: CodeFold.remedy))
                }
            case "code-summary": codeSummary = text(value, in: source, &diagnostics)
            case "params":
                let count = diagnostics.count
                let pairs = Self.pairs(value, of: "params", source: source, diagnostics: &diagnostics)
                isSound = isSound && diagnostics.count == count
                addParameters(pairs, source: source, diagnostics: &diagnostics)
            case "profiles":
                let pairs = Self.pairs(value, of: "profiles", source: source, diagnostics: &diagnostics)
                addProfiles(pairs, source: source, diagnostics: &diagnostics)
            case let name:
                guard let name else { continue }
                if name.firstOdd != nil, let oddity = Self.oddity(at: key, in: source) {
                    diagnostics.append(oddity)
                    isSound = false
                } else if !ForeignKeys.frontMatter.contains(name), let nearest = Self.key(nearestTo: name) {
                    diagnostics.append(
                        source.diagnostic(
                            at: key.range, "`\(name)` has no meaning here",
                            remedy: "Did you mean `\(nearest)`?\(name.foreignLetter)"))
                    isSound = isSound && nearest != "params"
                } else if ForeignKeys.frontMatter.contains(name) {
                    diagnostics.append(
                        source.diagnostic(
                            .warning, at: key.range, "`\(name)` is for another program and has no effect here",
                            remedy:
                                "The keys with an effect are \(Self.keys.map { "`\($0)`" }.joined(separator: ", "))."))
                }
            }
        }
    }

    private static func key(nearestTo name: String) -> String? {
        // papermill uses this name.
        name.lowercased() == "parameters" ? "params" : keys.nearest(to: name)
    }

    private func text(_ node: YAMLNode, in source: SourceText, _ diagnostics: inout [Diagnostic]) -> String? {
        if let oddity = node.oddity(in: source, isRun: false) { diagnostics.append(oddity) }
        guard let text = node.text else { return nil }
        if let end = text.unicodeScalars.enumerated().first(where: { YAMLText.formerLineEnds.contains($0.element) }) {
            var range = node.range
            range.start.column += end.offset
            range.length = 1
            diagnostics.append(
                source.diagnostic(
                    .warning, at: range, "\(end.element.codePointAndName) in this text does not end a line",
                    remedy: "Write a blank instead, or a line end if one is meant."))
        }
        return text
    }

    /// A character near a node that looks like another one.
    private static func oddity(at node: YAMLNode, in source: SourceText) -> Diagnostic? {
        YAMLText(lines: source.lines, firstLine: 1, source: source).oddity(line: node.range.start.line)
    }

    /// Quarto's `author:` is a name, a list of names, or a list of mappings with a `name`.
    private static func names(_ node: YAMLNode) -> String? {
        switch node.content {
        case .scalar(let text, _): text
        case .sequence(let items): items.compactMap(names).joined(separator: ", ")
        case .mapping(let pairs): pairs.first { $0.key.text == "name" }.flatMap { names($0.value) }
        }
    }

    private static func pairs(
        _ node: YAMLNode, of name: String, source: SourceText, diagnostics: inout [Diagnostic]
    ) -> [YAMLNode.Pair] {
        if case .mapping(let pairs) = node.content { return pairs }
        if node.text != nil, node.value == nil { return [] }
        diagnostics.append(
            oddity(at: node, in: source)
                ?? source.diagnostic(
                    at: node.range, "`\(name)` is \(node.kind), not names with values",
                    remedy: "Write one indented line `name: value` for each."))
        return []
    }

    private mutating func addParameters(
        _ pairs: [YAMLNode.Pair], source: SourceText, diagnostics: inout [Diagnostic]
    ) {
        for pair in pairs {
            let key = pair.key
            var node = pair.value
            let name = key.text ?? ""
            guard CommandLexer.isParameterName(name) else {
                diagnostics.append(
                    Self.oddity(at: key, in: source)
                        ?? source.diagnostic(
                            at: key.range, "`\(name.brief())` can't be a parameter's name",
                            remedy:
                                "A name begins with a letter, has letters, digits, `-` and `_`, and ends with no dash.")
                )
                isSound = false
                continue
            }
            // The intended value is used, so that what depends on it is not reported too.
            if let oddity = node.oddity(in: source, isRun: true) {
                diagnostics.append(oddity)
                node = node.plainly
            }
            // An empty default is an empty string: `file:` means "no file".
            guard let value = node.value ?? (node.text != nil ? .string("") : nil) else {
                diagnostics.append(
                    source.diagnostic(
                        at: node.range, "the default of `\(name.brief())` is \(node.kind)",
                        remedy: "A parameter is a string, an integer, a number or a boolean."))
                // The parameter is declared anyway, so that its uses are not reported too.
                parameters.append(
                    Parameter(
                        name: name, defaultValue: .string(""), value: .string(""), origin: .notebook, range: key.range))
                continue
            }
            parameters.append(
                Parameter(name: name, defaultValue: value, value: value, origin: .notebook, range: key.range))
        }
    }

    private mutating func addProfiles(
        _ pairs: [YAMLNode.Pair], source: SourceText, diagnostics: inout [Diagnostic]
    ) {
        for pair in pairs {
            let (key, node) = (pair.key, pair.value)
            let name = key.text ?? ""
            guard CommandLexer.isParameterName(name) else {
                diagnostics.append(
                    Self.oddity(at: key, in: source)
                        ?? source.diagnostic(
                            at: key.range, "`\(name.brief())` can't be a profile's name",
                            remedy:
                                "A name begins with a letter and has letters, digits, `-` and `_`: it is part of a file's name."
                        ))
                continue
            }
            let values = Self.pairs(node, of: name, source: source, diagnostics: &diagnostics)
            profiles.append((name, key.range, values))
        }
    }
}
