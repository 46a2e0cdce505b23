import Tasks

/// A data set that a notebook can name: its kind of task, and the possible places of its files.
struct DataSource: Sendable {
    /// The name in a notebook, e.g. `conll2003`.
    let name: String
    let kind: any TaskKind
    /// The names of its files in the cache.
    let files: (train: String, validation: String)
    /// The names of its files in the sample corpus.
    let sample: (train: String, validation: String)
    /// Its possible places on the Hub, the most likely first: a repository, its revision, and the folder with its files.
    let hub: [(id: String, revision: String, folder: String)]
    /// Labels or types of entities in the order in which the data set is published.
    let order: [String]

    static let all = [
        DataSource(
            name: "conll2003", kind: TokenClassification(), files: ("train.txt", "valid.txt"),
            sample: ("ner-train.txt", "ner-validation.txt"),
            hub: [
                ("lhoestq/conll2003", "main", "data"), ("eriktks/conll2003", "refs/convert/parquet", "conll2003"),
            ], order: ["PER", "ORG", "LOC", "MISC"]),
        DataSource(
            name: "squad", kind: SpanExtraction(), files: ("train-v1.1.json", "dev-v1.1.json"),
            sample: ("qa-train.json", "qa-validation.json"),
            hub: [("rajpurkar/squad", "main", "plain_text")], order: []),
        DataSource(
            name: "sst2", kind: SequenceClassification(), files: ("train.tsv", "dev.tsv"),
            sample: ("sentiment-train.tsv", "sentiment-validation.tsv"),
            hub: [("stanfordnlp/sst2", "main", "data"), ("nyu-mll/glue", "main", "sst2")], order: []),
    ]

    static func named(_ name: String) -> DataSource? { all.first { $0.name == name } }

    /// The paths of its two files in the cache.
    var cacheFiles: (train: String, validation: String) {
        let folder = "\(AssetFolders.cache)/datasets/\(name)"
        return ("\(folder)/\(files.train)", "\(folder)/\(files.validation)")
    }

    /// Whether both files are in the program's cache.
    var hasCacheFiles: Bool { AssetFolders.isFile(cacheFiles.train) && AssetFolders.isFile(cacheFiles.validation) }
}
