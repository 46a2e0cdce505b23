import Execution
import Files
import Foundation
import Notebooks

/// A run as one HTML file that opens from disk: no network, no script, styles and pictures inside.
package enum HTMLReport {
    /// The report of `run`, an execution of `notebook`.
    ///
    /// Everything from the notebook and its data is escaped; only `Prose.html` and `Section.titleHTML`, which libcmark
    /// made in safe mode, are taken as HTML. Local pictures in prose are read relative to the notebook's folder and
    /// inlined; remote and unreadable ones are replaced by a sentence. The same input gives the same bytes.
    ///
    /// - Parameter readPicture: Gives the bytes of a local picture of the prose by its path, or nil.
    package static func render(
        notebook: Notebook, run: RunRecord, readPicture: ((String) -> [UInt8]?)? = nil
    ) -> String {
        let report = JoinedReport(notebook: notebook, run: run)
        let pictures = ProsePictures(
            notebookPath: notebook.path,
            read: readPicture ?? { path in
                try? InputFile.bytes(path, limit: InputFile.Limit.text)
            })
        var html = HTMLWriter(capacity: capacity(for: run))
        Page(report: report, pictures: pictures).write(into: &html)
        return html.html
    }

    /// The pictures of a run in order, for writing them beside the report as `NAME.png`.
    ///
    /// Names are safe as file names, and unique: a picture whose name is taken gets `-2`, `-3` ….
    package static func figures(run: RunRecord) -> [(name: String, png: [UInt8])] {
        var names = ElementIDs()
        var figures: [(name: String, png: [UInt8])] = []
        for cell in run.cells {
            for output in cell.outputs {
                guard case .figure(let figure) = output.output else { continue }
                // A leading dot would hide the file or climb out of the folder.
                let name = String(figure.name.drop { $0 == "." })
                figures.append((names.unique(name.isEmpty ? "figure" : name), figure.png))
            }
        }
        return figures
    }

    private static func capacity(for run: RunRecord) -> Int {
        run.cells.reduce(1 << 17) { total, cell in
            cell.outputs.reduce(total + 4096) { total, output in
                if case .figure(let figure) = output.output { total + figure.png.count / 3 * 4 + 4096 } else { total }
            }
        }
    }
}
