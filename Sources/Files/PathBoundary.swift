import Foundation

/// The folders in which files named by a notebook may be. Files named on the command line may be anywhere.
package struct PathBoundary: Sendable {
    /// The folder for the files that a run writes beside its report.
    package let outputFolder: String
    /// Resolved paths of the folders from which files may be read.
    private let readable: [String]

    /// - Parameters:
    ///   - caches: folders of models and data sets.
    package init(notebook: String, outputFolder: String, caches: [String] = []) {
        self.outputFolder = outputFolder
        readable = Self.folders(around: notebook) + (caches + [outputFolder]).map(\.resolvedPath)
    }

    /// The working directory, the notebook's folder, and its parent folder if the notebook's folder is called `notebooks`.
    private static func folders(around notebook: String) -> [String] {
        let folder = notebook.resolvedPath.parentFolder
        return [".".resolvedPath, folder] + (folder.lastComponent == "notebooks" ? [folder.parentFolder] : [])
    }

    /// Whether a picture in a notebook is one of the notebook's own files: it lies in one of the folders around the notebook.
    package static func isNear(_ path: String, notebook: String) -> Bool {
        let resolved = path.resolvedPath
        return folders(around: notebook).contains { resolved.isInside($0) }
    }

    package func allowsReading(_ path: String) -> Bool {
        let resolved = path.resolvedPath
        return readable.contains { resolved.isInside($0) }
    }

    package func allowsWriting(_ path: String) -> Bool {
        let (resolved, root) = (path.resolvedPath, outputFolder.resolvedPath)
        return resolved != root && resolved.isInside(root)
    }
}
