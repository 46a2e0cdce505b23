import Execution
import Notebooks
import Outputs
import Plotting

extension CommandContext {
    /// Draws a figure and shows it, or says why it can't be drawn. A command must not lose its results because a picture failed.
    ///
    /// - Parameter isMain: true for the figure that the cell's own caption and alternative text describe.
    func show(_ figure: PlotFigure, name: String, caption: String? = nil, isMain: Bool = true) throws {
        let png: [UInt8]
        do {
            png = try figure.png()
        } catch {
            return show(.warning("The figure '\(name)' is left out: \(error)"))
        }
        show(
            .figure(
                Figure(
                    name: name, png: png,
                    alternativeText: (isMain ? options.figureAlternativeText : nil) ?? figure.altText(),
                    caption: (isMain ? options.figureCaption : nil) ?? caption)))
    }
}
