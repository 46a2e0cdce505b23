import Execution
import Hardware
import Training

/// The state of a training that was stopped, in the files that the store keeps for its command.
extension CommandContext {
    /// The state that an earlier run of the same command saved when it was stopped. Nil if there is none, or if it can't be read, which is
    /// said.
    ///
    /// - Parameter training: the training's name in a sentence.
    func savedTraining(_ training: String) throws -> TrainingState? {
        guard let files = try savedProgress() else { return nil }
        do {
            return try TrainingState.read { name in
                guard let path = files[name] else {
                    throw CommandFailure("the file \(name) is missing", remedy: "Nothing needs to be done.")
                }
                return path
            }
        } catch let shortage as MemoryShortage {
            // On a machine with more memory, the state can be read.
            throw shortage
        } catch {
            show(
                .warning("The saved state of \(training) can't be read, so it starts from the beginning: \(error)"),
                isVolatile: true)
            return nil
        }
    }
}

/// Says when the state of a training is to be saved: after each epoch, and from time to time.
struct SavingClock {
    private var last = ContinuousClock.now

    /// Whether to save after a step. After the last step the result itself is stored.
    func isDue(after report: Trainer.Report, in context: any CommandContext) -> Bool {
        guard report.step < report.lastStep else { return false }
        return report.finishedEpoch != nil || last.duration(to: .now).seconds >= context.progressInterval
    }

    /// The state was saved just now.
    mutating func restart() { last = .now }
}
