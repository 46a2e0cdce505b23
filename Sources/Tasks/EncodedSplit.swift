import Datasets
import Encoders
import Outputs
import Tokenization

/// The examples of a split, encoded, and everything that belongs to them: their task with its labels, and the recipe of the encoding.
///
/// They are kept together, so that whoever trains on them or scores them has the examples that the features were made of, whatever a
/// notebook selects or loads afterwards.
package struct EncodedSplit<Kind: TaskKind>: EncodedExamples {
    package let task: TaskDescription
    package let kind: Kind
    package let features: Kind.Features
    package let split: TaskSplit<Kind.Example>
    package let recipe: EncodingRecipe

    package init(
        _ task: TaskDescription, _ kind: Kind, features: Kind.Features, split: TaskSplit<Kind.Example>,
        recipe: EncodingRecipe
    ) {
        self.task = task
        self.kind = kind
        self.features = features
        self.split = split
        self.recipe = recipe
    }
}

/// An `EncodedSplit` of any kind, so that tasks of several kinds can stand in one list.
package protocol EncodedExamples: ContentSource {
    associatedtype Kind: TaskKind

    var task: TaskDescription { get }
    var kind: Kind { get }
    var features: Kind.Features { get }
    var split: TaskSplit<Kind.Example> { get }
    var recipe: EncodingRecipe { get }
}

extension EncodedExamples {
    /// Number of examples.
    package var exampleCount: Int { split.examples.count }
    /// The names of the scores that `evaluate` gives, after the task's name and a dot.
    package var scoreNames: [String] { kind.scoreNames }
    /// Why the scores would say nothing, whatever the model does; nil if they do.
    package var flaw: String? { kind.flaw(of: split) }

    /// Passes all examples through the model once.
    ///
    /// - Returns: the mean loss over the labelled items, and the scores.
    package func evaluate(
        _ model: MultiTaskModel, tokenizer: any Tokenizer, plan: BatchPlan,
        _ options: EvaluationOptions = EvaluationOptions(worst: 0),
        progress: (_ done: Int, _ total: Int) throws -> Void
    ) throws -> (loss: Double, scores: TaskScores) {
        var trained = try TrainedTask(model: model, task: task, tokenizer: tokenizer, recipe: recipe, plan: plan)
        let meter = LossMeter()
        trained.lossMeter = meter
        let scores = try kind.evaluate(features, of: split, with: trained, options, progress: progress)
        return (meter.mean, scores)
    }

    package func content(_ add: (UnsafeRawBufferPointer) -> Void) {
        for text in [task.name, task.kind] + task.labels { text.content(add) }
        recipe.maxLength.content(add)
        recipe.docStride.content(add)
        features.content(add)
        split.content(add)
    }
}
