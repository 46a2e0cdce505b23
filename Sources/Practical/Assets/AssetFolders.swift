import Execution
import Files
import Foundation
import Hub

/// Where assets are looked for on this machine.
enum AssetFolders {
    private static var environment: [String: String] { ProcessInfo.processInfo.environment }

    private static var home: String { environment["HOME"] ?? NSHomeDirectory() }

    /// The program's own cache.
    static var cache: String { CacheFolder.own ?? "\(home)/.cache/practicum" }

    /// Hugging Face's cache of models and data sets, by its own conventions.
    static var huggingFaceHub: String {
        HubSettings.cacheFolder(in: environment) ?? "\(home)/.cache/huggingface/hub"
    }

    /// The snapshot of a repository in Hugging Face's cache, and its commit; nil where there is none, or none that can be used.
    static func snapshot(of repository: HubRepository) -> (folder: String, commit: String)? {
        guard let snapshot = try? HubCache(folder: huggingFaceHub).snapshot(of: repository) else { return nil }
        return (snapshot.folder, snapshot.commit)
    }

    static func isFolder(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }

    static func isFile(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path) && !isFolder(path)
    }
}

extension Fingerprint {
    /// That something stands in for what was asked for: a cell which says so is another one than a cell which has no need to.
    static func substitution(of name: String, for user: String) -> Fingerprint {
        Fingerprint(
            role: "in place of \(name), for \(user)", name: "what takes the place of \(name)",
            digest: SHA256.hash(name.utf8).hexadecimal)
    }
}
