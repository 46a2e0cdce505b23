import Files
import Outputs

/// The origin of a figure, stored in its pictures, so that a separate picture shows where it comes from.
struct FigureStamp {
    /// The notebook's path as given. Only its file name is stored, so that the picture does not depend on the notebook's folder.
    var notebook: String
    var cell: String
    /// The key of the command's outputs; nil if it has none.
    var key: Key?

    /// The output; if it is a figure, its pictures are stamped.
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
