import ArgumentParser
import Datasets
import Encoders
import Execution
import Kernels
import Notebooks
import Outputs
import Training

/// Loads a task's data, or a checkpoint.
struct LoadCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Load a task's data set, or a checkpoint.",
        discussion: """
            load ner conll2003 [--train-file F --validation-file F]
            load qa squad [--train-file F --validation-file F]
            load checkpoint FOLDER               one that this notebook saves
            load checkpoint FOLDER --external    one of another run; a relative path starts where the program was started

            Data: files that are named, else the program's cache, else the sample corpus that ships. NER: CoNLL columns, the word first and \
            the tag last. QA: SQuAD's JSON.
            """)

    static let revision = 2

    static let examples = ["load ner conll2003", "load qa squad"]

    enum Subject: String, ExpressibleByArgument, CaseIterable {
        case ner
        case qa
        case checkpoint
    }

    @Argument(help: "What to load: ner, qa or checkpoint.") var subject: Subject
    @Argument(help: "conll2003 for ner, squad for qa, a folder for checkpoint.") var source: String
    @Option(help: "The training split's file; empty for what is here.") var trainFile = ""
    @Option(help: "The validation split's file; empty for what is here.") var validationFile = ""

    @Flag(help: "The checkpoint was written by another run; checkpoint only.") var external = false

    func validate() throws {
        if external, subject != .checkpoint { throw ValidationError("'--external' belongs to 'load checkpoint'") }
        if subject == .checkpoint, let remedy = source.tildeRemedy {
            throw ValidationError("there is no folder '\(source)'. \(remedy)")
        }
        if subject == .checkpoint, source.isEmpty { throw ValidationError("the checkpoint's folder has no name") }
        switch subject {
        case .ner where source != "conll2003":
            throw ValidationError("the NER data set is 'conll2003', not '\(source)'")
        case .qa where source != "squad":
            throw ValidationError("the QA data set is 'squad', not '\(source)'")
        case .checkpoint where !trainFile.isEmpty || !validationFile.isEmpty:
            throw ValidationError("a checkpoint has no --train-file or --validation-file")
        default: break
        }
    }

    var slots: SlotUse {
        switch subject {
        case .ner: SlotUse(writes: [Slots.nerCorpus.name])
        case .qa: SlotUse(writes: [Slots.qaCorpus.name])
        case .checkpoint:
            SlotUse(
                reads: (external ? [] : [Slots.checkpoint(source).name]) + [Slots.tokenizer.name, Slots.session.name],
                writes: [Slots.model.name, Slots.optimizer.name, Slots.history.name])
        }
    }

    var namedPaths: [NamedPath] {
        switch subject {
        case .ner, .qa: [trainFile, validationFile].filter { !$0.isEmpty }.map { NamedPath($0, use: .read) }
        case .checkpoint:
            [
                NamedPath(
                    source, files: Checkpoint.files.map { "\(source)/\($0)" }, use: .read, isBesideReport: !external)
            ]
        }
    }

    /// A checkpoint is on the disk already.
    var keptSlots: [SlotName] { [] }

    private func data() throws -> DataAsset? {
        switch subject {
        case .ner: try DataAsset.resolve(.ner, train: trainFile, validation: validationFile)
        case .qa: try DataAsset.resolve(.qa, train: trainFile, validation: validationFile)
        case .checkpoint: nil
        }
    }

    func fingerprints(in environment: any PlanEnvironment) throws -> [Fingerprint] {
        guard let data = try data() else {
            return external
                ? try Checkpoint.files.map {
                    Fingerprint(name: "\(source)/\($0)", digest: try environment.digest(ofFile: "\(source)/\($0)"))
                } : []
        }
        return [
            try DataFingerprint.of(data.train, data, "train", environment),
            try DataFingerprint.of(data.validation, data, "validation", environment),
        ]
    }

    func execute(in context: any CommandContext) throws {
        guard let data = try data() else { return try loadCheckpoint(in: context) }
        if let notice = data.notice { context.show(.warning(notice), isVolatile: true) }
        if data.task == .ner {
            let train = try CoNLLFile.load(path: data.train)
            let validation = try CoNLLFile.load(path: data.validation)
            try context.write(
                Slots.nerCorpus,
                NERCorpus(train: train.examples, validation: validation.examples, source: data.source))
            show(
                "sentences",
                [
                    ("train", train.examples.count, train.scheme.rawValue),
                    ("validation", validation.examples.count, validation.scheme.rawValue),
                ],
                columns: ["words", "labels"], data, context)
            for note in Set(train.notes + validation.notes).sorted() { context.show(.text(note)) }
            for warning in Set(train.warnings + validation.warnings).sorted() { context.show(.warning(warning)) }
            context.show(train: train.findings, validation: validation.findings, of: .ner)
        } else {
            let train = try SQuADFile.load(path: data.train)
            let validation = try SQuADFile.load(path: data.validation)
            try context.write(Slots.qaCorpus, QACorpus(train: train, validation: validation, source: data.source))
            show(
                "questions",
                [("train", train), ("validation", validation)].map { name, questions in
                    (name, questions.count, questions.allSatisfy { !$0.answers.isEmpty } ? "SQuAD v1.1" : "SQuAD v2")
                }, columns: ["id", "title", "context", "question", "answers"], data, context)
            context.show(
                train: DatasetFinding.all(in: train), validation: DatasetFinding.all(in: validation), of: .qa)
        }
    }

    private func show(
        _ unit: String, _ splits: [(name: String, count: Int, format: String)], columns: [String], _ data: DataAsset,
        _ context: any CommandContext
    ) {
        context.show(
            .table(
                Table(
                    caption: "\(data.task.title) data: \(data.source)", columns: ["Split", unit, "Format", "Columns"],
                    alignments: [.left, .right, .left, .left],
                    rows: splits.map {
                        [$0.name, Format.count($0.count), $0.format, columns.joined(separator: ", ")]
                    })))
    }

    private func loadCheckpoint(in context: any CommandContext) throws {
        let saved = external ? nil : try context.read(Slots.checkpoint(source))
        let tokenizer = try context.read(Slots.tokenizer)
        let folder = saved.map { $0.path(in: context.outputFolder) } ?? source
        let checkpoint = try Checkpoint.load(from: folder)
        guard checkpoint.model.configuration.vocabularySize >= tokenizer.vocabularySize else {
            throw ModelError.vocabulary(
                path: folder, vocabulary: tokenizer.vocabularySize,
                model: checkpoint.model.configuration.vocabularySize)
        }
        let probe = try CheckpointProbe.logits(model: checkpoint.model, tokenizer: tokenizer)
        try context.write(Slots.model, checkpoint.model)
        try context.write(Slots.optimizer, checkpoint.optimizer)
        try context.write(Slots.history, checkpoint.history)
        let steps = checkpoint.history.steps.count
        context.show(
            .text(
                "Loaded \(Format.count(checkpoint.model.parameterCount)) parameters, both moments of the optimizer, and the history of \(Format.count(steps, "step"))."
            ))
        guard let saved else { return }
        context.show(
            probe == saved.probe
                ? .text("The loaded model gives the same logits as the one that was saved, to the last bit.")
                : .warning(
                    "The loaded model's logits differ from those of the one that was saved: the files in \(folder) were changed."
                ))
    }
}
