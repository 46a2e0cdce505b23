import Execution
import Foundation

/// Sizes and checksums of asset files.
enum AssetFiles {
    /// The SHA-256 of a file, remembered under its path, inode, size and times.
    static func digest(_ path: String) throws -> String {
        let digests = FileDigests(cachePath: FileDigests.standardCachePath)
        let digest = try digests.digest(ofFile: path)
        digests.save()
        return digest
    }

    static func size(_ path: String) -> Int {
        // The size of a link itself says nothing, and Hugging Face's cache consists of links.
        let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: resolved)
        return (attributes?[.size] as? Int) ?? 0
    }
}
