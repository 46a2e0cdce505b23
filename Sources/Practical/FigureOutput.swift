import Execution
import Notebooks
import Plotting

extension CommandContext {
    /// Draws a figure and shows it.
    ///
    /// - Parameter isMain: true for the figure that the cell's own caption and alternative text are about.
    func show(_ figure: PlotFigure, name: String, caption: String? = nil, isMain: Bool = true) throws {
        show(
            .figure(
                Figure(
                    name: name, png: try figure.png(),
                    alternativeText: (isMain ? options.figureAlternativeText : nil) ?? figure.altText(),
                    caption: (isMain ? options.figureCaption : nil) ?? caption)))
    }
}
