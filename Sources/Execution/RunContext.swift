import Notebooks
import Outputs

/// The context of one command in a run. The command can use only the slots that it declared.
final class RunContext: CommandContext {
    /// Receives a command's outputs while it runs.
    struct Sink {
        var output: (CellOutput) -> Void
        var fact: (RunFact) -> Void
        var progress: (WorkProgress) -> Void
        /// Called wherever the command can be stopped.
        var pause: () -> Void
    }

    private let planned: PlannedCommand
    private let session: Session
    private let sink: Sink
    private let interruption: Interruption
    private let deadline: Deadline?
    /// Nil if nothing is stored.
    private let continuation: CommandContinuation?

    let options: CellOptions
    let outputFolder: String
    private(set) var producedFiles: [String] = []

    init(
        planned: PlannedCommand, session: Session, options: CellOptions, outputFolder: String,
        interruption: Interruption, deadline: Deadline?, continuation: CommandContinuation?, sink: Sink
    ) {
        self.planned = planned
        self.session = session
        self.options = options
        self.outputFolder = outputFolder
        self.interruption = interruption
        self.deadline = deadline
        self.continuation = continuation
        self.sink = sink
    }

    var randomStream: UInt64 { planned.randomStream }

    func read<Value>(_ slot: Slot<Value>) throws -> Value {
        // A command may read again what it has just written.
        guard planned.slots.reads.contains(slot.name) || planned.slots.writes.contains(slot.name) else {
            throw ExecutionError.undeclaredSlot(command: planned.name, slot: slot.name, access: .read)
        }
        if let value = session.value(of: slot) { return value }
        guard let actual = session.typeName(of: slot.name) else {
            throw ExecutionError.emptySlot(command: planned.name, slot: slot.name)
        }
        throw ExecutionError.slotType(
            command: planned.name, slot: slot.name, expected: "\(Value.self)", actual: actual)
    }

    func write<Value>(_ slot: Slot<Value>, _ value: Value) throws {
        guard planned.slots.writes.contains(slot.name) else {
            throw ExecutionError.undeclaredSlot(command: planned.name, slot: slot.name, access: .write)
        }
        session.setValue(value, of: slot)
    }

    func show(_ output: Output, isVolatile: Bool) { sink.output(CellOutput(output, isVolatile: isVolatile)) }

    func note(_ fact: RunFact) { sink.fact(fact) }

    func report(_ progress: WorkProgress) { sink.progress(progress) }

    func checkCancellation() throws {
        sink.pause()
        if interruption.isRequested { throw ExecutionError.interrupted }
        if let deadline, deadline.hasPassed { throw ExecutionError.timedOut(seconds: deadline.seconds) }
    }

    // MARK: Going on after an interruption

    func produced(file path: String) throws { producedFiles.append(path) }
    func restoreWrittenSlots() throws -> Double? { continuation?.restoreWrittenSlots() }
    func savedProgress() throws -> [String: String]? { continuation?.savedProgress() }
    func saveProgress(note: String, _ write: (_ folder: String) throws -> Void) throws {
        continuation?.saveProgress(note: note, write)
    }
    var progressInterval: Double { continuation?.interval ?? .infinity }
}

/// How a command resumes after an interruption. The runner creates it, because it has the store.
struct CommandContinuation {
    var restoreWrittenSlots: () -> Double?
    var savedProgress: () -> [String: String]?
    var save: (_ note: String, _ write: (_ folder: String) throws -> Void) -> Void
    var interval: Double

    func saveProgress(note: String, _ write: (_ folder: String) throws -> Void) { save(note, write) }
}

/// The time at which a cell must be finished.
struct Deadline {
    let seconds: Double
    private let end: ContinuousClock.Instant

    init(seconds: Double) {
        self.seconds = seconds
        // A `Duration` has a maximum, which a number of seconds may exceed. Thirty years are practically the same as any later time.
        end = .now + .seconds(min(max(seconds, 0), 1e9))
    }

    var hasPassed: Bool { .now >= end }
}
