/// The name of a slot, e.g. `dataset(reviews)`, `tokenizer`, `model`.
package struct SlotName: Hashable, Sendable, Codable, CustomStringConvertible {
    package var rawValue: String

    package init(_ rawValue: String) { self.rawValue = rawValue }

    package var description: String { rawValue }
}

/// A typed reference to a slot. Commands read and write values through it.
package struct Slot<Value>: Sendable {
    package let name: SlotName

    package init(_ name: String) { self.name = SlotName(name) }
}

/// The slots that a command with these arguments reads and writes, declared before anything runs.
package struct SlotUse: Sendable, Equatable {
    package var reads: [SlotName]
    package var writes: [SlotName]

    package init(reads: [SlotName] = [], writes: [SlotName] = []) {
        self.reads = reads
        self.writes = writes
    }
}
