import ArgumentParser
import Execution
import Outputs
import Plotting
import Tasks
import Training

/// Keeps what a training came to under a name, to be compared with others of the notebook.
struct TrialCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "trial",
        abstract: "Keep a training's scores, losses and weights under a name, to be compared by 'trials'.",
        discussion: """
            trial gradnorm ner qa    after 'evaluate ner' and 'evaluate qa'

            The next training in the notebook replaces the history and the scores; a trial stays. Cells whose trainings are to be compared should \
            have the same cell option 'stream', so that they draw the same random numbers: the same heads, batches and dropout.
            """)

    static let revision = 2

    static let examples = ["trial fixed ner qa"]

    @Argument(help: "The trial's name: small letters, digits and hyphens.", transform: TrialName.of) var name: TrialName
    @Argument(help: "The names of the tasks that were evaluated.", transform: TaskName.of) var tasks: [TaskName]

    var slots: SlotUse {
        SlotUse(
            reads: [Slots.history.name, Slots.weights.name, Slots.session.name]
                + tasks.flatMap { [Slots.metrics($0).name, Slots.predictions($0).name] },
            writes: [Slots.trial(name).name])
    }

    func execute(in context: any CommandContext) throws {
        let history = try context.read(Slots.history)
        let trial = Trial(
            history, rule: try context.read(Slots.weights).rule,
            metrics: try tasks.flatMap { try context.read(Slots.metrics($0)) },
            predictions: try tasks.map { try context.read(Slots.predictions($0)) },
            seed: try context.read(Slots.session).seed)
        try context.write(Slots.trial(name), trial)
        context.show(
            .text(
                "Kept as \(name): a training of \(Format.count(history.steps.count, "step")) with the rule \(trial.rule) for its weights, and its scores for \(tasks.map(\.title).formatted)."
            ))
    }
}

/// Shows trials side by side.
struct TrialsCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "trials", abstract: "Show the trials of this notebook side by side: a table and a figure.",
        discussion: "trials fixed uncertainty gradnorm    what 'trial' kept under these names")

    static let revision = 2

    static let examples: [String] = []

    @Argument(help: "The names of the trials.", transform: TrialName.of) var names: [TrialName]

    func validate() throws {
        try names.checkEachIsNamedOnce(as: "trial")
        if names.count == 1 {
            throw ValidationError("`trials` compares two trials or more: name another one beside '\(names[0])'")
        }
    }

    var slots: SlotUse { SlotUse(reads: names.map { Slots.trial($0).name }) }

    func execute(in context: any CommandContext) throws {
        let comparison = TrialComparison(
            names: names.map(\.description), trials: try names.map { try context.read(Slots.trial($0)) })
        guard !comparison.metrics.isEmpty else {
            throw CommandFailure(
                "these trials have no score in common", remedy: "Name the same tasks in each 'trial'.")
        }
        context.show(.table(comparison.table))
        try context.show(
            comparison.figure(
                width: context.figureWidth, height: context.options.figureHeight),
            name: "trials", caption: "The scores of the trials")
        for sentence in comparison.sentences { context.show(.text(sentence)) }
    }
}

/// The name of a trial, which is written like that of a task.
struct TrialName: Hashable, Sendable, CustomStringConvertible {
    let description: String

    @Sendable static func of(_ text: String) throws -> TrialName {
        guard let name = TaskName(argument: text) else {
            throw ValidationError("it takes the name of a trial: small letters, digits and hyphens, as in `gradnorm`")
        }
        return TrialName(description: name.description)
    }
}
