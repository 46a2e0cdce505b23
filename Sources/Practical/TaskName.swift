import ArgumentParser
import Execution
import Outputs
import Tasks

/// The name that a notebook gives a task, e.g. `ner`.
struct TaskName: ExpressibleByArgument, Hashable, Sendable, CustomStringConvertible {
    let description: String

    /// What means something else: to `load` and `save`, and among the parts of a model.
    private static let reserved = ["checkpoint", "encoder", "pooler"]

    /// Small letters, digits and hyphens, a letter first.
    init?(argument: String) {
        let bytes = argument.utf8
        guard let first = bytes.first, (0x61...0x7A).contains(first), bytes.count <= 40,
            !Self.reserved.contains(argument),
            bytes.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D })
        else { return nil }
        description = argument
    }

    /// Reads one, and says what it takes.
    @Sendable static func of(_ text: String) throws -> TaskName {
        guard let name = TaskName(argument: text) else {
            throw ValidationError(
                "it takes the name of a task: small letters, digits and hyphens, as in `ner`, but for "
                    + TaskName.reserved.joined(separator: ", "))
        }
        return name
    }

    /// As a heading writes it.
    var title: String { TaskDescription.title(description) }
}

/// A command whose arguments are names of tasks that were loaded: a shell completes them.
protocol TaskCommand: NotebookCommand {}

/// A task and a value for it: `ner=0.5`.
struct TaskPair: ExpressibleByArgument, Sendable, Equatable {
    var task: TaskName
    var value: String

    init?(argument: String) {
        guard let place = argument.firstIndex(of: "="), let task = TaskName(argument: String(argument[..<place])) else {
            return nil
        }
        self.task = task
        value = String(argument[argument.index(after: place)...])
    }

    /// Reads one, and says what it takes.
    static func of(_ noun: String, example: String) -> @Sendable (String) throws -> TaskPair {
        { text in
            guard let pair = TaskPair(argument: text) else {
                throw ValidationError("it takes the name of a task, = and \(noun), as in `\(example)`")
            }
            return pair
        }
    }
}

extension CommandContext {
    /// A task that was loaded, and its kind. Reads the slot `task(NAME)`.
    func task(_ name: TaskName) throws -> (TaskDescription, any TaskKind) {
        let task = try read(Slots.task(name))
        return (task, try task.resolvedKind())
    }

    /// Shows outputs one after the other.
    func show(_ outputs: [Output]) { for output in outputs { show(output) } }
}

/// The kind of a task, where the notebook says it before anything runs.
func knownKind(of name: TaskName, _ writers: [SlotName: any NotebookCommand]) -> (any TaskKind)? {
    (writers[Slots.task(name).name] as? LoadCommand)?.knownKind
}
