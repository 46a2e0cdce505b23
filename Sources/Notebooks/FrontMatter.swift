/// The YAML between two `---` lines at the top of a notebook.
struct FrontMatter {
    var title: String?
    var author: String?
    var date: String?
    var parameters: [Parameter] = []
    var profiles: [(name: String, range: SourceRange, pairs: [YAMLNode.Pair])] = []
    /// How many lines of the file it takes, both rules included.
    var lineCount = 0
    /// False when its parameters could not be read, so that unknown names below are no news.
    var isSound = true

    private static let keys = ["title", "author", "date", "params", "profiles"]

    /// Reads the front matter, which a notebook may also do without.
    static func parse(_ source: SourceText, diagnostics: inout [Diagnostic]) -> FrontMatter {
        var result = FrontMatter()
        guard source.lines.first.map(isRule) == true else { return result }
        guard let end = source.lines.dropFirst().firstIndex(where: { isRule($0) || trimmed($0) == "..." }) else {
            diagnostics.append(
                source.diagnostic(
                    at: source.range(line: 1, length: 3), "the front matter has no end",
                    remedy: "Close it with a line `---`."))
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

    private static func trimmed(_ line: String) -> Substring {
        var text = line[...]
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return text
    }

    private static func isRule(_ line: String) -> Bool { trimmed(line) == "---" }

    private mutating func fill(from root: YAMLNode, source: SourceText, diagnostics: inout [Diagnostic]) {
        guard case .mapping(let pairs) = root.content else {
            diagnostics.append(
                source.diagnostic(
                    at: root.range, "the front matter is \(root.kind), not names with values",
                    remedy: "Write lines like `title: \"…\"`."))
            isSound = false
            return
        }
        for pair in pairs {
            let (key, value) = (pair.key, pair.value)
            switch key.text {
            case "title": title = value.text
            case "author": author = Self.names(value)
            case "date": date = value.text
            case "params":
                let count = diagnostics.count
                let pairs = Self.pairs(value, of: "params", source: source, diagnostics: &diagnostics)
                isSound = isSound && diagnostics.count == count
                addParameters(pairs, source: source, diagnostics: &diagnostics)
            case "profiles":
                let pairs = Self.pairs(value, of: "profiles", source: source, diagnostics: &diagnostics)
                addProfiles(pairs, source: source, diagnostics: &diagnostics)
            case let name:
                // Quarto has keys of its own by the dozen, which do no harm; a near miss of ours does.
                guard let name, let nearest = Self.keys.nearest(to: name) else { continue }
                diagnostics.append(
                    source.diagnostic(
                        at: key.range, "`\(name)` means nothing here", remedy: "Did you mean `\(nearest)`?"))
                isSound = isSound && nearest != "params"
            }
        }
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
            source.diagnostic(
                at: node.range, "`\(name)` is \(node.kind), not names with values",
                remedy: "Write one indented line `name: value` for each."))
        return []
    }

    private mutating func addParameters(
        _ pairs: [YAMLNode.Pair], source: SourceText, diagnostics: inout [Diagnostic]
    ) {
        for pair in pairs {
            let (key, node) = (pair.key, pair.value)
            let name = key.text ?? ""
            guard CommandLexer.isParameterName(name) else {
                diagnostics.append(
                    source.diagnostic(
                        at: key.range, "`\(name)` can't be a parameter's name",
                        remedy: "A name begins with a letter, has letters, digits, `-` and `_`, and ends with no dash.")
                )
                continue
            }
            // An empty default is an empty string: `file:` stands for "no file".
            guard let value = node.value ?? (node.text != nil ? .string("") : nil) else {
                diagnostics.append(
                    source.diagnostic(
                        at: node.range, "the default of `\(name)` is \(node.kind)",
                        remedy: "A parameter is a string, an integer, a number or a boolean."))
                // Known by its name all the same, so that what uses it is not reported too.
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
                    source.diagnostic(
                        at: key.range, "`\(name)` can't be a profile's name",
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
