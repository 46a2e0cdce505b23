import ArgumentParser
import Execution
import Notebooks
import Outputs

/// Plots the losses per epoch side by side.
struct PlotCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot", abstract: "Plot the training losses: total and of each task per epoch, and per step.")

    enum Subject: String, ExpressibleByArgument, CaseIterable { case losses }

    @Argument(help: "losses.") var subject: Subject

    var slots: SlotUse { SlotUse(reads: [Slots.history.name]) }

    func execute(in context: any CommandContext) throws {
        let history = try context.read(Slots.history)
        guard !history.epochs.isEmpty else {
            throw CommandFailure("there is no whole epoch to plot", remedy: "Run 'train' first.")
        }
        let width = context.options.figureWidth ?? 12
        try context.show(
            LossFigures.epochs(history, width: width, height: context.options.figureHeight ?? 4), name: "losses")
        try context.show(
            LossFigures.steps(history, width: width, height: context.options.figureHeight ?? 3.4),
            name: "losses-per-step", caption: "Loss per step: each batch, and a running mean", isMain: false)
    }
}
