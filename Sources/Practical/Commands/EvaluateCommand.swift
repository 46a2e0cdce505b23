import ArgumentParser
import Execution
import Outputs
import Tasks

/// Scores the model on a task's validation split.
struct EvaluateCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Score the model on a task's validation split.",
        discussion: """
            Labels of words: seqeval's F1 and classification report, confusion of entity types, the worst sentences.
            Questions: exact match of token positions as the Python notebook counts it, SQuAD's exact match and F1 of the answers' texts, \
            the worst answers.
            """)

    static let revision = 3

    static let examples = ["evaluate ner", "evaluate qa"]

    @Argument(help: "The name of a task that the model has a head for.", transform: TaskName.of) var task: TaskName
    @Option(
        help: "Digits of the classification report, where there is one.",
        transform: wholeNumber("a number of digits", in: 0...10)
    )
    var digits = 4
    @Option(
        help: "How many of the worst examples to show.", transform: wholeNumber("a number of examples", in: 0...1_000))
    var worst = 5

    var slots: SlotUse {
        SlotUse(
            reads: [
                Slots.model.name, Slots.tokenizer.name, Slots.batches.name, Slots.task(task).name,
                Slots.recipe(task).name, Slots.selectedName(task, .validation), Slots.datasetName(task, .validation),
                Slots.session.name,
            ], writes: [Slots.metrics(task).name])
    }

    func execute(in context: any CommandContext) throws {
        let (description, kind) = try context.task(task)
        let trained = try TrainedTask(
            model: try context.read(Slots.model), task: description, tokenizer: try context.read(Slots.tokenizer),
            recipe: try context.read(Slots.recipe(task)), plan: try context.read(Slots.batches))
        try evaluate(trained, kind, in: context)
    }

    private func evaluate(_ trained: TrainedTask, _ kind: some TaskKind, in context: any CommandContext) throws {
        let scores = try kind.evaluate(
            try context.read(Slots.dataset(task, .validation, kind)),
            of: try context.read(Slots.selected(task, .validation, kind)), with: trained,
            EvaluationOptions(digits: digits, worst: worst)
        ) { done, total in
            context.report(
                WorkProgress(done: done, total: total, unit: kind.nouns.sequences, task: task.description))
            try context.checkCancellation()
        }
        context.show(scores.outputs)
        try context.write(Slots.metrics(task), scores.metrics)
    }
}
