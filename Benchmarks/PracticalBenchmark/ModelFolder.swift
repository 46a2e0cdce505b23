import ArgumentParser
import Datasets
import Encoders
import Foundation
import Kernels
import Tasks

/// The measured model.
struct ModelFolder: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Folder with config.json and, unless weights shall be random, model.safetensors with the heads.",
            valueName: "folder"))
    var model: String

    @Option(help: "What products multiply in.") var precision = Precision.float32

    /// CoNLL-2003's types in the order of the practical's head.
    static let types = ["PER", "ORG", "LOC", "MISC"]

    private var weights: String { (model as NSString).appendingPathComponent("model.safetensors") }

    /// Loads the model, and sets its precision for the process.
    func load() throws -> MultiTaskModel {
        guard precision.isAvailable else {
            throw ValidationError("--precision \(precision.rawValue): this processor has no products of it")
        }
        Precision.current = precision
        let path = (model as NSString).appendingPathComponent("config.json")
        let result = MultiTaskModel(
            configuration: try EncoderConfiguration(path: path),
            heads: [
                TokenClassification().head(task: "ner", labels: TokenLabels(types: Self.types).names),
                SpanExtraction().head(task: "qa", labels: []),
            ])
        if FileManager.default.fileExists(atPath: weights) {
            try result.load(weights: weights, includingHeads: true)
        } else {
            result.initializeEncoder(key: RandomKey(1))
            result.initializeHeads(key: RandomKey(2))
        }
        return result
    }
}

/// The properties of a measured process.
struct Facts: Encodable {
    var kind = "facts"
    var products = MatrixProduct.coreName
    var library = MatrixProduct.configuration
    var threads = WorkerPool.shared.threadCount
    var precision = Precision.current
    var isBF16Available = Precision.bf16.isAvailable
    var parameters: Int?
}

extension Precision: ExpressibleByArgument {}
