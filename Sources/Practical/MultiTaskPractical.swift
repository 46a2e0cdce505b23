import Execution

/// The practical that ships with the program: a shared encoder that is trained for several tasks.
package enum MultiTaskPractical {
    package static let practical = Practical(
        name: "Multi-Task Learning", commands: commands, storages: PracticalStorages.all,
        shellExamples: [
            #"predict ner "Ada Lovelace lived in London.""#, #"predict qa @eiffel-tower "Who built it?""#,
            "evaluate qa",
        ], caches: { [AssetFolders.cache, AssetFolders.huggingFaceHub] }, completions: tasks,
        arithmetic: { Machine.arithmetic },
        processorProblem: { Machine.problem }, prepare: Machine.prepare, asset: asset,
        fit: { plan, seconds, last in try TrainingForecast(plan)?.fitting(seconds, last: last) },
        examine: Doctor.examine)

    /// The names of the plan's tasks, for completing commands whose argument is a task.
    private static func tasks(of plan: Plan, for command: String) -> [String] {
        guard practical.registry[command] is any TaskCommand.Type else { return [] }
        return plan.commands.compactMap {
            guard case .task(let name)? = ($0.command as? LoadCommand)?.subject else { return nil }
            return name.description
        }
    }

    /// The asset that can be downloaded under a name: a data set that notebooks know, otherwise an encoder.
    @Sendable private static func asset(_ name: String) throws -> any RemoteAsset {
        if let asset = DataSource.named(name)?.onHub { return asset }
        // Throws an error with a reason for a name that no repository can have.
        _ = try EncoderAsset.repositories(name)
        guard let asset = EncoderAsset.onHub(name) else { throw NoSuchAsset(name: name) }
        return asset
    }

    /// Every command, in the order in which the notebook uses them.
    private static let commands: [any NotebookCommand.Type] = [
        EnvironmentCommand.self, AssetsCommand.self, SessionCommand.self, LoadCommand.self, ShowCommand.self,
        LabelsCommand.self, TokenizerCommand.self, EncodeCommand.self, SelectCommand.self, DatasetCommand.self,
        BatchesCommand.self, ModelCommand.self, OptimizerCommand.self, ScheduleCommand.self, WeightsCommand.self,
        TrainCommand.self, MetricsCommand.self, EvaluateCommand.self, PlotCommand.self, PredictCommand.self,
        SaveCommand.self, SummaryCommand.self,
    ]
}
