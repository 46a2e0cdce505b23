import Files

/// The files of the splits in a folder of a data set, by their names.
///
/// `train` (or `training`), `validation` (or `valid`, `dev`, `val`) and `test` begin the name of a file, or are the name of a folder of shards; the rest
/// of a file's name does not count. They are looked for in the folder itself, in `data`, and in the only other folder that has any: so
/// the Hub lays its data sets out (`data/train-00000-of-00001.parquet`, `CONFIG/train/0000.parquet`).
package struct SplitFolder: Sendable, Equatable {
    /// The training files in their order: one file, or the shards that count as one.
    package private(set) var train: [String] = []
    /// The validation files in their order.
    package private(set) var validation: [String] = []
    /// Test files, which are not used.
    package private(set) var test: [String] = []
    /// Whether there is no validation split, and the files to validate on are those of the test split.
    package private(set) var testStandsIn = false

    private static let splits: [(name: String, path: WritableKeyPath<SplitFolder, [String]> & Sendable)] = [
        ("train", \.train), ("training", \.train), ("validation", \.validation), ("valid", \.validation),
        ("dev", \.validation), ("val", \.validation), ("test", \.test),
    ]
    private static let endings = [
        "txt", "conll", "conllu", "iob", "iob2", "bio", "json", "jsonl", "tsv", "csv", "parquet",
    ]

    /// Searches the splits in a folder.
    ///
    /// - Parameter needsValidation: False where the files to validate on are named elsewhere: those of the folder are of no account.
    /// - Throws: `AssetError`: `noSplit`, `severalFiles`, `missingShard`, `severalConfigurations`.
    package init(_ folder: String, needsValidation: Bool = true) throws {
        let folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        try self.init(folder, in: .disk, called: folder, needsValidation: needsValidation)
    }

    /// - Parameter name: What errors call the folder.
    init(_ folder: String, in tree: FolderTree, called name: String, needsValidation: Bool = true) throws {
        var found = SplitFolder(flat: folder, in: tree)
        if found.train.isEmpty { found = SplitFolder(flat: FolderTree.path(folder, "data"), in: tree) }
        if found.train.isEmpty {
            let inner = tree.names(folder)
                .map { (name: $0, splits: SplitFolder(flat: FolderTree.path(folder, $0), in: tree)) }
                .filter { !$0.splits.train.isEmpty }
            if inner.count > 1 { throw AssetError.severalConfigurations(folder: name, names: inner.map(\.name)) }
            found = inner.first?.splits ?? found
        }
        if needsValidation, found.validation.isEmpty, !found.test.isEmpty {
            (found.validation, found.test, found.testStandsIn) = (found.test, [], true)
        }
        let needed: [(name: String, path: WritableKeyPath<SplitFolder, [String]>)] =
            [("training", \.train)] + (needsValidation ? [("validation", \.validation)] : [])
        for (split, path) in needed {
            guard !found[keyPath: path].isEmpty else {
                throw AssetError.noSplit(
                    folder: name, split: split,
                    found: (found.train + found.validation + found.test).map(\.lastComponent))
            }
            found[keyPath: path] = try Shard.inOrder(found[keyPath: path])
        }
        self = found
    }

    /// What one folder holds, the files of each split in the order of their names.
    private init(flat folder: String, in tree: FolderTree) {
        var files: [String: [String]] = [:]
        for name in tree.names(folder) {
            guard let (split, _) = Self.splits.first(where: { Self.name(name, isOf: $0.name) }) else { continue }
            let path = FolderTree.path(folder, name)
            if tree.isFolder(path) {
                guard name.lowercased() == split else { continue }
                files[split, default: []] += tree.names(path).filter(Self.isData).map { "\(path)/\($0)" }
            } else if Self.isData(name) {
                files[split, default: []].append(path)
            }
        }
        for (name, path) in Self.splits { self[keyPath: path] += files[name] ?? [] }
    }

    /// Whether a file's name is that of a split, alone or followed by something that is not a letter:
    /// `train-v1.1.json`, not `trainer.json`.
    private static func name(_ name: String, isOf split: String) -> Bool {
        let name = name.lowercased()
        return name.hasPrefix(split) && name.dropFirst(split.count).first.map { !$0.isLetter } ?? true
    }

    /// Whether a file has the ending of one of the formats, compressed or not.
    static func isData(_ name: String) -> Bool {
        var parts = name.lowercased().split(separator: ".").map(String.init)
        if let last = parts.last, ["gz", "zst"].contains(last) { parts.removeLast() }
        return parts.last.map(endings.contains) ?? false
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

    /// `train-00000-of-00002.parquet`, or with 16 digits of a hash before the ending, as older `datasets` wrote; `0000.parquet`.
    init?(_ path: String) {
        let name = path.lastComponent
        if let match = name.wholeMatch(of: #/(.+)-(\d{1,9})-of-(\d{1,9})(?:-[0-9a-f]{16})?(\..+)/#),
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
        guard let first = shards.first, Set(shards.map(\.number)).count == paths.count,
            shards.allSatisfy({ $0.rest == first.rest })
        else {
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
