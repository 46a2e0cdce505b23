import ArgumentParser
import Encoders
import Execution
import Notebooks
import Outputs
import Tokenization

/// Loads the encoder's tokenizer, and shows a sample.
struct TokenizerCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokenizer", abstract: "Load the encoder's tokenizer and show how it cuts a sentence.")

    static let revision = 2
    static let isCheap = true

    static let examples = ["tokenizer bert-base-uncased"]

    /// The location of the encoder does not matter, only the content of its files does.
    var argumentsInNoKey: Set<String> { ["encoder"] }

    @Argument(help: "Name or folder of the encoder.") var encoder = EncoderAsset.standardName
    @Option(help: "A sentence to cut.") var sample =
        "Practicum fine-tunes BERT: unaffordable naïveté, 2,000 × tokenised."

    var slots: SlotUse { SlotUse(writes: [Slots.tokenizer.name]) }

    var namedPaths: [NamedPath] { EncoderAsset.namedPaths(encoder) }
    var assets: [any RemoteAsset] { [EncoderAsset.onHub(encoder)].compactMap(\.self) }

    func fingerprints(in environment: any PlanEnvironment) throws -> [Fingerprint] {
        guard let folder = try EncoderAsset.resolve(encoder).folder else { return [] }
        // config.json determines the kind of tokenizer that reads the other files.
        return try (EncoderFamily.tokenizerFiles + ["config.json"]).compactMap { name in
            let path = "\(folder)/\(name)"
            guard AssetFolders.isFile(path) else { return nil }
            return Fingerprint(role: name, name: path, digest: try environment.digest(ofFile: path))
        }
    }

    func execute(in context: any CommandContext) throws {
        let asset = try EncoderAsset.resolve(encoder)
        let tokenizer = try asset.tokenizer()
        try context.write(Slots.tokenizer, tokenizer)
        let specials = tokenizer.specialIDs.map { "\(tokenizer.token($0)) \($0)" }.joined(separator: ", ")
        context.show(.text("The tokenizer of \(asset.name)."), isVolatile: true)
        context.show(
            .table(
                Table(
                    columns: ["Tokenizer", ""], alignments: [.left, .left],
                    rows: [
                        ["Vocabulary", "\(Format.count(tokenizer.vocabularySize)) \(type(of: tokenizer).pieceName)"],
                        ["Case", tokenizer.lowercases ? "folded: the model reads lower case only" : "kept"],
                        ["Special tokens", specials],
                    ])))
        let encoding = tokenizer.encode(sample, maxLength: nil)
        context.show(
            .tokens(
                TokenRows(
                    caption: "“\(sample)”",
                    tokens: zip(tokenizer.tokens(encoding), encoding.inputIDs).map { .init($0, label: "\($1)") })))
    }
}
