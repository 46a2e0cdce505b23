import Notebooks

/// Which part of a plan to run, and where results are stored.
package struct RunSettings {
    /// Nil to store and reuse nothing.
    package var store: Store?
    package var storages: [String: SlotStorage]
    /// The memory of the latest run; nil for a notebook that was never run.
    package var memory: NotebookMemory?
    /// Indices of the cells to run or reuse; nil for all of them.
    package var chosen: Set<Int>?
    /// Whether to run the chosen cells even if their outputs are in the store.
    package var isFresh: Bool
    /// If false, the store is read but not changed.
    package var keepsResults: Bool
    /// Seconds between two saves of a long command's progress.
    package var progressInterval: Double
    /// How long the report waits for more cells before it is written again.
    package var reportInterval: Duration
    /// The BLAS kernel and vector instructions of this machine. Results are bit for bit equal only for the same ones.
    package var machine: String
    /// Called with the reason if the run has to wait.
    package var sayWaiting: (String) -> Void
    /// The environment for checking the commands' files again after they were read.
    package var environment: any PlanEnvironment

    package init(
        store: Store? = nil, storages: [String: SlotStorage] = [:], memory: NotebookMemory? = nil,
        chosen: Set<Int>? = nil, isFresh: Bool = false, keepsResults: Bool = true, progressInterval: Double = 300,
        reportInterval: Duration = .seconds(1), machine: String = "",
        sayWaiting: @escaping (String) -> Void = { _ in }, environment: any PlanEnvironment = FileDigests()
    ) {
        self.store = store
        self.storages = storages
        self.memory = memory
        self.chosen = chosen
        self.isFresh = isFresh
        self.keepsResults = keepsResults
        self.progressInterval = progressInterval
        self.reportInterval = reportInterval
        self.machine = machine
        self.sayWaiting = sayWaiting
        self.environment = environment
    }

    package func includes(_ cell: Int) -> Bool { chosen?.contains(cell) ?? true }
}
