import ArgumentParser
import Execution
import Foundation
import Notebooks

struct ListSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists a notebook's sections, cells and parameters.",
        discussion: "With a profile or parameters, the values that a run with the same options would have.")

    @OptionGroup var options: NotebookOptions

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        let notebook: Notebook
        do {
            notebook = try Notebook.load(path: options.notebook, overrides: options.overrides).notebook
        } catch let diagnostics as Diagnostics {
            StandardStream.error.write(diagnostic: "\(diagnostics)")
            throw ExitStatus.invalid
        }
        let listing = NotebookListing(notebook)
        if json {
            StandardStream.output.write(json: try listing.json())
        } else {
            StandardStream.output.write(listing.text, hang: 4)
        }
    }
}

/// The output of `list`.
struct NotebookListing: Encodable {
    struct Item: Encodable {
        var number: String?
        var title: String
        var slug: String
        var level: Int
        var line: Int
    }

    struct CellItem: Encodable {
        var label: String
        var hasOwnLabel: Bool
        var section: String?
        var line: Int
        var eval: Bool
        var commands: [String]
    }

    struct ParameterItem: Encodable {
        var name: String
        var type: String
        var defaultValue: String
        var value: String
        var origin: String
    }

    var notebook: String
    var title: String
    var sections: [Item]
    var cells: [CellItem]
    var parameters: [ParameterItem]
    var profiles: [String: [String: String]]

    init(_ notebook: Notebook) {
        self.notebook = notebook.path
        title = notebook.title
        sections = notebook.sections.map {
            Item(number: $0.number, title: $0.title, slug: $0.slug, level: $0.level, line: $0.range.start.line)
        }
        cells = notebook.cells.map { cell in
            CellItem(
                label: cell.label, hasOwnLabel: cell.hasOwnLabel, section: cell.sectionSlug,
                line: cell.range.start.line, eval: cell.options.eval,
                commands: cell.commands.map { $0.words.map(\.shellQuoted).joined(separator: " ") })
        }
        parameters = notebook.parameters.map {
            let fact = ParameterFact($0)
            return ParameterItem(
                name: fact.name, type: $0.defaultValue.typeName, defaultValue: fact.defaultValue, value: fact.value,
                origin: fact.origin)
        }
        profiles = Dictionary(
            notebook.profiles.map { ($0.name, $0.values.mapValues(\.text)) }, uniquingKeysWith: { $1 })
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    var text: StyledText {
        var lines: [StyledText] = ["\(title)", ""]
        if !parameters.isEmpty {
            let rows = parameters.map { parameter in
                let change = parameter.origin == "notebook" ? "" : "\(parameter.value) (\(parameter.origin))"
                let value = parameter.defaultValue.isEmpty ? "\"\"" : parameter.defaultValue
                return [parameter.name, parameter.type, value, change]
            }
            let isChanged = parameters.contains { $0.origin != "notebook" }
            lines.append("PARAMETERS")
            lines += Self.columns([["name", "type", "default", isChanged ? "in this run" : ""]] + rows)
            lines.append("")
        }
        if !profiles.isEmpty {
            lines.append("PROFILES")
            lines += profiles.sorted { $0.key < $1.key }.map { name, values in
                let changes = values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                return StyledText("  \(name): \(changes.joined(separator: " "))")
            }
            lines.append("")
        }
        lines.append("SECTIONS AND CELLS")
        for cell in cells where cell.section == nil { lines += Self.lines(for: cell) }
        for section in sections {
            let indent = String(repeating: "  ", count: max(0, section.level - 1))
            lines.append("  \(indent)\(section.number.map { "\($0) " } ?? "")\(section.title)  #\(section.slug)")
            for cell in cells where cell.section == section.slug {
                lines += Self.lines(for: cell).map { "\(indent)\($0)" }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(for cell: CellItem) -> [StyledText] {
        ["    [\(cell.label)] line \(cell.line)\(cell.eval ? "" : ", not evaluated")"]
            + cell.commands.map { "      \($0.replacing("\n", with: " "))" }
    }

    private static func columns(_ rows: [[String]]) -> [StyledText] {
        let rows = rows.map { $0.map { StyledText($0) } }
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in rows.map { $0[column].width }.max() ?? 0 }
        return rows.map { row in
            "  " + zip(row, widths).map { $0.padded(to: $1) }.joined(separator: "  ").withoutTrailingBlanks
        }
    }
}
