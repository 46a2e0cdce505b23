import Foundation
import Testing

/// Everything that must be bit for bit the same in two equal runs: outputs, metrics, pictures, and the files of a saved checkpoint.
struct RunState: Equatable {
    var outputs: [String: String] = [:]
    var statuses: [String: String] = [:]
    var metrics: [String: Double] = [:]
    var files: [String: Data] = [:]

    /// - Parameter folder: the folder beside the report.
    init(_ folder: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/run.json"))
        let run = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        for cell in try #require(run["cells"] as? [[String: Any]]) {
            let label = try #require(cell["label"] as? String)
            let shown = (cell["outputs"] as? [[String: Any]] ?? []).filter { $0["isVolatile"] as? Bool != true }
            let json = try JSONSerialization.data(withJSONObject: shown, options: .sortedKeys)
            outputs[label] = String(decoding: json, as: UTF8.self)
            statuses[label] = cell["status"] as? String
        }
        let numbers = try JSONSerialization.jsonObject(
            with: Data(contentsOf: URL(fileURLWithPath: "\(folder)/metrics.json")))
        let volatile = ["run.", "train.seconds", "train.tokens-per-second"]
        for (name, value) in try #require(numbers as? [String: Double])
        where !volatile.contains(where: { name.hasPrefix($0) }) { metrics[name] = value }
        for part in ["figures", "multitask-ner-qa"] {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(part)")) ?? []
            where !name.hasPrefix(".") {
                files["\(part)/\(name)"] = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(part)/\(name)"))
            }
        }
    }

    /// Where two runs differ; empty when they are the same.
    func differences(from other: RunState) -> [String] {
        var result: [String] = []
        for label in Set(outputs.keys).union(other.outputs.keys).sorted() where outputs[label] != other.outputs[label] {
            result.append("outputs of [\(label)]")
        }
        for name in Set(metrics.keys).union(other.metrics.keys).sorted() where metrics[name] != other.metrics[name] {
            result.append("metric \(name)")
        }
        for name in Set(files.keys).union(other.files.keys).sorted() where files[name] != other.files[name] {
            result.append("file \(name)")
        }
        return result
    }
}
