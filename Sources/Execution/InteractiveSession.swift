import Foundation
import Notebooks

/// Runs commands that are typed one by one, with the results of a notebook's runs in the store. The store is not changed.
///
/// A typed line is planned as another cell at the notebook's end, so that parameters, texts, slots and errors work as in a cell. A
/// command whose outputs are in the store does not run.
package final class InteractiveSession {
    /// Why a typed line cannot be executed.
    package enum Failure: Error, CustomStringConvertible {
        case notStored(slot: SlotName, command: String, cell: String)
        case nothingToKeep

        package var description: String {
            switch self {
            case .notStored(let slot, let command, let cell):
                "`\(slot)` is not in the store, and computing it needs `\(command)` in the cell [\(cell)], which takes long. "
                    + "Run the notebook first: `practicum run`."
            case .nothingToKeep: "there is nothing to keep yet: type a command first."
            }
        }
    }

    private let source: SourceText
    private let overrides: ParameterOverrides
    private let registry: CommandRegistry
    private let environment: any PlanEnvironment
    private let settings: RunSettings
    private let outputFolder: String
    private let interruption: Interruption
    private let renderer: (Notebook) -> any RunRenderer
    private var typed: [String] = []
    private var last: (command: PlannedCommand, result: StoredResult)?
    private var plan: Plan
    private let keys: PlanKeys
    private lazy var runner = CommandRunner(
        keys: keys, settings: settings, interruption: interruption, outputFolder: outputFolder,
        emit: { [unowned self] in current?.handle($0) })
    private var current: (any RunRenderer)?

    /// - Parameters:
    ///   - settings: Its store is read.
    ///   - renderer: Shows the commands' outputs.
    /// - Throws: `Diagnostics` if the notebook has errors.
    package init(
        source: SourceText, overrides: ParameterOverrides, registry: CommandRegistry, environment: any PlanEnvironment,
        settings: RunSettings, outputFolder: String, interruption: Interruption,
        renderer: @escaping (Notebook) -> any RunRenderer
    ) throws {
        self.source = source
        self.overrides = overrides
        self.registry = registry
        self.environment = environment
        self.settings = settings
        self.outputFolder = outputFolder
        self.interruption = interruption
        self.renderer = renderer
        let (notebook, diagnostics) = Notebook.read(source, overrides: overrides)
        guard !Diagnostics(diagnostics).hasErrors else { throw Diagnostics(diagnostics) }
        plan = try Plan(notebook: notebook, registry: registry, environment: environment)
        keys = PlanKeys(plan: plan, storages: settings.storages, store: settings.store)
    }

    /// Completes a typed line; `otherWords` are commands that are not the notebook's.
    package func completion(otherWords: [String], practical: Practical) -> CommandCompletion {
        CommandCompletion(
            registry: registry, parameters: plan.notebook.parameters.map(\.name),
            literals: Array(plan.notebook.literals.keys), otherWords: otherWords,
            words: { [plan] in practical.completions(plan, $0) })
    }

    /// The notebook's texts and their labels.
    package var texts: [(label: String, text: String)] {
        plan.notebook.literals.values.sorted { $0.label < $1.label }.map { ($0.label, $0.text) }
    }

    /// The command that a plain line means if a text was chosen; nil if it means none.
    package func command(for line: String, about text: String, _ practical: Practical) -> String? {
        practical.plainLine(plan, text, line)
    }

    /// The slots at the notebook's end: their names, and whether they are in the store.
    package var slots: [(name: SlotName, isStored: Bool)] {
        var writers: [SlotName: PlannedCommand] = [:]
        for command in plan.commands {
            for slot in command.slots.writes { writers[slot] = command }
        }
        return writers.sorted { $0.key.rawValue < $1.key.rawValue }.map {
            ($0, keys.isStored($0, of: $1, in: settings))
        }
    }

    /// Runs a line and shows its outputs.
    ///
    /// - Throws: `Diagnostics` if the line cannot be parsed, and the errors of the command. The session is then as before, except for
    ///   slots that the command was changing.
    package func run(_ line: String) throws {
        let extended = try planned(with: line)
        guard let command = extended.commands.last, let index = extended.cells.indices.last, command.cell == index
        else { return }
        let renderer = renderer(extended.notebook)
        current = renderer
        defer { current = nil }
        keys.extend(extended)
        let key = try runner.decide(command, shownIn: index) { try check($0) }.outputKey
        if !command.alwaysRuns, let store = settings.store,
            case .found(let result) = store.result(for: key, outputFolder: outputFolder), command.slots.writes.isEmpty
        {
            for output in result.outputs { renderer.handle(.output(cell: index, output)) }
            last = (command, result)
        } else {
            try check(command)
            let result = try runner.run(
                command, shownIn: index, deadline: nil,
                output: { renderer.handle(.output(cell: index, $0)) },
                fact: { renderer.handle(.fact(cell: index, $0)) })
            last = (command, result)
        }
        plan = extended
        // What writes nothing is forgotten: nothing that is typed later goes by it.
        if !command.slots.writes.isEmpty { typed.append(line) }
    }

    /// Brings what a line would read into the session, without running it.
    package func prepare(_ line: String) throws {
        let extended = try planned(with: line)
        guard let command = extended.commands.last, let index = extended.cells.indices.last, command.cell == index
        else { return }
        keys.extend(extended)
        try runner.decide(command, shownIn: index) { try check($0) }
        try check(command)
        _ = try runner.bringIn(command, shownIn: index)
    }

    /// Stores what the last command showed and wrote. The same line in the notebook is then fresh, unless it draws random
    /// numbers, which depend on the cell's label.
    package func keepLast() throws -> String {
        guard let last else { throw Failure.nothingToKeep }
        try runner.keep(last.result, of: last.command)
        return last.command.text
    }

    private func planned(with line: String) throws -> Plan {
        do {
            return try plan(with: line)
        } catch let diagnostics as Diagnostics {
            throw Diagnostics(diagnostics.all.map(atThePrompt))
        }
    }

    /// A diagnostic for a typed line, which is in no line of the notebook.
    private func atThePrompt(_ diagnostic: Diagnostic) -> Diagnostic {
        guard diagnostic.range.start.line > source.lines.count else { return diagnostic }
        var diagnostic = diagnostic
        diagnostic.range.start.file = "typed"
        diagnostic.range.start.line = 1
        return diagnostic
    }

    private func plan(with line: String) throws -> Plan {
        var lines = source.lines
        for (place, text) in (typed + [line]).enumerated() {
            lines += ["", "```{practicum}", "#| label: typed-\(place + 1)", text, "```"]
        }
        let (notebook, diagnostics) = Notebook.read(
            SourceText(path: source.path, lines: lines), overrides: overrides)
        guard !Diagnostics(diagnostics).hasErrors else {
            throw Diagnostics(diagnostics.filter { $0.severity == .error })
        }
        return try Plan(
            notebook: notebook, registry: registry, environment: environment, typedFrom: source.lines.count + 1)
    }

    /// Throws if a long command would have to run for what a command reads.
    private func check(_ command: PlannedCommand) throws {
        for slot in command.slots.reads {
            guard let writer = command.sources[slot].map({ keys.plan.commands[$0] }),
                !runner.holds(slot, for: command), !keys.isStored(slot, of: writer, in: settings)
            else { continue }
            if type(of: writer.command).takesLong {
                throw Failure.notStored(
                    slot: slot, command: writer.text, cell: keys.plan.cells[writer.cell].cell.label)
            }
            try check(writer)
        }
    }
}
