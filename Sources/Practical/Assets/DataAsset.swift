import Files
import Foundation
import SampleCorpus

/// The data files that a task reads on this machine.
///
/// Order: files named by the user; the program's cache; the sample corpus that ships.
struct DataAsset: Sendable, Equatable {
    enum Origin: Sendable, Equatable { case named, cache, sample }

    var task: Task
    var origin: Origin
    var train: String
    var validation: String
    /// Why it is the sample; nil otherwise.
    var fallback: String?

    /// What the corpus is called: `conll2003` or `squad`.
    static func name(_ task: Task) -> String { task == .ner ? "conll2003" : "squad" }

    /// Where the cache keeps the two files.
    static func cacheFiles(_ task: Task) -> (train: String, validation: String) {
        let folder = "\(AssetFolders.cache)/datasets/\(name(task))"
        return task == .ner
            ? ("\(folder)/train.txt", "\(folder)/valid.txt")
            : ("\(folder)/train-v1.1.json", "\(folder)/dev-v1.1.json")
    }

    /// Finds a task's files; empty strings stand for files that were not named. Sample files are written where they will be read.
    static func resolve(_ task: Task, train: String, validation: String) throws -> DataAsset {
        if !train.isEmpty || !validation.isEmpty {
            guard !train.isEmpty else {
                throw AssetError.halfNamed(task: task.title, given: "validation", missing: "train")
            }
            guard !validation.isEmpty else {
                throw AssetError.halfNamed(task: task.title, given: "train", missing: "validation")
            }
            for path in [train, validation] {
                guard AssetFolders.isFile(path) else { throw AssetError.noSuchFile(path) }
                // What it is and how large, before it is read whole.
                _ = try InputFile(path, limit: InputFile.Limit.data)
            }
            return DataAsset(task: task, origin: .named, train: train, validation: validation, fallback: nil)
        }
        let cached = cacheFiles(task)
        if AssetFolders.isFile(cached.train), AssetFolders.isFile(cached.validation) {
            return DataAsset(
                task: task, origin: .cache, train: cached.train, validation: cached.validation, fallback: nil)
        }
        let files = try sample.get()
        return DataAsset(
            task: task, origin: .sample, train: task == .ner ? files.nerTrain : files.qaTrain,
            validation: task == .ner ? files.nerValidation : files.qaValidation,
            fallback:
                "no files were named (parameters \(task.rawValue)-train and \(task.rawValue)-validation), and there are none in \(AssetFolders.cache)/datasets/\(name(task))"
        )
    }

    /// The sample corpus's files, made once a run: making them takes a third of a second.
    private static let sample = Result {
        try SampleFiles.write(to: "\(AssetFolders.cache)/sample/v\(SampleFiles.version)")
    }

    /// A one-line name of the source.
    var source: String {
        switch origin {
        case .named: "named files"
        case .cache: "\(DataAsset.name(task)) from the cache"
        case .sample: "the sample corpus that ships"
        }
    }

    var notice: String? {
        fallback.map {
            "\(task.title) data: the sample corpus takes the place of \(DataAsset.name(task)), since \($0)."
        }
    }
}
