import ArgumentParser
import Execution
import Foundation

struct NewSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Writes a small notebook to start from, which runs in seconds.",
        discussion: "An existing file is not changed.")

    @Argument(help: "The notebook to write, e.g. mine.md.", completion: .file(extensions: ["md"]))
    var file: String

    func validate() throws {
        try requireNames([("The notebook", file)])
        guard file.hasSuffix(".md") else {
            throw ValidationError("A notebook's name ends in .md: type `practicum new \(file).md`.")
        }
    }

    func run() throws {
        // Checking and creating is one step, so that a file that appears in between is not overwritten.
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL, 0o666)
        guard descriptor >= 0 else {
            let reason =
                errno == EEXIST
                ? "it is there already, and stays as it is. Choose another name." : String(cString: strerror(errno))
            StandardStream.error.write(diagnostic: "error: \(file) can't be written: \(reason)")
            throw ExitStatus.notWritten
        }
        do {
            let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            try handle.write(contentsOf: Data(Practical.current.newNotebook.utf8))
            try handle.close()
        } catch {
            unlink(file)
            StandardStream.error.write(diagnostic: "error: \(file) can't be written: \(error.localizedDescription)")
            throw ExitStatus.notWritten
        }
        StandardStream.output.write("\(file) is written. Run it with `practicum run \(file)`.\n", hang: 2)
    }
}
