import ArgumentParser
import Execution
import Foundation
import Notebooks
import Outputs

struct CompareSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compares the scores of two runs, example by example; nothing is executed.",
        discussion: """
            practicum compare NOTEBOOK --with -p epochs=5              the same notebook with another setting
            practicum compare NOTEBOOK -p seed=1 --with -p seed=2      two settings
            practicum compare A.md --with B.md                         two notebooks with the same data

            Both must have been run: what they found is taken from the store. Every metric is compared by a paired bootstrap over the \\
            examples that both were scored on. It says whether the difference is more than other examples would make; it does not \\
            say how much another seed would.
            """)

    @OptionGroup var options: NotebookOptions
    @OptionGroup var report: ReportOptions

    @Option(
        name: .customLong("with"), parsing: .remaining,
        help: ArgumentHelp(
            "The other run, last on the line: its notebook, where it is another one, and its -p, --params-file and --profile.",
            valueName: "notebook and parameters"))
    var other: [String] = []

    func validate() throws {
        guard other.isEmpty else { return }
        throw ValidationError(
            "Say with what to compare: `practicum compare \(options.notebook) --with -p NAME=VALUE`, or another notebook "
                + "behind `--with`.")
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
                outputs += try practical.compare(slot, old, new)
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
    }

    /// What stands behind `--with`: without a notebook it is the same one.
    private var otherOptions: NotebookOptions {
        get throws {
            let hasNotebook = other.first.map { !$0.hasPrefix("-") } ?? false
            return try NotebookOptions.parse((hasNotebook ? [] : [options.notebook]) + other)
        }
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

    /// The notebook and its settings as they are typed.
    private static func name(_ options: NotebookOptions) -> String {
        ([options.notebook] + (options.profile.map { ["--profile \($0)"] } ?? [])
            + (options.paramsFile.map { ["--params-file \($0)"] } ?? []) + options.parameters.map { "-p \($0)" })
            .joined(separator: " ")
    }

    /// The two runs side by side: notebooks, and the parameters that differ.
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
