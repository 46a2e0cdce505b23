import Notebooks

extension Notebook {
    /// The tree as indented text, one node per line with its place, for tests and debugging.
    var dump: String {
        var lines = ["notebook \(quoted(title)) \(path)"]
        for parameter in parameters {
            lines.append("  parameter \(parameter.name): \(parameter.value.typeName) = \(quoted(parameter.value.text))")
        }
        for profile in profiles {
            let values = profile.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.text)" }
            lines.append("  profile \(profile.name): \(values.joined(separator: " "))")
        }
        for block in blocks {
            switch block {
            case .section(let section):
                let number = section.number.map { "\($0) " } ?? ""
                lines.append(
                    "  section h\(section.level) \(number)\(quoted(section.title)) \(section.slug) \(place(section.range))"
                )
            case .prose(let prose):
                lines.append("  prose \(quoted(prose.markdown)) \(place(prose.range))")
            case .literal(let literal):
                lines.append("  literal \(literal.label) \(quoted(literal.text)) \(place(literal.range))")
            case .cell(let cell):
                lines.append("  cell \(cell.label)\(cell.hasOwnLabel ? "" : " (made up)") \(place(cell.range))")
                for command in cell.commands {
                    lines.append("    command \(place(command.range))")
                    lines += command.words.map { word in
                        let literal = word.literal.map { " @\($0)" } ?? ""
                        let names = word.parameters.map { " $\($0)" }.joined()
                        return "      \(quoted(word.text)) \(place(word.range))\(literal)\(names)"
                    }
                }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func place(_ range: SourceRange) -> String {
        range.length == 0 ? "\(range.start.line)" : "\(range.start.line):\(range.start.column)+\(range.length)"
    }

    private func quoted(_ text: String) -> String {
        "\"" + text.map { $0 == "\n" ? "\\n" : $0 == "\"" ? "\\\"" : String($0) }.joined() + "\""
    }
}
