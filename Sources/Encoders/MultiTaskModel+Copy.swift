extension MultiTaskModel {
    /// Another model with the same parameters, which can be trained without changing this one.
    package func copy() -> MultiTaskModel {
        let copy = MultiTaskModel(
            configuration: configuration, heads: heads, headDropout: headDropout, frozen: frozen)
        _ = copy.parameters.update(fromContentsOf: parameters)
        return copy
    }
}
