import Notebooks

/// The commands that a notebook may use, by name.
package struct CommandRegistry: Sendable {
    /// Sorted by name.
    package let commands: [any NotebookCommand.Type]
    /// How slots are stored, by the slot's name without its argument.
    package let storages: [String: SlotStorage]
    private let byName: [String: any NotebookCommand.Type]
    /// In the given order, which is that of a typical notebook.
    private let inGivenOrder: [any NotebookCommand.Type]

    /// - Precondition: Names of commands are unique, and so are names of storages.
    package init(_ commands: [any NotebookCommand.Type], storages: [SlotStorage] = []) {
        self.storages = Dictionary(uniqueKeysWithValues: storages.map { ($0.name, $0) })
        inGivenOrder = commands
        self.commands = commands.sorted { Self.name(of: $0) < Self.name(of: $1) }
        byName = Dictionary(uniqueKeysWithValues: commands.map { (Self.name(of: $0), $0) })
    }

    package subscript(name: String) -> (any NotebookCommand.Type)? { byName[name] }

    package var names: [String] { commands.map(Self.name) }

    /// The suggestion in the error for an unknown command.
    package func suggestion(for name: String) -> String { names.suggestion(for: name, noun: "command") }

    /// Commands that write the given slots, as a user would type them, each after the commands that write what it reads.
    ///
    /// What a command reads and writes depends on its arguments, so the commands' own examples are used. A
    /// slot that no example writes is omitted.
    package func recipe(for slots: [SlotName], given: Set<SlotName> = []) -> [String] {
        let writers = Self.writers(of: inGivenOrder)
        var made = given
        var recipe: [String] = []
        func make(_ slot: SlotName) {
            guard made.insert(slot).inserted, let writer = writers[slot] else { return }
            writer.slots.reads.forEach(make)
            made.formUnion(writer.slots.writes)
            if !recipe.contains(writer.line) { recipe.append(writer.line) }
        }
        slots.forEach(make)
        return recipe
    }

    /// The slots that a command's first example reads.
    func reads(of type: any NotebookCommand.Type) -> [SlotName]? {
        type.examples.first.flatMap { Self.parse($0, as: type) }?.slots.reads
    }

    private static func parse(_ example: String, as type: any NotebookCommand.Type) -> (any NotebookCommand)? {
        let arguments = example.split(separator: " ").dropFirst().map(String.init)
        return try? type.parseAsRoot(arguments) as? any NotebookCommand
    }

    /// By slot, the first example that writes it and does not read it.
    private static func writers(
        of commands: [any NotebookCommand.Type]
    ) -> [SlotName: (line: String, slots: SlotUse)] {
        var writers: [SlotName: (line: String, slots: SlotUse)] = [:]
        for type in commands {
            for example in type.examples {
                guard let slots = parse(example, as: type)?.slots else { continue }
                for slot in slots.writes where !slots.reads.contains(slot) && writers[slot] == nil {
                    writers[slot] = (example, slots)
                }
            }
        }
        return writers
    }
}
