/// Outputs in JSON: `{"kind": "table", "value": {…}}`. The value of a text is a plain string.
extension Output: Codable {
    private enum CodingKeys: String, CodingKey { case kind, value }

    /// The kind's name in JSON.
    package enum Kind: String, Sendable, Codable {
        case text, preformatted, table, figure, metrics, tokens, message, series, examples
        case markedTexts = "marked-texts"
    }

    package var kind: Kind {
        switch self {
        case .text: .text
        case .preformatted: .preformatted
        case .table: .table
        case .figure: .figure
        case .metrics: .metrics
        case .markedTexts: .markedTexts
        case .examples: .examples
        case .tokens: .tokens
        case .message: .message
        case .series: .series
        }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func value<Value: Decodable>() throws -> Value { try container.decode(Value.self, forKey: .value) }
        self =
            switch try container.decode(Kind.self, forKey: .kind) {
            case .text: .text(try value())
            case .preformatted: .preformatted(try value())
            case .table: .table(try value())
            case .figure: .figure(try value())
            case .metrics: .metrics(try value())
            case .markedTexts: .markedTexts(try value())
            case .examples: .examples(try value())
            case .tokens: .tokens(try value())
            case .message: .message(try value())
            case .series: .series(try value())
            }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind, forKey: .kind)
        switch self {
        case .text(let text), .preformatted(let text): try container.encode(text, forKey: .value)
        case .table(let table): try container.encode(table, forKey: .value)
        case .figure(let figure): try container.encode(figure, forKey: .value)
        case .metrics(let metrics): try container.encode(metrics, forKey: .value)
        case .markedTexts(let texts): try container.encode(texts, forKey: .value)
        case .examples(let groups): try container.encode(groups, forKey: .value)
        case .tokens(let rows): try container.encode(rows, forKey: .value)
        case .message(let message): try container.encode(message, forKey: .value)
        case .series(let series): try container.encode(series, forKey: .value)
        }
    }

    /// The same output without a figure's pictures and a series' numbers, for logs and for files that accompany them.
    package var withoutPicture: Output {
        switch self {
        case .figure(var figure):
            figure.png = []
            figure.variants = [:]
            return .figure(figure)
        case .series(var series):
            series.steps = []
            series.groups?.values = []
            for column in series.columns.indices { series.columns[column].values = [] }
            return .series(series)
        default: return self
        }
    }
}
