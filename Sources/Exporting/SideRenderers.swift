import Execution
import Files
import Foundation
import Notebooks

/// Appends a run's summary to a file, as needed for the page of a CI job.
package final class SummaryRenderer: RunRenderer {
    private let path: String
    /// Why the summary could not be written; nil if there was no error.
    package private(set) var failure: FileError?

    /// Creates the file if it does not exist, so that a place without write permission is found before the run.
    ///
    /// - Throws: `FileError`.
    package init(path: String) throws(FileError) {
        self.path = path
        try Self.append("", to: path)
    }

    package func handle(_ event: RunEvent) {
        guard case .runFinished(let record) = event else { return }
        do throws(FileError) {
            try Self.append(RunSummary.markdown(record), to: path)
        } catch {
            failure = error
        }
    }

    /// Appends a text to a file, and creates it if it does not exist.
    package static func append(_ text: String, to path: String) throws(FileError) {
        let target = try AtomicFile.target(of: path)
        let file = open(target, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw FileError(path: path, operation: .write, code: errno) }
        defer { close(file) }
        let bytes = Array(text.utf8)
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count > 0 {
                done += count
            } else if errno != EINTR {
                throw FileError(path: path, operation: .write, code: errno)
            }
        }
    }
}

/// Writes a run's numbers for TensorBoard when the run ends. Each run has its own folder, so that runs can be compared.
package final class TensorBoardRenderer: RunRenderer {
    private let folder: String
    /// Why the file could not be written; nil if there was no error.
    package private(set) var failure: FileError?

    /// - Throws: `FileError` if the folder cannot be created or written.
    package init(folder: String) throws(FileError) {
        self.folder = folder
        try AtomicFile.makeFolder(folder)
        try AtomicFile.probe(folder)
    }

    package func handle(_ event: RunEvent) {
        guard case .runFinished(let record) = event else { return }
        do throws(FileError) {
            let place = "\(folder)/\(Self.name(of: record.header))"
            try AtomicFile.makeFolder(place)
            let seconds = Int(record.header.startedAt.timeIntervalSince1970)
            try AtomicFile.write(EventFile.of(record).bytes, to: "\(place)/events.out.tfevents.\(seconds).practicum")
        } catch {
            failure = error
        }
    }

    /// `practical-7.quick-2026-07-04T14-02-11Z`: the run's name in TensorBoard.
    static func name(of header: RunHeader) -> String {
        let report = RunFiles.standardReportPath(notebook: header.notebook, profile: header.profile).lastComponent
        let time = header.startedAt.formatted(.iso8601).replacing(":", with: "-")
        return "\(report.dropLast(".html".count))-\(time)"
    }
}
