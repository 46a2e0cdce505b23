/// A file of a repository, as the Hub lists it.
package struct HubFile: Sendable, Hashable {
    /// What its content is checked against.
    package enum Hash: Sendable, Hashable {
        /// Of its bytes, for a file in large-file storage.
        case sha256(String)
        /// The id that git gives to it: SHA-1 of its length and bytes.
        case gitBlob(String)

        /// Lower-case hexadecimal digits, 64 or 40: the file's ETag, and the name of its blob in the cache.
        package var hexadecimal: String {
            switch self {
            case .sha256(let digits), .gitBlob(let digits): digits
            }
        }
    }

    /// Its place in the repository, e.g. `data/train.parquet`: a relative path of plain names.
    package let path: String
    /// Bytes.
    package let size: Int
    package let hash: Hash

    /// - Throws: `HubError.badFileName` for a path that would lead out of a folder, or that no folder can hold.
    package init(path: String, size: Int, hash: Hash, in repository: HubRepository) throws(HubError) {
        if let reason = FilePathFault.of(path) {
            throw .badFileName(path, in: repository.name, reason: reason)
        }
        self.path = path
        self.size = size
        self.hash = hash
    }

    /// Whether a text is a commit's full id.
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
    /// As its card names it, e.g. `apache-2.0`; nil where the card names none.
    package let license: String?
}

/// A repository at one commit in the cache. It may hold some of its files only.
package struct HubSnapshot: Sendable, Equatable {
    package let folder: String
    package let commit: String
}
