import Execution
import Notebooks
import Plotting

extension CommandContext {
    /// Draws a figure and shows it; the cell's own caption and alternative text come first.
    func show(_ figure: PlotFigure, name: String, caption: String? = nil) throws {
        show(
            .figure(
                Figure(
                    name: name, png: try figure.png(),
                    alternativeText: options.figureAlternativeText ?? figure.altText(),
                    caption: options.figureCaption ?? caption)))
    }
}
