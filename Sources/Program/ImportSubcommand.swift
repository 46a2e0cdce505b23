import ArgumentParser
import Execution
import Exporting
import Files
import Foundation
import Notebooks
import Outputs

struct ImportSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Converts a Jupyter notebook to a notebook to start from.",
        discussion: """
            Prose is not changed. Each code cell becomes a cell of comments: replace them by commands that do the same. Outputs are \
            left out. A file from 'practicum export' becomes its notebook again. No file is replaced.
            """)

    @Argument(help: "An .ipynb file.", completion: .file(extensions: ["ipynb"]))
    var file: String

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp("Where the notebook goes (default: the same name with .md).", valueName: "file"),
        completion: .file(extensions: ["md"]))
    var output: String?

    func validate() throws { try requireNames([("The Jupyter notebook", file), ("--output", output)]) }

    func run() throws {
        let name = file.lastComponent
        let stem = name.lowercased().hasSuffix(".ipynb") ? String(name.dropLast(".ipynb".count)) : name
        let path = output ?? "\(file.parentFolder == "." ? "" : "\(file.parentFolder)/")\(stem).md"
        let notebook: JupyterImport
        do {
            let bytes = try InputFile.bytes(file, limit: InputFile.Limit.text)
            notebook = try JupyterImport(bytes, path: file, name: stem)
        } catch {
            StandardStream.error.write(diagnostic: "error: \(error)")
            throw ExitStatus.invalid
        }
        do {
            try write(notebook.text, to: path)
        } catch {
            StandardStream.error.write(diagnostic: "error: \(error)")
            throw ExitStatus.notWritten
        }
        say(notebook, path)
        StandardStream.output.write("\(path)\n")
    }

    /// Writes a file that does not exist yet.
    private func write(_ text: String, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            guard errno == EEXIST else { throw FileError(path: path, operation: .write, code: errno) }
            throw OutputRefusal(
                path: path, reason: "there is a file already", remedy: "Name another place with `--output`.")
        }
        close(descriptor)
        do {
            try AtomicFile.write(Array(text.utf8), to: path)
        } catch {
            unlink(path)
            throw error
        }
    }

    /// Prints what is left to do in the new notebook.
    private func say(_ notebook: JupyterImport, _ path: String) {
        func note(_ text: String) { StandardStream.error.write("note: \(text)\n") }
        if notebook.commentedCells > 0 {
            note(
                "\(DisplayedNumber.count(notebook.commentedCells, "code cell")) became comments: write the commands in their "
                    + "place that do the same; `practicum commands` lists them.")
        }
        if notebook.attachments > 0 {
            note(
                "\(DisplayedNumber.count(notebook.attachments, "picture")) within prose stayed behind: save them as files and "
                    + "name these.")
        }
        if notebook.closedFences > 0 {
            note("\(DisplayedNumber.count(notebook.closedFences, "fence")) in prose had no end and got one.")
        }
        // The notes above already say that cells have no commands yet.
        let diagnostics = Notebook.read(path: path).diagnostics.filter { $0.severity == .error }
        for text in Diagnostics(diagnostics).texts { StandardStream.error.write(diagnostic: text) }
    }
}
