import ArgumentParser
import Execution
import Exporting
import Files
import Foundation
import Notebooks

struct ExportSubcommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case ipynb, markdown

        var fileExtension: String { self == .ipynb ? "ipynb" : "md" }
    }

    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes a notebook and what its last run showed for other programs; nothing is executed.",
        discussion: """
            practicum export NOTEBOOK --to ipynb       a Jupyter notebook with outputs and pictures
            practicum export NOTEBOOK --to markdown    Markdown for GitHub, with its pictures in a folder beside it

            Outputs come from the store, as for 'render', and stale cells are left empty. Jupyter has no kernel for the cells: the \
            file is for reading, and 'practicum import' makes the same notebook from it again. Prose is not changed, so pictures \
            with a relative path are found only in the notebook's folder. Only files of an earlier export are replaced.
            """)

    @OptionGroup var options: NotebookOptions

    @Option(help: "The format: ipynb or markdown.")
    var to: Format

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp(
            "Where it goes (default: output/NOTEBOOK.ipynb or output/NOTEBOOK.md).", valueName: "file"),
        completion: .file(extensions: ["ipynb", "md"]))
    var output: String?

    @Option(
        help: ArgumentHelp("Where results are kept, as for 'run'.", valueName: "folder"), completion: .directory)
    var store: String?

    func validate() throws { try requireNames([("--output", output), ("--store", store)]) }

    func run() throws {
        var report = ReportOptions()
        report.output = nil
        report.store = store
        let (plan, record) = try StoredReport.read(options, report)
        let standard = RunFiles.standardReportPath(notebook: options.notebook, profile: options.profile)
        let path = output ?? "\(standard.dropLast("html".count))\(to.fileExtension)"
        do {
            try checkPlace(path)
            try AtomicFile.makeFolder(try AtomicFile.target(of: path).parentFolder)
            switch to {
            case .ipynb:
                let text = JupyterExport.render(notebook: plan.notebook, run: record)
                try AtomicFile.write(Array(text.utf8), to: path)
            case .markdown:
                let name = path.lastComponent
                let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
                let folder = "\(stem.isEmpty ? name : stem)-figures"
                let export = MarkdownExport(notebook: plan.notebook, run: record, pictureFolder: folder)
                let place = "\(try AtomicFile.target(of: path).parentFolder)/\(folder)"
                if !export.pictures.isEmpty { try AtomicFile.makeFolder(place) }
                for (name, png) in export.pictures { try AtomicFile.write(png, to: "\(place)/\(name)") }
                try AtomicFile.write(Array(export.text.utf8), to: path)
            }
        } catch {
            StandardStream.error.write(diagnostic: "error: \(error)")
            throw ExitStatus.notWritten
        }
        StoredReport.sayMissing(record)
        StandardStream.output.write("\(path)\n")
    }

    /// Checks that the file does not exist, or was written by an earlier export.
    private func checkPlace(_ path: String) throws {
        if ["", ".", ".."].contains(path.lastComponent) {
            throw FileError(path: path, operation: .write, reason: .notRegular("a folder"))
        }
        let target = try AtomicFile.target(of: path)
        guard let stamp = FileStamp(path: target), stamp.size > 0 else { return }
        let bytes = try InputFile.bytes(target, limit: InputFile.Limit.vocabulary)
        let isOwn =
            switch to {
            case .ipynb: JupyterExport.isExport(bytes)
            case .markdown:
                bytes.suffix(MarkdownExport.mark.utf8.count + 1).elementsEqual("\(MarkdownExport.mark)\n".utf8)
            }
        guard isOwn else {
            throw OutputRefusal(
                path: path, reason: "it is a file that no export has written",
                remedy: "Move it, or name another place with `--output`.")
        }
        try AtomicFile.checkReplaceable(path)
    }
}
