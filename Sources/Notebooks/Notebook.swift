/// The parsed Markdown file: front matter, sections, prose, cells and literals. Every node keeps its source range.
package struct Notebook: Sendable {
    /// The path as the user wrote it. All locations use it.
    package var path: String
    package var title: String
    package var author: String?
    package var date: String?
    /// Whether the sources of cells fold, where a cell does not say.
    package var codeFold = CodeFold.never
    package var codeSummary: String?
    package var parameters: [Parameter]
    package var profiles: [Profile]
    /// The whole content of the file, in order.
    package var blocks: [Block]
    /// Named texts, from `{text}` fences with a label.
    package var literals: [String: Literal]
    /// In the order of their numbers, which count from 1.
    package var footnotes: [Footnote] = []
    /// The file's lines, for diagnostics.
    package var lines: [String]

    package init(
        path: String, title: String, author: String? = nil, date: String? = nil, parameters: [Parameter],
        profiles: [Profile], blocks: [Block], literals: [String: Literal], lines: [String]
    ) {
        self.path = path
        self.title = title
        self.author = author
        self.date = date
        self.parameters = parameters
        self.profiles = profiles
        self.blocks = blocks
        self.literals = literals
        self.lines = lines
    }

    package enum Block: Sendable {
        case section(Section)
        case prose(Prose)
        case literal(Literal)
        case cell(Cell)
    }

    package var sections: [Section] {
        blocks.compactMap { if case .section(let section) = $0 { section } else { nil } }
    }
    /// All parts of the prose and of the footnotes, in order.
    package var proseParts: [Prose.Part] {
        let prose = blocks.flatMap { block -> [Prose.Part] in
            if case .prose(let prose) = block { prose.parts } else { [] }
        }
        return prose + footnotes.flatMap(\.parts)
    }
    package var cells: [Cell] { blocks.compactMap { if case .cell(let cell) = $0 { cell } else { nil } } }
}

/// A heading and its position.
package struct Section: Sendable, Equatable {
    /// `6.1`; nil if the heading has no number.
    package var number: String?
    /// The heading without its number, in plain text.
    package var title: String
    /// The heading's inline HTML without its number, from libcmark.
    package var titleHTML: String
    /// `data-preparation`, unique in the notebook.
    package var slug: String
    /// The label from `{#sec-loss}` at the heading's end: `loss`.
    package var label: String?
    /// 1 for `#`, 2 for `##` …
    package var level: Int
    package var range: SourceRange

    package init(
        number: String?, title: String, titleHTML: String, slug: String, level: Int, range: SourceRange
    ) {
        self.number = number
        self.title = title
        self.titleHTML = titleHTML
        self.slug = slug
        self.level = level
        self.range = range
    }
}

/// Markdown between cells.
package struct Prose: Sendable, Equatable {
    /// A piece of the prose's HTML, or something that a report replaces.
    package enum Part: Sendable, Equatable {
        /// From libcmark-gfm in safe mode, without raw HTML and unsafe links. It may open elements that a later piece closes.
        case html(String)
        /// A link to the target, with its number.
        case reference(CrossReference)
        /// The number at the beginning of a table's caption, with the table's label.
        case caption(label: String?)
        /// The number of a displayed formula that has a label.
        case equation(label: String)
    }

    package var markdown: String
    package var parts: [Part]
    package var range: SourceRange

    package init(markdown: String, parts: [Part], range: SourceRange) {
        self.markdown = markdown
        self.parts = parts
        self.range = range
    }

    package init(markdown: String, html: String, range: SourceRange) {
        self.init(markdown: markdown, parts: [.html(html)], range: range)
    }

    /// The HTML with references as they are written, and without caption numbers.
    package var html: String { parts.html }
}

/// A note that the text refers to.
package struct Footnote: Sendable, Equatable {
    /// The number of references to it in the text.
    package var referenceCount: Int
    package var parts: [Prose.Part]

    package init(referenceCount: Int, parts: [Prose.Part]) {
        self.referenceCount = referenceCount
        self.parts = parts
    }
}

/// A `{text}` fence with a label; commands refer to it as `@label`.
package struct Literal: Sendable, Equatable {
    package var label: String
    package var text: String
    package var range: SourceRange

    package init(label: String, text: String, range: SourceRange) {
        self.label = label
        self.text = text
        self.range = range
    }
}

/// An executable fence.
package struct Cell: Sendable, Equatable {
    /// The label from `#| label:`; otherwise the section's slug and the number of the cell in the section.
    package var label: String
    /// False if the label was generated from the section.
    package var hasOwnLabel: Bool
    package var options: CellOptions
    package var commands: [CommandWords]
    /// The fence's content without its option lines, as written.
    package var source: String
    /// Slug of the section that contains the cell, if any.
    package var sectionSlug: String?
    package var range: SourceRange

    package init(
        label: String, hasOwnLabel: Bool, options: CellOptions, commands: [CommandWords], source: String,
        sectionSlug: String?, range: SourceRange
    ) {
        self.label = label
        self.hasOwnLabel = hasOwnLabel
        self.options = options
        self.commands = commands
        self.source = source
        self.sectionSlug = sectionSlug
        self.range = range
    }
}

/// `#| key: value` lines, with Quarto's names and meanings, plus `stream` and `timeout`.
package struct CellOptions: Sendable, Equatable {
    package var echo = true
    /// Nil for what the notebook says.
    package var codeFold: CodeFold?
    /// What stands where the source is folded; nil for what the notebook says.
    package var codeSummary: String?
    package var eval = true
    package var output = true
    package var error = false
    package var figureCaption: String?
    /// The caption of the cell's first table, if that has none of its own.
    package var tableCaption: String?
    package var figureAlternativeText: String?
    /// Figure width in inches.
    package var figureWidth: Double?
    package var figureHeight: Double?
    /// The name of the stream of random numbers that the cell draws from; its label by default. Cells that name the same stream
    /// draw the same numbers at the same places.
    package var stream: String?
    /// Seconds; no timeout by default.
    package var timeout: Double?

    package init() {}
}

/// Quarto's `code-fold`: whether a cell's source can be folded in a report.
package enum CodeFold: Sendable, Equatable {
    /// `false`.
    case never
    /// `true`: it is folded until the reader opens it.
    case folded
    /// `show`: it is open until the reader folds it.
    case open

    /// Reads the value of `code-fold`; nil for what is none.
    init?(_ node: YAMLNode) {
        switch node.value {
        case .boolean(let isFolded): self = isFolded ? .folded : .never
        case .string("show"): self = .open
        default: return nil
        }
    }

    static let remedy = "Write `true`, `false` or `show`."
}

/// One command of a cell: its words with their positions, before and after expansion of parameters.
package struct CommandWords: Sendable, Equatable {
    package var words: [Word]
    package var range: SourceRange
    /// False if an error in its words was already reported, so that they are not parsed.
    package var isSound = true
    /// False if the error is in its first word, which names the command.
    package var nameIsSound = true

    package init(words: [Word], range: SourceRange) {
        self.words = words
        self.range = range
    }

    /// One word after quoting and expansion.
    package struct Word: Sendable, Equatable {
        /// The text that the command gets.
        package var text: String
        package var range: SourceRange
        /// The label of the literal that gave this word, if it was written as `@label`.
        package var literal: String?
        /// Names of the parameters that were inserted into this word.
        package var parameters: [String]
        /// True if its first character was quoted, escaped, or came from a literal or a parameter: a dash
        /// there is text and begins no option.
        package var isVerbatim: Bool

        package init(
            text: String, range: SourceRange, literal: String? = nil, parameters: [String] = [],
            isVerbatim: Bool = false
        ) {
            self.text = text
            self.range = range
            self.literal = literal
            self.parameters = parameters
            self.isVerbatim = isVerbatim
        }
    }
}

/// A notebook parameter. Its type is that of its default value.
package struct Parameter: Sendable, Equatable {
    package enum Value: Sendable, Equatable, Codable {
        case string(String)
        case integer(Int)
        case number(Double)
        case boolean(Bool)

        /// The value as it is inserted into a command.
        package var text: String {
            switch self {
            case .string(let value): value
            case .integer(let value): String(value)
            case .number(let value): "\(value)"
            case .boolean(let value): value ? "true" : "false"
            }
        }

        /// `string`, `integer`, `number` or `boolean`.
        package var typeName: String {
            switch self {
            case .string: "string"
            case .integer: "integer"
            case .number: "number"
            case .boolean: "boolean"
            }
        }
    }

    package enum Origin: Sendable, Equatable {
        case notebook
        case profile(String)
        case file(String)
        case commandLine
    }

    package var name: String
    package var defaultValue: Value
    package var value: Value
    package var origin: Origin
    package var range: SourceRange

    package init(name: String, defaultValue: Value, value: Value, origin: Origin, range: SourceRange) {
        self.name = name
        self.defaultValue = defaultValue
        self.value = value
        self.origin = origin
        self.range = range
    }
}

/// A name in the front matter's `profiles:`, and the parameters that it changes.
package struct Profile: Sendable, Equatable {
    package var name: String
    package var values: [String: Parameter.Value]

    package init(name: String, values: [String: Parameter.Value]) {
        self.name = name
        self.values = values
    }
}
