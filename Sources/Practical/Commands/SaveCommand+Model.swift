import Encoders
import Execution
import Files
import Outputs
import Tasks
import Training

/// `save model TASK FOLDER`.
extension SaveCommand {
    func saveModel(of task: TaskName, to path: String, in context: any CommandContext) throws {
        let (description, kind) = try context.task(task)
        let original = try context.read(Slots.model)
        let model = original.lora == nil ? original : original.merged(head: original.headIndex(task: "\(task)") ?? 0)
        // Throws if the model's head is not the one that the task needs.
        let trained = try TrainedTask(
            model: model, task: description, tokenizer: try context.read(Slots.tokenizer),
            recipe: EncodingRecipe(maxLength: model.configuration.maxSequenceLength))
        guard let head = model.headIndex(task: description.name) else {
            throw TaskError.noHead(task: description.name, heads: model.heads.map(\.task))
        }
        let stock = StockModel(model, head: head, as: kind.stockHead)
        let files = try stock.save(
            to: path, tokenizer: trained.tokenizer, usesTokenTypes: try context.read(Slots.batches).usesTokenTypes)
        for file in files { try context.produced(file: "\(path)/\(file.name)") }
        try writeCard(original, to: path, in: context)
        show(
            files, caption: "\(stock.architecture) of \(folder)",
            [
                "config.json": "sizes of the encoder, labels", "model.safetensors": "encoder and head",
                "tokenizer.json": "the tokenizer", "tokenizer_config.json": "settings of the tokenizer",
                "vocab.txt": "word pieces", "vocab.json": "tokens", "merges.txt": "merges of tokens",
            ], in: context)
        context.show(
            .text(
                "In Python: AutoModel\(kind.stockHead.classSuffix).from_pretrained(FOLDER), or pipeline(\"\(kind.name)\", FOLDER)."
            ))
        if model.heads[head].rows == .firstToken {
            context.show(.text(Self.firstTokenNote(model.configuration.family)))
        }
        context.show(.text("Its model card: \(CheckpointCard.fileName)."))
        context.show(.text("Written to \(path)."), isVolatile: true)
    }

    /// A note about the layer that the transformers class has before our head.
    private static func firstTokenNote(_ family: EncoderFamily) -> String {
        switch family.sequenceLayer {
        case .tanh:
            "In transformers, this class has a pooler with tanh before its classifier, and the model here has none. The saved pooler holds the head's rows times 2⁻²⁰, where tanh(x) equals x in float32, and the classifier multiplies by 2²⁰. So the logits are those of this model, in float32 and bfloat16 but not in float16. This is meant for predicting. To train on, save a checkpoint."
        case .relu:
            "In transformers, this class has a layer with ReLU before its classifier, and the model here has none. The saved layer holds the head's rows with both signs, since x = ReLU(x) − ReLU(−x). So the logits are those of this model. This is meant for predicting. To train on, save a checkpoint."
        }
    }
}
