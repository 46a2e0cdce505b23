import Datasets
import Encoders
import Outputs
import Tokenization

/// The validation split of a task, ready to be scored during a training. The kind of the task is hidden, so that tasks of several kinds can
/// stand in one list.
package protocol ValidatedTask: ContentSource {
    var task: TaskDescription { get }
    /// Number of examples.
    var exampleCount: Int { get }
    /// The names of the scores that `evaluate` gives, after the task's name and a dot.
    var scoreNames: [String] { get }
    /// Why the scores would say nothing, whatever the model does; nil if they do.
    var flaw: String? { get }
    /// Passes all examples through the model once.
    ///
    /// - Returns: the mean loss over the labelled items, and the scores.
    func evaluate(
        _ model: MultiTaskModel, tokenizer: any Tokenizer, plan: BatchPlan,
        progress: (_ done: Int, _ total: Int) throws -> Void
    ) throws -> (loss: Double, metrics: [Metric])
}

package struct ValidationSet<Kind: TaskKind>: ValidatedTask {
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

    package var exampleCount: Int { split.examples.count }
    package var scoreNames: [String] { kind.scoreNames }
    package var flaw: String? { kind.flaw(of: split) }

    package func evaluate(
        _ model: MultiTaskModel, tokenizer: any Tokenizer, plan: BatchPlan,
        progress: (_ done: Int, _ total: Int) throws -> Void
    ) throws -> (loss: Double, metrics: [Metric]) {
        var trained = try TrainedTask(model: model, task: task, tokenizer: tokenizer, recipe: recipe, plan: plan)
        let meter = LossMeter()
        trained.lossMeter = meter
        let scores = try kind.evaluate(
            features, of: split, with: trained, EvaluationOptions(worst: 0), progress: progress)
        return (meter.mean, scores.metrics)
    }

    package func content(_ add: (UnsafeRawBufferPointer) -> Void) {
        for text in [task.name, task.kind] + task.labels { text.content(add) }
        recipe.maxLength.content(add)
        recipe.docStride.content(add)
        features.content(add)
        split.content(add)
    }
}
