import Notebooks

/// The commands that a notebook may use, by the word it writes.
package struct CommandRegistry: Sendable {
    /// Sorted by name.
    package let commands: [any NotebookCommand.Type]
    /// How slots are kept, by the slot's name without its argument.
    package let storages: [String: SlotStorage]
    private let byName: [String: any NotebookCommand.Type]

    /// - Precondition: No two commands have the same name, nor two storages.
    package init(_ commands: [any NotebookCommand.Type], storages: [SlotStorage] = []) {
        self.storages = Dictionary(uniqueKeysWithValues: storages.map { ($0.name, $0) })
        self.commands = commands.sorted { Self.name(of: $0) < Self.name(of: $1) }
        byName = Dictionary(uniqueKeysWithValues: commands.map { (Self.name(of: $0), $0) })
    }

    package subscript(name: String) -> (any NotebookCommand.Type)? { byName[name] }

    package var names: [String] { commands.map(Self.name) }

    /// The word that a notebook writes for a command.
    package static func name(of command: any NotebookCommand.Type) -> String { command._commandName }

    /// What stands in the error for an unknown command.
    package func suggestion(for name: String) -> String { names.suggestion(for: name, noun: "command") }

    /// A command that would write a slot, as one would type it; nil when none is found by trying.
    ///
    /// What a command writes is known only with its arguments, so each one is tried without any and with the slot's
    /// own, e.g. `ner` of `dataset(ner)`.
    package func writer(of slot: SlotName) -> String? {
        let parts = slot.rawValue.split(separator: "(", maxSplits: 1)
        let argument = parts.count > 1 ? [String(parts[1].dropLast())] : []
        for type in commands {
            for arguments in argument.isEmpty ? [[]] : [argument, []] {
                guard let command = try? type.parseAsRoot(arguments) as? any NotebookCommand,
                    command.slots.writes.contains(slot), !command.slots.reads.contains(slot)
                else { continue }
                return ([Self.name(of: type)] + arguments).joined(separator: " ")
            }
        }
        return nil
    }
}
