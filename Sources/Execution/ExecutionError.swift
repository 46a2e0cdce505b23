import Notebooks

/// An error between a command and the session that it uses.
package enum ExecutionError: Error, Sendable, Equatable {
    package enum Access: String, Sendable { case read, write }

    /// The command used a slot that it did not declare in `slots`.
    case undeclaredSlot(command: String, slot: SlotName, access: Access)
    /// No command has written to the slot in this run.
    case emptySlot(command: String, slot: SlotName)
    /// Another command wrote a value of another type.
    case slotType(command: String, slot: SlotName, expected: String, actual: String)
    /// The slot's storage expects content of another type.
    case contentType(expected: String, actual: String)
    /// A command that had to run again for its slots has failed.
    case dependency(command: String, slot: SlotName, writer: String, cell: String, reason: String)
    /// An input of a command differs from the one that the run was planned with.
    case inputChanged(command: String, input: String)
    /// A path that the notebook is not allowed to use.
    case outside(String)
    /// Ctrl-C, or a signal that asks the process to end.
    case interrupted
    /// The cell's `timeout` has passed.
    case timedOut(seconds: Double)
}

extension ExecutionError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .undeclaredSlot(let command, let slot, let access):
            let list = access == .read ? "reads" : "writes"
            return
                "`\(command)` \(list) the slot `\(slot)` without declaring it. This is a fault of the command, not of "
                + "the notebook: its `slots` must name `\(slot)` under `\(list)`."
        case .emptySlot(let command, let slot):
            return "`\(command)` reads the slot `\(slot)`, but it is empty. A cell above must write it first."
        case .slotType(let command, let slot, let expected, let actual):
            return "`\(command)` expects \(expected) in the slot `\(slot)`, but it holds \(actual). This is a fault of "
                + "the commands, not of the notebook: they must agree on the slot's type."
        case .contentType(let expected, let actual):
            return
                "the storage hashes the content of \(expected), but the slot holds \(actual). This is a fault of the commands and their "
                + "storages, not of the notebook: they must agree on the slot's type."
        case .dependency(let command, let slot, let writer, let cell, let reason):
            return "`\(command)` reads the slot `\(slot)`, but `\(writer)` in the cell [\(cell)], which writes it, "
                + "failed: \(reason)"
        case .inputChanged(let command, let input):
            return
                "file \(input) changed after this run began, and `\(command)` may have read it before or after. Its "
                + "result was not kept: run again."
        case .outside(let text): return text
        case .interrupted:
            return "Interrupted. What was done before is in the report."
        case .timedOut(let seconds):
            return "The cell's timeout of \(seconds.formatted()) s has passed. Raise `#| timeout:`, or remove it."
        }
    }
}

extension Double {
    /// The number, without a fraction if it is whole.
    fileprivate func formatted() -> String { self == rounded() && abs(self) < 1e15 ? "\(Int(self))" : "\(self)" }
}

/// An error's text as a clause within a sentence.
func clause(_ error: any Error) -> String {
    var text = "\(error)"
    while text.last == "." || text.last?.isWhitespace == true { text.removeLast() }
    return text
}
