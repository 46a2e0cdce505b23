import ArgumentParser
import Encoders
import Execution
import Files
import Kernels
import Outputs
import Tasks
import Tokenization
import Training

/// Writes model, optimizer and history as a Hugging Face folder.
struct SaveCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "save",
        abstract: "Write a checkpoint, the model of one task, or an adapter, in a Hugging Face folder.",
        discussion: """
            save checkpoint FOLDER            model, optimizer and history
            save checkpoint FOLDER --merge    the same, with the adapters of 'model --lora' added to the encoder's weights
            save model TASK FOLDER            the encoder and the head of one task, adapters merged
            save adapter FOLDER               the adapter of 'model --lora' that serves all tasks, in the layout of PEFT
            save adapter TASK FOLDER          the adapter of a task, with its head

            The first two write a README.md, a model card with the settings, and with '--scores' the scores of 'evaluate'. A README.md \
            of your own is not replaced.

            A checkpoint loads in Python with 'from_pretrained' of its model's class (BertModel, DistilBertModel) and with 'safetensors', \
            and here with 'load checkpoint'.

            The model of one task is written as transformers' own class for it (BertForTokenClassification, BertForQuestionAnswering, \
            BertForSequenceClassification, and the same of DistilBERT) with its labels and its tokenizer, so that 'pipeline' takes the folder \
            (transformers 5 has no pipeline for questions any more), and here 'model multitask --heads'. Its tokenizer gives token types only if 'batches --token-types' did. \
            In transformers, a classifier of texts has one more layer before its head: a pooler with tanh in BERT, a layer with ReLU in DistilBERT. \
            That layer is set so that the logits are those of this model (in float32 and bfloat16; BERT's not in float16). This is for \
            predicting. To train on, save a checkpoint.

            A pipeline with aggregation_strategy="first" finds the entities that 'predict' finds, except in words with a punctuation mark or an \
            ideograph inside, such as U.S. or walk-out: there it labels each part of the word.
            """)

    static let examples = ["save checkpoint multitask-ner-qa"]

    static let revision = 6

    enum Subject: String, ExpressibleByArgument, CaseIterable { case checkpoint, model, adapter }

    @Argument(help: "checkpoint, model or adapter.") var subject: Subject
    @Argument(
        help:
            "For model, and if you like for adapter, the name of a task; then the folder: a relative one starts beside the report."
    )
    var names: [String]
    @Option(
        parsing: .upToNextOption,
        help: "The names of tasks that were evaluated: their scores stand in the model card.", transform: TaskName.of)
    var scores: [TaskName] = []
    @Flag(help: "Add the adapters to the encoder's weights; checkpoint only.") var merge = false

    /// The folder's name in the notebook.
    var folder: String { names.last ?? "" }

    /// The task whose model or adapter is written; nil for a checkpoint, and for an adapter of all tasks.
    var task: TaskName? { names.count == 2 ? TaskName(argument: names[0]) : nil }

    private var files: [String] {
        switch subject {
        case .checkpoint: Checkpoint.files
        case .model: StockModel.files
        case .adapter: AdapterFiles.names
        }
    }

    func validate() throws {
        switch subject {
        case .checkpoint:
            guard names.count == 1 else { throw ValidationError("a checkpoint takes one name, its folder's") }
        case .model:
            guard names.count == 2 else {
                throw ValidationError("a model takes a task and a folder: save model TASK FOLDER")
            }
            _ = try TaskName.of(names[0])
        case .adapter:
            guard names.count <= 2 else {
                throw ValidationError("an adapter takes a folder, or a task and a folder: save adapter TASK FOLDER")
            }
            if names.count == 2 { _ = try TaskName.of(names[0]) }
            if !scores.isEmpty { throw ValidationError("an adapter has no model card, so '--scores' has no place") }
        }
        if merge, subject != .checkpoint {
            throw ValidationError(
                subject == .model
                    ? "'save model' merges adapters anyway: leave out '--merge'"
                    : "an adapter can't be merged into itself")
        }
        if folder.isEmpty { throw ValidationError("the name of the \(subject)'s folder is empty") }
        if let remedy = folder.tildeRemedy { throw ValidationError("there is no folder '\(folder)'. \(remedy)") }
    }

    var slots: SlotUse {
        let shared =
            [Slots.model.name, Slots.tokenizer.name, Slots.session.name] + scores.map { Slots.metrics($0).name }
        let ofTask = task.map { [Slots.task($0).name] } ?? []
        return switch subject {
        case .model: SlotUse(reads: shared + ofTask + [Slots.batches.name])
        case .adapter: SlotUse(reads: shared + ofTask)
        case .checkpoint:
            SlotUse(
                reads: shared + [Slots.optimizer.name, Slots.history.name], writes: [Slots.checkpoint(folder).name])
        }
    }

    /// The card names the data, where the notebook loads any.
    func reads(after writers: [SlotName: any NotebookCommand]) -> [SlotName] {
        let tasks = task.map { [$0] } ?? (writers[Slots.tasks.name] as? BatchesCommand)?.tasks ?? []
        return tasks.map { Slots.source($0).name }.filter { writers[$0] != nil }
    }

    var namedPaths: [NamedPath] {
        [
            NamedPath(
                folder, files: [folder] + (files + [CheckpointCard.fileName]).map { "\(folder)/\($0)" }, use: .written,
                isBesideReport: true)
        ]
    }

    func checkWriting(in outputFolder: String) throws {
        let path = SavedCheckpoint(folder: folder, probe: []).path(in: outputFolder)
        try RunFiles.checkWritable(path.resolvedPath)
        for name in files { _ = try AtomicFile.target(of: "\(path)/\(name)") }
        let foreign =
            switch subject {
            case .checkpoint: Checkpoint.foreignFile(in: path)
            case .model: StockModel.foreignFile(in: path)
            case .adapter: AdapterWriter.foreignFile(in: path)
            }
        if let foreign {
            throw CommandFailure(
                "\(path) contains \(foreign), so it is not \(subject == .adapter ? "an" : "a") \(subject) of this program",
                remedy: "Nothing was written. Name another folder, or move what is there.")
        }
    }

    func execute(in context: any CommandContext) throws {
        try checkWriting(in: context.outputFolder)
        let saved = SavedCheckpoint(folder: folder, probe: [])
        let path = saved.path(in: context.outputFolder)
        if subject == .adapter {
            try saveAdapter(to: path, in: context)
            return
        }
        if let task {
            try saveModel(of: task, to: path, in: context)
            return
        }
        var state = TrainingState(
            model: try context.read(Slots.model), optimizer: try context.read(Slots.optimizer),
            history: try context.read(Slots.history))
        if merge { state = try merged(state, in: context) }
        let model = state.model
        let tokenizer = try context.read(Slots.tokenizer)
        let checkpoint = Checkpoint(state)
        let files = try checkpoint.save(to: path, tokenizer: tokenizer)
        for file in files { try context.produced(file: "\(path)/\(file.name)") }
        try writeCard(
            model, history: checkpoint.state.history, optimizer: checkpoint.state.optimizer.settings, to: path,
            in: context)
        let probe = try CheckpointProbe.logits(model: model, tokenizer: tokenizer)
        try context.write(Slots.checkpoint(folder), SavedCheckpoint(folder: folder, probe: probe))
        show(
            files, caption: "Checkpoint \(folder)",
            [
                "config.json": "sizes of the encoder",
                "model.safetensors": "encoder, pooler\(model.lora == nil ? "" : ", adapters") and heads",
                "vocab.txt": "word pieces", "vocab.json": "tokens", "merges.txt": "merges of tokens",
                "tokenizer_config.json": "settings of the tokenizer",
                "optimizer.safetensors": "both moments of AdamW", "training.json": "step counts, settings, history",
            ], in: context)
        context.show(.text("Its model card: \(CheckpointCard.fileName)."))
        context.show(.text("Written to \(path)."), isVolatile: true)
    }

    /// Writes the model card; a later change of it is its owner's, and makes nothing stale.
    func writeCard(
        _ model: MultiTaskModel, history: TrainingHistory? = nil, optimizer: AdamW.Settings? = nil, to path: String,
        in context: any CommandContext
    ) throws {
        let metrics = try scores.map { ($0.description, try context.read(Slots.metrics($0))) }
        try CheckpointCard(
            name: folder.split(separator: "/").last.map(String.init) ?? folder, model: model,
            task: task?.description, history: history, optimizer: optimizer,
            metrics: Dictionary(metrics) { $1 },
            dataNames: Dictionary(
                model.heads.compactMap { head in
                    (try? context.read(Slots.source(head.task)))?.name.map { (head.task, $0) }
                }
            ) { $1 }
        ).write(to: path)
    }

    /// Shows the written files.
    ///
    /// - Parameter meanings: the content of each file in words, by its name.
    func show(
        _ files: [(name: String, bytes: Int)], caption: String, _ meanings: [String: String],
        in context: any CommandContext
    ) {
        context.show(
            .table(
                Table(
                    caption: caption, columns: ["File", "Holds", "Size"], alignments: [.left, .left, .right],
                    rows: files.map { [$0.name, meanings[$0.name] ?? "", Format.bytes($0.bytes)] })))
    }
}

/// The model's logits for a fixed sentence. Saving and loading must not change them.
enum CheckpointProbe {
    private static let sentence = "Ada Lovelace wrote to Charles Babbage in London in 1843."

    static func logits(model: MultiTaskModel, tokenizer: any Tokenizer) throws -> [Float] {
        let encoding = tokenizer.encode(sentence, maxLength: nil)
        let count = encoding.inputIDs.count
        let positions = (0..<Int32(count)).map { $0 }
        let types = [Int32](repeating: 0, count: count)
        let arena = model.makeArena(forTraining: false)
        var result: [Float] = []
        try encoding.inputIDs.withUnsafeBufferPointer { ids in
            try positions.withUnsafeBufferPointer { positions in
                try types.withUnsafeBufferPointer { types in
                    try [0, Int32(count)].withUnsafeBufferPointer { offsets in
                        try [Int32(count)].withUnsafeBufferPointer { lengths in
                            try [Int32(0)].withUnsafeBufferPointer { examples in
                                let input = EncoderInput(
                                    inputIDs: ids, tokenTypeIDs: types, positionIDs: positions,
                                    sequenceOffsets: offsets, keyLengths: lengths, exampleIDs: examples)
                                try input.validate(for: model.configuration)
                                for (head, task) in model.heads.enumerated() {
                                    model.forward(input, head: head, arena: arena, dropout: nil)
                                    let logits = UnsafeBufferPointer(
                                        start: arena.logits, count: task.rowCount(of: input) * task.outputs)
                                    guard logits.isFinite else { throw TaskError.logitsNotFinite(task: task.task) }
                                    result += logits
                                }
                            }
                        }
                    }
                }
            }
        }
        return result
    }
}
