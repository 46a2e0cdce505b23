import Notebooks

/// The values that commands act on, by slot. One thread works on it; what is in a slot may be mutated in place.
package final class Session {
    private var values: [SlotName: Any] = [:]
    private var versions: [SlotName: Key] = [:]

    package init() {}

    /// What is in a slot; nil when nothing, or something of another type, is.
    package func value<Value>(of slot: Slot<Value>) -> Value? { values[slot.name] as? Value }

    package func setValue<Value>(_ value: Value, of slot: Slot<Value>) { values[slot.name] = value }

    /// The type of what is in a slot, for messages.
    package func typeName(of slot: SlotName) -> String? { values[slot].map { "\(type(of: $0))" } }

    // MARK: Versions

    /// Which version a slot holds; nil while a command works on it.
    func version(of slot: SlotName) -> Key? { versions[slot] }

    func setVersion(_ version: Key?, of slot: SlotName) { versions[slot] = version }

    func anyValue(of slot: SlotName) -> Any? { values[slot] }

    func setAnyValue(_ value: Any, of slot: SlotName, version: Key) {
        values[slot] = value
        versions[slot] = version
    }

    /// Empties a slot, so that memory is free before its next version comes.
    func clear(_ slot: SlotName) {
        values[slot] = nil
        versions[slot] = nil
    }
}
