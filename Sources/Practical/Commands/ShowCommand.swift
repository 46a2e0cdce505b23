import ArgumentParser
import Execution
import Tasks

/// Shows one example of a data set in readable form.
struct ShowCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one example of a data set.", discussion: "show ner train 0")

    @Argument(help: "The name of a task that was loaded.", transform: TaskName.of) var task: TaskName
    @Argument(help: "train or validation.") var split: Split
    @Argument(
        help: "Which example, from 0.", transform: wholeNumber("the number of an example,", in: 0...100_000_000))
    var index: Int

    private var isOpening: Bool { split == .train && index < Slots.openingCount }

    var slots: SlotUse {
        SlotUse(reads: [
            Slots.task(task).name, isOpening ? Slots.openingName(task) : Slots.examplesName(task, split),
        ])
    }

    func execute(in context: any CommandContext) throws {
        try show(context.task(task).1, in: context)
    }

    private func show(_ kind: some TaskKind, in context: any CommandContext) throws {
        let examples = try context.read(isOpening ? Slots.opening(task, kind) : Slots.examples(task, split, kind))
        guard index < examples.examples.count else {
            throw CommandFailure(
                "there is no example \(index) in \(split): it has \(examples.examples.count), counted from 0",
                remedy: "Write a number from 0 to \(examples.examples.count - 1).")
        }
        context.show(kind.show(index, of: examples, caption: "\(split)[\(index)]"))
    }
}
