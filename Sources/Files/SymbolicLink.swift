import Foundation

package enum SymbolicLink {
    /// Makes a link, in place of a file or link that stands there: readers see the one or the other, never none.
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
