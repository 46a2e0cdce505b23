import Datasets
import Encoders
import Outputs
import Tokenization

/// A kind of task: everything that the program knows about it, from its examples to the presentation of its results.
///
/// A kind is a value without state or stored properties, so passing it on takes no memory. The tasks of a notebook are
/// `TaskDescription`s, and several of them may have the same kind. To add a kind, write it in a folder of its own and add it to
/// `TaskKinds.all`. No other code depends on which kinds exist.
package protocol TaskKind: Sendable {
    /// One example, as read from its file.
    associatedtype Example: ContentSource
    /// Examples as tokens, with their targets.
    associatedtype Features: SequenceFeatures

    /// Hugging Face's name of the kind, e.g. `token-classification`.
    var name: String { get }
    /// The names of its examples and sequences, in the plural: `sentences`, `windows`.
    var nouns: (examples: String, sequences: String) { get }
    /// Number of tokens in one bucket of the histogram of lengths.
    var lengthBucket: Int { get }
    /// Whether a long example is split into several windows. Only then does a stride have a meaning.
    var hasWindows: Bool { get }

    // MARK: Data

    /// Whether a file looks like one of the formats of this kind.
    func recognizes(_ path: String) -> Bool
    /// Reads both splits. Several files of one split are read in their order and count as one.
    ///
    /// - Parameter order: labels or types in the order in which the data set is published. Other labels come after them.
    func load(train: [String], validation: [String], order: [String]) throws -> TaskData<Example>
    func encode(_ examples: [Example], tokenizer: any Tokenizer, recipe: EncodingRecipe) throws -> Features
    /// Problems in the data that would silently change what is learnt or scored.
    func findings(in features: Features, of split: TaskSplit<Example>) -> [DatasetFinding]

    // MARK: Learning

    /// The linear layers that the kind adds to the encoder.
    func head(task: String, labels: [String]) -> TaskHead
    /// How transformers stores this head in a class of its own.
    var stockHead: StockHead { get }
    /// Computes the loss of a batch's logits, and its gradient if `batch` asks for it.
    func loss(of batch: BatchLogits) -> Double

    // MARK: Results

    /// Scores a model on a split.
    func evaluate(
        _ features: Features, of split: TaskSplit<Example>, with task: TrainedTask, _ options: EvaluationOptions,
        progress: (_ done: Int, _ total: Int) throws -> Void
    ) throws -> TaskScores
    /// Where a model fails: what goes wrong, of which kind, and with which examples.
    ///
    /// - Parameters:
    ///   - predictions: of `evaluate`, for the same features.
    ///   - training: what the model was trained on.
    func errors(
        in predictions: ScoredPredictions, of features: Features, split: TaskSplit<Example>,
        trainedOn training: TaskSplit<Example>, task: TaskDescription, _ options: ErrorOptions
    ) throws -> ErrorReport
    /// Predictions for texts without labels. The number of texts has to match the property `texts`.
    func predict(_ texts: [String], with task: TrainedTask, _ options: PredictionOptions) throws -> [Output]
    /// The names of the scores that `evaluate` always gives, after the task's name and a dot: `f1`.
    var scoreNames: [String] { get }
    /// Why the scores of a split would say nothing, whatever the model does; nil if they do.
    func flaw(of split: TaskSplit<Example>) -> String?
    /// The number of texts that `predict` takes, and their description: `1`, `a text`.
    var texts: (count: Int, names: String) { get }
    /// The options of `predict` that this kind supports.
    var predictionOptions: Set<PredictionOptions.Name> { get }

    // MARK: Showing

    /// One example in readable form.
    func show(_ index: Int, of split: TaskSplit<Example>, caption: String) -> [Output]
    /// The labels with their ids and frequencies. Empty for a kind without labels.
    func show(labels: [String], train: [Example], validation: TaskSplit<Example>) -> [Output]
    /// Some examples as tokens.
    func preview(_ features: Features, of split: TaskSplit<Example>, tokenizer: any Tokenizer) -> [Output]
    /// Explains how the scores are computed, with a small example.
    func explainMetrics() throws -> [Output]
}

extension TaskKind {
    package func flaw(of split: TaskSplit<Example>) -> String? { nil }
}

/// All kinds of task.
package enum TaskKinds {
    package static let all: [any TaskKind] = [
        TokenClassification(), SpanExtraction(), SequenceClassification(),
    ]

    package static func named(_ name: String) -> (any TaskKind)? { all.first { $0.name == name } }
}
