import Execution
import Foundation
import Notebooks

/// A notebook that is served: its place, and how to run it.
package struct ServedNotebook: Sendable {
    package var path: String
    /// The parameters and the profile of the command line.
    package var overrides: ParameterOverrides
    package var reportPath: String
    package var storeFolder: String
    package var practical: Practical
    /// Computes the digests of files, and says where these files may be.
    package var environment: @Sendable () -> any PlanEnvironment
    /// Runs the notebook on the calling thread, as `run` does in a terminal, and returns when the run has ended.
    package var run: Run

    package typealias Run =
        @Sendable (
            RunOrder, any RunRenderer, Interruption, _ say: @escaping @Sendable (String) -> Void
        ) -> Void

    package init(
        path: String, overrides: ParameterOverrides, reportPath: String, storeFolder: String, practical: Practical,
        environment: @escaping @Sendable () -> any PlanEnvironment,
        run: @escaping Run
    ) {
        self.path = path
        self.overrides = overrides
        self.reportPath = reportPath
        self.storeFolder = storeFolder
        self.practical = practical
        self.environment = environment
        self.run = run
    }

    var outputFolder: String { RunFiles(reportPath: reportPath).folder }

    /// The overrides with the settings of the page. They may name any file, like those of the command line.
    func overrides(_ assignments: [String]) -> ParameterOverrides {
        var overrides = overrides
        overrides.assignments += assignments
        return overrides
    }
}

/// The cells to run, and how.
package struct RunOrder: Sendable, Equatable {
    /// The labels of cells; nil for all that are stale.
    package var labels: [String]?
    /// Whether cells run even if the store has their results.
    package var isFresh = false
    /// Whether the terminal shows a line for each cell. Otherwise the whole run takes one line.
    package var isToldInFull = false
    /// The settings of the page, as `name=value`.
    package var assignments: [String]

    package init(labels: [String]?, isFresh: Bool = false, isToldInFull: Bool = false, assignments: [String] = []) {
        self.labels = labels
        self.isFresh = isFresh
        self.isToldInFull = isToldInFull
        self.assignments = assignments
    }
}
