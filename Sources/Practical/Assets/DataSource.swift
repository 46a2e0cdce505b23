import Tasks

/// A data set that a notebook can name: of which kind of task it is, and where its files may be.
struct DataSource: Sendable {
    /// As a notebook writes it, e.g. `conll2003`.
    let name: String
    let kind: any TaskKind
    /// What its files are called in the cache.
    let files: (train: String, validation: String)
    /// Its files in the sample corpus that ships.
    let sample: (train: String, validation: String)
    /// Where the Hub may have it, the likeliest first: a repository, its revision, and the folder with its files.
    let hub: [(id: String, revision: String, folder: String)]
    /// Labels or types of entities in the order that it is published with.
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

    /// Where the cache keeps its two files.
    var cacheFiles: (train: String, validation: String) {
        let folder = "\(AssetFolders.cache)/datasets/\(name)"
        return ("\(folder)/\(files.train)", "\(folder)/\(files.validation)")
    }

    /// Whether the program's cache has both.
    var hasCacheFiles: Bool { AssetFolders.isFile(cacheFiles.train) && AssetFolders.isFile(cacheFiles.validation) }
}
