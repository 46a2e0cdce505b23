import Notebooks

/// A practical: the commands that its notebooks may use, and what a program has to know of them. Whoever writes another one
/// makes another value, and hands it to the program.
package struct Practical: Sendable {
    /// What people call it, e.g. `Multi-Task Learning`.
    package var name: String
    package var registry: CommandRegistry
    /// Lines that somebody could type at the prompt of a shell.
    package var shellExamples: [String]
    /// The Markdown of a small notebook to start from, which runs in seconds.
    package var newNotebook: String
    /// The command that a plain line at the prompt stands for, where the person has chosen one of the notebook's texts by its label;
    /// nil where it stands for none.
    package var plainLine: @Sendable (_ plan: Plan, _ text: String, _ line: String) -> String?
    /// The folders outside of a notebook's own that any notebook may read, e.g. caches of what was fetched.
    package var caches: @Sendable () -> [String]
    /// Words that may stand for an argument of a command and follow from the notebook, by the command's name.
    package var completions: @Sendable (_ plan: Plan, _ command: String) -> [String]
    /// What the bits of a result depend on, e.g. a library's kernel: results that were made with something else are told apart.
    package var arithmetic: @Sendable () -> String
    /// Why nothing can run on this machine's processor; nil when it can.
    package var processorProblem: @Sendable () -> String?
    /// Called once in a process, before its first command runs.
    package var prepare: @Sendable () -> Void
    /// What can be fetched under a name that somebody types. Throws when there can be nothing of that name.
    package var asset: @Sendable (_ name: String) throws -> any RemoteAsset
    /// Chooses values of parameters so that what takes long in a plan fits so many seconds; nil where it does as it is.
    ///
    /// `last` are the parameters' values in the last run. Throws when no value would do.
    package var fit: @Sendable (_ plan: Plan, _ seconds: Double, _ last: [String: String]) throws -> FittedParameters?
    /// Looks at what a run needs, for `doctor`.
    package var examine: @Sendable () -> [MachineFinding]

    /// - Precondition: No two commands have the same name, nor two storages.
    package init(
        name: String, commands: [any NotebookCommand.Type], storages: [SlotStorage] = [], shellExamples: [String] = [],
        newNotebook: String = "# A notebook\n",
        plainLine: @escaping @Sendable (Plan, String, String) -> String? = { _, _, _ in nil },
        caches: @escaping @Sendable () -> [String] = { [] },
        completions: @escaping @Sendable (Plan, String) -> [String] = { _, _ in [] },
        arithmetic: @escaping @Sendable () -> String = { "" },
        processorProblem: @escaping @Sendable () -> String? = { nil },
        prepare: @escaping @Sendable () -> Void = {},
        asset: @escaping @Sendable (_ name: String) throws -> any RemoteAsset = { throw NoSuchAsset(name: $0) },
        fit: @escaping @Sendable (Plan, Double, [String: String]) throws -> FittedParameters? = { _, _, _ in nil },
        examine: @escaping @Sendable () -> [MachineFinding] = { [] }
    ) {
        self.name = name
        registry = CommandRegistry(commands, storages: storages)
        self.shellExamples = shellExamples
        self.newNotebook = newNotebook
        self.plainLine = plainLine
        self.caches = caches
        self.completions = completions
        self.arithmetic = arithmetic
        self.processorProblem = processorProblem
        self.prepare = prepare
        self.asset = asset
        self.fit = fit
        self.examine = examine
    }
}

/// Values that were chosen for parameters.
package struct FittedParameters: Sendable {
    package var values: [(name: String, value: String)]
    /// What was chosen and why, for the report's head.
    package var sentence: String

    package init(values: [(name: String, value: String)], sentence: String) {
        self.values = values
        self.sentence = sentence
    }
}

/// Nothing can be fetched under a name.
package struct NoSuchAsset: Error, CustomStringConvertible {
    package var name: String

    package init(name: String) { self.name = name }

    package var description: String { "there is nothing to fetch that is called '\(name)'." }
}

/// Something that a run needs, and whether this machine has it.
package struct MachineFinding: Sendable, Equatable {
    package var label: String
    package var found: String
    /// False when a full run needs it and it is not there.
    package var isGood: Bool
    /// What to do; nil when nothing is to be done.
    package var remedy: String?

    package init(label: String, found: String, isGood: Bool, remedy: String? = nil) {
        self.label = label
        self.found = found
        self.isGood = isGood
        self.remedy = remedy
    }
}
