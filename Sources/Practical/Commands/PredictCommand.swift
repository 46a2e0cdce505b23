import ArgumentParser
import Execution
import Notebooks
import Outputs
import Training

/// Entities of sentences, or answers to questions.
struct PredictCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict", abstract: "Find entities in sentences, or the answer to a question.",
        discussion: """
            predict ner "A sentence."            one sentence, or several: one a line, as in a {text} fence
            predict qa @context "A question?"    the answer in a context

            --decode best takes the best valid span (start before end, in the context, at most 30 tokens) over all windows of a long \
            context. --decode argmax does as the Python notebook: largest start and end, independently, of the first window.
            """)

    static let revision = 2

    @Argument(help: "ner or qa.") var task: Task
    @Argument(help: "For ner one text; for qa the context, then the question.") var texts: [String]
    @Option(help: "best or argmax; qa only.") var decode: AnswerPredictor.Decoding = .best
    @Option(help: "How many answers to show; qa only.", transform: wholeNumber("a number of answers", in: 1...1_000))
    var candidates = 3

    func validate() throws {
        let expected = task == .ner ? 1 : 2
        if texts.count != expected {
            throw ValidationError(
                task == .ner
                    ? "'predict ner' takes one text (in quotes, or a @literal), not \(texts.count)"
                    : "'predict qa' takes a context and a question, not \(texts.count) texts")
        }
    }

    var slots: SlotUse {
        var reads = [Slots.model.name, Slots.tokenizer.name, task.recipeSlot.name, Slots.session.name]
        if task == .ner { reads.append(Slots.labels.name) }
        return SlotUse(reads: reads)
    }

    func execute(in context: any CommandContext) throws {
        switch task {
        case .ner: try predictEntities(in: context)
        case .qa: try predictAnswer(in: context)
        }
    }

    private func predictEntities(in context: any CommandContext) throws {
        let sentences = Self.lines(texts[0])
        guard !sentences.isEmpty else {
            throw CommandFailure("there is no text to look at", remedy: "Write a sentence, or one a line.")
        }
        let predictor = EntityPredictor(
            model: try context.read(Slots.model), tokenizer: try context.read(Slots.tokenizer),
            labels: try context.read(Slots.labels), maxLength: try context.read(Slots.nerRecipe).maxLength)
        let found = try predictor.entities(in: sentences)
        let marked = zip(sentences, found).map { sentence, result in
            MarkedText(
                text: sentence,
                marks: result.entities.map {
                    .init(start: $0.range.lowerBound, end: $0.range.upperBound, label: $0.type)
                }, emptyNote: "no entity found")
        }
        context.show(.markedTexts(marked))
        let cut = found.reduce(0) { $0 + $1.cutWordCount }
        if cut > 0 { context.show(.warning("\(cut) words at the end were cut off at the maximum length.")) }
        let empty = found.reduce(0) { $0 + $1.emptyWordCount }
        if empty > 0 {
            context.show(
                .warning(
                    "\(empty) words have no piece, since the tokenizer drops all of their characters: they are not looked at."
                ))
        }
        guard sentences.count > 1 else { return }
        let types = ["PER", "ORG", "LOC", "MISC"]
        let rows = types.map { type in
            let texts = marked.flatMap { $0.pieces.filter { $0.mark?.label == type }.map(\.text) }
            return [type, "\(texts.count)", texts.isEmpty ? "–" : texts.joined(separator: ", ")]
        }
        context.show(
            .table(
                Table(
                    caption: "Entities by type, over \(sentences.count) sentences",
                    columns: ["Type", "Count", "Entities"],
                    alignments: [.left, .right, .left], rows: rows)))
    }

    /// The lines that hold more than blanks. Scalars are looked at: a combining mark after a blank makes one `Character` of both.
    private static func lines(_ text: String) -> [String] {
        text.unicodeScalars.split { (0x0A...0x0D).contains($0.value) || [0x85, 0x2028, 0x2029].contains($0.value) }
            .filter { !$0.allSatisfy(\.properties.isWhitespace) }.map(String.init)
    }

    private func predictAnswer(in context: any CommandContext) throws {
        let (passage, question) = (texts[0], texts[1])
        let recipe = try context.read(Slots.qaRecipe)
        let predictor = AnswerPredictor(
            model: try context.read(Slots.model), tokenizer: try context.read(Slots.tokenizer), decoder: SpanDecoder(),
            maxLength: recipe.maxLength, docStride: recipe.docStride)
        let answer = try predictor.answer(question, context: passage, decoding: decode)
        let best = answer.candidates.first
        context.show(
            .markedTexts([
                MarkedText(
                    title: question, lines: [Self.line(for: best)], text: passage,
                    marks: best.map {
                        [.init(start: Int($0.characters.lowerBound), end: Int($0.characters.upperBound))]
                    } ?? [])
            ]))
        showCandidates(answer.candidates.prefix(candidates), context)
        if best == nil {
            context.show(
                .warning(
                    decode == .argmax
                        ? "The largest end stands before the largest start, or one of them outside of the context: no answer."
                        : "No span of this context is a valid answer."))
        }
        if answer.windowCount > 1 {
            context.show(.text("The context is long: \(answer.windowCount) windows were read."))
        }
    }

    private static func line(for best: AnswerPredictor.Answer.Candidate?) -> MarkedText.Line {
        guard let best else { return .init("Answer", "", note: "no answer found") }
        let (first, last) = (best.firstToken, best.lastToken)
        let tokens = first == last ? "token \(first)" : "tokens \(first) to \(last)"
        return .init("Answer", best.text, note: "\(tokens), score \(Format.decimal(best.score, 2))")
    }

    private func showCandidates(
        _ candidates: ArraySlice<AnswerPredictor.Answer.Candidate>, _ context: any CommandContext
    ) {
        guard !candidates.isEmpty else { return }
        context.show(
            .table(
                Table(
                    caption: candidates.count == 1 ? "The best answer" : "The \(candidates.count) best answers",
                    columns: ["rank", "answer", "score", "probability"], alignments: [.right, .left, .right, .right],
                    rows: candidates.enumerated().map { place, candidate in
                        [
                            "\(place + 1)", candidate.text, Format.decimal(candidate.score, 2),
                            Format.percent(candidate.probability, 1),
                        ]
                    })))
    }
}

extension AnswerPredictor.Decoding: ExpressibleByArgument {}
