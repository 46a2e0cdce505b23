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
    /// Whether the files to validate on are a test split, since there is no other.
    var testStandsIn = false
    /// Why it is the sample; nil otherwise.
    var fallback: String?
    /// The repository in Hugging Face's cache with its revision; nil for data from other places.
    var repository: String?
    /// The licence that its source states; nil if it states none.
    var licence: String?

    /// Finds a task's files.
    ///
    /// - Parameters:
    ///   - source: a data set's name, the name of a kind of task, the file to train on, a folder with a file for each split, or a
    ///     repository of the Hub.
    ///   - train, validation: empty for files that were not named. Sample files are written where they will be read.
    static func resolve(_ task: TaskName, source: String, train: String, validation: String) throws -> DataAsset {
        let dataset = DataSource.named(source)
        if dataset == nil, TaskKinds.named(source) == nil, train.isEmpty {
            if AssetFolders.isFolder(source) {
                let splits = try SplitFolder(source, needsValidation: validation.isEmpty)
                return try DataAsset(task, .named, splits, validation: validation)
            }
            if let data = HubData(source) {
                guard let found = data.found else { throw AssetError.notFetched(data.name) }
                var asset = try DataAsset(task, .hub, found.splits, validation: validation)
                (asset.repository, asset.licence) = (found.source, found.licence)
                return asset
            }
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
        if let found = HubData(dataset).found {
            return DataAsset(
                task: task, kind: dataset.kind, dataset: dataset, origin: .hub, train: found.splits.train,
                validation: found.splits.validation, repository: found.source, licence: found.licence)
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

    /// What can be fetched of a source; nil for what is no data set of the Hub.
    static func onHub(_ source: String) -> HubAsset? {
        (DataSource.named(source).map(HubData.init) ?? (TaskKinds.named(source) == nil ? HubData(source) : nil))?.asset
    }

    /// The folder of the sample corpus's files. They are made once per run, because making them takes a third of a second.
    private static let sample = Result {
        let folder = "\(AssetFolders.cache)/sample/v\(SampleFiles.version)"
        _ = try SampleFiles.write(to: folder)
        return folder
    }

    /// What takes another split's place, to be said where the data is loaded.
    var splitNotice: String? {
        guard testStandsIn else { return nil }
        return "\(task.title) data: there is no validation split, and the test split takes its place. "
            + "Scores on it say how good a model is only as long as nothing is chosen by them."
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
            + (testStandsIn ? [.substitution(of: "a validation split", for: "\(task)")] : [])
    }

    /// The files that a notebook names directly or by their folder.
    static func namedPaths(_ paths: [String]) -> [NamedPath] {
        paths.filter { !$0.isEmpty && HubData($0) == nil }.map { path in
            let splits = AssetFolders.isFolder(path) ? try? SplitFolder(path, needsValidation: false) : nil
            return NamedPath(path, files: splits.map { [path] + $0.train + $0.validation }, use: .read)
        }
    }
}

extension DataAsset {
    /// The files of a folder, whose kind is seen from the first one.
    ///
    /// - Parameter validation: A file to validate on in place of the folder's; empty for none.
    private init(_ task: TaskName, _ origin: Origin, _ splits: SplitFolder, validation: String) throws {
        let validation = validation.isEmpty ? splits.validation : [validation]
        for path in splits.train + validation {
            guard AssetFolders.isFile(path) else { throw AssetError.noSuchFile(path) }
        }
        guard let kind = TaskKinds.all.first(where: { $0.recognizes(splits.train[0]) }) else {
            throw TaskError.unrecognizedFile(path: splits.train[0])
        }
        self.init(
            task: task, kind: kind, origin: origin, test: splits.test.first, train: splits.train,
            validation: validation, testStandsIn: splits.testStandsIn)
    }
}
