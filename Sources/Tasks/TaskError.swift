import Encoders

/// Why a task can't do what was requested, and what to write instead.
package enum TaskError: Error, Equatable {
    case unknownKind(String)
    case noHead(task: String, heads: [String])
    /// The labels of the model's head are not those of the data, or the head belongs to another kind of task.
    case otherHead(model: TaskHead, data: TaskHead)
    case logitsNotFinite(task: String)
    /// The number of texts is not the number that the kind takes.
    case texts(task: String, found: Int, wanted: String)
    /// An option that has no meaning for the kind.
    case predictionOption(PredictionOptions.Name, task: String, kind: String)
    case noText
    /// No kind knows the file's format.
    case unrecognizedFile(path: String)
}

extension TaskError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownKind(let name):
            "there is no kind of task '\(name)'. There are \(TaskKinds.all.map(\.name).joined(separator: ", "))."
        case .noHead(let task, let heads):
            "the model has no head for the task '\(task)', so nothing can be computed: it has heads for "
                + "\(heads.joined(separator: ", ")). Name '\(task)' in 'batches' as well and train again, or load the checkpoint that "
                + "was trained for it."
        case .otherHead(let model, let data):
            "the model's head for '\(data.task)' does not fit the data: it gives \(model.summary), but the data needs "
                + "\(data.summary). Load the checkpoint that was trained on this data, or write 'batches' and 'model' again after "
                + "'load'."
        case .logitsNotFinite(let task):
            "the model's \(task) logits are not finite, so they give no result. Train again with a lower --learning-rate, or load "
                + "a model whose parameters are finite."
        case .texts(let task, let found, let wanted):
            "'predict \(task)' takes \(wanted) (in quotes, or a @literal), not \(found) texts."
        case .predictionOption(let option, let task, let kind):
            "'--\(option.rawValue)' has no effect on the task '\(task)', whose kind is \(kind). Leave it out."
        case .noText: "there is no text to read. Write one sentence, or one per line."
        case .unrecognizedFile(let path):
            "\(path): the format is not recognized. The formats are CoNLL columns, SQuAD's JSON, labelled texts (TSV, CSV), and tables (JSON Lines, Parquet) with columns of the usual names. Name the kind of task: "
                + TaskKinds.all.map(\.name).joined(separator: ", ") + "."
        }
    }
}

extension TaskHead {
    /// The head in words: how many logits it computes for what, and their labels.
    fileprivate var summary: String {
        let names = labels.isEmpty ? "" : " (\(labels.joined(separator: ", ").shortened(to: 300)))"
        return "\(outputs) logits \(rows == .everyToken ? "a token" : "a sequence")\(names)"
    }
}
