import Files

/// A file or folder that a command's arguments name.
package struct NamedPath: Sendable, Equatable {
    package enum Use: Sendable { case read, written }

    /// As it stands in the arguments.
    package var argument: String
    /// The files that are meant, e.g. those of a folder; relative ones start where `isBesideReport` says.
    package var files: [String]
    package var use: Use
    /// True for paths that start in the run's output folder, false for those that start in the working directory.
    package var isBesideReport: Bool

    package init(_ argument: String, files: [String]? = nil, use: Use, isBesideReport: Bool = false) {
        self.argument = argument
        self.files = files ?? [argument]
        self.use = use
        self.isBesideReport = isBesideReport
    }

    /// Why this is not the notebook's to name; nil when it is.
    func problem(_ boundary: PathBoundary) -> (message: String, remedy: String)? {
        let folder = boundary.outputFolder
        for file in files {
            let path = isBesideReport && !file.hasPrefix("/") ? "\(folder)/\(file)" : file
            switch use {
            case .written where !boundary.allowsWriting(path):
                return (
                    "`\(argument)` leads out of the folder that this notebook writes in: to \(path.resolvedPath)",
                    "Name a place in \(folder); or give the path as a parameter with `-p`, or run with `--allow-outside`."
                )
            case .read where !boundary.allowsReading(path):
                return (
                    "`\(argument)` leads out of what this notebook may read: to \(path.resolvedPath)",
                    "Put it beside the notebook or into the working directory; or give the path as a parameter with "
                        + "`-p`, or run with `--allow-outside`."
                )
            default: continue
            }
        }
        return nil
    }
}
