import Execution
import Foundation

/// Sizes and checksums of asset files.
enum AssetFiles {
    /// SHA-256, remembered by path, inode, size and times.
    static func digest(_ path: String) throws -> String {
        let digests = FileDigests(cachePath: FileDigests.standardCachePath)
        let digest = try digests.digest(ofFile: path)
        digests.save()
        return digest
    }

    static func size(_ path: String) -> Int {
        // A link's own size says nothing: Hugging Face's cache is made of links.
        let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: resolved)
        return (attributes?[.size] as? Int) ?? 0
    }
}
