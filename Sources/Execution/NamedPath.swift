import Files

/// A file or folder that is named in a command's arguments.
package struct NamedPath: Sendable, Equatable {
    package enum Use: Sendable { case read, written }

    /// The path as written in the arguments.
    package var argument: String
    /// The files that it refers to, e.g. those in a folder. Relative paths start in the folder that `isBesideReport` determines.
    package var files: [String]
    package var use: Use
    /// True for paths that are relative to the run's output folder, false for those that are relative to the working directory.
    package var isBesideReport: Bool

    package init(_ argument: String, files: [String]? = nil, use: Use, isBesideReport: Bool = false) {
        self.argument = argument
        self.files = files ?? [argument]
        self.use = use
        self.isBesideReport = isBesideReport
    }

    /// Why the notebook is not allowed to use this path; nil if it is.
    func problem(_ boundary: PathBoundary) -> (message: String, remedy: String)? {
        let folder = boundary.outputFolder
        for file in files {
            let path = isBesideReport && !file.hasPrefix("/") ? "\(folder)/\(file)" : file
            switch use {
            case .written where !boundary.allowsWriting(path):
                return (
                    "`\(argument)` points outside the folder that this notebook writes to: \(path.resolvedPath)",
                    "Name a place in \(folder); or give the path as a parameter with `-p`, or run with `--allow-outside`."
                )
            case .read where !boundary.allowsReading(path):
                return (
                    "`\(argument)` points outside the folders that this notebook may read: \(path.resolvedPath)",
                    "Put it beside the notebook or into the working directory; or give the path as a parameter with "
                        + "`-p`, or run with `--allow-outside`."
                )
            default: continue
            }
        }
        return nil
    }
}
