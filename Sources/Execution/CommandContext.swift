import Notebooks
import Outputs

/// What a command reaches while it executes: its declared slots, its random stream, and a way to show things.
///
/// Reading or writing a slot that the command did not declare throws `ExecutionError.undeclaredSlot`.
package protocol CommandContext: AnyObject {
    /// The slot's current value. Throws when it was not declared in `reads`, is empty, or holds another type.
    func read<Value>(_ slot: Slot<Value>) throws -> Value
    /// Puts a new version into a slot declared in `writes`.
    func write<Value>(_ slot: Slot<Value>, _ value: Value) throws
    /// Shows something in the cell, in order.
    func show(_ output: Output, isVolatile: Bool)
    /// A line for the run facts of the report.
    func note(_ fact: RunFact)
    func report(_ progress: WorkProgress)
    /// Throws `ExecutionError.interrupted` after Ctrl-C and `.timedOut` when the cell's `timeout` has passed: call it between steps.
    func checkCancellation() throws

    /// The stream of random numbers: a hash of the cell's label and the command's place in it.
    var randomStream: UInt64 { get }
    /// The cell's options, e.g. figure sizes and captions.
    var options: CellOptions { get }
    /// The folder for what this run writes beside its report (`output/practical-7/`); exists.
    var outputFolder: String { get }

    // MARK: Going on after an interruption

    /// Notes a file that the command wrote outside of the session: when it is changed or removed, the command is stale.
    func produced(file path: String) throws
    /// Puts the versions that this command is about to write into their slots, when the store has all of them: then there is
    /// nothing to compute, only to show. Gives the seconds that computing them took; nil when they have to be computed.
    func restoreWrittenSlots() throws -> Double?
    /// The files that `saveProgress` has left of the same command with the same inputs, by name; nil when there are none.
    func savedProgress() throws -> [String: String]?
    /// Keeps what the command needs to go on, should it be stopped; replaces what was kept before.
    ///
    /// - Parameters:
    ///   - note: Where it goes on, e.g. `at step 313 of 762`.
    ///   - write: Writes files into an empty folder.
    func saveProgress(note: String, _ write: (_ folder: String) throws -> Void) throws
    /// Seconds between two savings of a long command.
    var progressInterval: Double { get }
}

extension CommandContext {
    package func show(_ output: Output) { show(output, isVolatile: false) }
    package func fact(
        _ label: String, _ value: String, isVolatile: Bool = false, headText: String? = nil, standsInFor: String? = nil
    ) {
        note(
            RunFact(label: label, value: value, isVolatile: isVolatile, headText: headText, standsInFor: standsInFor))
    }
}
