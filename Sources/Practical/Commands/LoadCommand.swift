import ArgumentParser
import Datasets
import Encoders
import Execution
import Outputs
import Tasks
import Training

/// Loads a task's data, or a checkpoint.
struct LoadCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Load a task's data set, or a checkpoint.",
        discussion: """
            load ner conll2003 [--train-file F --validation-file F]
            load qa squad [--train-file F --validation-file F]
            load NAME FILE --validation-file F   any task of a name of your own: its kind is seen from the file
            load NAME FOLDER                     the same from a folder with a file for each split: train.*, validation.* (or \
            valid.*, dev.*, val.*), in parts too, also in its folder data or the only other one; test.* is used only where there is no \
            validation.*
            load NAME ORGANISATION/NAME          a data set of the Hugging Face Hub, by its repository; behind it perhaps a folder \
            of the repository (/FOLDER) and a revision (@REVISION)
            load NAME KIND --train-file F --validation-file F   the same, where the kind is to be named: \
            \(TaskKinds.all.map(\.name).joined(separator: ", "))
            load checkpoint FOLDER               one that this notebook saves
            load checkpoint FOLDER --external    one of another run; a relative path starts where the program was started

            Formats, told from the content: CoNLL columns, SQuAD's JSON, TSV, CSV, JSON Lines and Parquet as the Hub has them; all but \
            Parquet also compressed by gzip or zstd.
            Data: files that are named, else the program's cache, else Hugging Face's, into which a run fetches what is missing, else the \
            sample corpus that ships. Labels are those of the file to \
            train on, in the order in which it names them, where it does.
            """)

    static let revision = 5
    static let isCheap = true

    static let examples = ["load ner conll2003", "load qa squad"]

    @Argument(help: "The name of a task, for example ner, or the word checkpoint.", transform: LoadCommand.subject)
    var subject: Subject
    @Argument(
        help:
            "A data set, a repository of the Hub, a file to train on, a folder with a file for each split, or a kind of task; a folder for checkpoint."
    ) var source: String
    @Option(help: "The training split's file; empty for the one on this machine.") var trainFile = ""
    @Option(help: "The validation split's file; empty for the one on this machine.") var validationFile = ""

    @Flag(help: "The checkpoint was written by another run; checkpoint only.") var external = false

    enum Subject: Sendable, CustomStringConvertible {
        case task(TaskName)
        case checkpoint

        var description: String {
            switch self {
            case .task(let name): name.description
            case .checkpoint: "checkpoint"
            }
        }
    }

    @Sendable private static func subject(_ text: String) throws -> Subject {
        text == "checkpoint" ? .checkpoint : .task(try TaskName.of(text))
    }

    /// The location of files does not matter, only their contents do.
    var argumentsInNoKey: Set<String> {
        let isPath =
            switch subject {
            case .task: knownKind == nil
            case .checkpoint: external
            }
        return Set(["trainFile", "validationFile"]).union(isPath ? ["source"] : [])
    }

    func validate() throws {
        switch subject {
        case .task:
            if external { throw ValidationError("'--external' belongs to 'load checkpoint'") }
            if knownKind == nil, !trainFile.isEmpty {
                throw ValidationError(
                    "'\(source)' is neither a data set (\(DataSource.all.map(\.name).joined(separator: ", "))) nor a kind of task "
                        + "(\(TaskKinds.all.map(\.name).joined(separator: ", "))), and another file is named to train on"
                )
            }
        case .checkpoint:
            if let remedy = source.tildeRemedy { throw ValidationError("there is no folder '\(source)'. \(remedy)") }
            if source.isEmpty { throw ValidationError("the name of the checkpoint's folder is empty") }
            if !trainFile.isEmpty || !validationFile.isEmpty {
                throw ValidationError("a checkpoint has no --train-file or --validation-file")
            }
        }
    }

    /// The task whose data is loaded; nil for a checkpoint.
    var task: TaskName? {
        if case .task(let name) = subject { name } else { nil }
    }

    /// The kind of the task, if the arguments determine it.
    var knownKind: (any TaskKind)? { DataSource.named(source)?.kind ?? TaskKinds.named(source) }

    var slots: SlotUse {
        switch subject {
        case .task(let name):
            SlotUse(
                writes: [Slots.task(name).name, Slots.source(name).name, Slots.openingName(name)]
                    + Split.allCases.map { Slots.examplesName(name, $0) })
        case .checkpoint:
            SlotUse(
                reads: (external ? [] : [Slots.checkpoint(source).name]) + [Slots.tokenizer.name, Slots.session.name],
                writes: [Slots.model.name, Slots.optimizer.name, Slots.history.name])
        }
    }

    var namedPaths: [NamedPath] {
        switch subject {
        case .task: DataAsset.namedPaths([knownKind == nil ? source : "", trainFile, validationFile])
        case .checkpoint:
            [
                NamedPath(
                    source, files: Checkpoint.files.map { "\(source)/\($0)" }, use: .read, isBesideReport: !external)
            ]
        }
    }

    var assets: [any RemoteAsset] {
        guard case .task = subject, trainFile.isEmpty, validationFile.isEmpty else { return [] }
        return [DataAsset.onHub(source)].compactMap(\.self)
    }

    func asset(_ name: TaskName) throws -> DataAsset {
        try DataAsset.resolve(name, source: source, train: trainFile, validation: validationFile)
    }

    func fingerprints(in environment: any PlanEnvironment) throws -> [Fingerprint] {
        switch subject {
        case .task(let name): try asset(name).fingerprints(in: environment)
        case .checkpoint:
            external
                ? try Checkpoint.files(in: source).map {
                    Fingerprint(
                        role: $0, name: "\(source)/\($0)", digest: try environment.digest(ofFile: "\(source)/\($0)"))
                } : []
        }
    }

    func execute(in context: any CommandContext) throws {
        switch subject {
        case .task(let name):
            let asset = try asset(name)
            if let notice = asset.notice { context.show(.notice(notice), isVolatile: true) }
            if let notice = asset.splitNotice { context.show(.warning(notice), isVolatile: true) }
            try load(asset, asset.kind, in: context)
        case .checkpoint: try loadCheckpoint(in: context)
        }
    }

    private func load(_ asset: DataAsset, _ kind: some TaskKind, in context: any CommandContext) throws {
        let name = asset.task
        let data = try kind.load(train: asset.train, validation: asset.validation, order: asset.dataset?.order ?? [])
        try context.write(
            Slots.task(name),
            TaskDescription(
                name: name.description, kind: kind.name, labels: data.labels, hasUnanswerable: data.hasUnanswerable))
        try context.write(
            Slots.source(name), DataName(name: DataSource.named(source)?.name ?? HubData(source)?.name))
        try context.write(Slots.examples(name, .train, kind), data.train.split)
        try context.write(Slots.examples(name, .validation, kind), data.validation.split)
        try context.write(Slots.opening(name, kind), data.train.split.first(Slots.openingCount))
        let files = [(Split.train, data.train), (.validation, data.validation)]
        // The source depends on where the files are.
        context.show(.text("\(name.title) data: \(asset.source)."), isVolatile: true)
        context.show(
            .table(
                Table(
                    columns: ["Split", kind.nouns.examples, "Format", "Columns"],
                    alignments: [.left, .right, .left, .left],
                    rows: files.map { split, file in
                        [
                            split.rawValue, Format.count(file.split.examples.count), file.format,
                            data.columns.joined(separator: ", "),
                        ]
                    })))
        if let test = asset.test {
            context.show(.text("\(test) is not used: a test split is only for the final evaluation."), isVolatile: true)
        }
        for note in Set(files.flatMap(\.1.notes)).sorted() { context.show(.text(note), isVolatile: true) }
        for warning in Set(files.flatMap(\.1.warnings)).sorted() { context.show(.warning(warning), isVolatile: true) }
        context.show(train: data.train.findings, validation: data.validation.findings, of: name)
    }

    private func loadCheckpoint(in context: any CommandContext) throws {
        let saved = external ? nil : try context.read(Slots.checkpoint(source))
        let tokenizer = try context.read(Slots.tokenizer)
        let folder = saved.map { $0.path(in: context.outputFolder) } ?? source
        let state = try Checkpoint.load(from: folder).state
        guard state.model.configuration.vocabularySize >= tokenizer.vocabularySize else {
            throw ModelError.vocabulary(
                path: folder, vocabulary: tokenizer.vocabularySize,
                model: state.model.configuration.vocabularySize)
        }
        let probe = try CheckpointProbe.logits(model: state.model, tokenizer: tokenizer)
        try context.write(Slots.model, state.model)
        try context.write(Slots.optimizer, state.optimizer)
        try context.write(Slots.history, state.history)
        let steps = state.history.steps.count
        context.show(
            .text(
                "Loaded \(Format.count(state.model.parameterCount)) parameters, both moments of the optimizer, and the history of \(Format.count(steps, "step"))."
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
