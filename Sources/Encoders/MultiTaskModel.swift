import Foundation
import Kernels
import Safetensors

/// A shared BERT encoder with one head a task: parameters in one allocation, no gradients of its own.
///
/// Follows `BertModel` of transformers' modeling_bert.py with absolute positions and erf GELU.
package final class MultiTaskModel {
    package let configuration: EncoderConfiguration
    package let heads: [TaskHead]
    package let table: ParameterTable
    /// Dropout before the heads; inside the encoder it is the configuration's.
    package let headDropout: Float
    let layout: ParameterLayout
    private let storage: FloatBuffer

    /// A model whose parameters are all zero.
    package init(configuration: EncoderConfiguration, heads: [TaskHead], headDropout: Float = 0.1) {
        self.configuration = configuration
        self.heads = heads
        self.headDropout = headDropout
        table = ParameterTable(configuration: configuration, heads: heads)
        layout = ParameterLayout(table: table, configuration: configuration, heads: heads)
        storage = FloatBuffer(count: table.count)
    }

    /// Every parameter, in the table's order.
    package var parameters: UnsafeMutableBufferPointer<Float> { storage.floats }

    /// One parameter's floats.
    package func parameter(_ entry: ParameterTable.Entry) -> UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(start: storage.pointer + entry.offset, count: entry.count)
    }

    package var parameterCount: Int { table.count }

    /// Parameters that some loss reaches.
    package var trainedParameterCount: Int { table.groups.filter(\.isTrainable).reduce(0) { $0 + $1.range.count } }

    package func headIndex(task: String) -> Int? { heads.firstIndex { $0.task == task } }

    /// Room for passes of this model.
    package func makeArena(forTraining: Bool) -> ActivationArena {
        ActivationArena(
            configuration: configuration, outputs: heads.map(\.outputs).max() ?? 1, isForTraining: forTraining)
    }

    /// Heads start as PyTorch's `Linear`: weight and bias uniform in ±1/√h.
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

    /// A random encoder as `BertModel(config)` starts: normal weights, zero biases, LayerNorm one and zero, padding's word zero.
    package func initializeEncoder(key: RandomKey) {
        for entry in table.entries where !isHead(entry) {
            let values = parameter(entry)
            if entry.name.hasSuffix("LayerNorm.weight") {
                values.update(repeating: 1)
            } else if entry.name.hasSuffix(".bias") {
                values.update(repeating: 0)
            } else {
                key.stream(entry.name).fillNormal(values, standardDeviation: configuration.initializerRange)
            }
        }
        for i in 0..<configuration.hiddenSize { storage.pointer[layout.words + i] = 0 }
    }

    func isHead(_ entry: ParameterTable.Entry) -> Bool { MultiTaskModel.isHead(entry, of: heads) }

    static func isHead(_ entry: ParameterTable.Entry, of heads: [TaskHead]) -> Bool {
        heads.contains { head in head.parts.contains { entry.name.hasPrefix("\($0.name).") } }
    }

    /// Base address of a parameter by its offset.
    @inline(__always)
    func at(_ offset: Int) -> UnsafePointer<Float> { UnsafePointer(storage.pointer + offset) }
}
