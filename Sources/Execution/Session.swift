import Notebooks

/// The values that commands use, by slot. Only one thread uses it; values may be mutated in place.
package final class Session {
    private var values: [SlotName: Any] = [:]
    private var versions: [SlotName: Key] = [:]

    package init() {}

    /// The value of a slot; nil if it is empty or has another type.
    package func value<Value>(of slot: Slot<Value>) -> Value? { values[slot.name] as? Value }

    package func setValue<Value>(_ value: Value, of slot: Slot<Value>) { values[slot.name] = value }

    /// The type of a slot's value, for messages.
    package func typeName(of slot: SlotName) -> String? { values[slot].map { "\(type(of: $0))" } }

    // MARK: Versions

    /// The version that a slot holds; nil while a command changes it.
    func version(of slot: SlotName) -> Key? { versions[slot] }

    func setVersion(_ version: Key?, of slot: SlotName) { versions[slot] = version }

    func anyValue(of slot: SlotName) -> Any? { values[slot] }

    func setAnyValue(_ value: Any, of slot: SlotName, version: Key) {
        values[slot] = value
        versions[slot] = version
    }

    /// Empties a slot, so that its memory is free before the next version is created.
    func clear(_ slot: SlotName) {
        values[slot] = nil
        versions[slot] = nil
    }
}
