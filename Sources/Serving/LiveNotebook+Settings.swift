import Execution
import Notebooks
import Reporting

/// The parameters that are set on the page.
extension LiveNotebook {
    /// Uses these values of parameters, given as `name=value`, and the notebook's values of all others.
    func set(_ assignments: [String]) {
        self.assignments = assignments
        plan(SourceText(path: served.path, lines: notebook.lines))
        change()
    }

    /// What other values of the parameters would make stale, as HTML.
    func preview(_ assignments: [String]) -> String {
        let read = Plan.read(
            SourceText(path: served.path, lines: notebook.lines), overrides: served.overrides(assignments),
            registry: served.practical.registry, environment: served.environment())
        guard let plan = read.plan else {
            return LiveControls.errors(Diagnostics(read.diagnostics.filter { $0.severity == .error }).texts)
        }
        return LiveControls.preview(causes: assessment(of: plan).assessment.causes(), in: plan)
    }
}
