import Execution
import Notebooks
import Outputs

/// A run as one HTML file that opens from disk: no network, no script, styles and pictures inside.
package enum HTMLReport {
    /// The report of `run`, an execution of `notebook`.
    ///
    /// Everything from the notebook and its data is escaped; only `Prose.Part` and `Section.titleHTML`, which
    /// libcmark-gfm made in safe mode with its pictures inside, are taken as HTML. The same input gives the same bytes.
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
