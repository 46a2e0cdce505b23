// The values of parameters: their defaults, then those of a profile, of a file, and of the command line.

extension NotebookLoader {
    mutating func resolve(
        _ frontMatter: FrontMatter, _ overrides: ParameterOverrides, into notebook: inout Notebook
    ) {
        var resolver = ParameterResolver(parameters: frontMatter.parameters)
        for profile in frontMatter.profiles {
            let values = resolver.values(of: profile.pairs, in: source)
            notebook.profiles.append(Profile(name: profile.name, values: values))
        }
        if frontMatter.isSound {
            if let name = overrides.profile { apply(profile: name, of: notebook, to: &resolver) }
            if let file = overrides.file { apply(file: file, to: &resolver) }
            for assignment in overrides.assignments { resolver.apply(assignment: assignment) }
        }
        notebook.parameters = resolver.parameters
        diagnostics += resolver.diagnostics
    }

    private func apply(profile name: String, of notebook: Notebook, to resolver: inout ParameterResolver) {
        guard let profile = notebook.profiles.first(where: { $0.name == name }) else {
            let commandLine = SourceText(path: "<command line>", lines: ["--profile \(name)"])
            let names = notebook.profiles.map(\.name)
            resolver.diagnostics.append(
                commandLine.diagnostic(
                    at: commandLine.range(line: 1, column: 11, length: max(1, name.unicodeScalars.count)),
                    "the notebook has no profile `\(name.brief())`",
                    remedy: names.isEmpty
                        ? "It has none at all: leave `--profile` out, or write `profiles:` in the front matter."
                        : names.suggestion(for: name, noun: "profile")))
            return
        }
        for index in resolver.parameters.indices {
            guard let value = profile.values[resolver.parameters[index].name] else { continue }
            resolver.parameters[index].value = value
            resolver.parameters[index].origin = .profile(name)
        }
    }

    private func apply(file path: String, to resolver: inout ParameterResolver) {
        do throws(Diagnostic) {
            let file = try SourceText.read(path, kind: "parameter file")
            guard let root = try YAMLNode.compose(file.lines, firstLine: 1, source: file, subject: "the parameter file")
            else { return }
            guard case .mapping(let pairs) = root.content else {
                throw file.diagnostic(
                    at: root.range, "the parameter file is \(root.kind), not names with values",
                    remedy: "Write one line `name: value` for each parameter.")
            }
            resolver.apply(pairs, from: file, origin: .file(path))
        } catch {
            resolver.diagnostics.append(error)
        }
    }

    mutating func warnAboutUnreadParameters(_ notebook: Notebook) {
        // If there are errors, the text of the cells is not yet the intended one.
        guard !Diagnostics(diagnostics).hasErrors else { return }
        let read = Set(notebook.cells.flatMap(\.commands).flatMap(\.words).flatMap(\.parameters))
        for parameter in notebook.parameters where !read.contains(parameter.name) {
            diagnostics.append(
                source.diagnostic(
                    .warning, at: parameter.range, "no cell uses the parameter `\(parameter.name)`",
                    remedy: "Put `$\(parameter.name)` into a command, or remove it."))
        }
    }
}
