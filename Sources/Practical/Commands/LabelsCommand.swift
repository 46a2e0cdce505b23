import ArgumentParser
import Execution
import Tasks

/// Shows the labels of a task, with ids and frequencies.
struct LabelsCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "labels", abstract: "Show the labels of a task with their ids and frequencies.")

    @Argument(help: "The name of a task that was loaded.", transform: TaskName.of) var task: TaskName

    var slots: SlotUse {
        SlotUse(reads: [
            Slots.task(task).name, Slots.examplesName(task, .train), Slots.examplesName(task, .validation),
        ])
    }

    func execute(in context: any CommandContext) throws {
        let (description, kind) = try context.task(task)
        try show(description.labels, kind, in: context)
    }

    private func show(_ labels: [String], _ kind: some TaskKind, in context: any CommandContext) throws {
        context.show(
            kind.show(
                labels: labels, train: try context.read(Slots.examples(task, .train, kind)).examples,
                validation: try context.read(Slots.examples(task, .validation, kind))))
    }
}
