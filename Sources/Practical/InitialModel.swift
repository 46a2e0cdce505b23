import Encoders
import Tasks

/// The model before any training: enough to build a model of one task alone that begins with the same bits.
struct InitialModel {
    private let configuration: EncoderConfiguration
    private let headDropout: Float
    private let frozen: FrozenParts
    private let lora: LoRA?
    private let heads: [TaskHead]
    /// The parameters of the heads and the adapters, by their names.
    private let headParameters: [String: [Float]]
    /// Reads the encoder again, which is quicker than keeping a copy in memory.
    private let loadEncoder: (MultiTaskModel) throws -> Void

    init(_ model: MultiTaskModel, loadEncoder: @escaping (MultiTaskModel) throws -> Void) {
        configuration = model.configuration
        headDropout = model.headDropout
        frozen = model.frozen
        lora = model.lora
        heads = model.heads
        let groups = model.table.groups.filter { group in model.heads.contains { $0.task == group.name } }
        headParameters = Dictionary(
            uniqueKeysWithValues: model.table.entries.filter { entry in
                entry.isAdapter || groups.contains { $0.range.contains(entry.offset) }
            }.map { ($0.name, Array(model.parameter($0))) })
        self.loadEncoder = loadEncoder
    }

    /// A new model with the head of one task.
    func model(of task: TaskDescription) throws -> MultiTaskModel {
        guard let head = heads.first(where: { $0.task == task.name }) else {
            throw TaskError.noHead(task: task.name, heads: heads.map(\.task))
        }
        let model = MultiTaskModel(
            configuration: configuration, heads: [head], headDropout: headDropout, frozen: frozen, lora: lora)
        try MultiTaskModel.requireMemory(parameters: model.parameterCount)
        try loadEncoder(model)
        for entry in model.table.entries {
            if let values = headParameters[entry.name] { _ = model.parameter(entry).update(from: values) }
        }
        return model
    }
}
