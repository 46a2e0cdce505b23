import ArgumentParser
import Datasets
import Execution
import Notebooks
import Outputs

/// One example of a data set, readable.
struct ShowCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one example of a data set.", discussion: "show ner train 0")

    @Argument(help: "ner or qa.") var task: Task
    @Argument(help: "train or validation.") var split: Split
    @Argument(
        help: "Which example, from 0.", transform: wholeNumber("the number of an example,", in: 0...100_000_000))
    var index: Int

    var slots: SlotUse { SlotUse(reads: [task.corpus]) }

    func execute(in context: any CommandContext) throws {
        switch task {
        case .ner:
            let corpus = try context.read(Slots.nerCorpus)
            let examples = split == .train ? corpus.train : corpus.validation
            try check(examples.count)
            let example = examples[index]
            context.show(
                .tokens(
                    TokenRows(
                        caption: "\(split.rawValue)[\(index)], line \(example.line) of the file",
                        tokens: zip(example.words, example.labels).map { word, label in
                            .init(word, iob: NERLabels.conll2003.name(of: label) ?? "?")
                        })))
        case .qa:
            let corpus = try context.read(Slots.qaCorpus)
            let examples = split == .train ? corpus.train : corpus.validation
            try check(examples.count)
            let example = examples[index]
            let first = example.answers.first
            let start = first?.start ?? 0
            let end = start + (first?.text.unicodeScalars.count ?? 0)
            context.show(.text("\(split.rawValue)[\(index)]: article “\(example.title)”, id \(example.id)"))
            context.show(
                .markedTexts([
                    MarkedText(
                        title: example.question,
                        lines: [.init("Answer", first?.text ?? "", note: first == nil ? "none in this context" : "")],
                        text: example.context, marks: [.init(start: start, end: end)])
                ]))
        }
    }

    private func check(_ count: Int) throws {
        guard index < count else {
            throw CommandFailure(
                "there is no example \(index) in \(split.rawValue): it has \(count), counted from 0",
                remedy: "Write a number from 0 to \(count - 1).")
        }
    }
}
