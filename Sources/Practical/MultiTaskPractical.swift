import Execution
import Metrics
import Outputs
import Tasks

/// The practical that ships with the program: a shared encoder that is trained for several tasks.
package enum MultiTaskPractical {
    package static let practical = Practical(
        name: "Multi-Task Learning", commands: commands, storages: PracticalStorages.all,
        shellExamples: [
            #"predict ner "Ada Lovelace lived in London.""#, #"predict qa @eiffel-tower "Who built it?""#,
            "evaluate qa",
        ], newNotebook: NewNotebook.text, plainLine: question, asks: asks,
        caches: { [AssetFolders.cache, AssetFolders.huggingFaceHub] }, completions: tasks,
        arithmetic: { Machine.arithmetic },
        processorProblem: { Machine.problem }, prepare: Machine.prepare, asset: asset,
        fit: { plan, seconds, last in try TrainingForecast(plan)?.fitting(seconds, last: last) },
        comparedSlots: [Slots.predictionsBase], compare: compare, examine: Doctor.examine)

    /// The seed of a comparison's resamples: two runs may have different ones.
    private static let comparisonSeed: UInt64 = 42

    @Sendable private static func compare(_ slot: SlotName, _ before: Any, _ after: Any) throws -> [Output] {
        guard let before = before as? ScoredPredictions, let after = after as? ScoredPredictions else { return [] }
        return try before.comparison(to: after, Bootstrap(seed: comparisonSeed))
    }

    /// The names of the plan's tasks, for completing commands whose argument is a task.
    private static func tasks(of plan: Plan, for command: String) -> [String] {
        guard practical.registry[command] is any TaskCommand.Type else { return [] }
        return plan.commands.compactMap {
            guard case .task(let name)? = ($0.command as? LoadCommand)?.subject else { return nil }
            return name.description
        }
    }

    /// A plain line is a question about a text, to the first task that takes a text and a question.
    @Sendable private static func question(of plan: Plan, about text: String, _ line: String) -> String? {
        for case let load as LoadCommand in plan.commands.map(\.command) {
            guard case .task(let name) = load.subject, load.knownKind?.texts.count == 2 else { continue }
            return "predict \(name) @\(text) \(line.shellQuoted)"
        }
        return nil
    }

    /// A box for each task: one for a text, or for a text and a question about it.
    @Sendable private static func asks(of plan: Plan) -> [AskForm] {
        plan.commands.compactMap { planned in
            guard let load = planned.command as? LoadCommand, case .task(let name) = load.subject,
                let kind = load.knownKind
            else { return nil }
            return AskForm(name: name.description, fields: kind.texts.count == 2 ? ["Context", "Question"] : ["Text"]) {
                "predict \(name) \($0.map(\.shellQuoted).joined(separator: " "))"
            }
        }
    }

    /// The asset that can be fetched under a name: a data set that notebooks know, one of a repository behind `datasets/`,
    /// otherwise an encoder.
    @Sendable private static func asset(_ name: String) throws -> any RemoteAsset {
        if DataSource.named(name) != nil || name.hasPrefix("datasets/"), let asset = DataAsset.onHub(name) {
            return asset
        }
        // What can't be a repository's name is told why.
        _ = try EncoderAsset.repositories(name)
        guard let asset = EncoderAsset.onHub(name) else { throw NoSuchAsset(name: name) }
        return asset
    }

    /// Every command, in the order in which the notebook uses them.
    private static let commands: [any NotebookCommand.Type] = [
        EnvironmentCommand.self, AssetsCommand.self, SessionCommand.self, LoadCommand.self, ShowCommand.self,
        LabelsCommand.self, TokenizerCommand.self, EncodeCommand.self, SelectCommand.self, DatasetCommand.self,
        BatchesCommand.self, ModelCommand.self, OptimizerCommand.self, ScheduleCommand.self, WeightsCommand.self,
        ConflictCommand.self, TrainCommand.self, MetricsCommand.self, EvaluateCommand.self, ErrorsCommand.self,
        BaselineCommand.self, PlotCommand.self, PredictCommand.self, SaveCommand.self, SummaryCommand.self,
        TrialCommand.self, TrialsCommand.self,
    ]
}
