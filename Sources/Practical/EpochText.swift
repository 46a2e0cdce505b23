import Training

/// An epoch in one line, for the terminal and the cell's output.
enum EpochText {
    static func line(_ epoch: TrainingHistory.Epoch, number: Int, tasks: [String]) -> String {
        let parts = zip(tasks, epoch.losses).map { "\($0.uppercased()) \(Format.decimal($1))" }
        return "Epoch \(number): mean loss \(Format.decimal(epoch.total)) (\(parts.joined(separator: ", ")))."
    }
}
