import FileKinds
import Notebooks

/// A named model or data file is not available.
enum AssetError: Error, Equatable {
    /// - Parameter isOnHub: whether the name could be that of a repository on the Hub.
    case noSuchEncoder(String, looked: [String], isOnHub: Bool)
    /// A model of one task, from which a head was to be taken, is not available.
    case noSuchHead(String, task: String, looked: [String], isOnHub: Bool)
    case incompleteEncoder(folder: String, missing: String, advice: String)
    case encoderIsFile(String)
    case wrongChecksum(path: String, expected: String, actual: String)
    case noSuchFile(String)
    case halfNamed(task: String, given: String, missing: String)
    /// The name is neither a known data set, nor a kind of task, nor a file.
    case noSuchData(String)
    /// A data set of the Hub that is not on this machine.
    case notFetched(String)
    /// Data without a name of its own needs files.
    case unnamedFiles(task: String, missing: String)
    /// A split has no file in the folder of a data set.
    case noSplit(folder: String, split: String, found: [String])
    /// There are several files for one split, and they are not shards of one file.
    case severalFiles([String])
    /// A shard is missing. Its number counts from 0; `count` is the number of shards if the names contain it.
    case missingShard(String, number: Int, count: Int?)
    /// There are several folders, and each contains a data set.
    case severalConfigurations(folder: String, names: [String])
}

extension AssetError: CustomStringConvertible {
    var description: String {
        switch self {
        case .noSuchEncoder(let name, let looked, let isOnHub):
            return "there is no encoder '\(name.shortened(to: 200))'. Looked in \(looked.joined(separator: ", ")). "
                + (name.tildeRemedy
                    ?? (isOnHub
                        ? "'practicum fetch \(name.shortened(to: 200))' gets it from the Hugging Face Hub, where it is there. Or name"
                        : "Name")
                        + " a folder with config.json, model.safetensors and its tokenizer, or 'bert-base-uncased' to take the best that is here.")
        case .noSuchHead(let name, let task, let looked, let isOnHub):
            return "there is no model '\(name.shortened(to: 200))' to take the head of '\(task)' from. Looked in "
                + "\(looked.joined(separator: ", ")). "
                + (name.tildeRemedy
                    ?? "Name the folder of a model of this task alone"
                    + (isOnHub
                        ? ", or get it with 'practicum fetch \(name.shortened(to: 200))', where it is on the Hugging Face Hub."
                        : "."))
        case .incompleteEncoder(let folder, let missing, let advice):
            return "\(folder): \(missing) is missing. \(advice)"
        case .encoderIsFile(let path):
            return "\(path): this is a file, and an encoder is a folder. Name the folder that holds config.json, "
                + "model.safetensors and its tokenizer."
        case .wrongChecksum(let path, let expected, let actual):
            return "\(path): SHA-256 is \(actual), expected \(expected). The file is damaged, or it is another file: "
                + "remove it and run 'make encoder'."
        case .noSuchFile(let path):
            return "\(path): there is no such file, or it can't be read. "
                + (path.tildeRemedy
                    ?? "Check the parameter's path; relative paths start where the program was started.")
        case .halfNamed(let task, let given, let missing):
            return
                "the \(given) file for \(task) is named, the \(missing) file is not. Name both, or neither to use the files on this machine."
        case .noSuchData(let name):
            return "there is no data set '\(name.shortened(to: 200))', and no file of that name. Data sets are "
                + "\(DataSource.all.map(\.name).joined(separator: ", ")). "
                + (name.tildeRemedy ?? "Name one of them, or a file to train on.")
        case .notFetched(let name):
            return
                "the data set '\(name.shortened(to: 200))' is not here. 'practicum fetch \(name.shortened(to: 200))' gets it "
                + "from the Hugging Face Hub, where it is there. Or name a file to train on, or a folder with a file for each split."
        case .unnamedFiles(let task, let missing):
            return
                "the \(missing) file for \(task) is not named, and only a data set with a name has files that are here: "
                + "\(DataSource.all.map(\.name).joined(separator: ", ")). Add --\(missing)-file F, or name a folder with a file for each split."
        case .noSplit(let folder, let split, let found):
            let names = split == "training" ? "train" : "validation (or valid, dev, val)"
            return "\(folder): there is no \(split) file. "
                + (found.isEmpty
                    ? "No file there is named for a split. "
                    : "There \(found.count == 1 ? "is" : "are") \(found.prefix(8).joined(separator: ", ")). ")
                + "Name a file \(names), with an ending such as .txt, .json, .jsonl, .tsv, .csv or .parquet."
        case .severalFiles(let paths):
            return
                "\(paths[0]): \(paths.dropFirst().prefix(8).map { "'\($0)'" }.joined(separator: ", ")) could all be the same split, but they are not numbered parts of one. "
                + "Name the files themselves with --train-file and --validation-file, or move those that are not meant."
        case .missingShard(let path, let number, let count):
            return "\(path): part \(number)\(count.map { " of 0 to \($0 - 1)" } ?? "") of this split is missing. "
                + "Download it into the same folder."
        case .severalConfigurations(let folder, let names):
            return
                "\(folder): several folders hold a data set: \(names.prefix(8).joined(separator: ", ")). Name one of them."
        }
    }
}
