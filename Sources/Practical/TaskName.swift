import ArgumentParser
import Execution
import Outputs
import Tasks

/// The name of a task in a notebook, e.g. `ner`.
struct TaskName: ExpressibleByArgument, Hashable, Sendable, CustomStringConvertible {
    let description: String

    /// Names that have another meaning: for `load` and `save`, and among the parts of a model.
    private static let reserved = ["checkpoint", "encoder", "pooler"]

    /// A name has small letters, digits and hyphens, and begins with a letter.
    init?(argument: String) {
        let bytes = argument.utf8
        guard let first = bytes.first, (0x61...0x7A).contains(first), bytes.count <= 40,
            !Self.reserved.contains(argument),
            bytes.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D })
        else { return nil }
        description = argument
    }

    /// Parses an argument. The error says which names are allowed.
    @Sendable static func of(_ text: String) throws -> TaskName {
        guard let name = TaskName(argument: text) else {
            throw ValidationError(
                "it takes the name of a task: small letters, digits and hyphens, as in `ner`, but for "
                    + TaskName.reserved.joined(separator: ", "))
        }
        return name
    }

    /// The name for headings.
    var title: String { TaskDescription.title(description) }
}

/// A command whose arguments are names of loaded tasks. A shell can complete them.
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

    /// Returns a parser whose error says which form is expected.
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
    /// A loaded task and its kind. Reads the slot `task(NAME)`.
    func task(_ name: TaskName) throws -> (TaskDescription, any TaskKind) {
        let task = try read(Slots.task(name))
        return (task, try task.resolvedKind())
    }

    /// Shows outputs one after the other.
    func show(_ outputs: [Output]) { for output in outputs { show(output) } }
}

/// The kind of a task, if the notebook determines it before anything runs.
func knownKind(of name: TaskName, _ writers: [SlotName: any NotebookCommand]) -> (any TaskKind)? {
    (writers[Slots.task(name).name] as? LoadCommand)?.knownKind
}
