import ArgumentParser
import Notebooks

/// Processes a notebook's cells in order and collects all errors.
struct Planner {
    let notebook: Notebook
    let registry: CommandRegistry
    let environment: any PlanEnvironment
    let source: SourceText
    var typedFrom = Int.max
    private(set) var diagnostics: [Diagnostic] = []

    /// The commands planned so far.
    private var planned: [PlannedCommand] = []
    /// By slot, the index of the command that wrote it last; nil if the slot is missing, which was reported.
    private var writers: [SlotName: Int?] = [:]
    /// The same as commands, for those that check their arguments against earlier ones.
    private var latest: [SlotName: any NotebookCommand] = [:]
    /// False after a command that could not be parsed, because it is unknown what it would have written.
    private var flowIsKnown = true

    /// A parsed command.
    struct Parsed {
        var type: any NotebookCommand.Type
        var command: any NotebookCommand
        var slots: SlotUse
        var keyArguments: [ArgumentValue]
    }

    /// Everything that the parsing of a command depends on.
    private struct Words: Hashable {
        var texts: [String]
        var areVerbatim: [Bool]

        init(_ line: CommandWords) {
            texts = line.words.map(\.text)
            areVerbatim = line.words.map(\.isVerbatim)
        }
    }
    /// Valid commands by their words, because a long notebook repeats the same commands.
    private var parsed: [Words: Parsed] = [:]
    private var descriptions: [String: ArgumentDescription] = [:]
    /// The reported errors about files that cannot be read.
    private var unreadable: Set<String> = []
    /// For each slot, a command of this notebook that writes it without reading it; computed when a slot is missing.
    private var possibleWriters: [SlotName: String]?

    init(notebook: Notebook, registry: CommandRegistry, environment: any PlanEnvironment) {
        self.notebook = notebook
        self.registry = registry
        self.environment = environment
        source = SourceText(path: notebook.path, lines: notebook.lines)
    }

    /// The commands of every cell, parsed from their words alone; nil for one that cannot be parsed, which is reported.
    mutating func parse() -> [[Parsed?]] { notebook.cells.map { cell in cell.commands.map { parse($0, in: cell) } } }

    /// The assets that the evaluated commands read and that can be downloaded, each once, in their order.
    func assets(of commands: [[Parsed?]]) -> [any RemoteAsset] {
        var names: Set<String> = []
        return zip(notebook.cells, commands).filter { $0.0.options.eval }.flatMap(\.1)
            .flatMap { $0?.command.assets ?? [] }.filter { names.insert($0.name).inserted }
    }

    mutating func plan(_ commands: [[Parsed?]]) -> [PlannedCell] {
        let sections = Dictionary(notebook.sections.map { ($0.slug, $0) }) { first, _ in first }
        return zip(notebook.cells, commands).enumerated().map { cellPlace, pair in
            let (cell, parsed) = pair
            let first = planned.count
            for (place, command) in parsed.enumerated() where cell.options.eval {
                guard var command else {
                    addNeeds(of: cell.commands[place])
                    flowIsKnown = false
                    continue
                }
                command.slots.reads += command.command.reads(after: latest)
                checkFlow(command, line: cell.commands[place], in: commands)
                plan(command, line: cell.commands[place], place: place, of: cell, at: cellPlace)
            }
            return PlannedCell(
                cell: cell, section: cell.sectionSlug.flatMap { sections[$0] }, commands: Array(planned[first...]))
        }
    }

    private mutating func parse(_ line: CommandWords, in cell: Cell) -> Parsed? {
        guard let word = line.words.first, line.nameIsSound else { return nil }
        guard let type = registry[word.text] else {
            diagnostics.append(
                source.diagnostic(
                    at: word.range, "there is no command `\(word.text)`", remedy: registry.suggestion(for: word.text)))
            return nil
        }
        guard line.isSound else { return nil }
        do throws(Diagnostic) {
            let command = try parse(line, as: type)
            if command.command.drawsRandomNumbers, !cell.hasOwnLabel {
                diagnostics.append(
                    source.diagnostic(
                        at: word.range, "`\(word.text)` draws random numbers, and its cell has no label",
                        remedy: "Write `#| label: name` at the top of the cell: the numbers are drawn by that name."))
            }
            return command
        } catch {
            diagnostics.append(error)
            return nil
        }
    }

    private mutating func parse(
        _ line: CommandWords, as type: any NotebookCommand.Type
    ) throws(Diagnostic) -> Parsed {
        let words = Words(line)
        if let known = parsed[words] { return known }
        let name = CommandRegistry.name(of: type)
        let description = descriptions[name] ?? ArgumentDescription(of: type)
        descriptions[name] = description
        let command = try ArgumentReader(
            type: type, line: line, source: source, optionNames: description.longOptions
        ).command()
        let result = Parsed(
            type: Swift.type(of: command), command: command, slots: command.slots,
            keyArguments: command.keyArguments(description))
        parsed[words] = result
        return result
    }

    private mutating func checkFlow(_ parsed: Parsed, line: CommandWords, in commands: [[Parsed?]]) {
        guard flowIsKnown, let word = line.words.first else { return }
        let missing = parsed.slots.reads.filter { writers[$0] == nil }
        guard let first = missing.first else { return }
        let what =
            missing.count == 1
            ? "the slot `\(first)`, but nothing has written it"
            : "slots that nothing has written: \(missing.map { "`\($0)`" }.joined(separator: ", "))"
        diagnostics.append(
            source.diagnostic(
                at: word.range, "`\(word.text)` reads \(what)", remedy: remedy(forMissing: missing, in: commands)))
        // Reported once.
        for slot in missing { writers.updateValue(nil, forKey: slot) }
    }

    /// A command with an error is also told which slots it needs, if most of them are missing.
    private mutating func addNeeds(of line: CommandWords) {
        guard flowIsKnown, let word = line.words.first, let type = registry[word.text],
            let reads = registry.reads(of: type), reads.count > 1,
            // Not all slots of its first example need to be meant here.
            2 * reads.count(where: { writers[$0] == nil }) > reads.count,
            let index = diagnostics.firstIndex(where: { $0.range.start.line == word.range.start.line })
        else { return }
        let recipe = registry.recipe(for: reads, given: Set(writers.keys)).map { "`\($0)`" }
        let needs = "Above it, in this order, it needs \(recipe.joined(separator: ", "))."
        diagnostics[index].remedy = diagnostics[index].remedy.map { "\(needs) \($0)" } ?? needs
    }

    private mutating func remedy(forMissing missing: [SlotName], in commands: [[Parsed?]]) -> String {
        let possible = possibleWriters ?? Self.writers(commands)
        possibleWriters = possible
        // Commands that the notebook has elsewhere should be moved; the others should be added.
        let misplaced = missing.compactMap { possible[$0] }.reduce(into: [String]()) { names, name in
            if !names.contains(name) { names.append(name) }
        }
        var sentences: [String] = []
        if let name = misplaced.first, misplaced.count == 1, missing.count == 1 {
            sentences.append("`\(name)` writes it, but in no cell above that is evaluated: move that cell up.")
        } else if !misplaced.isEmpty {
            let names = misplaced.map { "`\($0)`" }.joined(separator: ", ")
            sentences.append("Move up the cells of \(names): they are below, or are not evaluated.")
        }
        let written = Set(writers.keys).union(possible.keys)
        let recipe = registry.recipe(for: missing.filter { possible[$0] == nil }, given: written)
            .map { "`\($0)`" }
        if recipe.count == 1, missing.count == 1 {
            sentences.append("A cell above must write it: \(recipe[0]) does.")
        } else if !recipe.isEmpty {
            sentences.append("Write above it, in this order: \(recipe.joined(separator: ", ")).")
        }
        return sentences.isEmpty ? "A cell above must write it." : sentences.joined(separator: " ")
    }

    private static func writers(_ commands: [[Parsed?]]) -> [SlotName: String] {
        var writers: [SlotName: String] = [:]
        for case let command? in commands.joined() {
            for slot in command.slots.writes where !command.slots.reads.contains(slot) && writers[slot] == nil {
                writers[slot] = CommandRegistry.name(of: command.type)
            }
        }
        return writers
    }

    private mutating func plan(_ parsed: Parsed, line: CommandWords, place: Int, of cell: Cell, at cellPlace: Int) {
        let stream = randomStream(label: cell.options.stream ?? cell.label, place: place)
        let guardedPaths = guardedPaths(of: parsed, line: line)
        let isWithin = checkPaths(guardedPaths, line: line)
        let fingerprints = isWithin ? fingerprints(of: parsed, line: line) : []
        checkWriters(of: parsed, line: line)
        var sources: [SlotName: Int] = [:]
        for slot in parsed.slots.reads { sources[slot] = writers[slot] ?? nil }
        let index = planned.count
        for slot in parsed.slots.writes {
            writers[slot] = index
            latest[slot] = parsed.command
        }
        planned.append(
            PlannedCommand(
                name: CommandRegistry.name(of: parsed.type), command: parsed.command, line: line, index: index,
                cell: cellPlace, place: place, slots: parsed.slots, sources: sources, fingerprints: fingerprints,
                guardedPaths: guardedPaths, randomStream: stream,
                identity: identity(of: parsed, fingerprints, stream), presentation: cell.options.presentation))
    }

    /// Locations are not part of the identity: it contains no path and no file name.
    private func identity(of parsed: Parsed, _ fingerprints: [Fingerprint], _ stream: UInt64) -> Key {
        var hasher = ContentHasher()
        hasher.add(CommandRegistry.name(of: parsed.type))
        hasher.add(parsed.type.revision)
        // Arguments without a value are omitted, so that a new option changes no key of a command that does not use it.
        let arguments = parsed.keyArguments.filter { !$0.texts.isEmpty }
        hasher.add(arguments.count)
        for argument in arguments {
            hasher.add(argument.name)
            hasher.add(argument.texts)
        }
        hasher.add(fingerprints.count)
        for fingerprint in fingerprints {
            hasher.add(fingerprint.role)
            hasher.add(fingerprint.digest)
        }
        if parsed.command.drawsRandomNumbers { hasher.add(stream) }
        return Key(hasher)
    }

    private mutating func checkWriters(of parsed: Parsed, line: CommandWords) {
        do {
            try parsed.command.validate(after: latest)
        } catch {
            let message = "\(error)"
            let word = line.words.first { $0.text.hasPrefix("--") && message.contains($0.text) } ?? line.words.first
            diagnostics.append(source.diagnostic(at: word?.range ?? line.range, message))
        }
    }

    /// The paths that the notebook names. A parameter set on the command line counts as the user's own.
    private func guardedPaths(of parsed: Parsed, line: CommandWords) -> [NamedPath] {
        guard line.range.start.line < typedFrom else { return [] }
        return parsed.command.namedPaths.filter { path in
            !line.words.contains { word in
                guard word.names(path.argument), word.parameters.count == 1 else { return false }
                return notebook.parameters.contains {
                    $0.name == word.parameters[0] && $0.value.text == path.argument && $0.origin.isCommandLine
                }
            }
        }
    }

    /// False if a path is outside the folders that the notebook may use.
    private mutating func checkPaths(_ paths: [NamedPath], line: CommandWords) -> Bool {
        guard let boundary = environment.boundary else { return true }
        var isSound = true
        for path in paths {
            guard let (message, remedy) = path.problem(boundary) else { continue }
            isSound = false
            let word = line.words.dropFirst().first { $0.names(path.argument) }
            diagnostics.append(source.diagnostic(at: word?.range ?? line.range, message, remedy: remedy))
        }
        return isSound
    }

    private mutating func fingerprints(of parsed: Parsed, line: CommandWords) -> [Fingerprint] {
        do {
            return try parsed.command.fingerprints(in: environment)
        } catch {
            let message = "\(error)"
            // The word that names the file, if the message names it too.
            let word =
                line.words.dropFirst().first { $0.text.count > 2 && message.contains($0.text) } ?? line.words.first
            // Several commands may name the same folder.
            guard unreadable.insert(message).inserted else { return [] }
            // What is wrong, and after the first sentence what to do.
            let end = message.firstRange(of: /\.\s+(?=\p{Lu})/) ?? message.endIndex..<message.endIndex
            var text = String(message[..<end.lowerBound])
            while text.last == "." { text.removeLast() }
            let remedy = String(message[end.upperBound...])
            diagnostics.append(
                source.diagnostic(at: word?.range ?? line.range, text, remedy: remedy.isEmpty ? nil : remedy))
            return []
        }
    }
}

extension Parameter.Origin {
    /// Whether the user set the value when starting the program.
    fileprivate var isCommandLine: Bool {
        switch self {
        case .commandLine, .file: true
        case .notebook, .profile: false
        }
    }
}

extension CellOptions {
    /// The options that change how figures are drawn.
    fileprivate var presentation: [String: String] {
        var values: [String: String] = [:]
        values["fig-width"] = figureWidth.map { "\($0)" }
        values["fig-height"] = figureHeight.map { "\($0)" }
        values["fig-cap"] = figureCaption
        values["fig-alt"] = figureAlternativeText
        return values
    }
}

extension CommandWords.Word {
    /// True if the word is this path, alone or as the value of a name, as in `--file=PATH` and `name=PATH`.
    fileprivate func names(_ path: String) -> Bool { text == path || text.hasSuffix("=\(path)") }
}
