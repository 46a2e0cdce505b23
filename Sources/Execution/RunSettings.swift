import Notebooks

/// What of a plan is to run, and where results are kept.
package struct RunSettings {
    /// Nil keeps nothing and reuses nothing.
    package var store: Store?
    package var storages: [String: SlotStorage]
    /// What the latest run was; nil for a notebook that was never run.
    package var memory: NotebookMemory?
    /// Places of the cells to run or reuse; nil for all of them.
    package var chosen: Set<Int>?
    /// Run the chosen cells also where the store has them.
    package var isFresh: Bool
    /// False leaves the store as it is; it is read all the same.
    package var keepsResults: Bool
    /// Seconds between two savings of a long command's progress.
    package var progressInterval: Double
    /// How long the report waits for more cells before it is written again.
    package var reportInterval: Duration
    /// The BLAS kernel and vector instructions of this machine: bits are promised for one of them.
    package var machine: String
    /// Told why the run waits, when it does.
    package var sayWaiting: (String) -> Void
    /// Where commands' files are looked at again after they were read.
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
