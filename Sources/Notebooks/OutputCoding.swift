/// Outputs in JSON: `{"kind": "table", "value": {…}}`, with a text's value a plain string.
extension Output {
    private enum CodingKeys: String, CodingKey { case kind, value }

    /// What an output is called in JSON.
    package enum Kind: String, Sendable, Codable {
        case text, preformatted, table, figure, metrics, entities, answer, tokens, warning, notice, error
        case classificationReport = "classification-report"
    }

    package var kind: Kind {
        switch self {
        case .text: .text
        case .preformatted: .preformatted
        case .table: .table
        case .figure: .figure
        case .metrics: .metrics
        case .classificationReport: .classificationReport
        case .entities: .entities
        case .answer: .answer
        case .tokens: .tokens
        case .warning: .warning
        case .notice: .notice
        case .error: .error
        }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(Kind.self, forKey: .kind) {
        case .text: self = .text(try container.decode(String.self, forKey: .value))
        case .preformatted: self = .preformatted(try container.decode(String.self, forKey: .value))
        case .table: self = .table(try container.decode(Table.self, forKey: .value))
        case .figure: self = .figure(try container.decode(Figure.self, forKey: .value))
        case .metrics: self = .metrics(try container.decode([Metric].self, forKey: .value))
        case .classificationReport:
            self = .classificationReport(try container.decode(ClassificationTable.self, forKey: .value))
        case .entities: self = .entities(try container.decode([EntityText].self, forKey: .value))
        case .answer: self = .answer(try container.decode(AnsweredQuestion.self, forKey: .value))
        case .tokens: self = .tokens(try container.decode(TokenRows.self, forKey: .value))
        case .warning: self = .warning(try container.decode(String.self, forKey: .value))
        case .notice: self = .notice(try container.decode(String.self, forKey: .value))
        case .error: self = .error(try container.decode(String.self, forKey: .value))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind, forKey: .kind)
        switch self {
        case .text(let text), .preformatted(let text), .warning(let text), .notice(let text), .error(let text):
            try container.encode(text, forKey: .value)
        case .table(let table): try container.encode(table, forKey: .value)
        case .figure(let figure): try container.encode(figure, forKey: .value)
        case .metrics(let metrics): try container.encode(metrics, forKey: .value)
        case .classificationReport(let table): try container.encode(table, forKey: .value)
        case .entities(let texts): try container.encode(texts, forKey: .value)
        case .answer(let answer): try container.encode(answer, forKey: .value)
        case .tokens(let rows): try container.encode(rows, forKey: .value)
        }
    }

    /// The same output without a figure's bytes, for logs and for files that stand beside the figure's own.
    package var withoutPicture: Output {
        guard case .figure(var figure) = self else { return self }
        figure.png = []
        return .figure(figure)
    }
}
