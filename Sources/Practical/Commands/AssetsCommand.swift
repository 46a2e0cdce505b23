import ArgumentParser
import Execution
import Notebooks
import Outputs

/// Which model and data files this run uses, where they come from, and what takes whose place.
struct AssetsCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "assets", abstract: "Show the model and data files in use, with checksums and what is missing.")

    @Option(help: "Name or folder of the encoder.") var encoder = EncoderAsset.standardName
    @OptionGroup var ner: NERFiles
    @OptionGroup var qa: QAFiles

    /// The four parameters that name data files.
    struct NERFiles: ParsableArguments {
        @Option(help: "CoNLL columns to train on; empty for what is here.") var nerTrain = ""
        @Option(help: "CoNLL columns to validate on.") var nerValidation = ""
    }

    struct QAFiles: ParsableArguments {
        @Option(help: "SQuAD v1.1 JSON to train on; empty for what is here.") var qaTrain = ""
        @Option(help: "SQuAD v1.1 JSON to validate on.") var qaValidation = ""
    }

    var slots: SlotUse { SlotUse() }

    private func data() throws -> [DataAsset] {
        [
            try DataAsset.resolve(.ner, train: ner.nerTrain, validation: ner.nerValidation),
            try DataAsset.resolve(.qa, train: qa.qaTrain, validation: qa.qaValidation),
        ]
    }

    var namedPaths: [NamedPath] {
        EncoderAsset.namedPaths(encoder)
            + [ner.nerTrain, ner.nerValidation, qa.qaTrain, qa.qaValidation].filter { !$0.isEmpty }
            .map { NamedPath($0, use: .read) }
    }

    func fingerprints(in environment: any PlanEnvironment) throws -> [Fingerprint] {
        let asset = try EncoderAsset.resolve(encoder)
        var result: [Fingerprint] = []
        if let path = asset.weightsPath {
            result.append(
                Fingerprint(name: "\(asset.name)/model.safetensors", digest: try environment.digest(ofFile: path)))
        }
        for data in try data() {
            result.append(try DataFingerprint.of(data.train, data, "train", environment))
            result.append(try DataFingerprint.of(data.validation, data, "validation", environment))
        }
        return result
    }

    func execute(in context: any CommandContext) throws {
        let asset = try EncoderAsset.resolve(encoder)
        var rows: [[String]] = []
        if let path = asset.weightsPath {
            let digest = try AssetFiles.digest(path)
            try asset.verify(digest: digest)
            rows.append([
                "Encoder", asset.name, Format.bytes(AssetFiles.size(path)), String(digest.prefix(16)),
                asset.licence ?? "as its folder says",
            ])
            context.fact("Encoder", "\(asset.name), SHA-256 \(digest)")
        } else {
            rows.append(["Encoder", asset.name, "–", "–", "ships with the program"])
            context.fact("Encoder", asset.name)
        }
        for data in try data() {
            for (split, path) in [("train", data.train), ("validation", data.validation)] {
                let digest = try AssetFiles.digest(path)
                rows.append([
                    "\(data.task.title) \(split)", data.source, Format.bytes(AssetFiles.size(path)),
                    String(digest.prefix(16)), data.origin == .sample ? "ships with the program" : "as its source says",
                ])
                context.fact("\(data.task.title) \(split) data", "\(data.source), SHA-256 \(digest)")
            }
        }
        context.show(
            .table(
                Table(
                    columns: ["Asset", "From", "Size", "SHA-256", "Licence"],
                    alignments: [.left, .left, .right, .left, .left], rows: rows)))
        if let notice = asset.notice { context.show(.notice(notice), isVolatile: true) }
        for data in try data() { if let notice = data.notice { context.show(.notice(notice), isVolatile: true) } }
    }
}

/// A data file's fingerprint under the name that a student would use.
enum DataFingerprint {
    static func of(
        _ path: String, _ data: DataAsset, _ split: String, _ environment: any PlanEnvironment
    ) throws -> Fingerprint {
        Fingerprint(
            name: data.origin == .named ? path : "\(DataAsset.name(data.task))/\(split)",
            digest: try environment.digest(ofFile: path))
    }
}
