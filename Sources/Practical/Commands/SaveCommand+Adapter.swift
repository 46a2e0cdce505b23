import Encoders
import Execution
import Outputs
import Tasks
import Training

/// `save adapter FOLDER`, `save adapter TASK FOLDER` and `save checkpoint FOLDER --merge`.
extension SaveCommand {
    func saveAdapter(to path: String, in context: any CommandContext) throws {
        let model = try context.read(Slots.model)
        guard let lora = model.lora else { throw Self.noAdapter }
        guard let task else {
            guard !lora.isPerTask else {
                throw CommandFailure(
                    "each task of this model has an adapter of its own",
                    remedy: "Name the task whose adapter is to be saved: save adapter TASK FOLDER.")
            }
            try save(AdapterWriter(model, head: nil), "an adapter of the encoder", to: path, in: context)
            context.show(
                .text("In Python: PeftModel.from_pretrained(AutoModel.from_pretrained(ENCODER), FOLDER)."))
            return
        }
        let (description, kind) = try context.task(task)
        guard let head = model.headIndex(task: description.name) else {
            throw TaskError.noHead(task: description.name, heads: model.heads.map(\.task))
        }
        try save(
            AdapterWriter(model, head: (head, kind.stockHead)), "an adapter and the head of '\(task)'", to: path,
            in: context)
        let labels = model.heads[head].rows == .firstToken || !description.labels.isEmpty
        context.show(
            .text(
                "In Python: PeftModel.from_pretrained(AutoModel\(kind.stockHead.classSuffix).from_pretrained(ENCODER\(labels ? ", num_labels=\(model.heads[head].outputs)" : "")), FOLDER)."
            ))
    }

    private func save(
        _ writer: AdapterWriter, _ content: String, to path: String, in context: any CommandContext
    ) throws {
        let files = try writer.save(to: path)
        for file in files { try context.produced(file: "\(path)/\(file.name)") }
        show(
            files, caption: "Adapter \(folder)",
            [AdapterFiles.configurationName: "settings of the adapter", AdapterFiles.weightsName: content], in: context)
        context.show(.text("Written to \(path)."), isVolatile: true)
    }

    private static var noAdapter: CommandFailure {
        CommandFailure(
            "the model has no adapter", remedy: "Build it with 'model multitask --lora', or save a checkpoint.")
    }

    /// The state with the adapters added to the encoder's weights. What is left to train are the heads.
    func merged(_ state: TrainingState, in context: any CommandContext) throws -> TrainingState {
        guard let lora = state.model.lora else { throw Self.noAdapter }
        guard !lora.isPerTask else {
            throw CommandFailure(
                "each task of this model has an adapter of its own, and they can't all be added to one encoder",
                remedy: "Save the model of one task: save model TASK FOLDER.")
        }
        var state = state
        state.model = state.model.merged()
        state.optimizer = state.optimizer.moved(to: state.model)
        context.show(
            .text(
                "The adapters are added to the encoder's weights. A training that goes on from here trains the heads."))
        return state
    }
}
