import ArgumentParser
import Execution
import Files
import Foundation
import Notebooks
import Outputs
import Synchronization
import Testing

/// Adds one number to another, in place.
struct Sum: NotebookCommand {
    static let configuration = CommandConfiguration(commandName: "sum", abstract: "Adds a number to another.")
    static let examples = ["sum a b"]

    @Argument(help: "The slot that grows.") var name: String
    @Argument(help: "What is added.") var other: String

    var slots: SlotUse { SlotUse(reads: [number(name).name, number(other).name], writes: [number(name).name]) }

    func execute(in context: CommandContext) throws {
        let value = try context.read(number(name)) &+ context.read(number(other)) &* 3
        try context.write(number(name), value)
        context.show(.text("\(name) is \(value)"))
    }
}

/// Counts in steps. Like a training, it changes an object in place, saves its progress, and resumes from it.
struct Count: NotebookCommand {
    static let configuration = CommandConfiguration(commandName: "count", abstract: "Counts slowly.")
    static let takesLong = true

    /// Interrupts the run once after this many steps, as Ctrl-C would.
    @TaskLocal static var interruptAfter: (steps: Int, interruption: Interruption)?
    /// The number of steps in all runs of a test.
    @TaskLocal static var taken = Counter()

    /// The duration of each step in microseconds.
    @TaskLocal static var pause: UInt32 = 0

    final class Counter: Sendable {
        private let count = Mutex(0)
        var steps: Int { count.withLock { $0 } }
        func add() { count.withLock { $0 += 1 } }
    }

    @Argument(help: "The slot.") var name: String
    @Option(help: "Up to this.") var steps = 5

    var slots: SlotUse { SlotUse(reads: [number(name).name], writes: [number(name).name]) }

    func execute(in context: CommandContext) throws {
        if try context.restoreWrittenSlots() != nil {
            return context.show(.text("counted to \(try context.read(number(name)))"))
        }
        var done = 0
        var value = try context.read(number(name))
        if let files = try context.savedProgress() {
            let state = try JSONFile.read([Int].self, from: try #require(files["state"]))
            #expect(try JSONFile.read([Int].self, from: try #require(files["copy"])) == state)
            (done, value) = (state[0], state[1])
            context.show(.text("goes on at \(done)"), isVolatile: true)
        }
        while done < steps {
            done += 1
            value = value &* 31 &+ done
            Self.taken.add()
            usleep(Self.pause)
            try context.saveProgress(note: "at step \(done + 1) of \(steps)") {
                try JSONFile.write([done, value], to: "\($0)/state")
                // Two files with the same content, as a model has that is also the best one so far.
                try JSONFile.write([done, value], to: "\($0)/copy")
            }
            if let (limit, interruption) = Self.interruptAfter, Self.taken.steps == limit { interruption.request() }
            try context.checkCancellation()
        }
        try context.write(number(name), value)
        context.show(.text("counted to \(value)"))
    }
}

/// Writes a file beside the report.
struct Produce: NotebookCommand {
    static let configuration = CommandConfiguration(commandName: "produce", abstract: "Writes a file.")

    @Argument(help: "Its name.") var name: String
    @Argument(help: "The slot.") var slot: String

    var slots: SlotUse { SlotUse(reads: [number(slot).name]) }

    func execute(in context: CommandContext) throws {
        let path = "\(context.outputFolder)/\(name)"
        try "\(context.read(number(slot)))".write(toFile: path, atomically: true, encoding: .utf8)
        try context.produced(file: path)
        context.show(.text("wrote \(name)"))
    }
}

/// Always runs.
struct Now: NotebookCommand {
    static let configuration = CommandConfiguration(commandName: "now", abstract: "Says that it ran.")
    static let alwaysRuns = true

    var slots: SlotUse { SlotUse() }

    func execute(in context: CommandContext) throws { context.show(.text("now"), isVolatile: true) }
}

let list = Slot<[Int]>("list(all)")
let firstOfList = Slot<[Int]>("list(first)")
let heldOfList = Slot<[Int]>("list(held)")

/// Reads numbers from a file, like a data set. It is cheap, and its result does not depend on the file's path.
struct Numbers: NotebookCommand {
    static let configuration = CommandConfiguration(commandName: "numbers", abstract: "Reads numbers.")
    static let isCheap = true
    var argumentsInNoKey: Set<String> { ["path"] }

    /// Added to each number, to simulate another version of the command that gives other results from the same inputs.
    @TaskLocal static var drift = 0

    @Argument(help: "The file.") var path: String

    var slots: SlotUse { SlotUse(writes: [list.name]) }

    func fingerprints(in environment: PlanEnvironment) throws -> [Fingerprint] {
        [Fingerprint(role: "numbers", name: path, digest: try environment.digest(ofFile: path))]
    }

    func execute(in context: CommandContext) throws {
        let text = String(decoding: try InputFile.bytes(path, limit: 1_000), as: UTF8.self)
        let numbers = try text.split(separator: " ").map { word in
            guard let number = Int(word) else { throw NoNumber(word: String(word)) }
            return number &+ Self.drift
        }
        try context.write(list, numbers)
        context.show(.text("\(numbers.count) numbers"))
    }
}

/// A text in the file that is not a number.
struct NoNumber: Error, CustomStringConvertible {
    var word: String
    var description: String { "'\(word)' is no number" }
}

/// Selects the first numbers, or the last ones for another split, like a selection of examples. It is cheap.
struct First: NotebookCommand {
    static let configuration = CommandConfiguration(commandName: "first", abstract: "Takes the first numbers.")
    static let isCheap = true

    @Argument(help: "How many.") var count: Int
    @Option(help: "How many of the last ones are held out.") var held = 1

    var slots: SlotUse { SlotUse(reads: [list.name], writes: [firstOfList.name, heldOfList.name]) }

    func execute(in context: CommandContext) throws {
        try context.write(firstOfList, Array(try context.read(list).prefix(count)))
        try context.write(heldOfList, Array(try context.read(list).suffix(held)))
    }
}

/// Compares the total with the held-out numbers, like an evaluation.
struct Score: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Compares the total with what is held out.")

    var slots: SlotUse { SlotUse(reads: [number("total").name, heldOfList.name]) }

    func execute(in context: CommandContext) throws {
        let held = try context.read(heldOfList)
        context.show(.text("\(try context.read(number("total"))) beside \(held)"))
    }
}

/// Adds the first numbers, like a training. It is costly.
struct Total: NotebookCommand {
    static let configuration = CommandConfiguration(commandName: "total", abstract: "Adds the first numbers up.")

    var slots: SlotUse { SlotUse(reads: [firstOfList.name], writes: [number("total").name]) }

    func execute(in context: CommandContext) throws {
        try context.write(number("total"), try context.read(firstOfList).reduce(0) { $0 &* 7 &+ $1 })
    }
}

/// Runs a notebook's text repeatedly with one store.
struct Workbench {
    let folder: String
    let store: Store
    var storages: [String: SlotStorage] = [
        "number": .json("number", Int.self), "list": .content("list") { (list: [Int], hasher) in hasher.add(list) },
    ]

    init(_ folder: String) throws {
        self.folder = folder
        store = try Store(folder: "\(folder)/store")
    }

    var memory: NotebookMemory? {
        if case .found(let memory) = store.memory(notebook: "book.md", profile: nil) { memory } else { nil }
    }

    func settings(chosen: Set<Int>? = nil, isFresh: Bool = false) -> RunSettings {
        RunSettings(
            store: store, storages: storages, memory: memory, chosen: chosen, isFresh: isFresh, machine: "this one")
    }

    @discardableResult
    func run(
        _ text: String, chosen: Set<Int>? = nil, isFresh: Bool = false, log: (any RunRenderer)? = nil,
        interruption: Interruption = Interruption()
    ) throws -> RunRecord {
        Executor(
            plan: try plan(text), renderers: log.map { [$0] } ?? [], interruption: interruption, outputFolder: folder,
            settings: settings(chosen: chosen, isFresh: isFresh)
        ).run()
    }

    func keys(_ plan: Plan) -> PlanKeys { PlanKeys(plan: plan, storages: storages, store: store) }

    func assess(_ plan: Plan, _ memory: NotebookMemory?) -> Assessment {
        Assessment(keys: keys(plan), store: store, memory: memory, outputFolder: folder)
    }

    func assess(_ text: String) throws -> Assessment { assess(try plan(text), memory) }

    /// The assessment after cheap commands have decided what was undecided.
    func assessExactly(_ text: String, failures: [String] = []) throws -> Assessment {
        let keys = keys(try plan(text))
        var run = CheapRun(keys: keys, settings: settings(), outputFolder: folder, interruption: Interruption())
        try run.run()
        #expect(run.failures == failures)
        return Assessment(keys: keys, store: store, memory: memory, outputFolder: folder)
    }

    /// `fresh`, `never run`, or why a cell is stale.
    func states(_ text: String, exactly: Bool = false) throws -> [String] {
        try (exactly ? assessExactly(text) : assess(text)).states.map { state in
            switch state {
            case .fresh: "fresh"
            case .neverRun: "never run"
            case .alwaysRuns: "always runs"
            case .notEvaluated: "not evaluated"
            case .stale, .undecided: state.reason ?? ""
            }
        }
    }

    /// All files in a subfolder of the store.
    func files(_ part: String) -> [String] {
        let paths = FileManager.default.enumerator(atPath: "\(store.folder)/\(part)")?.allObjects as? [String] ?? []
        return paths.map { "\(store.folder)/\(part)/\($0)" }.filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: $0, isDirectory: &isFolder) && !isFolder.boolValue
        }.sorted()
    }
}

func withWorkbench<Result>(_ body: (Workbench) throws -> Result) throws -> Result {
    try withFolder { try body(Workbench($0)) }
}

extension RunRecord {
    /// The outputs of each cell that do not vary between equal runs.
    var shown: [[Output]] { cells.map { $0.outputs.filter { !$0.isVolatile }.map(\.output) } }
    var statuses: [CellStatus] { cells.map(\.status) }
}
