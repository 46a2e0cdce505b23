import Execution
import Notebooks
import Outputs

/// Renders a run as one HTML file that opens from disk. It needs no network and no script; styles and pictures are inside.
package enum HTMLReport {
    /// Renders the report of a run of a notebook.
    ///
    /// All text from the notebook and its data is escaped. Only `Prose.Part` and `Section.titleHTML`, which libcmark-gfm rendered in
    /// its safe mode, are inserted as HTML. The same input gives the same bytes.
    package static func render(notebook: Notebook, run: RunRecord) -> String {
        var html = HTMLWriter(capacity: capacity(for: run))
        Page(report: JoinedReport(notebook: notebook, run: run)).write(into: &html)
        return html.html
    }

    private static func capacity(for run: RunRecord) -> Int {
        run.cells.reduce(1 << 17) { total, cell in
            cell.outputs.reduce(total + 4096) { total, output in
                if case .figure(let figure) = output.output {
                    figure.pictures.reduce(total + 4096) { $0 + $1.png.count / 3 * 4 }
                } else {
                    total
                }
            }
        }
    }
}
