import Encoders
import Files
import Foundation
import Outputs
import Tasks
import Training

/// The README.md of what `save` writes: a model card as the Hugging Face Hub reads it, with scores under `model-index`.
///
/// It holds what the session knows, and neither times nor paths: the same state gives the same card.
struct CheckpointCard {
    static let fileName = "README.md"
    /// A card without this line is somebody's own, and stays.
    static let mark = "<!-- Written by practicum. Without this line, saving again leaves this file alone. -->"

    /// A result under `model-index`.
    private struct Score {
        var type: String
        var name: String
        var value: Double
    }

    var name: String
    var model: MultiTaskModel
    /// The task whose model it is; nil for a checkpoint with all of them.
    var task: String?
    var history: TrainingHistory?
    var optimizer: AdamW.Settings?
    /// Of the tasks that were evaluated, by name.
    var metrics: [String: [Metric]]
    /// What the notebook calls the data, by task.
    var dataNames: [String: String]

    /// Writes it, unless somebody's own is there.
    func write(to folder: String) throws {
        let path = "\(folder)/\(Self.fileName)"
        if let there = try? InputFile.bytes(path, limit: InputFile.Limit.text) {
            guard String(decoding: there, as: UTF8.self).contains(Self.mark) else { return }
        }
        try AtomicFile.write(Array(text.utf8), to: path)
    }

    var text: String {
        let heads = model.heads.filter { task == nil || $0.task == task }
        var lines = ["---", "library_name: transformers", "tags:", "- practicum"]
        if task != nil, let kind = heads.first.flatMap({ Self.kind(of: $0) }) { lines.append("pipeline_tag: \(kind)") }
        let results = heads.flatMap { self.results(of: $0) }
        if !results.isEmpty { lines += ["model-index:", "- name: \(name.jsonQuoted)", "  results:"] + results }
        lines += ["---", "", "# \(Self.plain(name))", "", Self.mark, "", opening(heads), ""]
        lines += Self.table("Setting", settings(heads))
        let scores = heads.flatMap { head in
            self.scores(of: head).map { [$0.name, Format.percent($0.value)] }
        }
        if !scores.isEmpty { lines += ["", "Scores on the validation split:", ""] + Self.table("Score", scores) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func opening(_ heads: [TaskHead]) -> String {
        let names = heads.map { "`\($0.task)`" }.formatted
        return task == nil
            ? "A checkpoint of one encoder with a head for each of \(names): parameters, optimizer and history. "
                + "The encoder loads in Python with `from_pretrained`."
            : "The encoder and the head of \(names), as transformers' own class for it. "
                + "It loads in Python with `pipeline` or `from_pretrained`."
    }

    // MARK: Scores

    /// The kind of task that a head is for.
    private static func kind(of head: TaskHead) -> String? {
        TaskKinds.all.first { $0.head(task: head.task, labels: head.labels) == head }?.name
    }

    private func scores(of head: TaskHead) -> [Score] {
        (metrics[head.task] ?? []).compactMap { metric in
            guard metric.style == .fraction || metric.style == .percent, metric.value.isFinite else { return nil }
            let type = metric.name.split(separator: ".").last.map(String.init) ?? metric.name
            return Score(type: type.replacing("-", with: "_"), name: metric.label, value: metric.value)
        }
    }

    /// The lines under `results` for a task; without scores its training loss, when that is known.
    private func results(of head: TaskHead) -> [String] {
        var (scores, split) = (self.scores(of: head), "validation")
        if scores.isEmpty, task == nil, let history, let place = history.tasks.firstIndex(of: head.task),
            let loss = history.meanLoss(ofTask: place, inEpoch: history.epochs.count - 1), loss.isFinite
        {
            scores = [Score(type: "loss", name: "Training loss, last epoch", value: loss)]
            split = "train"
        }
        guard !scores.isEmpty, let kind = Self.kind(of: head) else { return [] }
        let title = TaskDescription.title(head.task)
        return [
            "  - task:", "      type: \(kind)", "      name: \(title.jsonQuoted)", "    dataset:",
            "      type: \(head.task.jsonQuoted)", "      name: \(title.jsonQuoted)", "      split: \(split)",
            "    metrics:",
        ]
            + scores.flatMap { score in
                [
                    "    - type: \(score.type.jsonQuoted)", "      name: \(score.name.jsonQuoted)",
                    "      value: \(score.value)",
                ]
            }
    }

    // MARK: Settings

    private func settings(_ heads: [TaskHead]) -> [[String]] {
        let configuration = model.configuration
        var rows = [
            [
                "Encoder",
                "\(configuration.family.name): \(configuration.layerCount) layers, \(configuration.hiddenSize) wide, \(configuration.headCount) heads, \(Format.count(configuration.vocabularySize)) word pieces",
            ]
        ]
        if let lora = model.lora { rows.append(["Adapters", lora.sentence]) }
        for head in heads where !head.labels.isEmpty {
            rows.append(["Labels of \(head.task)", Format.count(head.labels.count)])
        }
        for head in heads {
            let data = data(of: head.task)
            if !data.isEmpty { rows.append(["Data of \(head.task)", data]) }
        }
        guard let history else { return rows }
        rows.append(["Epochs, steps", "\(history.epochs.count), \(Format.count(history.steps.count))"])
        if let optimizer {
            rows.append([
                "Learning rate, weight decay",
                "\(Format.short(optimizer.learningRate)), \(Format.short(optimizer.weightDecay))",
            ])
        }
        guard let plan = history.plan else { return rows }
        for (task, weight) in zip(history.tasks, plan.weights) {
            rows.append(["Weight of the loss of \(task)", Format.short(weight)])
        }
        return rows + [
            ["Batch size", "\(plan.batches.batchSize)"], ["Padding", plan.batches.padding.rawValue],
            [
                "Schedule",
                "\(Format.count(plan.schedule.totalSteps)) steps, \(Format.count(plan.schedule.warmupSteps)) of warm-up",
            ],
            ["Largest gradient norm", plan.maxGradientNorm.map(Format.short) ?? "no limit"],
            ["Precision", plan.precision.rawValue], ["Seed", "\(plan.seed)"],
        ]
    }

    /// What the notebook calls a task's data, and how much of it was trained on. The digest says whether it was the same as elsewhere: where a
    /// file is missing, a notebook takes the sample corpus under the same name.
    private func data(of task: String) -> String {
        var parts = dataNames[task].map { ["\($0) in the notebook"] } ?? []
        if let history, let place = history.tasks.firstIndex(of: task), let counts = history.plan?.sequenceCounts,
            counts.indices.contains(place)
        {
            parts.append("\(Format.count(counts[place])) sequences to train on")
        }
        if let digest = history?.dataDigest(of: task) { parts.append("their SHA-256 begins with \(digest.prefix(16))") }
        return parts.joined(separator: "; ")
    }

    private static func table(_ name: String, _ rows: [[String]]) -> [String] {
        ["| \(name) | Value |", "| --- | --- |"] + rows.map { "| \($0.map(plain).joined(separator: " | ")) |" }
    }

    /// Text that is no markup.
    private static func plain(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            if "\\`*_[]<>|&#$~".unicodeScalars.contains(scalar) { return "\\\(scalar)" }
            return scalar.properties.generalCategory == .control ? " " : String(scalar)
        }.joined()
    }
}
