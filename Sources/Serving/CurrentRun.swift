import Execution
import Reporting

/// The run that is at work.
struct CurrentRun {
    let order: RunOrder
    let interruption = Interruption()
    /// The labels that cells have in the run, by their places there.
    var labels: [Int: String] = [:]
    /// What cells were renamed to during the run, one value for each change of the file.
    var renamings: [CellNames] = []
    /// The places of cells that have shown something in this run.
    var hasShown: Set<Int> = []
    var progress = LiveProgress()
    /// Which cell runs, in a sentence, and when that was last said.
    var sentence = ""
    var saidAt: ContinuousClock.Instant?

    /// What a cell of the run is called now; nil if it is gone.
    func name(of label: String) -> String? { renamings.reduce(label) { label, names in label.flatMap { names[$0] } } }
}

/// Passes on the events of a run.
final class EventForwarder: RunRenderer, Sendable {
    private let take: @Sendable (RunEvent) -> Void

    init(_ take: @escaping @Sendable (RunEvent) -> Void) { self.take = take }

    func handle(_ event: RunEvent) { take(event) }
}
