import Notebooks
import Outputs

/// What a command can use while it executes: its declared slots, its random stream, and a way to show outputs.
///
/// Reading or writing a slot that the command did not declare throws `ExecutionError.undeclaredSlot`.
package protocol CommandContext: AnyObject {
    /// The slot's current value. Throws if the slot was not declared in `reads`, is empty, or holds another type.
    func read<Value>(_ slot: Slot<Value>) throws -> Value
    /// Writes a new version to a slot declared in `writes`.
    func write<Value>(_ slot: Slot<Value>, _ value: Value) throws
    /// Shows an output in the cell. Outputs keep their order.
    func show(_ output: Output, isVolatile: Bool)
    /// Adds a line to the run facts of the report.
    func note(_ fact: RunFact)
    func report(_ progress: WorkProgress)
    /// Throws `ExecutionError.interrupted` after Ctrl-C, and `.timedOut` if the cell's `timeout` has passed. Call it between steps.
    func checkCancellation() throws

    /// Identifies the stream of random numbers: a hash of the cell's label and the command's index in the cell.
    var randomStream: UInt64 { get }
    /// The cell's options, e.g. figure sizes and captions.
    var options: CellOptions { get }
    /// The folder for the files that this run writes beside its report (`output/practical-7/`). It exists.
    var outputFolder: String { get }

    // MARK: Going on after an interruption

    /// Registers a file that the command wrote outside the session. If the file is changed or removed, the command is stale.
    func produced(file path: String) throws
    /// Loads the versions that this command is about to write into their slots if the store has all of them. The command then only has to
    /// show them. Returns the seconds that computing them took; nil if they must be computed.
    func restoreWrittenSlots() throws -> Double?
    /// The files that `saveProgress` saved for the same command with the same inputs, by name; nil if there are none.
    func savedProgress() throws -> [String: String]?
    /// Saves the state that the command needs to resume after an interruption. It replaces an earlier state.
    ///
    /// - Parameters:
    ///   - note: Where it will resume, e.g. `at step 313 of 762`.
    ///   - write: Writes files into an empty folder.
    func saveProgress(note: String, _ write: (_ folder: String) throws -> Void) throws
    /// Seconds between two saves of a long command's state.
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
