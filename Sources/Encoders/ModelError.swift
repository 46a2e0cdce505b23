import FileKinds

/// An error in a model's files, or in a request to a model.
package enum ModelError: Error, Equatable {
    case configuration(path: String, reason: String)
    /// - Parameter architecture: the family's class, e.g. `BertModel`.
    case extraTensors(path: String, names: [String], architecture: String)
    /// A tensor contains a number that is infinite or NaN.
    case notFinite(path: String, tensor: String)
    case vocabulary(path: String, vocabulary: Int, model: Int)
    case tooLong(tokens: Int, maximum: Int)
    case tokenOutOfRange(id: Int, vocabulary: Int)
    case tokenTypeOutOfRange(type: Int, types: Int)
    case malformedBatch(reason: String)
    /// A class of transformers cannot have a head with this many labels.
    case tooManyLabels(task: String, labels: Int, most: Int, architecture: String)
    /// The weights contain no head of this class.
    case noStockHead(path: String, tensor: String, architecture: String)
    /// The weights have a head for another number of logits, or for another encoder.
    case otherStockHead(path: String, task: String, tensor: String, expected: [Int], actual: [Int])
    /// The head is more than one linear layer.
    case notLinear(path: String, layer: String, architecture: String)
    case otherLabels(path: String, task: String, onlyInData: [String], onlyInModel: [String])
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
                "\(path): \(shown)\(more) \(names.count == 1 ? "is" : "are") not part of a \(architecture) with this config.json. "
                + "Take config.json and model.safetensors from the same model."
        case .notFinite(let path, let tensor):
            return
                "\(path): tensor '\(tensor)' contains numbers that are not finite, so nothing can be computed from it. "
                + "Fetch the file again, or take a checkpoint from before the training went wrong."
        case .vocabulary(let path, let vocabulary, let model):
            return "\(path): the tokenizer has \(vocabulary) tokens, the model's embedding \(model). "
                + "Take the tokenizer's files and model.safetensors from the same model."
        case .tooLong(let tokens, let maximum):
            return "a sequence of \(tokens) tokens is longer than the model's \(maximum) positions. "
                + "Set --max-length to at most \(maximum)."
        case .tokenTypeOutOfRange(let type, let types):
            return "token type \(type) is outside the model's \(types). Leave out --token-types."
        case .malformedBatch(let reason):
            return "a batch can't be run: \(reason)."
        case .tooManyLabels(let task, let labels, let most, let architecture):
            return
                "the task '\(task)' has \(labels) labels, and a \(architecture) of this encoder can give the logits of \(most) at most. "
                + "Save a checkpoint instead."
        case .noStockHead(let path, let tensor, let architecture):
            return "\(path): there is no tensor '\(tensor)': this is not a model of the class \(architecture). "
                + "Name the folder of a model that was fine-tuned for this kind of task."
        case .otherStockHead(let path, let task, let tensor, let expected, let actual):
            return
                "\(path): tensor '\(tensor)' has shape \(actual), but the task '\(task)' on this encoder needs \(expected). "
                + "Name a model with as many labels as the data has, on an encoder of the same size."
        case .notLinear(let path, let layer, let architecture):
            return
                "\(path): this \(architecture) has a layer '\(layer)' with an activation before its classifier, but a head here is one "
                + "linear layer and could not give this model's scores. Train the task here, or name a folder that 'save model' wrote."
        case .otherLabels(let path, let task, let onlyInData, let onlyInModel):
            func list(_ names: [String]) -> String { names.joined(separator: ", ").shortened(to: 300) }
            let sides =
                (onlyInData.isEmpty ? [] : ["the data has \(list(onlyInData)), which the model does not have"])
                + (onlyInModel.isEmpty ? [] : ["the model has \(list(onlyInModel)), which the data does not have"])
            return "\(path): the model's labels are not those of the task '\(task)': \(sides.joined(separator: "; ")). "
                + "Take a model that was trained with the labels of this data, or data with the labels of this model."
        case .tokenOutOfRange(let id, let vocabulary):
            return "token id \(id) is outside the model's vocabulary of \(vocabulary). "
                + "Take the tokenizer and the weights from the same model."
        }
    }
}
