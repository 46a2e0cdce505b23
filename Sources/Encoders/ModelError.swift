/// What is wrong with a model's files or with what a model was asked to do.
package enum ModelError: Error, Equatable {
    case configuration(path: String, reason: String)
    /// - Parameter architecture: the family's class, e.g. `BertModel`.
    case extraTensors(path: String, names: [String], architecture: String)
    /// A tensor has a number that is infinite or no number at all.
    case notFinite(path: String, tensor: String)
    case vocabulary(path: String, vocabulary: Int, model: Int)
    case tooLong(tokens: Int, maximum: Int)
    case tokenOutOfRange(id: Int, vocabulary: Int)
    case tokenTypeOutOfRange(type: Int, types: Int)
    case malformedBatch(reason: String)
}

extension ModelError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .configuration(let path, let reason):
            return
                "\(path): \(reason). Name the folder of a model as Hugging Face stores it, of one of the families "
                + "\(EncoderFamily.knownNames)."
        case .extraTensors(let path, let names, let architecture):
            let shown = names.prefix(4).map { "'\($0)'" }.joined(separator: ", ")
            let more = names.count > 4 ? " and \(names.count - 4) more" : ""
            return
                "\(path): \(shown)\(more) \(names.count == 1 ? "is" : "are") no part of a \(architecture) with this config.json. "
                + "Take config.json and model.safetensors from the same model."
        case .notFinite(let path, let tensor):
            return
                "\(path): tensor '\(tensor)' holds numbers that are not finite, so that nothing can be computed from it. "
                + "Fetch the file again, or take a checkpoint from before the training went wrong."
        case .vocabulary(let path, let vocabulary, let model):
            return "\(path): the tokenizer has \(vocabulary) tokens, the model's embedding \(model). "
                + "Take vocab.txt (or tokenizer.json) and model.safetensors from the same model."
        case .tooLong(let tokens, let maximum):
            return "a sequence of \(tokens) tokens is longer than the model's \(maximum) positions. "
                + "Set --max-length to at most \(maximum)."
        case .tokenTypeOutOfRange(let type, let types):
            return "token type \(type) is outside the model's \(types). Leave out --token-types."
        case .malformedBatch(let reason):
            return "a batch can't be run: \(reason)."
        case .tokenOutOfRange(let id, let vocabulary):
            return "token id \(id) is outside the model's vocabulary of \(vocabulary). "
                + "Take the tokenizer and the weights from the same model."
        }
    }
}
