/// A piece of a formula's text.
struct Token {
    enum Kind: Equatable {
        /// A backslash with letters, or with one other character; the name excludes the backslash.
        case command(String)
        case scalar(Unicode.Scalar)
        case blank
        case end
    }

    var kind: Kind
    /// The token's bytes in the text's UTF-8.
    var range: Range<Int>

    /// An error at this token.
    func error(_ problem: FormulaError.Problem) -> FormulaError {
        FormulaError(problem, start: range.lowerBound, length: range.count)
    }

    /// The token's text as written.
    var text: String {
        switch kind {
        case .command(let name): "\\" + name
        case .scalar(let scalar): String(scalar)
        case .blank: " "
        case .end: ""
        }
    }

    /// The tokens of a text; the last one is `.end`.
    static func tokens(of tex: String) throws(FormulaError) -> [Token] {
        let scalars = tex.unicodeScalars
        var tokens: [Token] = []
        tokens.reserveCapacity(scalars.count + 1)
        var index = scalars.startIndex
        var offset = 0
        while index < scalars.endIndex {
            let start = offset
            /// Removes a scalar from the text and returns it.
            func next() -> Unicode.Scalar {
                let scalar = scalars[index]
                index = scalars.index(after: index)
                offset += UTF8.width(scalar)
                return scalar
            }
            let scalar = next()
            var kind = Kind.scalar(scalar)
            if scalar.isBlank {
                while index < scalars.endIndex, scalars[index].isBlank { _ = next() }
                kind = .blank
            } else if scalar == "\\" {
                guard index < scalars.endIndex else {
                    throw FormulaError(.loneBackslash, start: start, length: 1)
                }
                var name = String(next())
                if name.unicodeScalars.first!.isASCIILetter {
                    while index < scalars.endIndex, scalars[index].isASCIILetter {
                        name.unicodeScalars.append(next())
                    }
                }
                kind = .command(name)
            }
            tokens.append(Token(kind: kind, range: start..<offset))
        }
        tokens.append(Token(kind: .end, range: offset..<offset))
        return tokens
    }
}

extension Unicode.Scalar {
    var isBlank: Bool { self == " " || self == "\n" || self == "\t" || self == "\r" }

    var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }

    var isDigit: Bool { ("0"..."9").contains(self) }

    /// True for a character that is allowed in a text: it is part of XML's character set, and controls neither a
    /// terminal nor the writing direction.
    var isPrintable: Bool {
        switch properties.generalCategory {
        case .control, .surrogate, .unassigned, .privateUse, .lineSeparator, .paragraphSeparator: false
        case .format: value == 0x200C || value == 0x200D
        default: true
        }
    }
}
