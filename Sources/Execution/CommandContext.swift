import Notebooks

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
    func fact(_ label: String, _ value: String, isVolatile: Bool)
    func report(_ progress: Progress)
    /// Throws `ExecutionError.interrupted` after Ctrl-C and `.timedOut` when the cell's `timeout` has passed: call it between steps.
    func checkCancellation() throws

    /// The stream of random numbers: a hash of the cell's label and the command's place in it.
    var randomStream: UInt64 { get }
    /// The cell's options, e.g. figure sizes and captions.
    var options: CellOptions { get }
    /// The folder for what this run writes beside its report (`output/practical-7/`); exists.
    var outputFolder: String { get }
    /// The planned settings of the run (parameters by name).
    var parameters: [String: Parameter.Value] { get }
    /// What the run recorded so far, for a summary: metrics shown by earlier cells.
    var metrics: [Metric] { get }
}

extension CommandContext {
    package func show(_ output: Output) { show(output, isVolatile: false) }
    package func fact(_ label: String, _ value: String) { fact(label, value, isVolatile: false) }
}
