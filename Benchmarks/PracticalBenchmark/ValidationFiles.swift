import ArgumentParser
import Datasets
import Encoders
import Tasks
import Tokenization

/// The practical's validation data, as files.
struct ValidationFiles: ParsableArguments {
    @Option(help: ArgumentHelp("CoNLL columns.", valueName: "file")) var nerValidation: String?
    @Option(help: ArgumentHelp("SQuAD JSON.", valueName: "file")) var qaValidation: String?
    @Option(help: "Sentences, and questions.") var validationCount = 500

    func validate() throws {
        guard (nerValidation == nil) == (qaValidation == nil) else {
            throw ValidationError("--ner-validation and --qa-validation go together")
        }
        guard validationCount >= 1 else { throw ValidationError("--validation-count is at least 1") }
    }

    var areGiven: Bool { nerValidation != nil }

    /// The content of the files, encoded with the practical's lengths.
    struct Content {
        var ner: LabelledTokens
        var qa: QuestionWindows
        var questions: [Question]
        var tokenizer: BERTTokenizer

        /// Both tasks on a model that has the practical's heads.
        func trained(_ model: MultiTaskModel) throws -> (ner: TrainedTask, qa: TrainedTask) {
            let labels = TokenLabels(types: ModelFolder.types).names
            return (
                try TrainedTask(
                    model: model, task: TaskDescription(name: "ner", kind: TokenClassification().name, labels: labels),
                    tokenizer: tokenizer, recipe: EncodingRecipe(maxLength: 128)),
                try TrainedTask(
                    model: model, task: TaskDescription(name: "qa", kind: SpanExtraction().name, labels: []),
                    tokenizer: tokenizer, recipe: EncodingRecipe(maxLength: 384))
            )
        }
    }

    func load(tokenizerFolder: String, count: Int? = nil) throws -> Content {
        guard let nerValidation, let qaValidation else {
            throw ValidationError("--ner-validation and --qa-validation are needed")
        }
        let tokenizer = try BERTTokenizer.load(folder: tokenizerFolder)
        let sentences = try LabelledSentenceFile.load(path: nerValidation).examples(
            with: TokenLabels(types: ModelFolder.types)
        )
        .prefix(count ?? validationCount)
        let questions = try SQuADFile.load(path: qaValidation).prefix(count ?? validationCount)
        return Content(
            ner: LabelledTokens(examples: Array(sentences), tokenizer: tokenizer),
            qa: try QuestionWindows(examples: Array(questions), tokenizer: tokenizer),
            questions: Array(questions), tokenizer: tokenizer)
    }

    private struct Scores: Encodable {
        var kind = "scores"
        var nerF1: Double
        var qaExactMatch: Double
        var qaF1: Double
        var qaPositionExactMatch: Double
    }

    /// Evaluates a trained model as the practical does.
    func score(_ model: MultiTaskModel, tokenizerFolder: String) throws {
        let content = try load(tokenizerFolder: tokenizerFolder)
        let tasks = try content.trained(model)
        let ner = try TokenEvaluation(
            tasks.ner, features: content.ner, labels: tasks.ner.task.labels, progress: { _, _ in })
        let qa = try AnswerEvaluation(
            tasks.qa, features: content.qa, examples: content.questions, progress: { _, _ in })
        try emit(
            Scores(
                nerF1: ner.f1, qaExactMatch: qa.text.exactMatch, qaF1: qa.text.f1,
                qaPositionExactMatch: qa.positionExactMatch))
    }
}
