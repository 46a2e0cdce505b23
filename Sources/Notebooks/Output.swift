/// What a command shows: a value that only renderers turn into HTML, ANSI or JSON.
package enum Output: Sendable, Equatable, Codable {
    /// A sentence or a short paragraph in plain text; line breaks are kept.
    case text(String)
    /// Text whose columns line up, shown in a fixed-width face.
    case preformatted(String)
    case table(Table)
    case figure(Figure)
    /// Named numbers; they also land in `metrics.json`.
    case metrics([Metric])
    case classificationReport(ClassificationTable)
    /// Texts with entities marked in them.
    case entities([EntityText])
    /// An answer marked in its context, with the n best.
    case answer(AnsweredQuestion)
    /// Tokens side by side with their labels.
    case tokens(TokenRows)
    case warning(String)
    /// A fallback that was taken: said in the terminal and at the top of the report.
    case notice(String)
    case error(String)
}

/// One output of a cell in the order it was shown.
package struct CellOutput: Sendable, Equatable, Codable {
    package var output: Output
    /// Durations, rates, memory, paths and dates: in no key and in no comparison.
    package var isVolatile: Bool

    package init(_ output: Output, isVolatile: Bool = false) {
        self.output = output
        self.isVolatile = isVolatile
    }
}

/// A table of strings; numbers come formatted.
package struct Table: Sendable, Equatable, Codable {
    package enum Alignment: String, Sendable, Codable { case left, right }

    package var caption: String?
    package var columns: [String]
    /// One per column.
    package var alignments: [Alignment]
    package var rows: [[String]]

    /// A table; alignments default to left for the first column and right for the others.
    package init(caption: String? = nil, columns: [String], alignments: [Alignment]? = nil, rows: [[String]]) {
        self.caption = caption
        self.columns = columns
        self.alignments = alignments ?? columns.indices.map { $0 == 0 ? .left : .right }
        self.rows = rows
    }
}

/// A PNG with the words that stand for it.
package struct Figure: Sendable, Equatable, Codable {
    /// File name without extension, unique in the report, e.g. `losses`.
    package var name: String
    package var png: [UInt8]
    package var alternativeText: String
    package var caption: String?

    package init(name: String, png: [UInt8], alternativeText: String, caption: String? = nil) {
        self.name = name
        self.png = png
        self.alternativeText = alternativeText
        self.caption = caption
    }
}

/// A named number, e.g. `ner.f1`; fractions run from 0 to 1.
package struct Metric: Sendable, Equatable, Codable {
    package enum Style: String, Sendable, Codable { case fraction, percent, number, count, seconds, bytes }

    /// The flat name in `metrics.json`.
    package var name: String
    /// What the reader sees.
    package var label: String
    package var value: Double
    package var style: Style

    package init(name: String, label: String, value: Double, style: Style = .fraction) {
        self.name = name
        self.label = label
        self.value = value
        self.style = style
    }
}

/// A classification report as a table and as seqeval's text.
package struct ClassificationTable: Sendable, Equatable, Codable {
    package struct Row: Sendable, Equatable, Codable {
        package var name: String
        package var precision: Double
        package var recall: Double
        package var f1: Double
        package var support: Int

        package init(name: String, precision: Double, recall: Double, f1: Double, support: Int) {
            self.name = name
            self.precision = precision
            self.recall = recall
            self.f1 = f1
            self.support = support
        }
    }

    package var rows: [Row]
    package var averages: [Row]
    /// seqeval's own text of the same numbers.
    package var text: String
    package var digits: Int

    package init(rows: [Row], averages: [Row], text: String, digits: Int) {
        self.rows = rows
        self.averages = averages
        self.text = text
        self.digits = digits
    }
}

/// A text and the entities in it; ranges count Unicode scalars.
package struct EntityText: Sendable, Equatable, Codable {
    package struct Entity: Sendable, Equatable, Codable {
        package var type: String
        package var start: Int
        package var end: Int
        package var text: String

        package init(type: String, start: Int, end: Int, text: String) {
            self.type = type
            self.start = start
            self.end = end
            self.text = text
        }
    }

    package var text: String
    package var entities: [Entity]

    package init(text: String, entities: [Entity]) {
        self.text = text
        self.entities = entities
    }
}

/// A question, its context, and the answers found; ranges count Unicode scalars of the context.
package struct AnsweredQuestion: Sendable, Equatable, Codable {
    package struct Candidate: Sendable, Equatable, Codable {
        package var text: String
        package var start: Int
        package var end: Int
        /// Sum of the start and end logits.
        package var score: Double
        /// Share among the candidates, by softmax of the scores.
        package var probability: Double

        package init(text: String, start: Int, end: Int, score: Double, probability: Double) {
            self.text = text
            self.start = start
            self.end = end
            self.score = score
            self.probability = probability
        }
    }

    package var question: String
    package var context: String
    /// The best answer; empty text when there is none.
    package var answer: Candidate
    /// Token positions of the answer in its window, first and last.
    package var firstToken: Int
    package var lastToken: Int
    /// Best first; empty when the answer is a data set's own.
    package var candidates: [Candidate]
    /// The reference answer, where there is one to compare with.
    package var reference: String?

    package init(
        question: String, context: String, answer: Candidate, firstToken: Int, lastToken: Int,
        candidates: [Candidate], reference: String? = nil
    ) {
        self.question = question
        self.context = context
        self.answer = answer
        self.firstToken = firstToken
        self.lastToken = lastToken
        self.candidates = candidates
        self.reference = reference
    }
}

/// Tokens with a label under each, e.g. word pieces and their IOB tags, or a window with its answer highlighted.
package struct TokenRows: Sendable, Equatable, Codable {
    package var caption: String?
    package var tokens: [String]
    /// One per token; empty where there is none.
    package var labels: [String]
    /// Tokens to highlight, e.g. the answer.
    package var highlighted: Range<Int>?

    package init(caption: String? = nil, tokens: [String], labels: [String], highlighted: Range<Int>? = nil) {
        self.caption = caption
        self.tokens = tokens
        self.labels = labels
        self.highlighted = highlighted
    }
}
