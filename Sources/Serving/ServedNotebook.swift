import Execution
import Foundation
import Notebooks

/// A notebook that is served: where it is, and how it is run.
package struct ServedNotebook: Sendable {
    package var path: String
    /// Those of the command line.
    package var overrides: ParameterOverrides
    package var reportPath: String
    package var storeFolder: String
    package var practical: Practical
    /// The digests of files, and where these may be.
    package var environment: @Sendable () -> any PlanEnvironment
    /// Runs the notebook as the terminal would, on the calling thread, and returns when the run has ended.
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

    /// The overrides with what was set on the page, which is the user's word as on the command line.
    func overrides(_ assignments: [String]) -> ParameterOverrides {
        var overrides = overrides
        overrides.assignments += assignments
        return overrides
    }
}

/// What is to be run.
package struct RunOrder: Sendable, Equatable {
    /// Labels of cells; nil for all that is stale.
    package var labels: [String]?
    /// Also what the store has.
    package var isFresh = false
    /// `name=value`, as it was set on the page.
    package var assignments: [String]

    package init(labels: [String]?, isFresh: Bool = false, assignments: [String] = []) {
        self.labels = labels
        self.isFresh = isFresh
        self.assignments = assignments
    }
}
