/// A run's changes to a notebook's parameters: a profile, then a file, then single values. Later ones take precedence.
package struct ParameterOverrides: Sendable, Equatable {
    /// A name from the front matter's `profiles:`.
    package var profile: String?
    /// A YAML file that maps names to values.
    package var file: String?
    /// `name=value`, in the order given with `-p`.
    package var assignments: [String]
    /// True if the notebook may include pictures that are neither in its folder nor in the working directory.
    package var allowsOutside: Bool

    package init(
        profile: String? = nil, file: String? = nil, assignments: [String] = [], allowsOutside: Bool = false
    ) {
        self.allowsOutside = allowsOutside
        self.profile = profile
        self.file = file
        self.assignments = assignments
    }
}

extension Parameter {
    /// The value converted to the type of this parameter's default; nil if that is not possible.
    ///
    /// A number accepts an integer. A string accepts the text of any value.
    func conforming(_ value: Value, text: String) -> Value? {
        switch (defaultValue, value) {
        case (.string, _): .string(text)
        case (.integer, .integer), (.boolean, .boolean), (.number, .number): value
        case (.number, .integer(let integer)): .number(Double(integer))
        default: nil
        }
    }
}

/// Applies overrides to parameters, collecting all errors.
struct ParameterResolver {
    var parameters: [Parameter]
    var diagnostics: [Diagnostic] = []
    /// By name, the index in `parameters`.
    private let places: [String: Int]

    init(parameters: [Parameter]) {
        self.parameters = parameters
        places = Dictionary(parameters.enumerated().map { ($1.name, $0) }) { first, _ in first }
    }

    /// The remedy for an unknown name; nil if the list is too long to be shown in full.
    private func remedy(for name: String) -> String? {
        guard diagnostics.count < Diagnostics.limit else { return nil }
        return parameters.map(\.name).suggestion(for: name, noun: "parameter")
    }

    /// Applies the values of a YAML mapping.
    mutating func apply(_ pairs: [YAMLNode.Pair], from source: SourceText, origin: Parameter.Origin) {
        for pair in pairs {
            let (key, value) = (pair.key, pair.value)
            guard let index = index(of: key, in: source) else { continue }
            if let converted = check(value, for: parameters[index], in: source) {
                parameters[index].value = converted
                parameters[index].origin = origin
            }
        }
    }

    /// The values of a profile, checked against the parameters but not applied.
    mutating func values(of pairs: [YAMLNode.Pair], in source: SourceText) -> [String: Parameter
        .Value]
    {
        var values: [String: Parameter.Value] = [:]
        for pair in pairs {
            let (key, value) = (pair.key, pair.value)
            guard let index = index(of: key, in: source) else { continue }
            values[parameters[index].name] = check(value, for: parameters[index], in: source)
        }
        return values
    }

    private mutating func index(of key: YAMLNode, in source: SourceText) -> Int? {
        let name = key.text ?? ""
        if let index = places[name] { return index }
        let text = YAMLText(lines: source.lines, firstLine: 1, source: source)
        if name.firstOdd != nil, let oddity = text.oddity(line: key.range.start.line) {
            diagnostics.append(oddity)
            return nil
        }
        diagnostics.append(
            source.diagnostic(
                at: key.range, "the notebook has no parameter `\(name.brief())`",
                remedy: remedy(for: name)))
        return nil
    }

    private mutating func check(_ node: YAMLNode, for parameter: Parameter, in source: SourceText) -> Parameter.Value? {
        if let oddity = node.oddity(in: source, isRun: true) {
            diagnostics.append(oddity)
            return nil
        }
        if let value = node.value ?? (node.text != nil ? .string("") : nil),
            let converted = parameter.conforming(value, text: node.text ?? "")
        {
            return converted
        }
        diagnostics.append(
            source.diagnostic(
                at: node.range,
                "parameter `\(parameter.name)` takes \(parameter.defaultValue.articledTypeName), but this is \(node.kind)",
                remedy: parameter.defaultRemedy))
        return nil
    }

    /// Applies one `name=value` from the command line.
    mutating func apply(assignment: String) {
        let source = SourceText(path: "<command line>", lines: ["-p \(assignment)"])
        guard let sign = assignment.unicodeScalars.firstIndex(of: "="), sign != assignment.startIndex else {
            diagnostics.append(
                source.diagnostic(
                    at: source.range(line: 1, column: 4, length: assignment.unicodeScalars.count),
                    "`\(assignment.brief())` does not set a parameter", remedy: "Write `-p name=value`."))
            return
        }
        let name = String(assignment.unicodeScalars[..<sign])
        let text = String(assignment.unicodeScalars[assignment.unicodeScalars.index(after: sign)...])
        guard let index = places[name] else {
            if let odd = name.firstOdd, places[name.plainly.trimmed] != nil {
                diagnostics.append(
                    source.diagnostic(
                        at: source.range(line: 1, column: 4 + odd.offset),
                        "this name contains \(odd.scalar.codePointAndName)",
                        remedy: "Write `-p \(name.plainly.trimmed.brief())=…`."))
                return
            }
            diagnostics.append(
                source.diagnostic(
                    at: source.range(line: 1, column: 4, length: name.unicodeScalars.count),
                    "the notebook has no parameter `\(name.brief())`",
                    remedy: remedy(for: name)))
            return
        }
        let value: Parameter.Value =
            switch text {
            case "true": .boolean(true)
            case "false": .boolean(false)
            default: .number(from: text) ?? .string(text)
            }
        guard let converted = parameters[index].conforming(value, text: text) else {
            let parameter = parameters[index]
            diagnostics.append(
                source.diagnostic(
                    at: source.range(
                        line: 1, column: 5 + name.unicodeScalars.count, length: max(1, text.unicodeScalars.count)),
                    "parameter `\(name)` takes \(parameter.defaultValue.articledTypeName), but `\(text.brief())` is not one",
                    remedy: (text.firstOdd.map { "It holds \($0.scalar.codePointAndName). " } ?? "")
                        + parameter.defaultRemedy))
            return
        }
        parameters[index].value = converted
        parameters[index].origin = .commandLine
    }
}

extension Parameter {
    fileprivate var defaultRemedy: String {
        let example = defaultValue.text
        return "A parameter has the type of its default, which is `\(example.isEmpty ? "\"\"" : example.brief())`."
    }
}

extension Parameter.Value {
    fileprivate var articledTypeName: String {
        switch self {
        case .integer: "an integer"
        case .boolean: "a boolean (true or false)"
        case .string, .number: "a \(typeName)"
        }
    }
}
