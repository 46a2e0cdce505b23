import ArgumentParser
import Execution
import Notebooks
import Outputs

/// How many examples take part, from the first on.
struct SelectCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "select", abstract: "Take the first examples of each split.")

    static let examples = ["select ner --train 2000 --validation 500", "select qa --train 2000 --validation 500"]

    @Argument(help: "ner or qa.") var task: Task
    @Option(help: "Examples to train on.", transform: SelectCommand.count) var train: PositiveCount
    @Option(help: "Examples to validate on.", transform: SelectCommand.count) var validation: PositiveCount

    private static let count = PositiveCount.of("a number of examples", in: 1...100_000_000)

    var slots: SlotUse { SlotUse(reads: [task.corpus], writes: [task.selectionSlot.name]) }

    func execute(in context: any CommandContext) throws {
        let available: (train: Int, validation: Int)
        switch task {
        case .ner:
            let corpus = try context.read(Slots.nerCorpus)
            available = (corpus.train.count, corpus.validation.count)
        case .qa:
            let corpus = try context.read(Slots.qaCorpus)
            available = (corpus.train.count, corpus.validation.count)
        }
        let selection = Selection(
            train: min(train.value, available.train), validation: min(validation.value, available.validation))
        try context.write(task.selectionSlot, selection)
        context.show(
            .table(
                Table(
                    columns: ["\(task.title) split", "Before", "After"],
                    rows: [
                        ["train", Format.count(available.train), Format.count(selection.train)],
                        ["validation", Format.count(available.validation), Format.count(selection.validation)],
                    ])))
        for (split, wanted, got) in [
            ("train", train.value, selection.train), ("validation", validation.value, selection.validation),
        ] where got < wanted {
            context.show(
                .warning("\(Format.count(wanted)) \(split) examples were asked for; there are \(Format.count(got))."))
        }
    }
}
