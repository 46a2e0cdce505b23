import Kernels

/// The dropouts of a training step, all derived from one key. Each place in the model has a random stream of its own.
package struct DropoutPlan: Sendable {
    package var key: RandomKey

    /// - Parameter key: the key of one step. Seed, cell, command and step are mixed into it.
    package init(key: RandomKey) { self.key = key }

    enum Place {
        case embedding
        case attention(layer: Int)
        case attentionOutput(layer: Int)
        case output(layer: Int)
        case head
        case adapter(layer: Int, LoRA.Target)
    }

    func dropout(_ place: Place, rate: Float) -> Dropout? {
        guard rate > 0 else { return nil }
        let index =
            switch place {
            case .embedding: 0
            case .head: 1
            case .attention(let layer): 16 * layer + 16
            case .attentionOutput(let layer): 16 * layer + 17
            case .output(let layer): 16 * layer + 18
            case .adapter(let layer, let target): 16 * layer + 19 + target.index
            }
        return Dropout(key: key.stream(index), rate: rate)
    }
}
