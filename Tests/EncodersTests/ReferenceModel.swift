import Encoders
import FixtureSupport
import Foundation
import Kernels

/// The encoder's blocks, heads and losses in double precision, written for easy reading. Central differences are computed from them.
///
/// It follows modeling_bert.py. It processes one sequence at a time. Matrices are flat, row by row.
struct ReferenceModel {
    let model: MultiTaskModel
    let configuration: EncoderConfiguration
    /// Parameters in the table's order, like the model's own.
    var parameters: [Double]
    /// The task whose adapter is used, if each has one of its own.
    var task: String?
    private let offsets: [String: Int]
    private var names: TensorNames { configuration.family.tensors }

    init(_ model: MultiTaskModel) {
        self.model = model
        configuration = model.configuration
        parameters = model.parameters.map(Double.init)
        offsets = Dictionary(uniqueKeysWithValues: model.table.entries.map { ($0.name, $0.offset) })
    }

    /// The example, the length and the dropout of a sequence in a batch. They are computed once and used by every evaluation.
    struct Sequence {
        var rows: Range<Int>
        var keys: Int
        var masks: ReferenceMasks
    }

    func sequences(of batch: FlatBatch, _ plan: DropoutPlan?) -> [Sequence] {
        batch.keyLengths.indices.map { index in
            let rows = Int(batch.sequenceOffsets[index])..<Int(batch.sequenceOffsets[index + 1])
            let keys = Int(batch.keyLengths[index])
            return Sequence(
                rows: rows, keys: keys,
                masks: ReferenceMasks(
                    plan, example: batch.exampleIDs[index], length: rows.count, keys: keys, model: model))
        }
    }

    /// NER: cross-entropy averaged over labelled tokens. QA: the mean of the start's and the end's, averaged over
    /// sequences. Classification: cross-entropy of the first token's logits, averaged over sequences.
    func loss(of batch: FlatBatch, _ sequences: [Sequence]) -> Double {
        var total = 0.0
        for (index, sequence) in sequences.enumerated() {
            let length = sequence.rows.count
            let states = zip(hiddenStates(of: batch, sequence), sequence.masks.head).map(*)
            if batch.starts.isEmpty && batch.labels.count == sequences.count {
                let hidden = configuration.hiddenSize
                let logits = dense(Array(states.prefix(hidden)), hidden, 3, "classification_head")
                total += crossEntropy(logits, target: Int(batch.labels[index]))
            } else if batch.starts.isEmpty {
                let logits = dense(states, configuration.hiddenSize, 9, "ner_head")
                for (row, label) in batch.labels[sequence.rows].enumerated() where label != -100 {
                    total += crossEntropy(Array(logits[row * 9..<row * 9 + 9]), target: Int(label))
                }
            } else {
                let starts = dense(states, configuration.hiddenSize, 1, "qa_start_head")
                let ends = dense(states, configuration.hiddenSize, 1, "qa_end_head")
                precondition(starts.count == length)
                total += crossEntropy(starts, target: Int(batch.starts[index])) / 2
                total += crossEntropy(ends, target: Int(batch.ends[index])) / 2
            }
        }
        return total / Double(batch.starts.isEmpty ? batch.labelled : sequences.count)
    }

    /// The last layer's output [length, hidden].
    func hiddenStates(of batch: FlatBatch, _ sequence: Sequence) -> [Double] {
        let hidden = configuration.hiddenSize
        var x: [Double] = []
        let positions = Self.positionRows(batch, configuration)
        for row in sequence.rows {
            let word = offset("\(names.words).weight") + Int(batch.inputIDs[row]) * hidden
            let position = offset("\(names.positions).weight") + Int(positions[row]) * hidden
            let type = names.tokenTypes.map { offset("\($0).weight") + Int(batch.tokenTypeIDs[row]) * hidden }
            x += (0..<hidden).map { i in
                parameters[word + i] + parameters[position + i] + (type.map { parameters[$0 + i] } ?? 0)
            }
        }
        x = zip(layerNorm(x, names.embeddingNorm), sequence.masks.embedding).map(*)
        // DistilBERT has no dropout after attention's dense layer.
        let ones = [Double](repeating: 1, count: x.count)
        for layer in 0..<configuration.layerCount {
            let context = attention(x, sequence, layer: layer)
            let attended = addAndNormalize(
                adapted(.attentionOutput, layer, context, hidden, hidden, sequence), to: x,
                configuration.family != .distilBERT ? sequence.masks.attentionOutput[layer] : ones,
                names.name(names.attentionNorm, layer: layer))
            let wide = adapted(.intermediate, layer, attended, hidden, configuration.intermediateSize, sequence)
            let activated = wide.map { $0 * 0.5 * (1 + erf($0 * 0.5.squareRoot())) }
            x = addAndNormalize(
                adapted(.output, layer, activated, configuration.intermediateSize, hidden, sequence), to: attended,
                sequence.masks.output[layer], names.name(names.outputNorm, layer: layer))
        }
        return x
    }

    /// The row of the position table for each token. RoBERTa's is the padding's id for padding, wherever it is, and counts the other tokens
    /// from there.
    static func positionRows(_ batch: FlatBatch, _ configuration: EncoderConfiguration) -> [Int32] {
        guard configuration.family == .roBERTa else { return batch.positionIDs }
        let padding = Int32(configuration.padTokenID)
        return batch.inputIDs.indices.map { token in
            let start = token - Int(batch.positionIDs[token])
            return batch.inputIDs[token] == padding
                ? padding : padding + Int32(batch.inputIDs[start...token].count { $0 != padding })
        }
    }

    /// dropout(softmax(Q Kᵀ / √d)) V, all heads side by side.
    private func attention(_ x: [Double], _ sequence: Sequence, layer: Int) -> [Double] {
        let (hidden, size, keys) = (configuration.hiddenSize, configuration.headSize, sequence.keys)
        let length = sequence.rows.count
        let query = adapted(.query, layer, x, hidden, hidden, sequence)
        let key = adapted(.key, layer, x, hidden, hidden, sequence)
        let value = adapted(.value, layer, x, hidden, hidden, sequence)
        let masks = sequence.masks.attention[layer]
        var context = [Double](repeating: 0, count: length * hidden)
        for head in 0..<configuration.headCount {
            for row in 0..<length {
                let q = row * hidden + head * size
                let scores = (0..<keys).map { other in
                    var sum = 0.0
                    for i in 0..<size { sum += query[q + i] * key[other * hidden + head * size + i] }
                    return sum / Double(size).squareRoot()
                }
                let maximum = scores.max() ?? 0
                let exponentials = scores.map { exp($0 - maximum) }
                let sum = exponentials.reduce(0, +)
                for other in 0..<keys {
                    let weight = exponentials[other] / sum * masks[(head * length + row) * keys + other]
                    for i in 0..<size { context[q + i] += weight * value[other * hidden + head * size + i] }
                }
            }
        }
        return context
    }

    /// LayerNorm(dropout(z) + residual).
    private func addAndNormalize(_ z: [Double], to residual: [Double], _ mask: [Double], _ norm: String) -> [Double] {
        layerNorm(z.indices.map { z[$0] * mask[$0] + residual[$0] }, norm)
    }

    private func layerNorm(_ x: [Double], _ name: String) -> [Double] {
        let width = configuration.hiddenSize
        let (gamma, beta) = (offset("\(name).weight"), offset("\(name).bias"))
        var y = x
        for row in stride(from: 0, to: x.count, by: width) {
            let mean = x[row..<row + width].reduce(0, +) / Double(width)
            let variance = x[row..<row + width].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
            let deviation = (variance + Double(configuration.layerNormEpsilon)).squareRoot()
            for i in 0..<width {
                y[row + i] = parameters[gamma + i] * (x[row + i] - mean) / deviation + parameters[beta + i]
            }
        }
        return y
    }

    /// x · Wᵀ + b + scale · dropout(x) · Aᵀ · Bᵀ. B is stored transposed.
    private func adapted(
        _ target: LoRA.Target, _ layer: Int, _ x: [Double], _ inputs: Int, _ outputs: Int, _ sequence: Sequence
    ) -> [Double] {
        var y = dense(x, inputs, outputs, target.name(names, layer: layer))
        let name = target.adapterName(names, layer: layer, task: model.lora?.isPerTask == true ? task : nil)
        guard let lora = model.lora, let a = offsets["\(name).lora_A"], let b = offsets["\(name).lora_B"] else {
            return y
        }
        let masks = sequence.masks.adapters[layer][target] ?? []
        for row in 0..<sequence.rows.count {
            for k in 0..<lora.rank {
                var sum = 0.0
                for i in 0..<inputs {
                    sum += x[row * inputs + i] * masks[row * inputs + i] * parameters[a + k * inputs + i]
                }
                sum *= Double(lora.scale)
                for i in 0..<outputs { y[row * outputs + i] += sum * parameters[b + k * outputs + i] }
            }
        }
        return y
    }

    /// x · Wᵀ + b.
    private func dense(_ x: [Double], _ inputs: Int, _ outputs: Int, _ name: String) -> [Double] {
        let (weight, bias) = (offset("\(name).weight"), offset("\(name).bias"))
        var y: [Double] = []
        y.reserveCapacity(x.count / inputs * outputs)
        x.withUnsafeBufferPointer { x in
            parameters.withUnsafeBufferPointer { parameters in
                for row in stride(from: 0, to: x.count, by: inputs) {
                    for output in 0..<outputs {
                        var sum = parameters[bias + output]
                        for i in 0..<inputs { sum += x[row + i] * parameters[weight + output * inputs + i] }
                        y.append(sum)
                    }
                }
            }
        }
        return y
    }

    private func crossEntropy(_ logits: [Double], target: Int) -> Double {
        let maximum = logits.max() ?? 0
        return log(logits.reduce(0) { $0 + exp($1 - maximum) }) + maximum - logits[target]
    }

    private func offset(_ name: String) -> Int {
        guard let offset = offsets[name] else { preconditionFailure("no parameter '\(name)'") }
        return offset
    }
}
