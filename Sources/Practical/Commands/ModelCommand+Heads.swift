import ArgumentParser
import Encoders
import Execution
import Files
import Outputs
import Safetensors
import Tasks

extension ModelCommand {
    func validate() throws {
        if let twice = heads.first(where: { pair in heads.count { $0.task == pair.task } > 1 }) {
            throw ValidationError("'--heads' names the task '\(twice.task)' twice")
        }
    }

    func validate(after writers: [SlotName: any NotebookCommand]) throws {
        guard let batches = writers[Slots.tasks.name] as? BatchesCommand else { return }
        try adapter.validate(tasks: batches.tasks)
        if let pair = heads.first(where: { !batches.tasks.contains($0.task) }) {
            throw ValidationError(
                "'--heads' names the task '\(pair.task)', which 'batches' does not: add it there, or leave it out here")
        }
    }

    /// Takes the heads from the folders that `--heads` names.
    ///
    /// - Parameter encoder: the folder from which the model's encoder was loaded, and its weights.
    func loadHeads(
        into model: MultiTaskModel, of tasks: [TaskDescription],
        beside encoder: (folder: String, weights: ModelWeights)?,
        in context: any CommandContext
    ) throws {
        for pair in heads {
            let asset = try HeadAsset.resolve(pair)
            let name = pair.task.description
            guard let head = model.headIndex(task: name), let task = tasks.first(where: { $0.name == name }) else {
                throw CommandFailure(
                    "'--heads' names the task '\(name)', and the model has no head for it",
                    remedy: "Name it in 'batches' too.")
            }
            let kind = try task.resolvedKind()
            let configuration = try EncoderConfiguration(path: asset.configurationPath)
            guard configuration.family == model.configuration.family else {
                throw CommandFailure(
                    "\(asset.folder): this is a model of the family '\(configuration.family.name)', and the encoder is one of '\(model.configuration.family.name)'",
                    remedy: "Name the same folder for '--encoder', or a model of the encoder's family.")
            }
            let labels = try StockLabels(path: asset.configurationPath)
            let rows = try labels.rows(for: model.heads[head], path: asset.configurationPath)
            // Usually this is the encoder's own folder, which has already been read.
            let isEncoders = encoder?.folder.resolvedPath == asset.folder.resolvedPath
            let weights = try isEncoders ? encoder?.weights ?? asset.weights() : asset.weights()
            try model.load(head: head, from: weights, as: kind.stockHead, rows: rows)
            let order = rows.map {
                $0 == Array($0.indices) ? ", its labels in the data's order" : ", its labels put into the data's order"
            }
            context.show(.text("The head of '\(name)' is loaded\(order ?? "")."))
            for warning in try warnings(model, task, kind, asset, hasNames: rows != nil, context) {
                context.show(.warning(warning))
            }
            if !isEncoders, try !model.hasEncoder(of: weights) {
                context.show(
                    .warning(
                        "The folder of the head of '\(name)' has another encoder than the one that is loaded: what the head was trained to read is not what it gets here, and its scores mean little. Name that folder for '--encoder' as well."
                    ))
            }
        }
    }

    /// Takes the head that lies beside the adapter of a task, if there is one and `--heads` does not name another.
    func loadHead(
        of name: TaskName, from files: AdapterFiles, into model: MultiTaskModel, of tasks: [TaskDescription],
        in context: any CommandContext
    ) throws {
        guard !heads.contains(where: { $0.task == name }), let head = model.headIndex(task: name.description),
            let task = tasks.first(where: { $0.name == name.description })
        else { return }
        let stock = try task.resolvedKind().stockHead
        guard files.hasHead(stock) else { return }
        try model.load(head: head, from: files.weights, as: stock, rows: nil)
        context.show(
            .text(
                "The head of '\(name)' is loaded with its adapter\(task.labels.isEmpty ? "" : ", its labels by their position")."
            ))
    }

    private func warnings(
        _ model: MultiTaskModel, _ task: TaskDescription, _ kind: any TaskKind, _ asset: HeadAsset, hasNames: Bool,
        _ context: any CommandContext
    ) throws -> [String] {
        var warnings: [String] = []
        if !task.labels.isEmpty, !hasNames {
            warnings.append(
                "The model of '\(task.name)' has no names for its labels: they are taken for the data's by their position, \(task.labels.joined(separator: ", "))."
            )
        }
        // With a single text, every token has type 0 anyway.
        let usesTypes = try context.read(Slots.batches).usesTokenTypes
        if kind.texts.count > 1, model.configuration.typeVocabularySize > 1, asset.usesTokenTypes != usesTypes {
            warnings.append(
                usesTypes
                    ? "The model of '\(task.name)' was made to be given no token types, and 'batches' gives them: leave out its '--token-types'."
                    : "The model of '\(task.name)' was made to be given token types, and 'batches' gives none: add '--token-types' there."
            )
        }
        return warnings
    }
}
