import Execution
import Files
import Foundation

/// Where assets are looked for on this machine.
enum AssetFolders {
    private static var environment: [String: String] { ProcessInfo.processInfo.environment }

    private static var home: String { environment["HOME"] ?? NSHomeDirectory() }

    private static func set(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The program's own cache.
    static var cache: String { CacheFolder.own ?? "\(home)/.cache/practicum" }

    /// Hugging Face's cache of models and data sets, by its own conventions.
    static var huggingFaceHub: String {
        if let folder = set("HF_HUB_CACHE") { return folder }
        if let folder = set("HF_HOME") { return "\(folder)/hub" }
        return (CacheFolder.ofUser ?? "\(home)/.cache") + "/huggingface/hub"
    }

    /// The snapshot of a repository in Hugging Face's cache: the one `main` points to, or the only one.
    static func snapshot(of repository: String, kind: String = "models") -> String? {
        let folder = "\(huggingFaceHub)/\(kind)--" + repository.replacingOccurrences(of: "/", with: "--")
        if let revision = try? InputFile.bytes("\(folder)/refs/main", limit: 1_000) {
            let path =
                "\(folder)/snapshots/\(String(decoding: revision, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))"
            if isFolder(path) { return path }
        }
        let snapshots = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/snapshots"))?.sorted() ?? []
        return snapshots.last.map { "\(folder)/snapshots/\($0)" }
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
