/// A file of a repository, as the Hub lists it.
package struct HubFile: Sendable, Hashable {
    /// The hash that the content is checked against.
    package enum Hash: Sendable, Hashable {
        /// The SHA-256 of its bytes, for a file in large-file storage.
        case sha256(String)
        /// Its git blob id: the SHA-1 of its length and bytes.
        case gitBlob(String)

        /// Lower-case hexadecimal digits, 64 or 40: the file's ETag, and the name of its blob in the cache.
        package var hexadecimal: String {
            switch self {
            case .sha256(let digits), .gitBlob(let digits): digits
            }
        }
    }

    /// Its path in the repository, e.g. `data/train.parquet`: a relative path of plain names.
    package let path: String
    /// Length in bytes.
    package let size: Int
    package let hash: Hash

    /// - Throws: `HubError.badFileName` for a path that leads out of its folder, or that is not a valid file name.
    package init(path: String, size: Int, hash: Hash, in repository: HubRepository) throws(HubError) {
        if let reason = FilePathFault.of(path) {
            throw .badFileName(path, in: repository.name, reason: reason)
        }
        self.path = path
        self.size = size
        self.hash = hash
    }

    /// Whether a text is a full commit id.
    static func isCommit(_ text: String) -> Bool { isHash(text, digits: 40) }

    static func isHash(_ text: String, digits: Int) -> Bool {
        text.utf8.count == digits
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}

/// What a repository holds at one commit.
package struct HubListing: Sendable {
    package let repository: HubRepository
    /// 40 hexadecimal digits.
    package let commit: String
    /// In the Hub's order.
    package let files: [HubFile]
    /// The licence that the repository's card names, e.g. `apache-2.0`; nil if it names none.
    package let license: String?
}

/// A repository at one commit in the cache. It may hold only some of the repository's files.
package struct HubSnapshot: Sendable, Equatable {
    package let folder: String
    package let commit: String
}
