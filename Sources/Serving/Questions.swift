import Execution
import Foundation
import Notebooks
import Outputs
import Reporting

/// Asks the stored model, one question at a time, by the commands that a shell would run. What they need stays in memory until the
/// notebook or its store is another.
final class Questions: @unchecked Sendable {
    private unowned let live: LiveNotebook
    private let queue = DispatchQueue(label: "questions")
    private let interruption = Interruption()

    // Of the queue.
    private var session: InteractiveSession?
    private var outputs: [CellOutput] = []
    private var notebook: Notebook?

    init(_ live: LiveNotebook) { self.live = live }

    /// The next question is asked of what is stored then.
    func forget() {
        queue.async { self.session = nil }
    }

    /// Loads what a question needs, so that the first one need not wait for it.
    func warm(_ name: String) async {
        await withCheckedContinuation { continuation in
            queue.async {
                if let command = self.command(name, nil) {
                    try? self.locked { try self.openSession().prepare(command) }
                }
                continuation.resume()
            }
        }
    }

    /// What a question gives, as HTML.
    func ask(_ name: String, _ texts: [String]) async -> String {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.result(name, texts)) }
        }
    }

    private func result(_ name: String, _ texts: [String]) -> String {
        guard let command = command(name, texts) else { return LiveControls.errors(["There is nothing to ask now."]) }
        do {
            outputs = []
            return try locked {
                try openSession().run(command)
                return LiveControls.result(outputs, in: notebook ?? live.notebook)
            }
        } catch {
            return LiveControls.errors(["\(error)"])
        }
    }

    /// The command of a question; without texts one that reads the same slots.
    private func command(_ name: String, _ texts: [String]?) -> String? {
        let form = live.queue.sync { live.plan.map(live.served.practical.asks)?.first { $0.name == name } }
        guard let form else { return nil }
        let texts = texts ?? form.fields.map { _ in "?" }
        guard texts.count == form.fields.count else { return nil }
        return form.command(texts)
    }

    /// Keeps the store from being cleaned meanwhile.
    private func locked<Value>(_ body: () throws -> Value) throws -> Value {
        guard Store.exists(at: live.served.storeFolder) else { throw NothingStored() }
        let store = try Store(folder: live.served.storeFolder)
        let share = try store.lockForRun(interruption: interruption) {}
        defer { withExtendedLifetime(share) {} }
        return try body()
    }

    private func openSession() throws -> InteractiveSession {
        if let session { return session }
        let served = live.served
        let (source, assignments) = live.queue.sync {
            (SourceText(path: served.path, lines: live.notebook.lines), live.assignments)
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
