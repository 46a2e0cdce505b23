import Notebooks

extension Plan {
    /// Parses and checks every command of a notebook.
    ///
    /// It checks the names of commands, their arguments, the flow of slots, the files they name, and that a cell which draws random
    /// numbers has a label of its own. Cells with `eval: false` are checked too, except for the flow.
    ///
    /// - Throws: `Diagnostics` with all errors and warnings.
    /// - Parameter typedFrom: The first line that the user has typed. Like the command line, it may name any file.
    package init(
        notebook: Notebook, registry: CommandRegistry, environment: any PlanEnvironment, typedFrom: Int = .max
    ) throws {
        var planner = Planner(notebook: notebook, registry: registry, environment: environment)
        planner.typedFrom = typedFrom
        let cells = planner.plan(planner.parse())
        guard planner.diagnostics.isEmpty else { throw Diagnostics(planner.diagnostics) }
        self.init(notebook: notebook, cells: cells)
    }

    /// Reads and plans a notebook's text as far as possible.
    ///
    /// - Returns: The notebook, its plan if it has no errors, and all errors and warnings.
    package static func read(
        _ source: SourceText, overrides: ParameterOverrides, registry: CommandRegistry,
        environment: any PlanEnvironment
    ) -> (notebook: Notebook, plan: Plan?, diagnostics: [Diagnostic]) {
        let (notebook, diagnostics) = Notebook.read(source, overrides: overrides)
        var planner = Planner(notebook: notebook, registry: registry, environment: environment)
        let cells = planner.plan(planner.parse())
        let all = (diagnostics + planner.diagnostics).inReadingOrder(of: source.path)
        return (notebook, Diagnostics(all).hasErrors ? nil : Plan(notebook: notebook, cells: cells), all)
    }

    /// Reads and plans a notebook, so that all errors in its text and its commands are reported together.
    ///
    /// - Parameter obtain: Called with the assets that the commands read and that can be downloaded, each once, before any
    ///   file is searched. It is not called if the text or the arguments of a command have errors, because nothing is
    ///   downloaded for a notebook that cannot run.
    /// - Returns: The plan, and warnings.
    /// - Throws: `Diagnostics` with all errors and warnings; and the errors of `obtain`.
    package static func make(
        path: String, overrides: ParameterOverrides, registry: CommandRegistry, environment: any PlanEnvironment,
        obtain: ([any RemoteAsset]) throws -> Void = { _ in }
    ) throws -> (plan: Plan, warnings: [Diagnostic]) {
        let (notebook, diagnostics) = Notebook.read(path: path, overrides: overrides)
        guard let notebook else { throw Diagnostics(diagnostics) }
        var planner = Planner(notebook: notebook, registry: registry, environment: environment)
        let commands = planner.parse()
        if !Diagnostics(diagnostics + planner.diagnostics).hasErrors { try obtain(planner.assets(of: commands)) }
        let cells = planner.plan(commands)
        let all = (diagnostics + planner.diagnostics).inReadingOrder(of: path)
        guard !Diagnostics(all).hasErrors else { throw Diagnostics(all) }
        return (Plan(notebook: notebook, cells: cells), all)
    }
}
