import Execution
import Files
import SampleCorpus
import Tasks

/// The data files that a task reads on this machine.
///
/// The order is: files that the user named; the program's cache; Hugging Face's cache, into which a run downloads missing files; the sample
/// corpus that ships with the program.
struct DataAsset: Sendable {
    enum Origin: Sendable, Equatable { case named, cache, hub, sample }

    var task: TaskName
    var kind: any TaskKind
    /// The data set's name in the notebook; nil for a file or a kind of task.
    var dataset: DataSource?
    var origin: Origin
    /// A file with a test split that exists too and is not used.
    var test: String?
    /// The files of each split, in their order. Several files count as one.
    var train: [String]
    var validation: [String]
    /// Why the sample corpus is used; nil if it is not.
    var fallback: String?
    /// The repository in Hugging Face's cache with its revision; nil for data from other places.
    var repository: String?
    /// The licence that its source states; nil if it states none.
    var licence: String?

    /// Finds a task's files.
    ///
    /// - Parameters:
    ///   - source: a data set's name, the name of a kind of task, the training file, or a folder with a file for each split.
    ///   - train, validation: empty for files that were not named. Sample files are written to the place where they will be read.
    static func resolve(_ task: TaskName, source: String, train: String, validation: String) throws -> DataAsset {
        let dataset = DataSource.named(source)
        if dataset == nil, TaskKinds.named(source) == nil, train.isEmpty, AssetFolders.isFolder(source) {
            return try resolve(task, folder: source, validation: validation)
        }
        var kind = dataset?.kind ?? TaskKinds.named(source)
        // Anything else is the training file.
        let train = kind == nil && train.isEmpty ? source : train
        guard let dataset, train.isEmpty, validation.isEmpty else {
            if dataset == nil {
                guard kind != nil || AssetFolders.isFile(train) else { throw AssetError.noSuchData(train) }
                for (split, path) in [("train", train), ("validation", validation)] where path.isEmpty {
                    throw AssetError.unnamedFiles(task: task.title, missing: split)
                }
            }
            guard !train.isEmpty else {
                throw AssetError.halfNamed(task: task.title, given: "validation", missing: "train")
            }
            guard !validation.isEmpty else {
                throw AssetError.halfNamed(task: task.title, given: "train", missing: "validation")
            }
            for path in [train, validation] {
                guard AssetFolders.isFile(path) else { throw AssetError.noSuchFile(path) }
                // Checks the kind and the size of the file before it is read.
                _ = try InputFile(path, limit: InputFile.Limit.table)
            }
            kind = kind ?? TaskKinds.all.first { $0.recognizes(train) }
            guard let kind else { throw TaskError.unrecognizedFile(path: train) }
            return DataAsset(
                task: task, kind: kind, dataset: dataset, origin: .named, train: [train], validation: [validation])
        }
        let cached = dataset.cacheFiles
        if AssetFolders.isFile(cached.train), AssetFolders.isFile(cached.validation) {
            return DataAsset(
                task: task, kind: dataset.kind, dataset: dataset, origin: .cache, train: [cached.train],
                validation: [cached.validation])
        }
        if let found = dataset.hubFiles {
            return DataAsset(
                task: task, kind: dataset.kind, dataset: dataset, origin: .hub, train: found.train,
                validation: found.validation, repository: found.repository, licence: found.licence)
        }
        let folder = try sample.get()
        return DataAsset(
            task: task, kind: dataset.kind, dataset: dataset, origin: .sample,
            train: ["\(folder)/\(dataset.sample.train)"],
            validation: ["\(folder)/\(dataset.sample.validation)"],
            fallback:
                "no files were named (parameters \(task)-train and \(task)-validation), and it is not in Hugging Face's cache ('practicum fetch \(dataset.name)' gets it)"
        )
    }

    /// A folder with one or several files for each split.
    private static func resolve(_ task: TaskName, folder: String, validation: String) throws -> DataAsset {
        let splits = try SplitFolder(folder)
        let validation = validation.isEmpty ? splits.validation : [validation]
        for path in splits.train + validation {
            guard AssetFolders.isFile(path) else { throw AssetError.noSuchFile(path) }
        }
        guard let kind = TaskKinds.all.first(where: { $0.recognizes(splits.train[0]) }) else {
            throw TaskError.unrecognizedFile(path: splits.train[0])
        }
        return DataAsset(
            task: task, kind: kind, origin: .named, test: splits.test.first, train: splits.train, validation: validation
        )
    }

    /// The folder of the sample corpus's files. They are made once per run, because making them takes a third of a second.
    private static let sample = Result {
        let folder = "\(AssetFolders.cache)/sample/v\(SampleFiles.version)"
        _ = try SampleFiles.write(to: folder)
        return folder
    }

    /// A one-line name of the source.
    var source: String {
        switch origin {
        case .named: "named files"
        case .cache: "\(dataset?.name ?? "files") from the cache"
        case .hub: repository ?? "Hugging Face's cache"
        case .sample: "the sample corpus that ships"
        }
    }

    var notice: String? {
        fallback.map {
            "\(task.title) data: the sample corpus takes the place of \(dataset?.name ?? "files"), since \($0)."
        }
    }

    /// The files with their splits.
    var files: [(split: Split, path: String)] { train.map { (.train, $0) } + validation.map { (.validation, $0) } }

    /// The contents of all files. Their location does not matter.
    func fingerprints(in environment: any PlanEnvironment) throws -> [Fingerprint] {
        try files.map { split, path in
            Fingerprint(
                role: "\(task) \(split)", name: origin == .named ? path : "\(dataset?.name ?? "files")/\(split)",
                digest: try environment.digest(ofFile: path))
        } + (fallback == nil ? [] : [.substitution(of: dataset?.name ?? "files", for: "\(task)")])
    }

    /// The files that a notebook names directly or by their folder.
    static func namedPaths(_ paths: [String]) -> [NamedPath] {
        paths.filter { !$0.isEmpty }.map { path in
            let splits = AssetFolders.isFolder(path) ? try? SplitFolder(path) : nil
            return NamedPath(path, files: splits.map { [path] + $0.train + $0.validation }, use: .read)
        }
    }
}
