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
        commandName: "save", abstract: "Write a checkpoint: model, optimizer and history in a Hugging Face folder.",
        discussion:
            "save checkpoint FOLDER. 'from_pretrained' of its model's class (BertModel, DistilBertModel) and 'safetensors' load it in Python."
    )

    static let examples = ["save checkpoint multitask-ner-qa"]

    static let revision = 3

    enum Subject: String, ExpressibleByArgument, CaseIterable { case checkpoint }

    @Argument(help: "checkpoint.") var subject: Subject
    @Argument(help: "The folder; a relative one starts beside the report.") var folder: String

    func validate() throws {
        if folder.isEmpty { throw ValidationError("the checkpoint's folder has no name") }
        if let remedy = folder.tildeRemedy { throw ValidationError("there is no folder '\(folder)'. \(remedy)") }
    }

    var slots: SlotUse {
        SlotUse(
            reads: [
                Slots.model.name, Slots.optimizer.name, Slots.history.name, Slots.tokenizer.name,
                Slots.session.name,
            ], writes: [Slots.checkpoint(folder).name])
    }

    var namedPaths: [NamedPath] {
        [
            NamedPath(
                folder, files: [folder] + Checkpoint.files.map { "\(folder)/\($0)" }, use: .written,
                isBesideReport: true)
        ]
    }

    func checkWriting(in outputFolder: String) throws {
        let path = SavedCheckpoint(folder: folder, probe: []).path(in: outputFolder)
        try RunFiles.checkWritable(path.resolvedPath)
        for name in Checkpoint.files { _ = try AtomicFile.target(of: "\(path)/\(name)") }
        if let foreign = Checkpoint.foreignFile(in: path) {
            throw CommandFailure(
                "\(path) holds \(foreign), and is no checkpoint of this program",
                remedy: "Nothing was written. Name another folder, or move what is there.")
        }
    }

    func execute(in context: any CommandContext) throws {
        try checkWriting(in: context.outputFolder)
        let saved = SavedCheckpoint(folder: folder, probe: [])
        let path = saved.path(in: context.outputFolder)
        let model = try context.read(Slots.model)
        let tokenizer = try context.read(Slots.tokenizer)
        let checkpoint = Checkpoint(
            TrainingState(
                model: model, optimizer: try context.read(Slots.optimizer), history: try context.read(Slots.history)))
        let files = try checkpoint.save(to: path, tokenizer: tokenizer)
        for file in files { try context.produced(file: "\(path)/\(file.name)") }
        let probe = try CheckpointProbe.logits(model: model, tokenizer: tokenizer)
        try context.write(Slots.checkpoint(folder), SavedCheckpoint(folder: folder, probe: probe))
        let meanings = [
            "config.json": "sizes of the encoder", "model.safetensors": "encoder, pooler and heads",
            "vocab.txt": "word pieces", "tokenizer_config.json": "settings of the tokenizer",
            "optimizer.safetensors": "both moments of AdamW", "training.json": "step counts, settings, history",
        ]
        context.show(
            .table(
                Table(
                    caption: "Checkpoint \(folder)", columns: ["File", "Holds", "Size"],
                    alignments: [.left, .left, .right],
                    rows: files.map { [$0.name, meanings[$0.name] ?? "", Format.bytes($0.bytes)] })))
        context.show(.text("Written to \(path)."), isVolatile: true)
    }
}

/// How a model answers a fixed sentence: what saving and loading must not change.
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
