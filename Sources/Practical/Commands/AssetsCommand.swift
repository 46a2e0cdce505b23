import ArgumentParser
import Execution
import Files
import Outputs
import Tasks

/// Shows which model and data files this run uses, where they come from, and which of them are substitutes.
struct AssetsCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "assets", abstract: "Show the model and data files in use, with checksums and what is missing.",
        discussion: "assets --encoder bert-base-uncased --data ner=conll2003 qa=squad")

    @Option(help: "Name or folder of the encoder.") var encoder = EncoderAsset.standardName
    @Option(
        parsing: .upToNextOption, help: "The tasks and their data sets or folders, as in ner=conll2003.",
        transform: TaskPair.of("a data set", example: "ner=conll2003"))
    var data: [TaskPair] = []
    @Option(
        parsing: .upToNextOption, help: "Files to train on, by task; empty for those on this machine.",
        transform: TaskPair.of("a file", example: "ner=train.txt"))
    var train: [TaskPair] = []
    @Option(
        parsing: .upToNextOption, help: "Files to validate on, by task; empty for those on this machine.",
        transform: TaskPair.of("a file", example: "ner=valid.txt"))
    var validation: [TaskPair] = []

    func validate() throws {
        for pair in train + validation where !data.contains(where: { $0.task == pair.task }) {
            throw ValidationError(
                "a file of the task '\(pair.task)' is named, and its data set is not: add '\(pair.task)=…' to '--data'")
        }
        guard Set(data.map(\.task)).count == data.count else { throw ValidationError("'--data' names a task twice") }
        for pair in data where pair.value.isEmpty {
            throw ValidationError(
                "the data set of the task '\(pair.task)' has no name: there are \(DataSource.all.map(\.name).joined(separator: ", "))"
            )
        }
    }

    var slots: SlotUse { SlotUse() }

    private func dataAssets() throws -> [DataAsset] {
        func file(_ files: [TaskPair], _ task: TaskName) -> String { files.first { $0.task == task }?.value ?? "" }
        return try data.map {
            try DataAsset.resolve(
                $0.task, source: $0.value, train: file(train, $0.task), validation: file(validation, $0.task))
        }
    }

    var namedPaths: [NamedPath] {
        EncoderAsset.namedPaths(encoder)
            + DataAsset.namedPaths(
                (train + validation).map(\.value)
                    + data.map(\.value).filter { DataSource.named($0) == nil && TaskKinds.named($0) == nil })
    }

    var assets: [any RemoteAsset] {
        [EncoderAsset.onHub(encoder)].compactMap(\.self)
            + data.filter { pair in !(train + validation).contains { $0.task == pair.task && !$0.value.isEmpty } }
            .compactMap { DataAsset.onHub($0.value) }
    }

    /// The location of files does not matter, only their contents do.
    var argumentsInNoKey: Set<String> { ["encoder", "data", "train", "validation"] }

    func fingerprints(in environment: any PlanEnvironment) throws -> [Fingerprint] {
        let asset = try EncoderAsset.resolve(encoder)
        var prints = try (asset.weights()?.paths ?? []).map {
            Fingerprint(role: "encoder", name: $0, digest: try environment.digest(ofFile: $0))
        }
        if asset.notice != nil { prints.append(.substitution(of: encoder, for: "the encoder")) }
        return try prints + dataAssets().flatMap { try $0.fingerprints(in: environment) }
    }

    func execute(in context: any CommandContext) throws {
        let asset = try EncoderAsset.resolve(encoder)
        var rows: [[String]] = []
        if let weights = try asset.weights() {
            var digests: [String] = []
            for path in weights.paths {
                let digest = try AssetFiles.digest(path)
                try asset.verify(digest: digest)
                digests.append(digest)
                rows.append([
                    weights.index == nil ? "Encoder" : "Encoder, \(path.lastComponent)", asset.source,
                    Format.bytes(AssetFiles.size(path)), String(digest.prefix(16)),
                    asset.licence ?? "as its source says",
                ])
            }
            context.fact(
                "Encoder", "\(asset.source), SHA-256 \(digests.joined(separator: ", "))", isVolatile: true,
                headText: asset.source + (asset.licence.map { " (\($0))" } ?? ""),
                standsInFor: asset.notice == nil ? nil : EncoderAsset.standardName)
        } else {
            rows.append(["Encoder", asset.name, "–", "–", "ships with the program"])
            context.fact(
                "Encoder", asset.name, isVolatile: true, headText: asset.name,
                standsInFor: asset.notice == nil ? nil : EncoderAsset.standardName)
        }
        for data in try dataAssets() {
            context.fact(
                "\(data.task.title) data", data.source, isVolatile: true,
                headText: data.source + (data.licence.map { " (\($0))" } ?? ""),
                standsInFor: data.notice == nil ? nil : data.dataset?.name)
            for (split, path) in data.files {
                let digest = try AssetFiles.digest(path)
                rows.append([
                    "\(data.task.title) \(split)", data.source, Format.bytes(AssetFiles.size(path)),
                    String(digest.prefix(16)),
                    data.origin == .sample ? "ships with the program" : data.licence ?? "as its source says",
                ])
                context.fact(
                    "\(data.task.title) \(split) data", "\(data.source), SHA-256 \(digest)", isVolatile: true)
            }
        }
        // The paths are shown, but do not count in a comparison.
        context.show(
            .table(
                Table(
                    columns: ["Asset", "From", "Size", "SHA-256", "Licence"],
                    alignments: [.left, .left, .right, .left, .left], rows: rows)), isVolatile: true)
        if let notice = asset.notice { context.show(.notice(notice), isVolatile: true) }
        for data in try dataAssets() { if let notice = data.notice { context.show(.notice(notice), isVolatile: true) } }
    }
}
