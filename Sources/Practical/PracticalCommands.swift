import Execution

/// Every command of this practical, in the order in which its notebook uses them.
package enum PracticalCommands {
    package static let all: [any NotebookCommand.Type] = [
        EnvironmentCommand.self, AssetsCommand.self, SessionCommand.self, LoadCommand.self, ShowCommand.self,
        LabelsCommand.self, TokenizerCommand.self, EncodeCommand.self, SelectCommand.self, DatasetCommand.self,
        BatchesCommand.self, ModelCommand.self, OptimizerCommand.self, ScheduleCommand.self, WeightsCommand.self,
        TrainCommand.self, MetricsCommand.self, EvaluateCommand.self, PlotCommand.self, PredictCommand.self,
        SaveCommand.self, SummaryCommand.self,
    ]

    /// The caches of models and data sets, which any notebook may read.
    package static var caches: [String] { [AssetFolders.cache, AssetFolders.huggingFaceHub] }
}
