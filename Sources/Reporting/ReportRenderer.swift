import Execution
import Files
import Notebooks

/// Writes a run's report and the files beside it, several times during the run and once at its end.
package final class ReportRenderer: RunRenderer {
    private let files: RunFiles
    private let notebook: Notebook
    private let warn: (FileError) -> Void
    private var said: FileError?
    /// The reason why the report of the whole run could not be written; nil if it was written.
    package private(set) var failure: FileError?

    /// - Parameter warn: Called with each error during the run, once.
    package init(files: RunFiles, notebook: Notebook, warn: @escaping (FileError) -> Void) {
        self.files = files
        self.notebook = notebook
        self.warn = warn
    }

    package func handle(_ event: RunEvent) {
        switch event {
        case .snapshot(let record):
            // The run goes on, because a full disk may have room again later.
            guard let error = write(record), said != error else { return }
            warn(error)
            said = error
        case .runFinished(let record): failure = write(record)
        default: return
        }
    }

    private func write(_ record: RunRecord) -> FileError? {
        do throws(FileError) {
            try files.write(record, html: HTMLReport.render(notebook: notebook, run: record))
            return nil
        } catch {
            return error
        }
    }
}
