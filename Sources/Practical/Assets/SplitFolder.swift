import Files
import Foundation

/// The files of the splits in a folder of a data set, by their names.
///
/// The name of a file begins with `train`, `validation` (or `valid`, `dev`, `val`) or `test`, or this is the name of a folder of shards.
/// The rest of a file's name does not matter. The files are searched in the folder itself, in `data`, and in the only other folder that has
/// any. The Hub uses this layout for its data sets (`data/train-00000-of-00001.parquet`, `CONFIG/train/0000.parquet`).
package struct SplitFolder: Sendable, Equatable {
    /// The training files in their order: one file, or the shards that count as one.
    package private(set) var train: [String] = []
    /// The validation files in their order.
    package private(set) var validation: [String] = []
    /// Test files, which are not used.
    package private(set) var test: [String] = []

    private static let splits: [(name: String, path: WritableKeyPath<SplitFolder, [String]> & Sendable)] = [
        ("train", \.train), ("training", \.train), ("validation", \.validation), ("valid", \.validation),
        ("dev", \.validation), ("val", \.validation), ("test", \.test),
    ]
    private static let endings = [
        "txt", "conll", "conllu", "iob", "iob2", "bio", "json", "jsonl", "tsv", "csv", "parquet",
    ]

    /// Searches the splits in a folder.
    ///
    /// - Throws: `AssetError`: `noSplit`, `severalFiles`, `missingShard`, `severalConfigurations`.
    package init(_ folder: String) throws {
        let folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        var found = try SplitFolder(flat: folder)
        if found.train.isEmpty { found = try SplitFolder(flat: "\(folder)/data") }
        if found.train.isEmpty {
            let inner = try Self.entries(of: folder).filter { AssetFolders.isFolder("\(folder)/\($0)") }
                .map { (name: $0, splits: try SplitFolder(flat: "\(folder)/\($0)")) }
                .filter { !$0.splits.train.isEmpty }
            if inner.count > 1 { throw AssetError.severalConfigurations(folder: folder, names: inner.map(\.name)) }
            found = inner.first?.splits ?? found
        }
        for (split, files) in [("training", found.train), ("validation", found.validation)] where files.isEmpty {
            throw AssetError.noSplit(
                folder: folder, split: split, found: (found.train + found.validation + found.test).map(\.lastComponent))
        }
        self = found
    }

    /// The splits in one folder.
    private init(flat folder: String) throws {
        var files: [String: [String]] = [:]
        for name in Self.entries(of: folder) {
            guard let (split, _) = Self.splits.first(where: { Self.name(name, isOf: $0.name) }) else { continue }
            if AssetFolders.isFolder("\(folder)/\(name)") {
                guard name.lowercased() == split else { continue }
                files[split, default: []] += Self.entries(of: "\(folder)/\(name)").filter(Self.isData)
                    .map { "\(folder)/\(name)/\($0)" }
            } else if Self.isData(name) {
                files[split, default: []].append("\(folder)/\(name)")
            }
        }
        for (name, path) in Self.splits { self[keyPath: path] += files[name] ?? [] }
        for path in [\SplitFolder.train, \.validation, \.test] {
            self[keyPath: path] = try Shard.inOrder(self[keyPath: path])
        }
    }

    /// Whether a file's name is that of a split, alone or followed by something that is not a letter:
    /// `train-v1.1.json`, not `trainer.json`.
    private static func name(_ name: String, isOf split: String) -> Bool {
        let name = name.lowercased()
        return name.hasPrefix(split) && name.dropFirst(split.count).first.map { !$0.isLetter } ?? true
    }

    /// Whether a file has the extension of one of the formats, compressed or not.
    private static func isData(_ name: String) -> Bool {
        var parts = name.lowercased().split(separator: ".").map(String.init)
        if let last = parts.last, ["gz", "zst"].contains(last) { parts.removeLast() }
        return parts.last.map(endings.contains) ?? false
    }

    private static func entries(of folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }
}

/// A file that, by its name, is a part of a split.
private struct Shard {
    var path: String
    /// The name without the number.
    var rest: String
    var number: Int
    /// The number of shards, or nil if the name doesn't contain it.
    var count: Int?

    /// Parses names such as `train-00000-of-00002.parquet` and `0000.parquet`.
    init?(_ path: String) {
        let name = path.lastComponent
        if let match = name.wholeMatch(of: #/(.+)-(\d{1,9})-of-(\d{1,9})(\..+)/#),
            let number = Int(match.2), let count = Int(match.3)
        {
            self.init(
                path: path, rest: "\(path.parentFolder)/\(match.1) \(count)\(match.4)", number: number, count: count)
        } else if let match = name.wholeMatch(of: #/(\d{1,9})(\..+)/#), let number = Int(match.1) {
            self.init(path: path, rest: "\(path.parentFolder)/\(match.2)", number: number)
        } else {
            return nil
        }
    }

    private init(path: String, rest: String, number: Int, count: Int? = nil) {
        (self.path, self.rest, self.number, self.count) = (path, rest, number, count)
    }

    /// The files of one split in the order of their numbers.
    ///
    /// - Throws: `AssetError.severalFiles` if they are not shards of one file, `AssetError.missingShard`.
    static func inOrder(_ paths: [String]) throws -> [String] {
        let shards = paths.compactMap(Shard.init).sorted { $0.number < $1.number }
        guard let first = shards.first, shards.count == paths.count, shards.allSatisfy({ $0.rest == first.rest }) else {
            if paths.count > 1 { throw AssetError.severalFiles(paths) }
            return paths
        }
        for index in 0..<max(first.count ?? 0, shards.count)
        where !shards.indices.contains(index) || shards[index].number != index {
            throw AssetError.missingShard(first.path, number: index, count: first.count)
        }
        return shards.map(\.path)
    }
}
