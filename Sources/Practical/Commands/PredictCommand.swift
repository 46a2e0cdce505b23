import ArgumentParser
import Datasets
import Execution
import Tasks

/// Shows the model's predictions for texts without labels.
struct PredictCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict", abstract: "Ask the model: find entities in sentences, or the answer to a question.",
        discussion: """
            predict ner "A sentence."            one sentence, or several: one a line, as in a {text} fence
            predict qa @context "A question?"    the answer in a context

            --decode best takes the best valid span (start before end, in the context, at most \(SpanDecoder.standardMaxAnswerLength) tokens) over all windows of a long \
            context. --decode argmax does as the Python notebook: largest start and end, independently, of the first window.
            """)

    static let revision = 3

    @Argument(help: "The name of a task that was trained.", transform: TaskName.of) var task: TaskName
    @Argument(help: "One text; for a task of questions the context, then the question.") var texts: [String]
    @Option(help: "best or argmax, for answers; best by default.") var decode: AnswerPredictor.Decoding?
    @Option(
        help: "How many of several possible results to show; 3 by default.",
        transform: wholeNumber("a number of results", in: 1...1_000))
    var candidates: Int?

    func validate(after writers: [SlotName: any NotebookCommand]) throws {
        guard let kind = knownKind(of: task, writers), let error = misuse(of: kind) else { return }
        throw ValidationError("\(error)")
    }

    /// The error for arguments that do not fit the task's kind.
    private func misuse(of kind: any TaskKind) -> TaskError? {
        if texts.count != kind.texts.count {
            return .texts(task: task.description, found: texts.count, wanted: kind.texts.names)
        }
        let given: [(option: PredictionOptions.Name, isGiven: Bool)] = [
            (.decode, decode != nil), (.candidates, candidates != nil),
        ]
        return given.first { $0.isGiven && !kind.predictionOptions.contains($0.option) }.map {
            .predictionOption($0.option, task: task.description, kind: kind.name)
        }
    }

    var slots: SlotUse {
        SlotUse(reads: [
            Slots.model.name, Slots.tokenizer.name, Slots.task(task).name, Slots.recipe(task).name, Slots.session.name,
            Slots.batches.name,
        ])
    }

    func execute(in context: any CommandContext) throws {
        let (description, kind) = try context.task(task)
        if let error = misuse(of: kind) { throw error }
        // The text is never padded, but gets token types if the model was trained with them.
        let plan = BatchPlan(usesTokenTypes: try context.read(Slots.batches).usesTokenTypes)
        let trained = try TrainedTask(
            model: try context.read(Slots.model), task: description, tokenizer: try context.read(Slots.tokenizer),
            recipe: try context.read(Slots.recipe(task)), plan: plan)
        context.show(
            try kind.predict(
                texts, with: trained, PredictionOptions(decoding: decode ?? .best, candidates: candidates ?? 3)))
    }
}

extension AnswerPredictor.Decoding: ExpressibleByArgument {}
