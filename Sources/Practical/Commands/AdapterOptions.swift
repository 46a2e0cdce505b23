import ArgumentParser
import Encoders
import Execution
import Files
import Notebooks
import Outputs
import Tasks

/// The options of `model` that add low-rank adapters to the encoder.
struct AdapterOptions: ParsableArguments {
    @Flag(help: "Train low-rank adapters (LoRA) beside the dense layers; the encoder itself stays as it is.")
    var lora = false
    @Option(
        help: ArgumentHelp("The rank of the adapters; 8 if left out.", valueName: "number"),
        transform: PositiveCount.of("a rank", upTo: 1 << 17))
    var rank: PositiveCount?
    @Option(
        help: ArgumentHelp(
            "The adapters' product is multiplied by alpha / rank; 16 if left out.", valueName: "number"),
        transform: NonNegative.of("a factor", in: 0.001...100_000))
    var alpha: NonNegative?
    @Option(
        help: ArgumentHelp(
            "The dense layers with an adapter: \(AdapterTargets.names), or all; query,value if left out.",
            valueName: "layers"), transform: AdapterTargets.of)
    var targets: AdapterTargets?
    @Option(
        help: ArgumentHelp("Dropout before the adapters; 0 if left out.", valueName: "rate"),
        transform: Share.of("a dropout rate"))
    var loraDropout: Share?
    @Flag(help: "Multiply by alpha / √rank instead (rsLoRA), for high ranks.") var rslora = false
    @Flag(help: "An adapter for each task instead of one for all.") var perTask = false
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Folders of adapters to begin with, from PEFT or 'save adapter': one for all tasks, or one by task, as in ner=FOLDER.",
            valueName: "folders"))
    var adapter: [String] = []

    /// True if the model has adapters.
    var isUsed: Bool { lora || !adapter.isEmpty }

    /// The folders by task; nil stands for all tasks.
    var folders: [(task: TaskName?, folder: String)] {
        adapter.map { text in
            if let pair = TaskPair(argument: text) { return (pair.task, pair.value) }
            return (nil, text)
        }
    }

    func validate() throws {
        let details = [
            ("--rank", rank != nil), ("--alpha", alpha != nil), ("--targets", targets != nil),
            ("--lora-dropout", loraDropout != nil), ("--rslora", rslora), ("--per-task", perTask),
        ].filter(\.1).map { "'\($0.0)'" }
        if !adapter.isEmpty, lora || !details.isEmpty {
            throw ValidationError(
                "'--adapter' takes an adapter as it is: leave out \((lora ? ["'--lora'"] : details).formatted), or leave out '--adapter' to begin with a new one"
            )
        }
        if !lora, let first = details.first {
            throw ValidationError("\(first) is a setting of adapters: add '--lora', or leave it out")
        }
        let tasks = folders.map(\.task)
        if tasks.count > 1, tasks.contains(nil) {
            throw ValidationError(
                "'--adapter' takes one folder for all tasks, or one for each task, as in `ner=FOLDER qa=FOLDER`")
        }
        if let twice = tasks.compactMap(\.self).first(where: { task in tasks.count { $0 == task } > 1 }) {
            throw ValidationError("'--adapter' names the task '\(twice)' twice")
        }
    }

    /// Throws if a task of `--adapter` is not trained, or one of the trained ones is not named.
    func validate(tasks: [TaskName]) throws {
        let named = folders.compactMap(\.task)
        if let task = named.first(where: { !tasks.contains($0) }) {
            throw ValidationError(
                "'--adapter' names the task '\(task)', which 'batches' does not: add it there, or leave it out")
        }
        if !named.isEmpty, let task = tasks.first(where: { !named.contains($0) }) {
            throw ValidationError(
                "'--adapter' names no folder for the task '\(task)': name one, as in `\(task)=FOLDER`")
        }
    }

    /// The files of the named folders.
    func fingerprints(in environment: any PlanEnvironment) throws -> [Fingerprint] {
        try folders.flatMap { task, folder in
            try AdapterFiles.names.map { name in
                Fingerprint(
                    role: "adapter\(task.map { " of \($0)" } ?? ""): \(name)", name: "\(folder)/\(name)",
                    digest: try environment.digest(ofFile: "\(folder)/\(name)"))
            }
        }
    }

    var namedPaths: [NamedPath] {
        folders.map { _, folder in
            NamedPath(folder, files: [folder] + AdapterFiles.names.map { "\(folder)/\($0)" }, use: .read)
        }
    }

    /// The adapters of an encoder, with the folders that fill them. Nil if there are none.
    ///
    /// - Parameters:
    ///   - frozen: the parts that `--freeze` names. Their layers get no adapter.
    ///   - name: the encoder's name, for errors.
    func adapters(
        of configuration: EncoderConfiguration, frozen: FrozenParts, name: String
    ) throws -> Adapters? {
        guard isUsed else { return nil }
        if lora {
            let lora = LoRA(
                rank: rank?.value ?? 8, alpha: alpha?.value ?? 16,
                targets: targets?.targets ?? [.query, .value], dropout: Float(loraDropout?.value ?? 0),
                isRankStabilized: rslora, isPerTask: perTask)
            guard frozen.layers.count < configuration.layerCount else {
                throw CommandFailure(
                    "'--freeze' names every layer of \(name), so that none is left for an adapter",
                    remedy:
                        "Leave out '--freeze': with '--lora' the encoder stays as it is anyway. Layers that it names get no adapter."
                )
            }
            let highest = LoRA.highestRank(configuration, targets: lora.targets)
            guard lora.rank <= highest else {
                throw CommandFailure(
                    "'--rank \(lora.rank)' is higher than \(highest), the rank of the smallest weight of \(name) that gets an adapter",
                    remedy: "Choose a rank up to \(highest); 4 to 64 is usual.")
            }
            return Adapters(lora: lora, frozen: frozen, folders: [])
        }
        let files = try folders.map { ($0.task, try AdapterFiles(folder: $0.folder, for: configuration)) }
        var lora = files[0].1.lora
        for (_, other) in files.dropFirst() where other.lora != lora || other.otherLayers != files[0].1.otherLayers {
            throw CommandFailure(
                "the adapters of \(files[0].1.folder) and \(other.folder) differ in rank, alpha, dropout or layers",
                remedy: "Take adapters with the same settings.")
        }
        if frozen != .none {
            throw CommandFailure(
                "'--freeze' and '--adapter' exclude each other: the adapter says which layers it is for",
                remedy: "Leave out '--freeze'. The encoder stays as it is anyway.")
        }
        lora.isPerTask = files[0].0 != nil
        return Adapters(lora: lora, frozen: FrozenParts(layers: files[0].1.otherLayers), folders: files)
    }
}

/// Adapters for an encoder, and what they begin with.
struct Adapters {
    var lora: LoRA
    /// The layers without an adapter.
    var frozen: FrozenParts
    /// Folders by task, or one folder for all tasks. Empty for new adapters.
    var folders: [(task: TaskName?, files: AdapterFiles)]
}

/// The value of `--targets`.
struct AdapterTargets: Sendable, Equatable {
    var targets: Set<LoRA.Target>

    static let names = LoRA.Target.allCases.map(\.rawValue).joined(separator: ", ")

    /// Parses names separated by commas, or `all`.
    @Sendable static func of(_ text: String) throws -> AdapterTargets {
        if text == "all" { return AdapterTargets(targets: Set(LoRA.Target.allCases)) }
        let targets = try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
            guard let target = LoRA.Target(rawValue: String(word)) else {
                let known = LoRA.Target.allCases.map(\.rawValue) + ["all"]
                let nearest = known.nearest(to: String(word)).map { " Did you mean `\($0)`?" } ?? ""
                throw ValidationError(
                    "'\(word)' is no dense layer that can have an adapter: these are \(names), with commas between them, or all.\(nearest)"
                )
            }
            return target
        }
        return AdapterTargets(targets: Set(targets))
    }
}

extension LoRA {
    /// `LoRA of rank 8 for query, value: α 16, scale 2`.
    var sentence: String {
        "\(isRankStabilized ? "rsLoRA" : "LoRA") of rank \(rank) for \(targets.map(\.rawValue).joined(separator: ", ")), "
            + "alpha \(Format.short(alpha)), times \(Format.short(Double(scale)))"
            + (dropout > 0 ? ", dropout \(Format.short(Double(dropout)))" : "")
            + (isPerTask ? ", one for each task" : "")
    }
}
