import ArgumentParser
import Execution
import Files
import Foundation
import Notebooks
import Outputs

/// Small commands for tests, with numbers in slots `number(NAME)`.
let toyRegistry = CommandRegistry([
    Put.self, Take.self, Twice.self, Fail.self, Draw.self, Liar.self, Wait.self, Show.self, Open.self, Stop.self,
    Sum.self, Count.self, Produce.self, Now.self, Toil.self, Numbers.self, First.self, Total.self, Score.self,
])

func number(_ name: String) -> Slot<Int> { Slot("number(\(name))") }

struct Put: NotebookCommand {
    static let configuration = CommandConfiguration(commandName: "put", abstract: "Puts a number into a slot.")
    static let examples = ["put a", "put b"]
    static let revision = 3

    @Argument(help: "The slot.") var name: String
    @Option(help: "The number.") var value = 1
    @Flag(help: "Changes its sign.") var negative = false

    var slots: SlotUse { SlotUse(writes: [number(name).name]) }

    func validate() throws {
        if value > 1000 { throw ValidationError("--value can't be above 1000") }
    }

    func execute(in context: CommandContext) throws {
        try context.write(number(name), negative ? -value : value)
    }
}

struct Take: NotebookCommand {
    static let configuration = CommandConfiguration(commandName: "take", abstract: "Shows a number.")

    @Argument(help: "The slot.") var name: String

    var slots: SlotUse { SlotUse(reads: [number(name).name]) }

    func execute(in context: CommandContext) throws {
        let value = try context.read(number(name))
        context.show(.metrics([Metric(name: "number.\(name)", label: "Number", value: Double(value), style: .count)]))
    }
}

/// Changes a slot in place.
struct Twice: NotebookCommand {
    static let configuration = CommandConfiguration(commandName: "double", abstract: "Doubles a number.")

    @Argument(help: "The slot.") var name: String

    var slots: SlotUse { SlotUse(reads: [number(name).name], writes: [number(name).name]) }

    func execute(in context: CommandContext) throws {
        try context.write(number(name), 2 * context.read(number(name)))
    }
}

struct Fail: NotebookCommand {
    static let configuration = CommandConfiguration(commandName: "fail", abstract: "Fails with a reason.")

    struct Reason: Error, CustomStringConvertible {
        var description: String
    }

    @Argument(help: "Why.") var reason: String

    var slots: SlotUse { SlotUse() }

    func execute(in context: CommandContext) throws { throw Reason(description: reason) }
}

struct Draw: NotebookCommand {
    static let configuration = CommandConfiguration(commandName: "draw", abstract: "Draws a number.")
    static let examples = ["draw"]

    var slots: SlotUse { SlotUse(writes: [number("drawn").name]) }
    var drawsRandomNumbers: Bool { true }

    func execute(in context: CommandContext) throws {
        try context.write(number("drawn"), Int(truncatingIfNeeded: context.randomStream))
        context.show(.text("\(context.randomStream)"))
    }
}

/// Declares the slot `number(a)` but uses others.
struct Liar: NotebookCommand {
    enum Lie: String, ExpressibleByArgument { case read, write, type }

    static let configuration = CommandConfiguration(
        commandName: "liar", abstract: "Reaches for what it didn't declare.")

    @Argument(help: "How.") var lie: Lie

    var slots: SlotUse { SlotUse(reads: [number("a").name], writes: [number("a").name]) }

    func execute(in context: CommandContext) throws {
        switch lie {
        case .read: _ = try context.read(number("b"))
        case .write: try context.write(number("b"), 1)
        case .type: _ = try context.read(Slot<String>("number(a)"))
        }
    }
}

/// Waits until it is cancelled.
struct Wait: NotebookCommand {
    static let configuration = CommandConfiguration(commandName: "wait", abstract: "Waits.")

    var slots: SlotUse { SlotUse() }

    func execute(in context: CommandContext) throws {
        for _ in 0..<10_000 {
            try context.checkCancellation()
            usleep(1000)
        }
    }
}

/// Declares that it takes long, like a training.
struct Toil: NotebookCommand {
    static let configuration = CommandConfiguration(commandName: "toil", abstract: "Takes long.")
    static let takesLong = true

    var slots: SlotUse { SlotUse() }

    func execute(in context: CommandContext) throws {}
}

/// Shows texts, facts, progress, and a figure.
struct Show: NotebookCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Shows its words.")

    @Argument(help: "What.") var words: [String] = []
    @Option(help: "A figure's name.") var figure: String?

    var slots: SlotUse { SlotUse() }

    func execute(in context: CommandContext) throws {
        for word in words { context.show(.text(word)) }
        context.fact("words", "\(words.count)", isVolatile: true)
        context.report(WorkProgress(done: 1, total: 2, unit: "steps"))
        if let figure { context.show(.figure(ToyFigure.named(figure))) }
    }
}

/// Pictures that consist only of a PNG header, in two variants.
enum ToyFigure {
    static func header(width: UInt8) -> [UInt8] {
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
            + [0, 0, 0, width, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0, 0, 0, 0]
    }

    static func named(_ name: String) -> Figure {
        Figure(
            name: name, png: header(width: 1), variants: [.dark: header(width: 2)], alternativeText: "A figure",
            caption: "Its caption")
    }
}

/// Depends on a file.
struct Open: NotebookCommand {
    static let configuration = CommandConfiguration(commandName: "open", abstract: "Opens a file.")

    /// Content that is written into the file while it is read.
    @TaskLocal static var savedMeanwhile: String?

    /// Content that is in the file only while it is read.
    @TaskLocal static var swappedIn: String?

    @Argument(help: "Its path.") var path: String

    var slots: SlotUse { SlotUse(writes: [number("file").name]) }

    func fingerprints(in environment: PlanEnvironment) throws -> [Fingerprint] {
        [Fingerprint(name: "file", digest: try environment.digest(ofFile: path))]
    }

    func execute(in context: CommandContext) throws {
        let before = try InputFile.bytes(path, limit: 1_000)
        if let text = Open.swappedIn {
            try AtomicFile.write(Array(text.utf8), to: path)
            _ = try InputFile.bytes(path, limit: 1_000)
            try AtomicFile.write(before, to: path)
        }
        try Open.savedMeanwhile?.write(toFile: path, atomically: true, encoding: .utf8)
        try context.write(number("file"), 1)
    }
}

/// Interrupts its own run, as Ctrl-C would.
struct Stop: NotebookCommand {
    static let configuration = CommandConfiguration(commandName: "stop", abstract: "Interrupts.")

    /// The interruption of the run that a test has started.
    @TaskLocal static var interruption = Interruption()

    var slots: SlotUse { SlotUse() }

    func execute(in context: CommandContext) throws {
        Stop.interruption.request()
        try context.checkCancellation()
    }
}

// MARK: Notebooks of them

/// A notebook with cells of these lines; the label of cell n is `cn`.
func book(_ cells: String..., head: String = "") -> String {
    head + cells.enumerated().map { "```{practicum}\n#| label: c\($0 + 1)\n\($1)\n```\n" }.joined(separator: "\n")
}

func plan(_ text: String, _ environment: any PlanEnvironment = FileDigests()) throws -> Plan {
    let (notebook, diagnostics) = Notebook.read(SourceText(path: "book.md", contents: text))
    guard !Diagnostics(diagnostics).hasErrors else { throw Diagnostics(diagnostics) }
    return try Plan(notebook: notebook, registry: toyRegistry, environment: environment)
}

/// `line:column+length message` of each error and warning of a plan.
func mistakes(_ text: String) -> [String] {
    diagnostics(text).map {
        "\($0.range.start.line):\($0.range.start.column)+\($0.range.length) \($0.message)"
    }
}

func diagnostics(_ text: String) -> [Diagnostic] {
    do {
        _ = try plan(text)
        return []
    } catch {
        return (error as? Diagnostics)?.all ?? []
    }
}

/// A folder that is removed after the closure.
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "execution-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
}

/// Records what the snapshots of a run show.
final class SnapshotLog: RunRenderer {
    var statuses: [[CellStatus]] = []

    func handle(_ event: RunEvent) {
        if case .snapshot(let record) = event { statuses.append(record.cells.map(\.status)) }
    }
}

/// Builds the cells of a run from its events.
final class EventFold: RunRenderer {
    var outputs: [Int: [CellOutput]] = [:]
    var facts: [Int: [RunFact]] = [:]
    var statuses: [Int: CellStatus] = [:]
    var record: RunRecord?

    func handle(_ event: RunEvent) {
        switch event {
        case .output(let cell, let output): outputs[cell, default: []].append(output)
        case .fact(let cell, let fact): facts[cell, default: []].append(fact)
        case .cellFinished(let cell, let record): statuses[cell] = record.status
        case .cellLeft(let cell, let record):
            (outputs[cell], facts[cell], statuses[cell]) = (record.outputs, record.facts, record.status)
        case .runFinished(let record): self.record = record
        default: return
        }
    }
}

/// Records the events as words.
final class EventLog: RunRenderer {
    var lines: [String] = []

    func handle(_ event: RunEvent) {
        switch event {
        case .runStarted(let header): lines.append("run \(header.cellCount)")
        case .staleFound(let causes): lines += causes.map { "cause \($0.sentence)" }
        case .cellStarted(let index, let label, _, _): lines.append("cell \(index) \(label)")
        case .commandStarted(_, let text): lines.append("$ \(text)")
        case .progress(_, let progress): lines.append("progress \(progress.done)/\(progress.total)")
        case .commandReused(_, let text, _): lines.append("reused $ \(text)")
        case .output(_, let output): lines.append("output \(output.output.kind.rawValue)")
        case .fact(_, let fact): lines.append("fact \(fact.label)=\(fact.value)")
        case .slotNeeded(_, let need): lines.append("needs \(need.slot)\(need.command.map { ": \($0)" } ?? "")")
        case .warning(let text): lines.append("warning \(text)")
        case .cellFinished(_, let cell): lines.append("\(cell.label) \(cell.status.rawValue)")
        case .cellLeft(_, let cell): lines.append("left \(cell.label) \(cell.status.rawValue)")
        case .snapshot: return
        case .reportWritten(let path): lines.append("report \(path)")
        case .runFinished(let record): lines.append("run \(record.outcome.rawValue)")
        }
    }
}
