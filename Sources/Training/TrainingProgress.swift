import Encoders
import Foundation

/// A training that was cut: model, optimizer, history, and what it took until then.
package struct TrainingProgress {
    package var model: MultiTaskModel
    package var optimizer: AdamW
    package var history: TrainingHistory
    /// Time of all its parts together.
    package var seconds: Double

    package init(
        model: MultiTaskModel, optimizer: AdamW, history: TrainingHistory, seconds: Double
    ) {
        self.model = model
        self.optimizer = optimizer
        self.history = history
        self.seconds = seconds
    }

    private struct State: Codable {
        var history: TrainingHistory
        var seconds: Double
    }

    /// Writes its files into a folder.
    package func write(to folder: String) throws {
        try StoredModel.write(model, to: folder)
        try StoredOptimizer.write(optimizer, to: folder)
        try TrainingJSON.write(State(history: history, seconds: seconds), to: "\(folder)/progress.json")
    }

    /// - Parameter path: gives the path of a file that `write` named so.
    package static func read(_ path: (String) throws -> String) throws -> TrainingProgress {
        let statePath = try path("progress.json")
        let state = try TrainingJSON.read(State.self, from: statePath)
        guard state.seconds >= 0, state.seconds < 1e12 else {
            throw TrainingError.checkpoint(
                path: statePath, reason: "its time of \(state.seconds) seconds is out of range")
        }
        return TrainingProgress(
            model: try StoredModel.read(path), optimizer: try StoredOptimizer.read(path), history: state.history,
            seconds: state.seconds)
    }
}
