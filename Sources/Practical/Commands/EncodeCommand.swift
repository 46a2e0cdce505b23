import ArgumentParser
import Datasets
import Execution
import Outputs
import Tasks

/// Sets how a task's examples become tokens, and shows a preview. `dataset` applies this recipe.
struct EncodeCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode", abstract: "Set how a task's examples become tokens, and preview the first ones.")

    static let revision = 4
    static let isCheap = true

    static let examples = ["encode ner --max-length 128", "encode qa --max-length 384 --stride 128"]

    @Argument(help: "The name of a task that was loaded.", transform: TaskName.of) var task: TaskName
    @Option(
        help: "Tokens of a sequence at most, special tokens included.",
        transform: PositiveCount.of("a length", in: 8...100_000))
    var maxLength: PositiveCount
    @Option(
        help: "Tokens that neighbouring windows of a context share; for tasks whose texts are cut into windows.",
        transform: PositiveCount.of("a number of tokens", in: 1...99_998))
    var stride: PositiveCount?
    @Option(
        help: "How many examples to preview.",
        transform: wholeNumber("a number of examples", in: 0...Slots.openingCount))
    var preview = 2

    private static let standardStride = 128

    var recipe: EncodingRecipe {
        EncodingRecipe(maxLength: maxLength.value, docStride: stride?.value ?? Self.standardStride)
    }

    var slots: SlotUse {
        SlotUse(
            reads: [Slots.task(task).name, Slots.openingName(task), Slots.tokenizer.name],
            writes: [Slots.recipe(task).name])
    }

    func validate(after writers: [SlotName: any NotebookCommand]) throws {
        if let kind = knownKind(of: task, writers) { try check(kind) }
    }

    private func check(_ kind: any TaskKind) throws {
        guard kind.hasWindows else {
            guard stride == nil else {
                throw ValidationError(
                    "'--stride' is only for tasks whose texts are cut into windows, and '\(task)' is not one of them (\(kind.name))"
                )
            }
            return
        }
        let share = stride?.value ?? Self.standardStride
        guard share <= maxLength.value - 2 else {
            throw ValidationError(
                "'--stride \(share)'\(stride == nil ? ", the standard," : "") must be from 1 to \(maxLength.value - 2), which is two less than '--max-length \(maxLength.value)'"
            )
        }
    }

    func execute(in context: any CommandContext) throws {
        let kind = try context.task(task).1
        try check(kind)
        try encode(kind, in: context)
    }

    private func encode(_ kind: some TaskKind, in context: any CommandContext) throws {
        let tokenizer = try context.read(Slots.tokenizer)
        try context.write(Slots.recipe(task), recipe)
        let split = try context.read(Slots.opening(task, kind)).first(preview)
        let features = try kind.encode(split.examples, tokenizer: tokenizer, recipe: recipe)
        let lengths = features.lengths.map { "\($0)" }.joined(separator: ", ")
        let nouns = kind.nouns.sequences
        context.show(
            .text(
                "\(Format.count(features.count, String(nouns.dropLast()), plural: nouns)), at most \(recipe.maxLength) tokens each; padded they would be [\(features.count), \(recipe.maxLength)] input ids. Packed they are \(features.tokenCount) tokens (\(features.count == 1 ? "length" : "lengths") \(lengths))."
            ))
        context.show(kind.preview(features, of: split, tokenizer: tokenizer))
        for finding in kind.findings(in: features, of: split) {
            context.show(
                .text(
                    "\(finding.label): \(Format.count(finding.count)) here, first \(finding.first). \(finding.consequence)"
                ))
        }
    }
}
