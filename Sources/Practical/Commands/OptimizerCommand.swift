import ArgumentParser
import Encoders
import Execution
import Foundation
import Notebooks
import Outputs
import Training

/// Sets up AdamW with its settings and new moments.
struct OptimizerCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "optimizer", abstract: "Set the optimizer: AdamW with decoupled weight decay.")

    static let examples = ["optimizer adamw"]

    enum Kind: String, ExpressibleByArgument, CaseIterable { case adamw }

    @Argument(help: "adamw.") var kind: Kind
    @Option(
        help: "The largest learning rate; the schedule multiplies it.",
        transform: NonNegative.of("a learning rate", in: 0...1e38))
    var learningRate = NonNegative(5e-5)
    @Option(
        help: "Decay of every parameter that has a gradient.", transform: NonNegative.of("a weight decay", in: 0...1e6))
    var weightDecay = NonNegative(0.01)
    @Option(help: "Decay of the first moment.", transform: Share.of("a decay")) var beta1 = Share(0.9)
    @Option(help: "Decay of the second moment.", transform: Share.of("a decay")) var beta2 = Share(0.999)
    @Option(help: "Added to the root of the second moment.", transform: NonNegative.of("a number", in: 1e-30...1))
    var epsilon = NonNegative(1e-8)
    @Option(
        help:
            "The learning rate of each layer as a share of that of the layer above: the heads have the whole rate, the embeddings the lowest.",
        transform: NonNegative.of("a share", in: 1e-6...1))
    var layerDecay: NonNegative?

    /// Moments that are all zero are not worth keeping.
    var keptSlots: [SlotName] { [] }

    var slots: SlotUse { SlotUse(reads: [Slots.model.name], writes: [Slots.optimizer.name]) }

    /// The lowest and the highest learning rate, where layers have their own.
    private func rates(_ model: MultiTaskModel, _ settings: AdamW.Settings) -> [[String]] {
        guard let decay = settings.layerDecay else { return [] }
        let layers = model.configuration.layerCount
        let rates = [0, 1, layers, layers + 1].map {
            Format.short(settings.learningRate * pow(decay, Double($0)))
        }
        return [
            ["Share of the rate for the layer below", Format.short(decay)],
            ["Rates of heads, last layer, first layer, embeddings", rates.joined(separator: ", ")],
        ]
    }

    func execute(in context: any CommandContext) throws {
        let settings = AdamW.Settings(
            learningRate: learningRate.value, weightDecay: weightDecay.value, beta1: beta1.value, beta2: beta2.value,
            epsilon: epsilon.value, layerDecay: layerDecay.flatMap { $0.value == 1 ? nil : $0.value })
        let model = try context.read(Slots.model)
        try AdamW.requireMemory(for: model.table)
        try context.write(Slots.optimizer, AdamW(settings: settings, model: model))
        context.show(
            .table(
                Table(
                    columns: ["Optimizer", "AdamW"],
                    rows: [
                        ["Learning rate", Format.short(settings.learningRate)],
                        ["Weight decay", Format.short(settings.weightDecay)],
                        [
                            "β₁, β₂, ε",
                            "\(Format.short(settings.beta1)), \(Format.short(settings.beta2)), \(Format.short(settings.epsilon))",
                        ],
                    ] + rates(model, settings))))
    }
}
