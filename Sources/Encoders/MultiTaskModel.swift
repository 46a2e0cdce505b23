import Foundation
import Kernels
import Safetensors

/// A shared encoder with one head per task. All parameters are in one allocation; the model holds no gradients.
///
/// The block is that of transformers' modeling_bert.py with absolute positions and erf GELU. The
/// configuration's family describes the differences.
package final class MultiTaskModel {
    package let configuration: EncoderConfiguration
    package let heads: [TaskHead]
    /// The parts of the encoder that are not trained.
    package let frozen: FrozenParts
    /// The low-rank adapters of the layers that are not in `frozen`. With them, only they and the heads are trained.
    package let lora: LoRA?
    package let table: ParameterTable
    /// The rate of the dropout before the heads. Inside the encoder, the configuration's rates apply.
    package let headDropout: Float
    let layout: ParameterLayout
    private let storage: FloatBuffer

    /// A model whose parameters are all zero.
    package init(
        configuration: EncoderConfiguration, heads: [TaskHead], headDropout: Float = 0.1, frozen: FrozenParts = .none,
        lora: LoRA? = nil
    ) {
        self.configuration = configuration
        self.heads = heads
        self.headDropout = headDropout
        self.frozen = frozen
        self.lora = lora
        table = ParameterTable(configuration: configuration, heads: heads, frozen: frozen, lora: lora)
        layout = ParameterLayout(
            table: table, configuration: configuration, heads: heads, frozen: frozen, lora: lora)
        storage = FloatBuffer(count: table.count)
    }

    /// Every parameter, in the table's order.
    package var parameters: UnsafeMutableBufferPointer<Float> { storage.floats }

    /// One parameter's floats.
    package func parameter(_ entry: ParameterTable.Entry) -> UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(start: storage.pointer + entry.offset, count: entry.count)
    }

    package var parameterCount: Int { table.count }

    /// Number of parameters that training changes: they are not frozen, and a loss reaches them.
    package var trainedParameterCount: Int { table.trainableCount }

    /// Number of parameters in the embedding block, which comes first and ends with its LayerNorm's β.
    package var embeddingParameterCount: Int { layout.embeddingNorm.beta + configuration.hiddenSize }

    /// Number of parameters in all layers of the encoder.
    package var layerParameterCount: Int {
        table.groups[0].range.count - embeddingParameterCount - (lora?.isPerTask == false ? adapterParameterCount : 0)
    }

    /// Number of parameters in all adapters.
    package var adapterParameterCount: Int { table.entries.reduce(0) { $0 + ($1.isAdapter ? $1.count : 0) } }

    package func headIndex(task: String) -> Int? { heads.firstIndex { $0.task == task } }

    /// Memory for passes of this model.
    package func makeArena(forTraining: Bool) -> ActivationArena {
        ActivationArena(
            configuration: configuration, outputs: heads.map(\.outputs).max() ?? 1, isForTraining: forTraining,
            lowestTrainedLayer: layout.lowestTrainedLayer, lora: lora)
    }

    /// Initialises the heads like PyTorch's `Linear`: weight and bias uniform in ±1/√h.
    package func initializeHeads(key: RandomKey) {
        let bound = 1 / Float(configuration.hiddenSize).squareRoot()
        for head in heads {
            for part in head.parts {
                for name in ["\(part.name).weight", "\(part.name).bias"] {
                    if let entry = table[name] {
                        key.stream(name).fillUniform(parameter(entry), bound: bound)
                    }
                }
            }
        }
    }

    /// Initialises a random encoder as transformers does: normal weights, zero biases, LayerNorm with
    /// one and zero, and zero for padding's word.
    package func initializeEncoder(key: RandomKey) {
        for entry in table.entries where !isHead(entry) && !entry.isAdapter {
            let values = parameter(entry)
            if entry.name.hasSuffix(".bias") {
                values.update(repeating: 0)
            } else if entry.shape.count == 1 {
                // The weight of a LayerNorm.
                values.update(repeating: 1)
            } else {
                key.stream(entry.name).fillNormal(values, standardDeviation: configuration.initializerRange)
            }
        }
        for table in [layout.words] + (configuration.family.positionsFollowPadding ? [layout.positions] : []) {
            let padding = storage.pointer + table + configuration.padTokenID * configuration.hiddenSize
            padding.update(repeating: 0, count: configuration.hiddenSize)
        }
    }

    /// Initialises adapters as PEFT does: A uniform in ±1/√inputs (Kaiming's rule with a = √5), B zero. The model then computes what its
    /// encoder computes.
    package func initializeAdapters(key: RandomKey) {
        for entry in table.entries where entry.isAdapter {
            if entry.name.hasSuffix(".lora_A") {
                key.stream(entry.name).fillUniform(parameter(entry), bound: 1 / Float(entry.shape[1]).squareRoot())
            } else {
                parameter(entry).update(repeating: 0)
            }
        }
    }

    func isHead(_ entry: ParameterTable.Entry) -> Bool { MultiTaskModel.isHead(entry, of: heads) }

    static func isHead(_ entry: ParameterTable.Entry, of heads: [TaskHead]) -> Bool {
        heads.contains { head in head.parts.contains { entry.name.hasPrefix("\($0.name).") } }
    }

    /// The address of a parameter with the given offset.
    @inline(__always)
    func at(_ offset: Int) -> UnsafePointer<Float> { UnsafePointer(storage.pointer + offset) }
}
