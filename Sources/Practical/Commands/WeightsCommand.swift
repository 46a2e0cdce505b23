import ArgumentParser
import Execution
import Notebooks
import Outputs

/// λ of each task's loss.
struct WeightsCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "weights", abstract: "Set the weight λ of each task's loss.")

    static let examples = ["weights --ner 1 --qa 1"]

    @Option(help: "λ of the NER loss.", transform: WeightsCommand.weight) var ner = NonNegative(1)
    @Option(help: "λ of the QA loss.", transform: WeightsCommand.weight) var qa = NonNegative(1)

    private static let weight = NonNegative.of("a weight", in: 0...1e6)

    var slots: SlotUse { SlotUse(writes: [Slots.weights.name]) }

    func execute(in context: any CommandContext) throws {
        try context.write(Slots.weights, LossWeights(ner: ner.value, qa: qa.value))
        context.show(
            .text(
                "Loss = λ · the batch's task loss, with λ = \(Format.short(ner.value)) for NER and \(Format.short(qa.value)) for QA."
            ))
    }
}
