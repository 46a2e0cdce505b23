import Execution
import Foundation
import Notebooks
import Outputs
import Reporting

/// Asks the stored model, one question after the other, with the commands that a shell would run. The values that they need stay in
/// memory until the notebook or its store changes.
actor Questions: QueueActor {
    nonisolated let executor = QueueExecutor("questions")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private let served: ServedNotebook
    private let interruption = Interruption()

    private var session: InteractiveSession?
    private var outputs: [CellOutput] = []
    private var notebook: Notebook?

    init(_ served: ServedNotebook) { self.served = served }

    /// The next question is asked about what is stored then.
    nonisolated func forget() { perform { $0.session = nil } }

    /// Loads the values that a question needs, so that the first question need not wait for them.
    func warm(_ name: String, in live: LiveNotebook) {
        guard let command = Self.command(name, nil, in: live) else { return }
        try? locked { try openSession(live).prepare(command) }
    }

    /// The result of a question, as HTML.
    func ask(_ name: String, _ texts: [String], in live: LiveNotebook) -> String {
        guard let command = Self.command(name, texts, in: live) else {
            return LiveControls.errors(["There is nothing to ask now."])
        }
        do {
            outputs = []
            return try locked {
                try openSession(live).run(command)
                return LiveControls.result(outputs, in: notebook ?? live.sync { $0.notebook })
            }
        } catch {
            return LiveControls.errors(["\(error)"])
        }
    }

    /// The command of a question; without texts, a command that reads the same slots.
    private static func command(_ name: String, _ texts: [String]?, in live: LiveNotebook) -> String? {
        let form = live.sync { live in live.plan.map(live.served.practical.asks)?.first { $0.name == name } }
        guard let form else { return nil }
        let texts = texts ?? form.fields.map { _ in "?" }
        guard texts.count == form.fields.count else { return nil }
        return form.command(texts)
    }

    /// Does something while the store can't be cleaned.
    private func locked<Value>(_ body: () throws -> Value) throws -> Value {
        guard Store.exists(at: served.storeFolder) else { throw NothingStored() }
        let store = try Store(folder: served.storeFolder)
        let share = try store.lockForRun(interruption: interruption) {}
        defer { withExtendedLifetime(share) {} }
        return try body()
    }

    private func openSession(_ live: LiveNotebook) throws -> InteractiveSession {
        if let session { return session }
        let (source, assignments) = live.sync { live in
            (SourceText(path: live.served.path, lines: live.notebook.lines), live.assignments)
        }
        let environment = served.environment()
        served.practical.prepare()
        let new = try InteractiveSession(
            source: source, overrides: served.overrides(assignments), registry: served.practical.registry,
            environment: environment,
            settings: RunSettings(
                store: try Store(folder: served.storeFolder), storages: served.practical.registry.storages,
                keepsResults: false, machine: served.practical.arithmetic(), environment: environment),
            outputFolder: served.outputFolder, interruption: interruption
        ) { [unowned self] notebook in
            self.notebook = notebook
            return OutputCollector { self.outputs.append($0) }
        }
        session = new
        return new
    }
}

private struct NothingStored: Error, CustomStringConvertible {
    var description: String { "nothing is stored yet: run the notebook first." }
}

private final class OutputCollector: RunRenderer {
    private let take: (CellOutput) -> Void

    init(_ take: @escaping (CellOutput) -> Void) { self.take = take }

    func handle(_ event: RunEvent) {
        if case .output(_, let output) = event { take(output) }
    }
}
