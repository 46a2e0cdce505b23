import Files
import Foundation

/// A repository that a `LocalHub` offers.
package struct ServedRepository: Sendable {
    package struct File: Sendable {
        let content: Data
        /// SHA-256 of the content, for a file in large-file storage; nil for others.
        let sha256: String?
        let gitID: String

        init(_ content: Data, isLarge: Bool) {
            self.content = content
            sha256 = isLarge ? SHA256.hash(content).hexadecimal : nil
            let stored = sha256.map {
                "version https://git-lfs.github.com/spec/v1\noid sha256:\($0)\nsize \(content.count)\n"
            }
            var hash = SHA1.ofGitBlob(count: stored?.utf8.count ?? content.count)
            (stored.map { Data($0.utf8) } ?? content).withUnsafeBytes { hash.update($0) }
            gitID = hash.hexadecimal()
        }

        var etag: String { sha256 ?? gitID }
    }

    /// `models` or `datasets`.
    let collection: String
    let id: String
    let commit: String
    let files: [String: File]
    /// Branches and tags.
    let revisions: Set<String>
    package var license: String?
    /// Requests without a token of `LocalHub.tokens` are told that the repository is gated.
    package var isGated = false
    /// Requests without such a token are told that the repository does not exist.
    package var isPrivate = false

    /// - Parameters:
    ///   - collection: `models` or `datasets`.
    ///   - files: Content by path. Weights, tables and files of more than 1 MB are in large-file storage.
    package init(_ collection: String, _ id: String, files: [String: Data], revisions: Set<String> = ["main"]) {
        self.collection = collection
        self.id = id
        self.revisions = revisions
        let large = [".safetensors", ".parquet", ".bin"]
        var served: [String: File] = [:]
        for (path, content) in files {
            served[path] = File(content, isLarge: content.count > 1_000_000 || large.contains { path.hasSuffix($0) })
        }
        self.files = served
        // The same files give the same commit.
        var hash = SHA1()
        for (path, file) in served.sorted(by: { $0.key < $1.key }) {
            Array("\(path) \(file.etag)\n".utf8).withUnsafeBytes { hash.update($0) }
        }
        commit = hash.hexadecimal()
    }

    package var contentByPath: [String: Data] { files.mapValues(\.content) }

    /// The name of each file's blob in a cache, and its content.
    package var contents: [(etag: String, bytes: Data)] { files.values.map { ($0.etag, $0.content) } }

    /// The repositories in a folder: `models/ORGANISATION/NAME/…` and `datasets/ORGANISATION/NAME/…`.
    package static func all(in folder: String) throws -> [ServedRepository] {
        let manager = FileManager.default
        func names(_ path: String) -> [String] {
            ((try? manager.contentsOfDirectory(atPath: path)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
        }
        var repositories: [ServedRepository] = []
        for collection in ["models", "datasets"] {
            for organisation in names("\(folder)/\(collection)") {
                for name in names("\(folder)/\(collection)/\(organisation)") {
                    let root = "\(folder)/\(collection)/\(organisation)/\(name)"
                    var files: [String: Data] = [:]
                    for path in (try? manager.subpathsOfDirectory(atPath: root)) ?? [] {
                        guard FileKind.isRegular("\(root)/\(path)") else { continue }
                        files[path] = try Data(
                            contentsOf: URL(fileURLWithPath: "\(root)/\(path)"), options: .mappedIfSafe)
                    }
                    var repository = ServedRepository(collection, "\(organisation)/\(name)", files: files)
                    let card = files["README.md"].map { String(decoding: $0, as: UTF8.self) } ?? ""
                    repository.license = card.split(separator: "\n").first { $0.hasPrefix("license: ") }
                        .map { String($0.dropFirst("license: ".count)) }
                    repositories.append(repository)
                }
            }
        }
        return repositories
    }
}
