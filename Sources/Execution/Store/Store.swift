import Files
import Foundation

/// The folder where outputs, costly slots and unfinished work are kept by key.
///
/// | path | what it holds |
/// | --- | --- |
/// | `format` | the line `practicum store 3` |
/// | `README.txt` | what this folder is, for whoever finds it |
/// | `lock` | held shared by runs, alone by cleaning |
/// | `blobs/ab/ab12…` | the bytes whose SHA-256 is the file's name: pictures, weights, moments |
/// | `results/cd/cd34…` | a record by a command's output key: what it showed, and the digests of its pictures |
/// | `slots/ef/ef56…` | a record by the key of what a command wrote into a slot: the names and digests of its files, or the digest of what a cheap command gave |
/// | `progress/78…/` | what an unfinished command needs to go on, by its key: a record and its files |
/// | `locks/9a…` | held while the command of that key runs |
/// | `notebooks/NAME-90ab…/` | `memory`: a record of what the latest run of a notebook and profile was; `runs/`: one for each set of parameters, of the keys that its latest run made or read |
///
/// A record is one line with the SHA-256 of what follows, then JSON. Every file is written under another name, flushed and
/// renamed, so it is there whole or not at all; everything is checked when it is read. Nothing is ever changed in place, so
/// any number of processes can read while others write.
package final class Store {
    /// As given.
    package let folder: String
    private let isForReading: Bool

    private static let formatPrefix = "practicum store "
    private static let formatNumber = 3
    static var format: String { "\(formatPrefix)\(formatNumber)" }

    /// Opens a store, and makes it when there is none.
    ///
    /// - Parameter isForReading: True for one that is there and is only looked at: its files may belong to somebody else.
    /// - Throws: `StoreError` when the folder can't be read and written, or holds something else.
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

    /// A folder that holds other things does not become a store. Nothing is touched.
    package static func checkPlace(_ folder: String) throws {
        guard !Store.exists(at: folder) else { return }
        var status = stat()
        if stat(folder, &status) == 0, status.st_mode & S_IFMT != S_IFDIR {
            throw StoreError.folder(folder, reason: String(cString: strerror(ENOTDIR)))
        }
        // Another process may be making one here.
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

    /// Where a notebook's store is when nobody says: `output/store` in the folder of its project.
    ///
    /// The project's folder is the notebook's, or the one above when that is called `notebooks`. So the store is the same one
    /// from every working directory, and wherever the report goes.
    package static func standardFolder(notebook: String) -> String {
        "\(projectFolder(ofFolder: notebook.resolvedPath.parentFolder))/output/store"
    }

    package static func projectFolder(ofFolder folder: String) -> String {
        folder.lastComponent == "notebooks" ? folder.parentFolder : folder
    }

    /// True when there is a store in a folder, so that asking does not make one.
    package static func exists(at folder: String) -> Bool { access("\(folder)/format", F_OK) == 0 }

    /// True for a store of any version.
    static func isStore(_ folder: String) -> Bool {
        formatText(of: folder)?.hasPrefix(formatPrefix) == true
    }

    /// True for a store that an earlier version made: its keys say nothing to this one.
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

    /// A path in one of the store's folders, spread over 256 folders.
    func path(_ part: String, _ name: String) -> String { "\(folder)/\(part)/\(name.prefix(2))/\(name)" }

    /// Marks something as used now, for the keep-policy; a look is no use.
    func touch(_ path: String) {
        if !isForReading { utimes(path, nil) }
    }
}
