import Foundation

package enum SymbolicLink {
    /// Creates a link, replacing a file or link with this name. Readers see either the old or the new one, never none.
    package static func make(at path: String, to destination: String) throws(FileError) {
        let temporary = "\(path.parentFolder)/\(AtomicFile.temporaryName(for: path.lastComponent))"
        guard symlink(destination, temporary) == 0 else { throw FileError(path: path, operation: .write, code: errno) }
        guard rename(temporary, path) == 0 else {
            let error = FileError(path: path, operation: .write, code: errno)
            unlink(temporary)
            throw error
        }
    }
}
