import Files
import Foundation

/// The folder where outputs, costly slots and unfinished work are kept by key.
///
/// | path | what it holds |
/// | --- | --- |
/// | `format` | the line `practicum store 1` |
/// | `README.txt` | what this folder is, for whoever finds it |
/// | `lock` | held shared by runs, alone by cleaning |
/// | `blobs/ab/ab12…` | the bytes whose SHA-256 is the file's name: pictures, weights, moments |
/// | `results/cd/cd34…` | a record by a command's output key: what it showed, and the digests of its pictures |
/// | `slots/ef/ef56…` | a record by a slot version's key: the names and digests of its files |
/// | `progress/78…/` | what an unfinished command needs to go on, by its key: a record and its files |
/// | `notebooks/NAME-90ab…/` | `memory`: a record of what the latest run of a notebook and profile was; `lock`: held by its run |
///
/// A record is one line with the SHA-256 of what follows, then JSON. Every file is written under another name, flushed and
/// renamed, so it is there whole or not at all; everything is checked when it is read. Nothing is ever changed in place, so
/// any number of processes can read while others write.
package final class Store {
    /// As given, e.g. `output/store`.
    package let folder: String
    private let isForReading: Bool

    static let format = "practicum store 1"

    /// Opens a store, and makes it when there is none.
    ///
    /// - Parameter isForReading: True for one that is there and is only looked at: its files may belong to somebody else.
    /// - Throws: `StoreError` when the folder can't be read and written, or holds something else.
    package init(folder: String, isForReading: Bool = false) throws {
        self.folder = folder
        self.isForReading = isForReading
        if isForReading {
            try check(access: R_OK | X_OK)
            try checkFormat()
            return
        }
        do {
            for part in ["blobs", "results", "slots", "progress", "notebooks"] {
                try AtomicFile.makeFolder("\(folder)/\(part)")
            }
        } catch {
            throw StoreError.folder(folder, reason: "\(error.path): \(String(cString: strerror(error.code)))")
        }
        try checkFormat()
        try check(access: R_OK | W_OK | X_OK)
    }

    private func check(access mode: Int32) throws {
        for part in ["", "blobs", "results", "slots", "progress", "notebooks"]
        where access("\(folder)/\(part)", mode) != 0 {
            throw StoreError.folder(folder, reason: "\(folder)/\(part): \(String(cString: strerror(errno)))")
        }
    }

    /// Where a store is when nobody says: beside the report.
    package static func standardFolder(reportPath: String) -> String {
        guard let slash = reportPath.lastIndex(of: "/") else { return "store" }
        return "\(reportPath[...slash])store"
    }

    /// True when there is a store in a folder, so that asking does not make one.
    package static func exists(at folder: String) -> Bool { access("\(folder)/format", F_OK) == 0 }

    private func checkFormat() throws {
        let path = "\(folder)/format"
        guard let data = FileManager.default.contents(atPath: path) else {
            guard errno == ENOENT || access(path, F_OK) != 0 else {
                throw StoreError.folder(folder, reason: "\(path) can't be read")
            }
            do {
                try AtomicFile.write(Array("\(Store.format)\n".utf8), to: path)
                try AtomicFile.write(Array(Store.readme.utf8), to: "\(folder)/README.txt")
            } catch {
                throw StoreError.folder(folder, reason: "\(path): \(String(cString: strerror(error.code)))")
            }
            return
        }
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
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
