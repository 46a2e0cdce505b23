import ArgumentParser
import Execution
import Notebooks
import Outputs
import Plotting

/// Plots the losses per epoch side by side.
struct PlotCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot",
        abstract:
            "Plot the training losses: total and of each task per epoch, and per step; with 'train --validate' also on unseen data."
    )

    enum Subject: String, ExpressibleByArgument, CaseIterable { case losses }

    @Argument(help: "losses.") var subject: Subject

    static let revision = 2

    var slots: SlotUse { SlotUse(reads: [Slots.history.name]) }

    func execute(in context: any CommandContext) throws {
        let history = try context.read(Slots.history)
        guard !history.epochs.isEmpty else {
            throw CommandFailure("there is no whole epoch to plot", remedy: "Run 'train' first.")
        }
        let width = context.options.figureWidth ?? PlotFigure.standardWidth
        try context.show(
            LossFigures.epochs(history, width: width, height: context.options.figureHeight ?? 2.4), name: "losses",
            caption: "Mean training loss per epoch")
        try context.show(
            LossFigures.steps(history, width: width, height: context.options.figureHeight ?? 2.8),
            name: "losses-per-step", caption: "Loss per step: each batch, and a running mean", isMain: false)
        guard !history.validations.isEmpty else { return }
        try context.show(
            LossFigures.validationLosses(history, width: width, height: context.options.figureHeight ?? 2.6),
            name: "losses-validation", caption: "Loss in training and on the validation examples, per epoch",
            isMain: false)
    }
}
