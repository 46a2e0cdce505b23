import Files
import Outputs

/// Where a figure is from, as its pictures say it to whoever finds one alone.
struct FigureStamp {
    /// The notebook's path as it was given. Only its name is written, so that a picture is the same wherever the notebook lies.
    var notebook: String
    var cell: String
    /// The key of the command's outputs; nil where it has none.
    var key: Key?

    /// The output, its pictures stamped if it is a figure.
    func on(_ output: CellOutput) -> CellOutput {
        guard case .figure(let figure) = output.output else { return output }
        var output = output
        let titles = figure.caption.map { [PNGText(keyword: "Title", value: $0)] } ?? []
        output.output = .figure(
            figure.stamped(
                titles + [
                    PNGText(keyword: "Notebook", value: notebook.lastComponent), PNGText(keyword: "Cell", value: cell),
                ]
                    + (key.map { [PNGText(keyword: "Key", value: $0.hexadecimal)] } ?? [])))
        return output
    }
}
