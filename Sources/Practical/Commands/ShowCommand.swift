import ArgumentParser
import Datasets
import Execution
import Notebooks

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
            let labels = example.labels.map { NERLabels.conll2003.name(of: $0) ?? "?" }
            context.show(
                .tokens(
                    TokenRows(
                        caption: "\(split.rawValue)[\(index)], line \(example.line) of the file", tokens: example.words,
                        labels: labels)))
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
                .answer(
                    AnsweredQuestion(
                        question: example.question, context: example.context,
                        answer: .init(text: first?.text ?? "", start: start, end: end, score: 0, probability: 1),
                        firstToken: 0, lastToken: 0, candidates: [])))
            if first == nil { context.show(.text("This question has no answer in its context.")) }
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
