import ArgumentParser
import Execution
import Tasks

/// Explains how the scores are computed, with small examples.
struct MetricsCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "metrics",
        abstract: "Explain how the scores count, on a small worked example of each kind of task.",
        discussion: "metrics explain, or of some kinds alone: metrics explain token-classification")

    enum Action: String, ExpressibleByArgument, CaseIterable { case explain }

    @Argument(help: "explain.") var action: Action
    @Argument(help: "Kinds of task; all where none is named.", transform: MetricsCommand.kind) var kinds: [String] = []

    @Sendable private static func kind(_ text: String) throws -> String {
        guard TaskKinds.named(text) != nil else {
            throw ValidationError("it takes a kind of task: \(TaskKinds.all.map(\.name).joined(separator: ", "))")
        }
        return text
    }

    var slots: SlotUse { SlotUse() }

    func execute(in context: any CommandContext) throws {
        for kind in TaskKinds.all where kinds.isEmpty || kinds.contains(kind.name) {
            context.show(try kind.explainMetrics())
        }
    }
}
