import ArgumentParser
import Execution
import Outputs
import Tasks

/// Sets how many examples are used, beginning with the first.
struct SelectCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "select", abstract: "Take the first examples of each split, or all.",
        discussion: "0 takes all examples of the split.")

    static let isCheap = true

    static let examples = ["select ner --train 2000 --validation 500", "select qa --train 2000 --validation 500"]

    @Argument(help: "The name of a task that was loaded.", transform: TaskName.of) var task: TaskName
    @Option(help: "Examples to train on; 0 for all.", transform: SelectCommand.count) var train: Int
    @Option(help: "Examples to validate on; 0 for all.", transform: SelectCommand.count) var validation: Int

    private static let count = wholeNumber("a number of examples", in: 0...100_000_000)

    var slots: SlotUse {
        SlotUse(
            reads: [Slots.task(task).name] + Split.allCases.map { Slots.examplesName(task, $0) },
            writes: [Slots.selection(task).name] + Split.allCases.map { Slots.selectedName(task, $0) })
    }

    func execute(in context: any CommandContext) throws { try select(context.task(task).1, in: context) }

    private func select(_ kind: some TaskKind, in context: any CommandContext) throws {
        var counts: [Split: Int] = [:]
        var rows: [[String]] = []
        for (split, wanted) in [(Split.train, train), (.validation, validation)] {
            let all = try context.read(Slots.examples(task, split, kind))
            let selected = wanted == 0 ? all : all.first(wanted)
            counts[split] = selected.examples.count
            try context.write(Slots.selected(task, split, kind), selected)
            rows.append([split.rawValue, Format.count(all.examples.count), Format.count(selected.examples.count)])
        }
        let selection = Selection(train: counts[.train] ?? 0, validation: counts[.validation] ?? 0)
        try context.write(Slots.selection(task), selection)
        context.show(.table(Table(columns: ["\(task.title) split", "Before", "After"], rows: rows)))
        for (split, wanted, got) in [
            ("train", train, selection.train), ("validation", validation, selection.validation),
        ] where got < wanted {
            context.show(
                .warning("\(Format.count(wanted)) \(split) examples were asked for; there are \(Format.count(got))."))
        }
    }
}
