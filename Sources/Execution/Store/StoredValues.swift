/// The values of slots that the store has of a plan, without running anything: for what compares two runs.
package struct StoredValues {
    /// By slot: the value that the last command writes which writes it.
    package private(set) var values: [SlotName: Any] = [:]
    /// Slots that commands of the plan write and that the store does not have, in the notebook's order.
    package private(set) var missing: [SlotName] = []

    /// Reads from the store what a plan's commands write into slots of some names.
    ///
    /// - Parameters:
    ///   - bases: names of slots without their argument, e.g. `metrics` for `metrics(reviews)`.
    ///   - keys: of the plan, with the same store.
    package init(of plan: Plan, bases: Set<String>, keys: PlanKeys, storages: [String: SlotStorage], store: Store) {
        for command in plan.commands {
            for slot in command.slots.writes where bases.contains(slot.base) {
                values[slot] = nil
                missing.removeAll { $0 == slot }
                if let storage = storages[slot.base]?.files, let version = keys[command]?.writes[slot],
                    case .found(let record) = store.slotRecord(version),
                    let value = try? store.value(of: record, storage: storage)
                {
                    values[slot] = value
                } else {
                    missing.append(slot)
                }
            }
        }
    }
}
