import ArgumentParser
import Execution
import Exporting
import Files

/// The files that a run writes for other programs, in addition to its report.
struct SideFileOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Also write the numbers of every step and the scores for TensorBoard, in a folder of this run in DIR.",
            valueName: "dir"), completion: .directory)
    var tensorboard: String?

    @Option(
        help: ArgumentHelp(
            "Also add a summary in Markdown to FILE, for a CI job's page: --summary $GITHUB_STEP_SUMMARY.",
            valueName: "file"), completion: .file())
    var summary: String?

    func validate() throws { try requireNames([("--tensorboard", tensorboard), ("--summary", summary)]) }

    /// Creates the renderers that write them, after checking that their places can be written.
    struct Renderers {
        var summary: SummaryRenderer?
        var tensorBoard: TensorBoardRenderer?

        var all: [any RunRenderer] { ([summary, tensorBoard] as [(any RunRenderer)?]).compactMap(\.self) }
    }

    func renderers() throws -> Renderers {
        do throws(FileError) {
            var renderers = Renderers()
            if let summary { renderers.summary = try SummaryRenderer(path: summary) }
            if let tensorboard { renderers.tensorBoard = try TensorBoardRenderer(folder: tensorboard) }
            return renderers
        } catch {
            StandardStream.error.write(diagnostic: "error: \(error)")
            throw ExitStatus.notWritten
        }
    }
}
