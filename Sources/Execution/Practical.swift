import Notebooks
import Outputs

/// A practical: the commands that its notebooks may use, and what the program needs to know about them. Another
/// practical is another value of this type.
package struct Practical: Sendable {
    /// Its display name, e.g. `Multi-Task Learning`.
    package var name: String
    package var registry: CommandRegistry
    /// Example lines for the prompt of a shell.
    package var shellExamples: [String]
    /// The Markdown of a small notebook to start from. It runs in seconds.
    package var newNotebook: String
    /// The command that a plain line at the prompt means if the user has chosen one of the notebook's texts
    /// by its label; nil if it means none.
    package var plainLine: @Sendable (_ plan: Plan, _ text: String, _ line: String) -> String?
    /// The boxes of a page in which the model of a plan can be asked.
    package var asks: @Sendable (_ plan: Plan) -> [AskForm]
    /// Folders that every notebook may read in addition to its own, e.g. caches of downloads.
    package var caches: @Sendable () -> [String]
    /// Possible words for an argument that depend on the notebook, by the command's name.
    package var completions: @Sendable (_ plan: Plan, _ command: String) -> [String]
    /// What the exact bits of a result depend on, e.g. a library's kernel. Results made with another one are distinguished.
    package var arithmetic: @Sendable () -> String
    /// Why nothing can run on this machine's processor; nil if it can.
    package var processorProblem: @Sendable () -> String?
    /// Called once per process, before its first command runs.
    package var prepare: @Sendable () -> Void
    /// The asset that can be downloaded under a name. Throws if there can be none of that name.
    package var asset: @Sendable (_ name: String) throws -> any RemoteAsset
    /// Chooses values of parameters so that the long commands of a plan take at most this many seconds; nil if they already do.
    ///
    /// `last` are the parameters' values in the last run. Throws if no values suffice.
    package var fit: @Sendable (_ plan: Plan, _ seconds: Double, _ last: [String: String]) throws -> FittedParameters?
    /// The names of slots, without their argument, that `compare` accepts.
    package var comparedSlots: Set<String>
    /// How a slot of two runs differs. Throws if the two can't be compared.
    package var compare: @Sendable (_ slot: SlotName, _ before: Any, _ after: Any) throws -> [Output]
    /// Checks what a run needs, for `doctor`.
    package var examine: @Sendable () -> [MachineFinding]

    /// - Precondition: Names of commands are unique, and so are names of storages.
    package init(
        name: String, commands: [any NotebookCommand.Type], storages: [SlotStorage] = [], shellExamples: [String] = [],
        newNotebook: String = "# A notebook\n",
        plainLine: @escaping @Sendable (Plan, String, String) -> String? = { _, _, _ in nil },
        asks: @escaping @Sendable (Plan) -> [AskForm] = { _ in [] },
        caches: @escaping @Sendable () -> [String] = { [] },
        completions: @escaping @Sendable (Plan, String) -> [String] = { _, _ in [] },
        arithmetic: @escaping @Sendable () -> String = { "" },
        processorProblem: @escaping @Sendable () -> String? = { nil },
        prepare: @escaping @Sendable () -> Void = {},
        asset: @escaping @Sendable (_ name: String) throws -> any RemoteAsset = { throw NoSuchAsset(name: $0) },
        fit: @escaping @Sendable (Plan, Double, [String: String]) throws -> FittedParameters? = { _, _, _ in nil },
        comparedSlots: Set<String> = [],
        compare: @escaping @Sendable (SlotName, Any, Any) throws -> [Output] = { _, _, _ in [] },
        examine: @escaping @Sendable () -> [MachineFinding] = { [] }
    ) {
        self.name = name
        registry = CommandRegistry(commands, storages: storages)
        self.shellExamples = shellExamples
        self.newNotebook = newNotebook
        self.plainLine = plainLine
        self.asks = asks
        self.caches = caches
        self.completions = completions
        self.arithmetic = arithmetic
        self.processorProblem = processorProblem
        self.prepare = prepare
        self.asset = asset
        self.fit = fit
        self.comparedSlots = comparedSlots
        self.compare = compare
        self.examine = examine
    }
}

/// A box on a page in which something can be asked, and the command that this means.
package struct AskForm: Sendable {
    /// What is asked, e.g. a task's name; each once.
    package var name: String
    /// What is typed, in order.
    package var fields: [String]
    /// The command for what was typed, one text a field.
    package var command: @Sendable (_ texts: [String]) -> String

    package init(name: String, fields: [String], command: @escaping @Sendable ([String]) -> String) {
        self.name = name
        self.fields = fields
        self.command = command
    }
}

/// Parameter values that were chosen to fit a time limit.
package struct FittedParameters: Sendable {
    package var values: [(name: String, value: String)]
    /// The chosen values and the reason, for the report's head.
    package var sentence: String

    package init(values: [(name: String, value: String)], sentence: String) {
        self.values = values
        self.sentence = sentence
    }
}

/// Thrown if nothing can be downloaded under a name.
package struct NoSuchAsset: Error, CustomStringConvertible {
    package var name: String

    package init(name: String) { self.name = name }

    package var description: String { "there is nothing to fetch with the name '\(name)'." }
}

/// Something that a run needs, and whether this machine has it.
package struct MachineFinding: Sendable, Equatable {
    package var label: String
    package var found: String
    /// False if a full run needs it and it is missing.
    package var isGood: Bool
    /// What to do; nil if nothing needs to be done.
    package var remedy: String?

    package init(label: String, found: String, isGood: Bool, remedy: String? = nil) {
        self.label = label
        self.found = found
        self.isGood = isGood
        self.remedy = remedy
    }
}
