import Execution
import Files
import Foundation
import Hub

/// The folders on this machine in which assets are searched.
enum AssetFolders {
    private static var environment: [String: String] { ProcessInfo.processInfo.environment }

    private static var home: String { environment["HOME"] ?? NSHomeDirectory() }

    /// The program's own cache.
    static var cache: String { CacheFolder.own ?? "\(home)/.cache/practicum" }

    /// Hugging Face's cache of models and data sets, found by Hugging Face's own rules.
    static var huggingFaceHub: String {
        HubSettings.cacheFolder(in: environment) ?? "\(home)/.cache/huggingface/hub"
    }

    /// The snapshot of a repository in Hugging Face's cache, and its commit. Nil if there is no usable snapshot.
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
    /// A fingerprint for an asset that replaces the requested one: a cell that reports this must differ
    /// from a cell that has nothing to report.
    static func substitution(of name: String, for user: String) -> Fingerprint {
        Fingerprint(
            role: "in place of \(name), for \(user)", name: "what takes the place of \(name)",
            digest: SHA256.hash(name.utf8).hexadecimal)
    }
}
