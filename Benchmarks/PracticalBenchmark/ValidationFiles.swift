import ArgumentParser
import Datasets
import Encoders
import Tokenization
import Training

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

    /// What the files hold, encoded with the practical's lengths.
    struct Content {
        var ner: NERFeatures
        var qa: QAFeatures
        var questions: [QAExample]
        var padID: Int32
        var tasks: [TrainingTask]

        init(ner: NERFeatures, qa: QAFeatures, questions: [QAExample], padID: Int32) {
            (self.ner, self.qa, self.questions, self.padID) = (ner, qa, questions, padID)
            tasks = [
                TrainingTask(name: "ner", features: .tokenClassification(ner), weight: 1, maxLength: 128),
                TrainingTask(name: "qa", features: .spanExtraction(qa), weight: 1, maxLength: 384),
            ]
        }
    }

    func load(tokenizerFolder: String, count: Int? = nil) throws -> Content {
        guard let nerValidation, let qaValidation else {
            throw ValidationError("--ner-validation and --qa-validation are needed")
        }
        let tokenizer = try BERTTokenizer.load(folder: tokenizerFolder)
        let sentences = try CoNLLFile.load(path: nerValidation).examples.prefix(count ?? validationCount)
        let questions = try SQuADFile.load(path: qaValidation).prefix(count ?? validationCount)
        return Content(
            ner: NERFeatures(examples: Array(sentences), tokenizer: tokenizer),
            qa: try QAFeatures(examples: Array(questions), tokenizer: tokenizer),
            questions: Array(questions), padID: tokenizer.padID)
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
        let ner = try NEREvaluation(
            model: model, features: content.ner, labels: .conll2003, plan: BatchPlan(), maxLength: 128,
            padID: content.padID, progress: { _, _ in })
        let qa = try QAEvaluation(
            model: model, features: content.qa, examples: content.questions, decoder: SpanDecoder(), plan: BatchPlan(),
            maxLength: 384, padID: content.padID, progress: { _, _ in })
        try emit(
            Scores(
                nerF1: ner.f1, qaExactMatch: qa.text.exactMatch, qaF1: qa.text.f1,
                qaPositionExactMatch: qa.positionExactMatch))
    }
}
