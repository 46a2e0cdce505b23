import Files
import Foundation

/// The folder in which outputs, costly slots and unfinished work are stored by key.
///
/// | path | content |
/// | --- | --- |
/// | `format` | the line `practicum store 3` |
/// | `README.txt` | a description of this folder for users |
/// | `lock` | a lock that runs share and that cleaning holds exclusively |
/// | `blobs/ab/ab12…` | the bytes whose SHA-256 is the file's name: pictures, weights, moments |
/// | `results/cd/cd34…` | a record by a command's output key: what it showed, and the digests of its pictures |
/// | `slots/ef/ef56…` | a record by the key of what a command wrote to a slot: the names and digests of its files, or the digest of a cheap command's result |
/// | `progress/78…/` | the state that an unfinished command needs to resume, by its key: a record and its files |
/// | `locks/9a…` | held while the command with that key runs |
/// | `notebooks/NAME-90ab…/` | `memory`: a record of the latest run of a notebook and profile; `runs/`: for each set of parameters, the keys that its latest run made or read |
///
/// A record is one line with the SHA-256 of the rest, followed by JSON. Every file is written under another name, flushed and renamed, so
/// that it is complete or does not exist. Everything is checked when it is read. No file is ever changed in place, so any number of
/// processes can read while others write.
package final class Store {
    /// The folder as given.
    package let folder: String
    private let isForReading: Bool

    private static let formatPrefix = "practicum store "
    private static let formatNumber = 3
    static var format: String { "\(formatPrefix)\(formatNumber)" }

    /// Opens a store. If there is none, it is created.
    ///
    /// - Parameter isForReading: True for an existing store that is only read: its files may belong to another user.
    /// - Throws: `StoreError` if the folder cannot be read and written, or holds something else.
    package init(folder: String, isForReading: Bool = false) throws {
        self.folder = folder
        self.isForReading = isForReading
        if isForReading {
            try checkFormat()
            try check(access: R_OK | X_OK)
            return
        }
        try Store.checkPlace(folder)
        do {
            try AtomicFile.makeFolder(folder)
        } catch {
            throw StoreError.folder(folder, reason: error.cause)
        }
        try checkFormat()
        do {
            for part in ["blobs", "results", "slots", "progress", "locks", "notebooks"] {
                try AtomicFile.makeFolder("\(folder)/\(part)")
            }
        } catch {
            throw StoreError.folder(folder, reason: "\(error.path): \(String(cString: strerror(error.code)))")
        }
        try check(access: R_OK | W_OK | X_OK)
    }

    /// Checks that a folder is free for a store: a folder with other files does not become one. Nothing is changed.
    package static func checkPlace(_ folder: String) throws {
        guard !Store.exists(at: folder) else { return }
        var status = stat()
        if stat(folder, &status) == 0, status.st_mode & S_IFMT != S_IFDIR {
            throw StoreError.folder(folder, reason: String(cString: strerror(ENOTDIR)))
        }
        // Another process may be creating a store here.
        let others = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
            !$0.hasPrefix(AtomicFile.temporaryPrefix(for: "format"))
        }
        guard let other = others.sorted().first, !Store.exists(at: folder) else { return }
        throw StoreError.format(folder: folder, found: "it holds other things, e.g. \(other)")
    }

    private func check(access mode: Int32) throws {
        for part in ["", "blobs", "results", "slots", "progress", "notebooks"]
        where access("\(folder)/\(part)", mode) != 0 {
            throw StoreError.folder(folder, reason: "\(folder)/\(part): \(String(cString: strerror(errno)))")
        }
    }

    /// The default folder of a notebook's store: `output/store` in the folder of its project.
    ///
    /// The project's folder is the notebook's folder, or its parent if that folder is called `notebooks`. So the store does not depend on
    /// the working directory or on the report's path.
    package static func standardFolder(notebook: String) -> String {
        "\(projectFolder(ofFolder: notebook.resolvedPath.parentFolder))/output/store"
    }

    package static func projectFolder(ofFolder folder: String) -> String {
        folder.lastComponent == "notebooks" ? folder.parentFolder : folder
    }

    /// True if there is a store in a folder. This check creates none.
    package static func exists(at folder: String) -> Bool { access("\(folder)/format", F_OK) == 0 }

    /// True for a store of any version.
    static func isStore(_ folder: String) -> Bool {
        formatText(of: folder)?.hasPrefix(formatPrefix) == true
    }

    /// True for a store of an earlier version, whose keys have no meaning for this one.
    package static func isEarlier(_ folder: String) -> Bool {
        guard let text = formatText(of: folder), let number = Int(text.dropFirst(formatPrefix.count)) else {
            return false
        }
        return text.hasPrefix(formatPrefix) && number < formatNumber
    }

    private static func formatText(of folder: String) -> String? {
        guard let bytes = try? InputFile.bytes("\(folder)/format", limit: 1_000) else { return nil }
        return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func checkFormat() throws {
        let path = "\(folder)/format"
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try InputFile.bytes(path, limit: 1_000)
        } catch {
            guard error.code == ENOENT, !isForReading else {
                throw StoreError.folder(folder, reason: "\(path) can't be read: \(error.cause)")
            }
            do throws(FileError) {
                try AtomicFile.write(Array("\(Store.format)\n".utf8), to: path)
                try AtomicFile.write(Array(Store.readme.utf8), to: "\(folder)/README.txt")
            } catch {
                throw StoreError.folder(folder, reason: "\(path): \(error.cause)")
            }
            return
        }
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        if Store.isEarlier(folder) { throw StoreError.earlierFormat(folder: folder) }
        guard text == Store.format else {
            throw StoreError.format(folder: folder, found: "its format file says '\(text.prefix(40))'")
        }
    }

    private static let readme = """
        Practicum's store: what runs of notebooks have computed, kept by a hash of all that it depends on.

        `practicum clean` shows what is in it and removes what you choose. Removing this folder loses no more than time:
        everything in it is computed again when it is needed.

        """

    // MARK: Places

    /// A path in one of the store's folders. Files are distributed over 256 subfolders.
    func path(_ part: String, _ name: String) -> String { "\(folder)/\(part)/\(name.prefix(2))/\(name)" }

    /// Marks something as used now, for the keep-policy. Only looking at it does not count as use.
    func touch(_ path: String) {
        if !isForReading { utimes(path, nil) }
    }
}
