import FileKinds

/// A model or data set on the Hub, at a revision.
package struct HubRepository: Sendable, Hashable {
    package enum Kind: String, Sendable {
        case model, dataset
    }

    package let kind: Kind
    /// `name` or `organisation/name`.
    package let id: String
    /// A branch, a tag or a commit.
    package let revision: String

    /// - Throws: `HubError.badID` or `HubError.badRevision`.
    package init(_ kind: Kind, _ id: String, revision: String = "main") throws(HubError) {
        if let reason = Self.fault(inID: id) { throw .badID(id, reason: reason) }
        if let reason = Self.fault(inRevision: revision) { throw .badRevision(revision, of: id, reason: reason) }
        self.kind = kind
        self.id = id
        self.revision = revision
    }

    /// The rules of `validate_repo_id` in huggingface_hub's `_validators.py`.
    private static func fault(inID id: String) -> String? {
        let parts = id.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count > 2 { return "it has more than one slash" }
        for part in parts {
            if part.isEmpty { return "a name is missing in it" }
            if part.utf8.count > 96 { return "a name in it is longer than 96 characters" }
            let isAllowed = part.unicodeScalars.allSatisfy {
                $0.isASCII
                    && ($0.properties.isAlphabetic || $0.properties.numericType != nil
                        || "-_.".unicodeScalars.contains($0))
            }
            if !isAllowed { return "it may contain only English letters, digits, '-', '_' and '.'" }
            if let first = part.first, let last = part.last, "-.".contains(first) || "-.".contains(last) {
                return "a name in it begins or ends with '-' or '.'"
            }
        }
        if id.contains("--") || id.contains("..") { return "it must not contain '--' or '..'" }
        if id.hasSuffix(".git") { return "it ends in '.git'" }
        return nil
    }

    /// The rules of `git check-ref-format` that keep a revision inside its folder.
    private static func fault(inRevision revision: String) -> String? {
        if revision.utf8.count > 255 { return "it is longer than 255 bytes" }
        if let reason = FilePathFault.of(revision) { return reason }
        let isOdd = revision.unicodeScalars.contains { " ~^:?*[".unicodeScalars.contains($0) }
        if isOdd || revision.contains("..") {
            return "it contains '..', or a character that git does not allow in names"
        }
        if revision.split(separator: "/").contains(where: { $0.hasPrefix(".") }) {
            return "a part of it begins with '.'"
        }
        return nil
    }

    /// `models` or `datasets`: the kind in the Hub's API.
    var collection: String { "\(kind.rawValue)s" }

    /// The prefix of the id in the address of a page or a file: data sets have one, models have none.
    var addressPath: String { kind == .model ? id : "\(collection)/\(id)" }

    /// Its folder in the cache, e.g. `models--google--bert`.
    var folderName: String { ([collection] + id.split(separator: "/").map(String.init)).joined(separator: "--") }

    /// The commit, if the revision is one.
    var pinnedCommit: String? { HubFile.isCommit(revision) ? revision : nil }

    /// For messages: `model google/bert`, `data set glue (revision v2)`.
    package var name: String {
        "\(kind == .model ? "model" : "data set") \(id)\(revision == "main" ? "" : " (revision \(revision.shortened()))")"
    }
}

/// Why a server's path is not safe as a path in a local folder.
enum FilePathFault {
    /// Nil for a relative path whose parts are all names; otherwise what is wrong, as part of a sentence.
    static func of(_ path: String) -> String? {
        if path.isEmpty { return "it is empty" }
        if path.utf8.count > 1_024 { return "it is longer than 1,024 bytes" }
        if path.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) {
            return "it has a control character"
        }
        if path.contains("\\") { return "it has a backslash" }
        if path.hasPrefix("/") { return "it is an absolute path" }
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            if part.isEmpty { return "a part between its slashes is empty" }
            if part == "." || part == ".." { return "a part of it is '\(part)'" }
            if part.utf8.count > 255 { return "a part of it is longer than 255 bytes" }
        }
        return nil
    }
}
