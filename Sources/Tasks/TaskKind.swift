import Datasets
import Encoders
import Outputs
import Tokenization

/// A kind of task: all that the program knows of it, from its examples to what is shown of its results.
///
/// A kind is a value without state or stored properties, so that passing one on takes no memory; the tasks of a notebook are
/// `TaskDescription`s, any number of them of one kind. To add a kind, write
/// one in a folder of its own and put it into `TaskKinds.all`: nothing else asks which kinds there are.
package protocol TaskKind: Sendable {
    /// One example as its file has it.
    associatedtype Example: ContentSource
    /// Examples as tokens, with what is to be learnt of them.
    associatedtype Features: SequenceFeatures

    /// As Hugging Face calls it, e.g. `token-classification`.
    var name: String { get }
    /// What its examples and sequences are called, in the plural: `sentences`, `windows`.
    var nouns: (examples: String, sequences: String) { get }
    /// Tokens that a bucket of the histogram of lengths spans.
    var lengthBucket: Int { get }
    /// Whether long examples become several windows, so that a stride has a meaning.
    var hasWindows: Bool { get }

    // MARK: Data

    /// Whether a file looks like one of its formats.
    func recognizes(_ path: String) -> Bool
    /// Reads both splits, each from one file or several that count as one, in their order.
    ///
    /// - Parameter order: labels or types in the order that the data set is published with; others come after them.
    func load(train: [String], validation: [String], order: [String]) throws -> TaskData<Example>
    func encode(_ examples: [Example], tokenizer: any Tokenizer, recipe: EncodingRecipe) throws -> Features
    /// What would change what is learnt or scored without a word.
    func findings(in features: Features, of split: TaskSplit<Example>) -> [DatasetFinding]

    // MARK: Learning

    /// The linear layers that it puts on the encoder.
    func head(task: String, labels: [String]) -> TaskHead
    /// How transformers keeps that head in a class of its own.
    var stockHead: StockHead { get }
    /// The loss of a batch's logits, and its gradient where that is wanted.
    func loss(of batch: BatchLogits) -> Double

    // MARK: Results

    /// Scores a model on a split.
    func evaluate(
        _ features: Features, of split: TaskSplit<Example>, with task: TrainedTask, _ options: EvaluationOptions,
        progress: (_ done: Int, _ total: Int) throws -> Void
    ) throws -> TaskScores
    /// What the model says of texts that nobody has labelled. There are as many as `texts` says.
    func predict(_ texts: [String], with task: TrainedTask, _ options: PredictionOptions) throws -> [Output]
    /// How many texts `predict` takes and what they are: `1`, `a text`.
    var texts: (count: Int, names: String) { get }
    /// The options of `predict` that mean something here.
    var predictionOptions: Set<PredictionOptions.Name> { get }

    // MARK: Showing

    /// One example, readable.
    func show(_ index: Int, of split: TaskSplit<Example>, caption: String) -> [Output]
    /// The labels with their ids and how often they occur; empty where there are none.
    func show(labels: [String], train: [Example], validation: TaskSplit<Example>) -> [Output]
    /// Some examples as tokens.
    func preview(_ features: Features, of split: TaskSplit<Example>, tokenizer: any Tokenizer) -> [Output]
    /// How its scores count, on a small worked example.
    func explainMetrics() throws -> [Output]
}

/// The kinds of task that there are.
package enum TaskKinds {
    package static let all: [any TaskKind] = [
        TokenClassification(), SpanExtraction(), SequenceClassification(),
    ]

    package static func named(_ name: String) -> (any TaskKind)? { all.first { $0.name == name } }
}
