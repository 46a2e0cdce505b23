import Files
import Safetensors

extension MultiTaskModel {
    /// Fills adapters from a folder.
    ///
    /// - Parameter task: the task whose adapter it is, if each has one of its own.
    package func load(adapter files: AdapterFiles, task: String? = nil) throws {
        for layer in 0..<configuration.layerCount {
            for target in files.lora.targets {
                let name = target.adapterName(configuration.family.tensors, layer: layer, task: task)
                for isB in [false, true] {
                    guard let entry = table["\(name).\(isB ? "lora_B" : "lora_A")"] else { continue }
                    _ = parameter(entry).update(from: try files.floats(target, layer: layer, isB: isB))
                }
            }
        }
    }

    /// Calls `body` with the tensors of an adapter under PEFT's names.
    ///
    /// - Parameter head: the head that is stored beside it with the names of transformers' own class for it. Without one, the adapter is
    ///   that of the encoder alone.
    package func withAdapterTensors<Result>(
        ofHead head: (index: Int, stock: StockHead)?, _ body: ([SafetensorsWriter.Tensor]) throws -> Result
    ) throws -> Result {
        let family = configuration.family
        let prefix = Self.adapterPrefix + (head == nil ? "" : family.prefix)
        let task = lora?.isPerTask == true ? heads[head?.index ?? 0].task : nil
        var made: [StockHead.Tensor] = []
        for layer in 0..<configuration.layerCount {
            for target in lora?.targets ?? [] {
                let name = target.adapterName(family.tensors, layer: layer, task: task)
                guard let a = table["\(name).lora_A"], let b = table["\(name).lora_B"] else { continue }
                let stored = prefix + target.name(family.tensors, layer: layer)
                made.append(.init(name: "\(stored).lora_A.weight", shape: a.shape, floats: Array(parameter(a))))
                made.append(
                    .init(
                        name: "\(stored).lora_B.weight", shape: b.shape.reversed(),
                        floats: AdapterFiles.transposed(Array(parameter(b)), columns: b.shape[1])))
            }
        }
        if let head {
            for tensor in try stockTensors(ofHead: head.index, as: head.stock) {
                made.append(
                    .init(name: Self.adapterPrefix + tensor.name, shape: tensor.shape, floats: tensor.floats))
            }
        }
        return try made.withTensors(body)
    }

    /// The prefix that PEFT puts before the names of the model that it adapts.
    static let adapterPrefix = "base_model.model."

    /// The content of `adapter_config.json`.
    ///
    /// - Parameter head: as for `withAdapterTensors`.
    package func adapterConfiguration(ofHead head: (index: Int, stock: StockHead)?) -> String {
        guard let lora else { return "{}" }
        let names = configuration.family.tensors
        let adapted = (0..<configuration.layerCount).filter { !frozen.contains(layer: $0) }
        let parts = lora.targets.map { $0.part(names) }
        let others = LoRA.Target.allCases.filter { !lora.targets.contains($0) }.map { ".\($0.part(names))" }
        var values = [
            "alpha_pattern": "{}", "base_model_name_or_path": "null", "bias": "\"none\"",
            "fan_in_fan_out": "false", "inference_mode": "true", "init_lora_weights": "true",
            "layers_to_transform": adapted.count == configuration.layerCount ? "null" : "\(adapted)",
            "lora_alpha": "\(lora.alpha)", "lora_dropout": "\(lora.dropout)", "modules_to_save": "null",
            "peft_type": "\"LORA\"", "r": "\(lora.rank)", "rank_pattern": "{}", "task_type": "null",
            "use_dora": "false", "use_rslora": "\(lora.isRankStabilized)",
        ]
        // PEFT compares the ends of names. Where an end is also that of another layer, a regular expression names the layers.
        if parts.contains(where: { part in others.contains { $0.hasSuffix(".\(part)") } }) {
            let layers = adapted.map(String.init).joined(separator: "|")
            let list = parts.joined(separator: "|").replacing(".", with: "\\.")
            let start = names.layers.replacing(".", with: "\\.")
            values["target_modules"] = "(.*\\.)?\(start)\\.(\(layers))\\.(\(list))".jsonQuoted
            values["layers_to_transform"] = "null"
        } else {
            values["target_modules"] = "[\(parts.map(\.jsonQuoted).joined(separator: ", "))]"
        }
        if let head {
            var modules = [head.stock.layer]
            if heads[head.index].rows == .firstToken {
                modules.insert(configuration.family.sequenceLayer.module, at: 0)
            }
            values["modules_to_save"] = "[\(modules.map(\.jsonQuoted).joined(separator: ", "))]"
            values["task_type"] = head.stock.peftTask.jsonQuoted
        }
        let lines = values.sorted { $0.key < $1.key }.map { "  \"\($0.key)\": \($0.value)" }
        return "{\n\(lines.joined(separator: ",\n"))\n}\n"
    }
}

extension StockHead {
    /// PEFT's name for the kind of task.
    var peftTask: String {
        switch classSuffix {
        case "ForTokenClassification": "TOKEN_CLS"
        case "ForQuestionAnswering": "QUESTION_ANS"
        default: "SEQ_CLS"
        }
    }
}

extension SequenceLayer {
    /// The last name of the module that holds the layer.
    var module: String {
        switch self {
        case .tanh: "pooler"
        case .relu(let name): name
        }
    }
}

extension Array where Element == StockHead.Tensor {
    /// Calls `body` with views into one allocation that holds all of the tensors.
    func withTensors<Result>(_ body: ([SafetensorsWriter.Tensor]) throws -> Result) rethrows -> Result {
        try flatMap(\.floats).withUnsafeBufferPointer { floats in
            var place = 0
            return try body(
                map { tensor in
                    defer { place += tensor.floats.count }
                    return SafetensorsWriter.Tensor(
                        name: tensor.name, shape: tensor.shape,
                        floats: UnsafeBufferPointer(rebasing: floats[place..<place + tensor.floats.count]))
                })
        }
    }
}
