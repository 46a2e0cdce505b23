import Foundation

/// Where the files may be that a notebook names. What the command line names may be anywhere.
package struct PathBoundary: Sendable {
    /// What a run writes beside its report.
    package let outputFolder: String
    /// Resolved folders that may be read.
    private let readable: [String]

    /// - Parameters:
    ///   - caches: Folders of models and data sets.
    package init(notebook: String, outputFolder: String, caches: [String] = []) {
        self.outputFolder = outputFolder
        readable = Self.folders(around: notebook) + (caches + [outputFolder]).map(\.resolvedPath)
    }

    /// The working directory, the notebook's folder, and the one above it when that is called `notebooks`.
    private static func folders(around notebook: String) -> [String] {
        let folder = notebook.resolvedPath.parentFolder
        return [".".resolvedPath, folder] + (folder.lastComponent == "notebooks" ? [folder.parentFolder] : [])
    }

    /// Whether a picture of a notebook is a file of its own.
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
