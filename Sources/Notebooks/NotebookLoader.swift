import FileKinds
import Foundation

extension Notebook {
    /// Reads, parses and validates a notebook, and applies a run's overrides to its parameters.
    ///
    /// - Parameters:
    ///   - path: As the user typed it. All locations use it.
    ///   - overrides: Profile, parameter file and `name=value` pairs.
    /// - Returns: The notebook and its warnings.
    /// - Throws: `Diagnostics` with all errors and warnings.
    package static func load(
        path: String, overrides: ParameterOverrides = ParameterOverrides()
    ) throws -> (notebook: Notebook, warnings: [Diagnostic]) {
        let (notebook, diagnostics) = read(path: path, overrides: overrides)
        guard let notebook, !Diagnostics(diagnostics).hasErrors else { throw Diagnostics(diagnostics) }
        return (notebook, diagnostics)
    }

    /// Reads a notebook as far as possible, with all errors and warnings; nil if there is no text.
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

    /// Reads a notebook's text as far as possible, with all errors and warnings.
    package static func read(
        _ source: SourceText, overrides: ParameterOverrides = ParameterOverrides()
    ) -> (notebook: Notebook, diagnostics: [Diagnostic]) {
        var loader = NotebookLoader(source: source)
        let notebook = loader.load(overrides)
        return (notebook, loader.diagnostics.inReadingOrder(of: source.path))
    }
}

extension [Diagnostic] {
    /// Sorts diagnostics: first those about the command line or a parameter file, then the notebook from top to bottom.
    package func inReadingOrder(of path: String) -> [Diagnostic] {
        enumerated().sorted { a, b in
            let (left, right) = (a.element.range.start, b.element.range.start)
            if (left.file == path) != (right.file == path) { return left.file != path }
            if left.file != path { return a.offset < b.offset }
            return (left.line, left.column, a.offset) < (right.line, right.column, b.offset)
        }.map(\.element)
    }
}

/// Builds a notebook from its text, collecting all errors and warnings.
struct NotebookLoader {
    let source: SourceText
    var diagnostics: [Diagnostic] = []

    var blocks: [Notebook.Block] = []
    var literals: [String: Literal] = [:]
    private var slugs = UniqueNames()
    private var labels: [String: SourceRange] = [:]
    private(set) var lineOffset = 0
    private var allowsOutside = false
    var literalsAreSound = true
    private var hasMisplacedParameters = false
    /// Links to targets within the report.
    private var links: [MarkdownDocument.Reference] = []
    /// Names of figures, tables and sections in the text.
    var crossReferences: [(reference: CrossReference, line: Int)] = []
    private var footnotes: [Footnote] = []

    /// An executable fence whose commands are not read yet, because that needs all parameters and literals.
    struct RawCell {
        var label: String?
        var options: CellOptions
        var contentLines: Range<Int>
        /// The lines that were meant to be options.
        var misreadLines: Set<Int>
        var source: String
        var sectionSlug: String?
        var range: SourceRange
        /// The index of its block in `blocks`.
        var place: Int
    }
    var rawCells: [RawCell] = []

    init(source: SourceText) { self.source = source }

    mutating func load(_ overrides: ParameterOverrides) -> Notebook {
        allowsOutside = overrides.allowsOutside
        var notebook = Notebook(
            path: source.path, title: "", parameters: [], profiles: [], blocks: [], literals: [:], lines: source.lines)
        guard source.lines.contains(where: { !$0.trimmed.isEmpty }) else {
            diagnostics.append(
                source.diagnostic(
                    at: source.range(line: 1), "the notebook is empty",
                    remedy: "Write prose, and fences ```{practicum} with commands."))
            return notebook
        }
        let frontMatter = FrontMatter.parse(source, diagnostics: &diagnostics)
        lineOffset = frontMatter.lineCount
        resolve(frontMatter, overrides, into: &notebook)
        addBlocks(misplacedFrontMatter: frontMatter.misplacedLine)
        addCells(notebook.parameters, isFrontMatterSound: frontMatter.isSound && !hasMisplacedParameters)
        notebook.blocks = blocks
        notebook.literals = literals
        notebook.footnotes = footnotes
        notebook.title = frontMatter.title ?? notebook.sections.first { $0.level == 1 }?.title ?? stem
        notebook.author = frontMatter.author
        notebook.date = frontMatter.date
        notebook.codeFold = frontMatter.codeFold
        notebook.codeSummary = frontMatter.codeSummary
        warnAboutUnreadParameters(notebook)
        warnAboutLinks(in: notebook)
        checkCrossReferences(in: notebook)
        return notebook
    }

    private var stem: String {
        let name = source.path.unicodeScalars.split(separator: "/").last.map { String($0) } ?? source.path
        return name.hasSuffix(".md") ? String(name.dropLast(3)) : name
    }

    mutating func fail(_ line: Int, column: Int = 1, length: Int = 1, _ message: String, _ remedy: String) {
        diagnostics.append(
            source.diagnostic(at: source.range(line: line, column: column, length: length), message, remedy: remedy))
    }

    // MARK: Links

    private mutating func warnAboutLinks(in notebook: Notebook) {
        guard !links.isEmpty else { return }
        let known = notebook.elementIDs.compactMap { $0 } + PageID.all
        let ids = Set(known)
        var places = ReferencePlaces(source: source, lineOffset: lineOffset)
        for link in links {
            let id = String(link.url.unicodeScalars.dropFirst())
            guard !id.isEmpty, id != "top", !ids.contains(id.removingPercentEncoding ?? id) else { continue }
            let isShown = diagnostics.count < 3 * Diagnostics.limit
            let nearest = isShown ? known.nearest(to: id).map { "Did you mean `#\($0)`? " } : nil
            diagnostics.append(
                source.diagnostic(
                    .warning, at: places.range(of: link), "nothing in the report has the id `\(id.brief())`",
                    remedy: (nearest ?? "")
                        + "A section's id is its title without the number, in lower case and with dashes; a cell's is `cell-` and its label."
                ))
        }
    }

    // MARK: Blocks

    private mutating func addBlocks(misplacedFrontMatter: Int?) {
        let body = source.lines.dropFirst(lineOffset).joined(separator: "\n") + "\n"
        guard let document = MarkdownDocument(body) else { return }
        var sanitizer = ProseSanitizer(source: source, lineOffset: lineOffset, allowsOutside: allowsOutside)
        sanitizer.clean(document)
        diagnostics += sanitizer.diagnostics
        links = document.links.filter { $0.url.utf8.first == UInt8(ascii: "#") }
        var misread = MisreadText(source: source, lineOffset: lineOffset, document: document)
        misread.find(besides: misplacedFrontMatter)
        diagnostics += misread.diagnostics
        hasMisplacedParameters = misread.hasParameters
        var raw = RawMarkdown(source: source, lineOffset: lineOffset)
        raw.find(in: document.leaves, missingFootnotes: document.missingFootnotes)
        diagnostics += raw.diagnostics
        diagnostics += ProseCheck(source: source, lineOffset: lineOffset, document: document).diagnostics
        crossReferences = document.crossReferences
        footnotes = document.footnotes.map { Footnote(referenceCount: $0.referenceCount, parts: $0.parts) }
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
                let first = block.lines.lowerBound + lineOffset
                if !misread.isLeftover(first, info: info), !isClosed(block, misread) { continue }
                guard info.utf8.first == UInt8(ascii: "{") else {
                    prose.append(block)
                    continue
                }
                guard !misread.brokenFences.contains(first) else { continue }
                flush(&prose, document)
                addFence(block, info: info, content: content, sectionSlug: sectionSlug)
            case .footnote, .other:
                if let label = document.captionLabel(block) {
                    register("tbl-" + label, source.range(line: block.lines.upperBound + lineOffset))
                }
                for label in document.equationLabels(block) {
                    register("eq-" + label, source.range(line: block.lines.upperBound + lineOffset))
                }
                prose.append(block)
            }
        }
        flush(&prose, document)
    }

    private mutating func flush(_ prose: inout [MarkdownDocument.Block], _ document: MarkdownDocument) {
        guard let first = prose.first, let last = prose.map(\.lines.upperBound).max() else { return }
        let start = first.lines.lowerBound + lineOffset
        var markdown = source.lines[(start - 1)..<min(last + lineOffset, source.lines.count)]
        // libcmark includes the blank lines after a list in the list.
        while markdown.last?.trimmed.isEmpty == true { markdown.removeLast() }
        blocks.append(
            .prose(
                Prose(
                    markdown: markdown.joined(separator: "\n"),
                    parts: prose.filter { $0.kind != .footnote }.flatMap(document.parts).joinedHTML,
                    range: source.range(line: start, length: 0))))
        prose = []
    }

    private mutating func section(_ block: MarkdownDocument.Block, level: Int, _ document: MarkdownDocument) -> Section
    {
        let (number, title, html, label) = document.heading(block)
        var section = Section(
            number: number, title: title, titleHTML: html, slug: slugs.unique(Self.slug(title)), level: level,
            range: source.range(line: block.lines.lowerBound + lineOffset, length: 0))
        section.label = label
        if let label { register("sec-" + label, source.range(line: section.range.start.line)) }
        return section
    }

    /// Letters and digits in lower case, with single dashes between.
    private static func slug(_ title: String) -> String {
        let words = title.lowercased().split { !$0.isLetter && !$0.isNumber }
        return words.isEmpty ? "section" : words.joined(separator: "-")
    }

    mutating func register(_ label: String, _ range: SourceRange) {
        if let earlier = labels[label] {
            diagnostics.append(
                source.diagnostic(
                    at: range, "the label `\(label.brief())` is taken",
                    remedy: "Line \(earlier.start.line) has it already; labels are unique."))
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
        var places: [String?: Int] = [:]
        var free: [String?: Int] = [:]
        for raw in rawCells {
            let commands = lexer.commands(inLines: raw.contentLines, except: raw.misreadLines)
            if commands.isEmpty, raw.misreadLines.isEmpty {
                diagnostics.append(
                    source.diagnostic(
                        .warning, at: raw.range, "this cell has no command", remedy: "Write one, or remove the cell."))
            }
            // The number of the cell in the section, or the next one that is free.
            places[raw.sectionSlug, default: 0] += 1
            var place = max(places[raw.sectionSlug] ?? 1, free[raw.sectionSlug] ?? 1)
            let base = raw.sectionSlug ?? "cell"
            while raw.label == nil, labels["\(base)-\(place)"] != nil { place += 1 }
            let label = raw.label ?? "\(base)-\(place)"
            if raw.label == nil {
                labels[label] = raw.range
                free[raw.sectionSlug] = place + 1
            }
            blocks[raw.place] = .cell(
                Cell(
                    label: label, hasOwnLabel: raw.label != nil, options: raw.options, commands: commands,
                    source: raw.source, sectionSlug: raw.sectionSlug, range: raw.range))
        }
        diagnostics += lexer.diagnostics
    }
}
