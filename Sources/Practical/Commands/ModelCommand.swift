import ArgumentParser
import Encoders
import Execution
import Files
import Kernels
import Notebooks
import Outputs
import Safetensors
import Tokenization

/// The shared encoder with a head for each task.
struct ModelCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Build the multi-task model: a shared encoder with a head for each task of 'batches'.",
        discussion: """
            model multitask --encoder FOLDER                   a BERT or a DistilBERT as Hugging Face stores it
            model multitask --encoder F --heads ner=F qa=G     heads that are trained already
            model multitask --lora --rank 8                    small adapters are trained, and the encoder stays as it is
            model multitask --adapter FOLDER                   the same, from an adapter that PEFT or 'save adapter' wrote

            With '--lora' a dense layer computes x · Wᵀ + b + (alpha / rank) · dropout(x) · Aᵀ · Bᵀ, and only A, B and the heads are trained. \
            A begins as in PEFT, B at zero. Layers that '--freeze' names get no adapter. 'save adapter' writes the adapter, and \
            'save checkpoint --merge' an encoder with the adapter added to its weights.

            A head of '--heads' comes from the folder of a model of its task alone: one that 'save model' wrote, or anyone's \
            BertForTokenClassification, BertForQuestionAnswering or the same of DistilBERT. Its labels are matched by name to those \
            of the data, whatever their order; labels without names (LABEL_0 …) go by position. The encoder is '--encoder's, which \
            should be the head's own. Such a task can be evaluated without 'train'. Classifiers of whole texts have a layer with an activation \
            of their own, which a head here has not: of these, only what 'save model' wrote can be taken.
            """)

    static let revision = 2

    static let examples = [
        "model multitask --encoder bert-base-uncased", "model multitask --freeze embeddings,0-3",
        "model multitask --lora --rank 8 --alpha 16 --targets query,value",
    ]

    enum Kind: String, ExpressibleByArgument, CaseIterable { case multitask }

    @Argument(help: "multitask.") var kind: Kind
    @Option(help: "Name or folder of the encoder.") var encoder = EncoderAsset.standardName
    @Option(
        help: "Dropout before the heads; inside the encoder config.json's holds.", transform: Share.of("a dropout rate")
    )
    var dropout = Share(0.1)
    @Option(
        help: ArgumentHelp(
            "Parts of the encoder that training leaves as they are: embeddings, layers such as 0-3, or encoder for all of it.",
            valueName: "parts"), transform: EncoderParts.of)
    var freeze = EncoderParts.none

    @Option(
        parsing: .upToNextOption,
        help: "Folders of models of one task each, by the task that takes the head, as in ner=bert-ner.",
        transform: TaskPair.of("a folder", example: "ner=bert-ner"))
    var heads: [TaskPair] = []
    @OptionGroup var adapter: AdapterOptions

    /// The location of the encoder, the heads and the adapters does not matter, only the content of their files does.
    var argumentsInNoKey: Set<String> { ["encoder", "heads", "adapter"] }

    var slots: SlotUse {
        SlotUse(
            reads: [Slots.session.name, Slots.tasks.name, Slots.tokenizer.name]
                + (heads.isEmpty ? [] : [Slots.batches.name]), writes: [Slots.model.name, Slots.initial.name])
    }

    /// Reading the encoder again is as fast as keeping it.
    var keptSlots: [SlotName] { [] }

    var drawsRandomNumbers: Bool { true }

    var namedPaths: [NamedPath] {
        ([encoder] + heads.map(\.value)).flatMap(EncoderAsset.namedPaths) + adapter.namedPaths
    }
    var assets: [any RemoteAsset] { ([encoder] + heads.map(\.value)).compactMap(EncoderAsset.onHub) }

    func fingerprints(in environment: any PlanEnvironment) throws -> [Fingerprint] {
        let asset = try EncoderAsset.resolve(encoder)
        // These errors are reported before anything runs.
        if freeze != .none || adapter.isUsed { _ = try parts(of: asset) }
        return try asset.modelFiles().map {
            Fingerprint(role: $0.lastComponent, name: $0, digest: try environment.digest(ofFile: $0))
        } + heads.flatMap { try HeadAsset.resolve($0).fingerprints(in: environment) }
            + adapter.fingerprints(in: environment)
    }

    /// What is frozen of an encoder, and its adapters.
    func parts(of asset: EncoderAsset) throws -> (frozen: FrozenParts, adapters: Adapters?) {
        let configuration = try asset.configuration()
        let frozen = try freeze.frozenParts(layerCount: configuration.layerCount, of: asset.name)
        let adapters = try adapter.adapters(of: configuration, frozen: frozen, name: asset.name)
        return (adapters?.frozen ?? frozen, adapters)
    }

    func execute(in context: any CommandContext) throws {
        let asset = try EncoderAsset.resolve(encoder)
        let session = try context.read(Slots.session)
        let tokenizer = try context.read(Slots.tokenizer)
        let configuration = try asset.configuration()
        // Embeddings are often padded to a round number of rows. The additional rows belong to no token.
        guard tokenizer.vocabularySize <= configuration.vocabularySize else {
            throw ModelError.vocabulary(
                path: asset.folder ?? asset.name, vocabulary: tokenizer.vocabularySize,
                model: configuration.vocabularySize)
        }
        let tasks = try context.read(Slots.tasks)
        let heads = try tasks.map { try $0.head() }
        let weights = try asset.weights().map(ModelWeights.init)
        // Checks the weights before any memory is taken for a model, because config.json may contain anything.
        if let weights {
            let count = try MultiTaskModel.check(
                weights: weights, configuration: configuration, heads: heads, includingHeads: false)
            try MultiTaskModel.requireMemory(parameters: count)
        }
        let (frozen, adapters) = try parts(of: asset)
        let model = MultiTaskModel(
            configuration: configuration, heads: heads, headDropout: Float(dropout.value), frozen: frozen,
            lora: adapters?.lora)
        let key = RandomKey(session.seed).stream(context.randomStream).stream("initialize")
        if let weights {
            try asset.verify(digest: try AssetFiles.digest(weights.path))
            try model.load(weights: weights, includingHeads: false)
        } else {
            model.initializeEncoder(key: key)
        }
        model.initializeHeads(key: key)
        model.initializeAdapters(key: key)
        for (task, files) in adapters?.folders ?? [] {
            try model.load(adapter: files, task: task?.description)
            if let task { try loadHead(of: task, from: files, into: model, of: tasks, in: context) }
        }
        try loadHeads(
            into: model, of: tasks, beside: asset.folder.flatMap { folder in weights.map { (folder, $0) } }, in: context
        )
        try context.write(Slots.model, model)
        try context.write(
            Slots.initial,
            InitialModel(model) { model in
                if let weights = try asset.weights().map(ModelWeights.init) {
                    try asset.verify(digest: try AssetFiles.digest(weights.path))
                    try model.load(weights: weights, includingHeads: false)
                } else {
                    model.initializeEncoder(key: key)
                }
            })
        show(model, asset, context)
    }

    private func show(_ model: MultiTaskModel, _ asset: EncoderAsset, _ context: any CommandContext) {
        let configuration = model.configuration
        let frozenLayers = model.frozen.layerList
        var rows = [
            [
                "embeddings",
                "\(Format.count(configuration.vocabularySize)) words, \(configuration.maxPositionEmbeddings) positions × \(configuration.hiddenSize)"
                    + (model.frozen.embeddings || model.lora != nil ? "; frozen" : ""),
                Format.count(model.embeddingParameterCount),
            ],
            [
                "encoder layers",
                "\(configuration.layerCount) × (\(configuration.headCount) heads, \(configuration.hiddenSize) → \(configuration.intermediateSize) → \(configuration.hiddenSize))"
                    + (model.lora != nil ? "; frozen" : frozenLayers.isEmpty ? "" : "; \(frozenLayers) frozen"),
                Format.count(model.layerParameterCount),
            ],
        ]
        if let lora = model.lora {
            rows.append([
                "adapters", lora.sentence + (frozenLayers.isEmpty ? "" : "; none in the layers \(frozenLayers)"),
                Format.count(model.adapterParameterCount),
            ])
        }
        if let pooler = model.table.group("pooler") {
            rows.append(["pooler", "loaded and saved, never trained", Format.count(pooler.range.count)])
        }
        for part in model.heads.flatMap(\.parts) {
            rows.append([
                part.name, "Linear(\(configuration.hiddenSize), \(part.outputs))",
                Format.count(part.outputs * (configuration.hiddenSize + 1)),
            ])
        }
        rows.append(["in all", "", Format.count(model.parameterCount)])
        context.show(.text("The encoder is \(asset.name)."), isVolatile: true)
        context.show(
            .table(
                Table(
                    caption: "Multi-task model", columns: ["Part", "Shape", "Parameters"],
                    alignments: [.left, .left, .right], rows: rows)))
        context.show(
            .metrics([
                Metric(
                    name: "model.parameters", label: "Parameters", value: Double(model.parameterCount), style: .count),
                Metric(
                    name: "model.trained-parameters", label: "Of these trained",
                    value: Double(model.trainedParameterCount), style: .count),
            ]))
        if model.lora != nil {
            let share = Double(model.trainedParameterCount) / Double(model.parameterCount)
            context.show(
                .text(
                    "\(Format.percent(share)) of the parameters are trained. The adapters take \(Format.bytes(4 * model.adapterParameterCount)), the whole model \(Format.bytes(4 * model.parameterCount))."
                ))
        }
    }
}
