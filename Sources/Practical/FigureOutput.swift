import Execution
import Notebooks
import Outputs
import Plotting

extension CommandContext {
    /// The width of the cell's figures in inches.
    var figureWidth: Double { options.figureWidth ?? PlotFigure.standardWidth }

    /// Draws a figure and shows it, or says why it can't be drawn. A command must not lose its results because a picture failed.
    ///
    /// - Parameters:
    ///   - caption: Its title, since a single panel has none of its own.
    ///   - isMain: true for the figure that the cell's own caption and alternative text are about.
    ///   - table: The numbers that it shows, where they are few enough to read.
    func show(
        _ figure: PlotFigure, name: String, caption: String, isMain: Bool = true, table: Table? = nil
    ) throws {
        do {
            var variants = [Figure.Variant.dark: try figure.png(on: .dark)]
            // A figure that finds no room on a phone is shown there as it is.
            if let narrow = figure.narrow, let light = try? narrow.png(on: .light),
                let dark = try? narrow.png(on: .dark)
            {
                (variants[.narrow], variants[.narrowDark]) = (light, dark)
            }
            show(
                .figure(
                    Figure(
                        name: name, png: try figure.png(on: .light), variants: variants,
                        alternativeText: (isMain ? options.figureAlternativeText : nil) ?? figure.altText(),
                        caption: (isMain ? options.figureCaption : nil) ?? caption, table: table)))
        } catch {
            show(.warning("The figure '\(name)' is left out: \(error)"))
            if let table { show(.table(table)) }
        }
    }
}
