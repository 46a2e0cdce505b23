import Foundation

/// An error of a store or of something in it.
package enum StoreError: Error, Sendable, Equatable {
    /// The folder cannot be created, read or written.
    case folder(String, reason: String)
    /// The folder holds something else, or a store of another version.
    case format(folder: String, found: String)
    /// A store of an earlier version.
    case earlierFormat(folder: String)
    /// A blob or record whose content differs from what was written.
    case damaged(path: String, reason: String)
    /// A file that a record names does not exist.
    case missing(path: String)
    /// A file or folder that cannot be written.
    case unwritable(path: String, reason: String)
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .folder(let folder, let reason):
            return "the store \(folder) can't be used: \(reason). Correct its permissions, or name another folder with "
                + "`--store` or in PRACTICUM_STORE."
        case .format(let folder, let found):
            return
                "\(folder) is not a store of this version of Practicum: \(found). Name an empty or a new folder with "
                + "`--store`."
        case .earlierFormat(let folder):
            return
                "the store \(folder) is of an earlier version of Practicum, and is left as it is. Name a new folder with "
                + "`--store` or in PRACTICUM_STORE, or remove \(folder): what was in it is computed again."
        case .damaged(let path, let reason): return "\(path) is damaged: \(reason)"
        case .missing(let path): return "\(path) does not exist any more"
        case .unwritable(let path, let reason): return "\(path) can't be written: \(reason)"
        }
    }
}
