import Files

/// A JSON value, written as nbformat writes notebooks: names sorted, one blank per level, and only the required escapes. So opening and
/// saving the file in Jupyter changes no line.
enum JupyterJSON {
    case object([String: JupyterJSON])
    case list([JupyterJSON])
    case text(String)
    case number(Int)
    case flag(Bool)
    case null

    /// A text in Jupyter's form: a list of lines with their line ends.
    static func lines(_ text: String) -> JupyterJSON {
        var lines: [JupyterJSON] = []
        var line = ""
        for scalar in text.unicodeScalars {
            line.unicodeScalars.append(scalar)
            if scalar == "\n" {
                lines.append(.text(line))
                line = ""
            }
        }
        if !line.isEmpty { lines.append(.text(line)) }
        return .list(lines)
    }

    /// The whole file's text.
    var file: String {
        var text = ""
        write(to: &text, indent: 0)
        return text + "\n"
    }

    private func write(to text: inout String, indent: Int) {
        switch self {
        case .text(let value): text += value.jsonQuoted
        case .number(let value): text += String(value)
        case .flag(let value): text += value ? "true" : "false"
        case .null: text += "null"
        case .list(let values):
            Self.write(values.map { ("", $0) }, between: "[", "]", to: &text, indent: indent)
        case .object(let values):
            let sorted = values.sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) }
            Self.write(
                sorted.map { ("\($0.key.jsonQuoted): ", $0.value) }, between: "{", "}", to: &text, indent: indent)
        }
    }

    private static func write(
        _ values: [(String, JupyterJSON)], between opening: String, _ closing: String, to text: inout String,
        indent: Int
    ) {
        text += opening
        for (place, (name, value)) in values.enumerated() {
            text += (place == 0 ? "\n" : ",\n") + String(repeating: " ", count: indent + 1) + name
            value.write(to: &text, indent: indent + 1)
        }
        if !values.isEmpty { text += "\n" + String(repeating: " ", count: indent) }
        text += closing
    }
}
