extension Notebook {
    /// Reads, parses and validates a notebook, with a run's overrides put into its parameters.
    ///
    /// - Parameters:
    ///   - path: As the user typed it; every location names it so.
    ///   - overrides: Profile, parameter file and `name=value` pairs.
    /// - Returns: The notebook, and what is worth a word but stops nothing.
    /// - Throws: `Diagnostics` with all that is wrong, warnings included.
    package static func load(
        path: String, overrides: ParameterOverrides = ParameterOverrides()
    ) throws -> (notebook: Notebook, warnings: [Diagnostic]) {
        let (notebook, diagnostics) = read(path: path, overrides: overrides)
        guard let notebook, !Diagnostics(diagnostics).hasErrors else { throw Diagnostics(diagnostics) }
        return (notebook, diagnostics)
    }

    /// Reads a notebook as far as it can be understood, with all that is wrong; nil when there is no text.
    package static func read(
        path: String, overrides: ParameterOverrides = ParameterOverrides()
    ) -> (notebook: Notebook?, diagnostics: [Diagnostic]) {
        do throws(Diagnostic) {
            let (notebook, diagnostics) = read(try SourceText.read(path, kind: "notebook"), overrides: overrides)
            return (notebook, diagnostics)
        } catch {
            return (nil, [error])
        }
    }

    /// Reads a notebook's text as far as it can be understood, with all that is wrong.
    package static func read(
        _ source: SourceText, overrides: ParameterOverrides = ParameterOverrides()
    ) -> (notebook: Notebook, diagnostics: [Diagnostic]) {
        var loader = NotebookLoader(source: source)
        let notebook = loader.load(overrides)
        return (notebook, loader.diagnostics.inReadingOrder(of: source.path))
    }
}

extension [Diagnostic] {
    /// What is wrong on the command line or in a parameter file first, then the notebook from top to bottom.
    package func inReadingOrder(of path: String) -> [Diagnostic] {
        enumerated().sorted { a, b in
            let (left, right) = (a.element.range.start, b.element.range.start)
            if (left.file == path) != (right.file == path) { return left.file != path }
            if left.file != path { return a.offset < b.offset }
            return (left.line, left.column, a.offset) < (right.line, right.column, b.offset)
        }.map(\.element)
    }
}

/// Builds a notebook from its text, gathering all that is wrong with it.
struct NotebookLoader {
    let source: SourceText
    private(set) var diagnostics: [Diagnostic] = []

    private var blocks: [Notebook.Block] = []
    private var literals: [String: Literal] = [:]
    private var slugs: Set<String> = []
    private var labels: [String: SourceRange] = [:]
    private var lineOffset = 0
    private var literalsAreSound = true

    /// An executable fence before its commands are read, which needs all parameters and literals.
    private struct RawCell {
        var label: String?
        var options: CellOptions
        var contentLines: Range<Int>
        var source: String
        var sectionSlug: String?
        var range: SourceRange
        /// Where its block stands in `blocks`.
        var place: Int
    }
    private var rawCells: [RawCell] = []

    init(source: SourceText) { self.source = source }

    mutating func load(_ overrides: ParameterOverrides) -> Notebook {
        var notebook = Notebook(
            path: source.path, title: "", parameters: [], profiles: [], blocks: [], literals: [:], lines: source.lines)
        guard source.lines.contains(where: { $0.contains { !$0.isWhitespace } }) else {
            diagnostics.append(
                source.diagnostic(
                    at: source.range(line: 1), "the notebook is empty",
                    remedy: "Write prose, and fences ```{practicum} with commands."))
            return notebook
        }
        let frontMatter = FrontMatter.parse(source, diagnostics: &diagnostics)
        lineOffset = frontMatter.lineCount
        resolve(frontMatter, overrides, into: &notebook)
        addBlocks()
        addCells(notebook.parameters, isFrontMatterSound: frontMatter.isSound)
        notebook.blocks = blocks
        notebook.literals = literals
        notebook.title = frontMatter.title ?? notebook.sections.first { $0.level == 1 }?.title ?? stem
        notebook.author = frontMatter.author
        notebook.date = frontMatter.date
        warnAboutUnreadParameters(notebook)
        return notebook
    }

    private var stem: String {
        let name = source.path.split(separator: "/").last.map(String.init) ?? source.path
        return name.hasSuffix(".md") ? String(name.dropLast(3)) : name
    }

    private mutating func fail(_ line: Int, column: Int = 1, length: Int = 1, _ message: String, _ remedy: String) {
        diagnostics.append(
            source.diagnostic(at: source.range(line: line, column: column, length: length), message, remedy: remedy))
    }

    // MARK: Parameters

    private mutating func resolve(
        _ frontMatter: FrontMatter, _ overrides: ParameterOverrides, into notebook: inout Notebook
    ) {
        var resolver = ParameterResolver(parameters: frontMatter.parameters)
        for profile in frontMatter.profiles {
            let values = resolver.values(of: profile.pairs, in: source)
            notebook.profiles.append(Profile(name: profile.name, values: values))
        }
        if frontMatter.isSound {
            if let name = overrides.profile { apply(profile: name, of: notebook, to: &resolver) }
            if let file = overrides.file { apply(file: file, to: &resolver) }
            for assignment in overrides.assignments { resolver.apply(assignment: assignment) }
        }
        notebook.parameters = resolver.parameters
        diagnostics += resolver.diagnostics
    }

    private func apply(profile name: String, of notebook: Notebook, to resolver: inout ParameterResolver) {
        guard let profile = notebook.profiles.first(where: { $0.name == name }) else {
            let commandLine = SourceText(path: "<command line>", lines: ["--profile \(name)"])
            let names = notebook.profiles.map(\.name)
            resolver.diagnostics.append(
                commandLine.diagnostic(
                    at: commandLine.range(line: 1, column: 11, length: max(1, name.count)),
                    "the notebook has no profile `\(name)`",
                    remedy: names.isEmpty
                        ? "It has none at all: leave `--profile` out, or write `profiles:` in the front matter."
                        : names.suggestion(for: name, noun: "profile")))
            return
        }
        for index in resolver.parameters.indices {
            guard let value = profile.values[resolver.parameters[index].name] else { continue }
            resolver.parameters[index].value = value
            resolver.parameters[index].origin = .profile(name)
        }
    }

    private func apply(file path: String, to resolver: inout ParameterResolver) {
        do throws(Diagnostic) {
            let file = try SourceText.read(path, kind: "parameter file")
            guard let root = try YAMLNode.compose(file.lines, firstLine: 1, source: file, subject: "the parameter file")
            else { return }
            guard case .mapping(let pairs) = root.content else {
                throw file.diagnostic(
                    at: root.range, "the parameter file is \(root.kind), not names with values",
                    remedy: "Write one line `name: value` for each parameter.")
            }
            resolver.apply(pairs, from: file, origin: .file(path))
        } catch {
            resolver.diagnostics.append(error)
        }
    }

    private mutating func warnAboutUnreadParameters(_ notebook: Notebook) {
        // With errors about, what stands in the cells is not yet what was meant.
        guard !Diagnostics(diagnostics).hasErrors else { return }
        let read = Set(notebook.cells.flatMap(\.commands).flatMap(\.words).flatMap(\.parameters))
        for parameter in notebook.parameters where !read.contains(parameter.name) {
            diagnostics.append(
                source.diagnostic(
                    .warning, at: parameter.range, "no cell uses the parameter `\(parameter.name)`",
                    remedy: "Put `$\(parameter.name)` into a command, or remove it."))
        }
    }

    // MARK: Blocks

    private mutating func addBlocks() {
        let body = source.lines.dropFirst(lineOffset).joined(separator: "\n") + "\n"
        guard let document = MarkdownDocument(body) else { return }
        var sanitizer = ProseSanitizer(source: source, lineOffset: lineOffset)
        sanitizer.clean(document)
        diagnostics += sanitizer.diagnostics
        for fence in document.nestedFences where fence.info.hasPrefix("{") {
            fail(
                fence.line + lineOffset, "a fence `\(fence.info)` stands inside a list or a quotation",
                "Move it to the left margin, on lines of its own.")
        }
        var prose: [MarkdownDocument.Block] = []
        var sectionSlug: String?
        for block in document.blocks {
            switch block.kind {
            case .heading(let level):
                flush(&prose, document)
                let section = section(block, level: level, document)
                sectionSlug = section.slug
                blocks.append(.section(section))
            case .fence(let info, let content):
                guard isClosed(block) else { continue }
                guard info.hasPrefix("{") else {
                    prose.append(block)
                    continue
                }
                flush(&prose, document)
                addFence(block, info: info, content: content, sectionSlug: sectionSlug)
            case .other:
                prose.append(block)
            }
        }
        flush(&prose, document)
    }

    private mutating func flush(_ prose: inout [MarkdownDocument.Block], _ document: MarkdownDocument) {
        guard let first = prose.first, let last = prose.last else { return }
        let start = first.lines.lowerBound + lineOffset
        var markdown = source.lines[(start - 1)..<min(last.lines.upperBound + lineOffset, source.lines.count)]
        // libcmark counts the blank lines after a list as part of it.
        while markdown.last?.allSatisfy(\.isWhitespace) == true { markdown.removeLast() }
        blocks.append(
            .prose(
                Prose(
                    markdown: markdown.joined(separator: "\n"), html: prose.map(document.html).joined(),
                    range: source.range(line: start, length: 0))))
        prose = []
    }

    private mutating func section(_ block: MarkdownDocument.Block, level: Int, _ document: MarkdownDocument) -> Section
    {
        let (number, title, html) = document.heading(block)
        let base = Self.slug(title)
        var slug = base
        var suffix = 2
        while !slugs.insert(slug).inserted {
            slug = "\(base)-\(suffix)"
            suffix += 1
        }
        return Section(
            number: number, title: title, titleHTML: html, slug: slug, level: level,
            range: source.range(line: block.lines.lowerBound + lineOffset, length: 0))
    }

    /// Letters and digits in lower case, with single dashes between.
    private static func slug(_ title: String) -> String {
        let words = title.lowercased().split { !$0.isLetter && !$0.isNumber }
        return words.isEmpty ? "section" : words.joined(separator: "-")
    }

    private mutating func isClosed(_ block: MarkdownDocument.Block) -> Bool {
        let opening = source.lines[block.lines.lowerBound + lineOffset - 1].drop { $0 == " " }
        // A block of indented code has no fence to close.
        guard let mark = opening.first, mark == "`" || mark == "~",
            opening.hasPrefix(String(repeating: mark, count: 3)),
            source.lines[block.lines.lowerBound + lineOffset - 1].prefix(while: { $0 == " " }).count < 4
        else { return true }
        let width = opening.prefix { $0 == mark }.count
        let last = min(block.lines.upperBound + lineOffset, source.lines.count)
        if last > block.lines.lowerBound + lineOffset {
            let closing = source.lines[last - 1].drop { $0 == " " }
            let marks = closing.prefix { $0 == mark }.count
            if marks >= width, closing.dropFirst(marks).allSatisfy({ $0 == " " || $0 == "\t" }) { return true }
        }
        fail(
            block.lines.lowerBound + lineOffset, length: width, "this fence has no end",
            "Close it with a line \(String(repeating: mark, count: width)).")
        return false
    }

    private mutating func addFence(
        _ block: MarkdownDocument.Block, info: String, content: String, sectionSlug: String?
    ) {
        let first = block.lines.lowerBound + lineOffset
        let contentLines = (first + 1)..<max(first + 1, block.lines.upperBound + lineOffset)
        let column =
            (source.lines[first - 1].firstIndex(of: "{").map {
                source.lines[first - 1].distance(from: source.lines[first - 1].startIndex, to: $0)
            } ?? 0) + 1
        switch info {
        case "{practicum}":
            var parser = CellOptionParser(source: source, keys: CellOptionParser.cellKeys)
            let options = parser.parse(lines: contentLines)
            diagnostics += parser.diagnostics
            if let label = options.label, let range = options.labelRange { register(label, range) }
            rawCells.append(
                RawCell(
                    label: options.label, options: options.options,
                    contentLines: (contentLines.lowerBound + options.lineCount)..<contentLines.upperBound,
                    source: Self.dropping(options.lineCount, from: content), sectionSlug: sectionSlug,
                    range: source.range(line: first, length: 0), place: blocks.count))
            // Stands in until the commands are read.
            blocks.append(.prose(Prose(markdown: "", html: "", range: source.range(line: first, length: 0))))
        case "{text}":
            var parser = CellOptionParser(source: source, keys: CellOptionParser.literalKeys)
            let options = parser.parse(lines: contentLines)
            diagnostics += parser.diagnostics
            if !parser.diagnostics.isEmpty { literalsAreSound = false }
            guard let label = options.label, let range = options.labelRange else {
                if parser.diagnostics.isEmpty {
                    fail(
                        first, column: column, length: info.count, "this text has no label",
                        "Write `#| label: name` below; a command takes the text as `@name`.")
                }
                return
            }
            register(label, range)
            let literal = Literal(
                label: label, text: Self.dropping(options.lineCount, from: content),
                range: source.range(line: first, length: 0))
            literals[label] = literals[label] ?? literal
            blocks.append(.literal(literal))
        default:
            let word = info.dropFirst().prefix { $0 != "}" && $0 != " " && $0 != "," }
            let remedy =
                ["practicum", "text"].contains(String(word))
                ? "Write only `{\(word)}`; options stand below on lines `#| key: value`."
                : ["practicum", "text"].suggestion(for: String(word), noun: "word")
                    + " A fence that is only shown has no braces: ```\(word.isEmpty ? "text" : word)"
            fail(
                first, column: column, length: info.count, "a fence in braces can't be `\(info)`", remedy)
        }
    }

    private static func dropping(_ count: Int, from content: String) -> String {
        var lines = content.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
        return lines.dropFirst(count).joined(separator: "\n")
    }

    private mutating func register(_ label: String, _ range: SourceRange) {
        if let earlier = labels[label] {
            diagnostics.append(
                source.diagnostic(
                    at: range, "the label `\(label)` is taken",
                    remedy: "Line \(earlier.start.line) has it already; labels of cells and texts are unique."))
        } else {
            labels[label] = range
        }
    }

    // MARK: Cells

    private mutating func addCells(_ parameters: [Parameter], isFrontMatterSound: Bool) {
        let values = Dictionary(parameters.map { ($0.name, $0.value) }) { first, _ in first }
        var lexer = CommandLexer(source: source, parameters: values, literals: literals)
        lexer.reportsUnknownParameters = isFrontMatterSound
        lexer.reportsUnknownLiterals = literalsAreSound
        var counts: [String?: Int] = [:]
        for raw in rawCells {
            let commands = lexer.commands(inLines: raw.contentLines)
            if commands.isEmpty {
                diagnostics.append(
                    source.diagnostic(
                        .warning, at: raw.range, "this cell has no command", remedy: "Write one, or remove the cell."))
            }
            counts[raw.sectionSlug, default: 0] += 1
            var place = counts[raw.sectionSlug, default: 1]
            var label = raw.label ?? "\(raw.sectionSlug ?? "cell")-\(place)"
            while raw.label == nil, labels[label] != nil {
                place += 1
                label = "\(raw.sectionSlug ?? "cell")-\(place)"
            }
            if raw.label == nil { labels[label] = raw.range }
            blocks[raw.place] = .cell(
                Cell(
                    label: label, hasOwnLabel: raw.label != nil, options: raw.options, commands: commands,
                    source: raw.source, sectionSlug: raw.sectionSlug, range: raw.range))
        }
        diagnostics += lexer.diagnostics
    }
}
