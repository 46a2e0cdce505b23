import ArgumentParser
import Execution
import Notebooks
import Outputs
import Plotting

/// Plots the losses per epoch side by side.
struct PlotCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot",
        abstract: "Plot the mean training losses per epoch, in all and of each task, over the course of the steps.")

    enum Subject: String, ExpressibleByArgument, CaseIterable { case losses }

    @Argument(help: "losses.") var subject: Subject

    static let revision = 3

    var slots: SlotUse { SlotUse(reads: [Slots.history.name]) }

    func execute(in context: any CommandContext) throws {
        let history = try context.read(Slots.history)
        guard !history.epochs.isEmpty else {
            throw CommandFailure("there is no whole epoch to plot", remedy: "Run 'train' first.")
        }
        // 'train' shows each step, and the losses on the validation examples.
        try context.show(
            LossFigures.epochs(
                history, width: context.figureWidth,
                height: context.options.figureHeight ?? 2.4), name: "losses",
            caption: "Mean training loss per epoch (points), and a running mean over the steps (line)")
    }
}
