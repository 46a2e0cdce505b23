import ArgumentParser
import Execution
import Exporting
import Foundation
import Notebooks
import Outputs

struct CompareSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compares the scores of two runs, example by example; nothing is executed.",
        discussion: """
            practicum compare NOTEBOOK --with -p epochs=5              the same notebook, as it is and with 5 epochs
            practicum compare NOTEBOOK -p seed=1 --with -p seed=2      the same notebook with two seeds
            practicum compare A.md --with B.md                         two notebooks with the same data

            The first run is named before --with, the second one after it. Both start from the notebook's own values: the second run \
            does not have the settings of the first. Both must have been run before, since their scores are taken from the store.

            Every metric of every task is compared on the examples that both runs were scored on, by a paired bootstrap. A table \
            shows both scores, the difference with its 95 % interval, and what the data show. The interval says whether the \
            difference could come from the choice of examples. It does not say how much another seed would change.
            """)

    @OptionGroup var options: NotebookOptions

    @Option(
        help: ArgumentHelp("Where results are kept, as for 'run'.", valueName: "folder"), completion: .directory)
    var store: String?

    @Option(
        help: ArgumentHelp("Also add the comparison in Markdown to FILE.", valueName: "file"), completion: .file())
    var summary: String?

    @Option(
        name: .customLong("with"), parsing: .remaining,
        help: ArgumentHelp(
            "The second run, last on the line: its notebook, if it is another one, and its -p, --params-file and --profile.",
            valueName: "notebook and parameters"))
    var other: [String] = []

    private var report: ReportOptions {
        var report = ReportOptions()
        report.output = nil
        report.store = store
        return report
    }

    func validate() throws {
        try requireNames([("--store", store), ("--summary", summary)])
        guard other.isEmpty else { return }
        throw ValidationError(
            "Say with what to compare: `practicum compare \(options.notebook) --with -p NAME=VALUE`, or name another notebook "
                + "after `--with`.")
    }

    func run() throws {
        let compared = try otherOptions
        let (before, after) = (try read(options), try read(compared))
        let practical = Practical.current
        var outputs: [Output] = [.table(settings(options, before.plan, compared, after.plan))]
        let slots = before.stored.values.keys.filter { after.stored.values[$0] != nil }.sorted {
            $0.rawValue < $1.rawValue
        }
        guard !slots.isEmpty else {
            StandardStream.error.write(
                "error: the two runs have no scores of the same name: nothing can be compared.\n")
            throw ExitStatus.invalid
        }
        for slot in slots {
            guard let old = before.stored.values[slot], let new = after.stored.values[slot] else { continue }
            do {
                outputs += try practical.compare(slot, old, new).map { Self.named($0, slot) }
            } catch {
                StandardStream.error.write(diagnostic: "error: `\(slot)` can't be compared: \(error)")
                throw ExitStatus.invalid
            }
        }
        let terminal = TerminalOutput(style: StandardStream.output.style)
        for output in outputs {
            for line in terminal.lines(for: output) { StandardStream.output.write(fitted: line + "\n") }
            StandardStream.output.write("\n")
        }
        guard let summary else { return }
        do {
            let title = "\(Self.name(options)), compared with \(Self.name(compared))"
            try SummaryRenderer.append(
                "## \(MarkdownText.oneLine(title))\n\n\(MarkdownExport.text(of: outputs))", to: summary)
        } catch {
            StandardStream.error.write(diagnostic: "error: \(error)")
            throw ExitStatus.notWritten
        }
    }

    /// An output whose caption says what was scored, e.g. `reviews` for the slot `metrics(reviews)`.
    private static func named(_ output: Output, _ slot: SlotName) -> Output {
        guard case .table(var table) = output else { return output }
        let argument = slot.rawValue.dropFirst(slot.base.count + 1).dropLast()
        let name = argument.isEmpty ? slot.rawValue : String(argument)
        table.caption = table.caption.map { "\(name): \($0)" } ?? name
        return .table(table)
    }

    /// The options after `--with`. If they name no notebook, it is the first one.
    private var otherOptions: NotebookOptions {
        get throws { try (try? NotebookOptions.parse(other)) ?? NotebookOptions.parse([options.notebook] + other) }
    }

    private func read(_ options: NotebookOptions) throws -> (plan: Plan, stored: StoredValues) {
        let (plan, warnings) = try options.plan(report)
        for text in Diagnostics(warnings).texts { StandardStream.error.write(diagnostic: text) }
        let storages = Practical.current.registry.storages
        let bases = Practical.current.comparedSlots
        let name = Self.name(options)
        guard let store = try report.existingStore(options) else {
            StandardStream.error.write(
                "error: there is no store at \(report.storeFolder(options)). Run it first: `practicum run \(name)`.\n")
            throw ExitStatus.invalid
        }
        let stored = StoredValues(
            of: plan, bases: bases, keys: PlanKeys(plan: plan, storages: storages, store: store), storages: storages,
            store: store)
        guard stored.missing.isEmpty, !stored.values.isEmpty else {
            let what =
                stored.missing.isEmpty
                ? "\(options.notebook) computes no scores"
                : "the store has no \(stored.missing.map { "`\($0)`" }.joined(separator: ", ")) of this run"
            StandardStream.error.write("error: \(what). Run it first: `practicum run \(name)`.\n")
            throw ExitStatus.invalid
        }
        return (plan, stored)
    }

    /// The notebook and its settings, as they are typed.
    private static func name(_ options: NotebookOptions) -> String {
        ([options.notebook] + (options.profile.map { ["--profile \($0)"] } ?? [])
            + (options.paramsFile.map { ["--params-file \($0)"] } ?? []) + options.parameters.map { "-p \($0)" })
            .joined(separator: " ")
    }

    /// The two runs side by side: their notebooks, profiles and parameters, as far as they differ.
    private func settings(
        _ before: NotebookOptions, _ old: Plan, _ after: NotebookOptions, _ new: Plan
    ) -> Table {
        func facts(_ options: NotebookOptions, _ plan: Plan) -> [(String, String)] {
            let header = RunHeader(plan: plan, profile: options.profile, startedAt: .now)
            return [("notebook", header.notebook), ("profile", header.profile ?? "none")]
                + header.parameters.map { ($0.name, $0.value) }
        }
        let (left, right) = (facts(before, old), facts(after, new))
        let values = Dictionary(right, uniquingKeysWith: { first, _ in first })
        let known = Set(left.map(\.0))
        let rows =
            left.map { [$0.0, $0.1, values[$0.0] ?? "–"] }
            + right.filter { !known.contains($0.0) }.map {
                [$0.0, "–", $0.1]
            }
        let different = rows.filter { $0[1] != $0[2] }
        return Table(
            caption: different.isEmpty ? "Both runs have the same settings" : "What differs between the two runs",
            columns: ["Setting", "first", "second"], alignments: [.left, .left, .left],
            rows: different.isEmpty ? [rows[0]] : different)
    }
}
