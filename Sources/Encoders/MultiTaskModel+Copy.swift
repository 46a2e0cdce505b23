import Kernels

extension MultiTaskModel {
    /// Another model with the same parameters, which can be trained without changing this one.
    package func copy() -> MultiTaskModel {
        let copy = MultiTaskModel(
            configuration: configuration, heads: heads, headDropout: headDropout, frozen: frozen, lora: lora)
        _ = copy.parameters.update(fromContentsOf: parameters)
        return copy
    }

    /// The same model without adapters: each adapted weight W becomes W + scale · B · A. Its encoder is frozen.
    ///
    /// - Parameter head: whose adapter is merged, if each task has one of its own.
    package func merged(head: Int = 0) -> MultiTaskModel {
        let merged = MultiTaskModel(
            configuration: configuration, heads: heads, headDropout: headDropout,
            frozen: FrozenParts(embeddings: true, layers: Set(0..<configuration.layerCount)))
        for entry in merged.table.entries {
            guard let source = table[entry.name] else { continue }
            _ = merged.parameter(entry).update(from: parameter(source))
        }
        guard let lora else { return merged }
        for layer in layout.layers {
            for dense in [layer.queryKeyValue, layer.attentionOutput, layer.intermediate, layer.output] {
                for term in dense.terms {
                    let shift = layout.adapterShifts[head]
                    let b = UnsafeBufferPointer(start: at(term.b + shift), count: lora.rank * term.outputs)
                        .map { $0 * lora.scale }
                    b.withUnsafeBufferPointer { b in
                        guard let b = b.baseAddress, let parameters = merged.parameters.baseAddress else { return }
                        LowRankProduct.outer(
                            b, at(term.a + shift), stride: term.inputs, columns: 0..<term.inputs,
                            into: parameters + dense.weight + term.firstOutput * term.inputs, rows: lora.rank,
                            width: term.inputs, rank: term.outputs, adds: true)
                    }
                }
            }
        }
        return merged
    }
}
