import ArgumentParser
import Datasets
import Execution
import Notebooks
import Outputs

/// The labels of the NER task, with ids and frequencies.
struct LabelsCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "labels", abstract: "Show the labels of the NER task with their ids and frequencies.")

    static let examples = ["labels ner"]

    enum Subject: String, ExpressibleByArgument, CaseIterable { case ner }

    @Argument(help: "ner.") var task: Subject

    var slots: SlotUse { SlotUse(reads: [Slots.nerCorpus.name], writes: [Slots.labels.name]) }

    private static let meanings = [
        "O": "outside any entity", "PER": "a person", "ORG": "an organisation", "LOC": "a place",
        "MISC": "another name: nationality, event, work",
    ]

    func execute(in context: any CommandContext) throws {
        let corpus = try context.read(Slots.nerCorpus)
        let labels = NERLabels.conll2003
        let train = labels.frequencies(in: corpus.train)
        let validation = labels.frequencies(in: corpus.validation)
        let total = max(1, train.reduce(0, +))
        let rows = labels.names.enumerated().map { id, name in
            let type = String(name.split(separator: "-").last ?? "")
            let place = name.hasPrefix("B-") ? ", first word" : name.hasPrefix("I-") ? ", further words" : ""
            return [
                "\(id)", name, (LabelsCommand.meanings[type] ?? "") + place, Format.count(train[id]),
                Format.percent(Double(train[id]) / Double(total), 1), Format.count(validation[id]),
            ]
        }
        context.show(
            .table(
                Table(
                    caption: "\(labels.count) labels (IOB2)",
                    columns: ["Id", "Label", "Marks", "Words in train", "Share", "Words in validation"],
                    alignments: [.right, .left, .left, .right, .right, .right], rows: rows)))
        try context.write(Slots.labels, labels)
    }
}
