import Notebooks

/// Why a command's stored outputs do not belong to the current notebook.
package enum StaleReason: Sendable, Equatable {
    case parameter(name: String, before: String, now: String)
    /// An option such as `--batch-size`, with its values; nil if it was not written.
    case option(name: String, before: String?, now: String?)
    /// A positional argument.
    case argument(before: String?, now: String?)
    case literal(name: String)
    /// The cell had another command here, or none.
    case newCommand(String)
    case file(name: String)
    /// A file that the command read no longer exists.
    case fileGone(name: String)
    case upstream(slot: SlotName, section: String?, isStale: Bool)
    case revision(command: String)
    /// Its random stream changed, because its label or its place changed.
    case randomStream
    case presentation(name: String, before: String?, now: String?)
    /// The store no longer has its outputs.
    case outputsGone
    case outputsDamaged
    case producedFile(path: String)
    case failed
    case interrupted

    /// The reason as a phrase that a user understands.
    package var phrase: String {
        switch self {
        case .parameter(let name, let before, let now):
            "parameter `\(name)` \(Self.shown(before)) → \(Self.shown(now))"
        case .option(let name, let before?, let now?): "`\(name)` \(Self.shown(before)) → \(Self.shown(now))"
        case .option(let name, nil, let now): "`\(name)`\(now.map { $0.isEmpty ? "" : " \($0.cut)" } ?? "") is new"
        case .option(let name, _, nil): "`\(name)` was removed"
        case .argument(let before?, let now?): "\(Self.shown(before)) → \(Self.shown(now))"
        case .argument(nil, let now): "\(Self.shown(now ?? "")) is new"
        case .argument(let before, nil): "\(Self.shown(before ?? "")) was removed"
        case .literal(let name): "text `@\(name)` changed"
        case .newCommand(let text): "`\(text.cut)` is new here"
        case .file(let name): "file \(name) changed"
        case .fileGone(let name): "file \(name) is no longer there"
        case .upstream(let slot, let section, let isStale):
            "because `\(slot)`\(section.map { " (section \($0))" } ?? "") \(isStale ? "is stale" : "changed")"
        case .revision(let command): "this version of Practicum computes `\(command)` in another way"
        case .randomStream: "its random numbers depend on the cell's label and the command's place, which changed"
        case .presentation(let name, let before, let now):
            "`\(name)` \(Self.shown(before ?? "none")) → \(Self.shown(now ?? "none"))"
        case .outputsGone: "the store no longer has its outputs"
        case .outputsDamaged: "its outputs in the store are damaged"
        case .producedFile(let path): "file \(path) was changed or is gone"
        case .failed: "it failed in the last run"
        case .interrupted: "it was interrupted in the last run"
        }
    }

    /// True for a change in the notebook's text or on the command line.
    var isEdit: Bool {
        switch self {
        case .parameter, .option, .argument, .literal, .newCommand, .presentation, .randomStream: true
        default: false
        }
    }

    static func shown(_ text: String) -> String { text.isEmpty ? "(empty)" : text.cut }
}

extension String {
    /// The text on one line, shortened for a list.
    fileprivate var cut: String {
        let line = split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count > 48 ? "\(line.prefix(47))…" : line
    }
}

extension StaleReason {
    /// The first difference between a command as it was and as it is now. Its own differences come
    /// before those of the slots that it reads.
    ///
    /// - Parameters:
    ///   - reads: The versions of the slots that it reads now, as far as they are known.
    ///   - upstream: Returns the reason for a slot whose version differs.
    static func between(
        _ before: NotebookMemory.CommandMemory, _ now: PlannedCommand, reads: [SlotName: Key],
        upstream: (SlotName) -> StaleReason
    ) -> StaleReason? {
        guard before.name == now.name else { return .newCommand(now.text) }
        // Words that are only written differently, or at another place, are no difference.
        if before.identity != now.identity, let reason = ownDifference(before, now) { return reason }
        for (slot, key) in reads.sorted(by: { $0.key.rawValue < $1.key.rawValue })
        where before.reads[slot.rawValue] != key {
            return upstream(slot)
        }
        for name in Set(before.presentation.keys).union(now.presentation.keys).sorted()
        where before.presentation[name] != now.presentation[name] {
            return .presentation(name: name, before: before.presentation[name], now: now.presentation[name])
        }
        return nil
    }

    private static func ownDifference(
        _ before: NotebookMemory.CommandMemory, _ now: PlannedCommand
    ) -> StaleReason? {
        if let reason = difference(of: before.words, now.line.words) { return reason }
        if before.revision != type(of: now.command).revision { return .revision(command: now.name) }
        let known = Dictionary(grouping: before.fingerprints, by: \.role).mapValues { $0.map(\.digest) }
        for fingerprint in now.fingerprints where known[fingerprint.role]?.contains(fingerprint.digest) != true {
            return .file(name: fingerprint.name)
        }
        let roles = Set(now.fingerprints.map(\.role))
        if let gone = before.fingerprints.first(where: { !roles.contains($0.role) }) {
            return .fileGone(name: gone.name)
        }
        return now.command.drawsRandomNumbers && before.randomStream != now.randomStream ? .randomStream : nil
    }

    private static func difference(
        of before: [NotebookMemory.WordMemory], _ now: [CommandWords.Word]
    ) -> StaleReason? {
        let before = Arguments(before.map { ($0.text, $0.literal, $0.parameters, $0.isVerbatim) })
        let now = Arguments(now.map { ($0.text, $0.literal, $0.parameters, $0.isVerbatim) })
        for name in now.options.keys.sorted() {
            let (old, new) = (before.options[name], now.options[name])
            guard let new, old?.text != new.text else { continue }
            if let parameter = new.parameters.first, let old, old.parameters.contains(parameter) {
                return .parameter(name: parameter, before: old.text, now: new.text)
            }
            return .option(name: name, before: old?.text, now: new.text)
        }
        for name in before.options.keys.sorted() where now.options[name] == nil {
            return .option(name: name, before: before.options[name]?.text, now: nil)
        }
        for place in 0..<max(before.positional.count, now.positional.count) {
            let old = before.positional.indices.contains(place) ? before.positional[place] : nil
            let new = now.positional.indices.contains(place) ? now.positional[place] : nil
            guard old?.text != new?.text else { continue }
            if let literal = new?.literal, literal == old?.literal { return .literal(name: literal) }
            if let old, let new, let parameter = new.parameters.first, old.parameters.contains(parameter) {
                return .parameter(name: parameter, before: old.text, now: new.text)
            }
            return .argument(before: old?.text, now: new?.text)
        }
        return nil
    }

    /// Words split into options and the rest. Whether an option takes a value is guessed from the next word, which suffices for a phrase.
    private struct Arguments {
        struct Value {
            var text: String
            var literal: String?
            var parameters: [String]
        }

        var options: [String: Value] = [:]
        var positional: [Value] = []

        init(_ words: [(text: String, literal: String?, parameters: [String], isVerbatim: Bool)]) {
            var option: String?
            for word in words.dropFirst() {
                if word.text.hasPrefix("--"), !word.isVerbatim {
                    if let name = option { options[name] = Value(text: "", parameters: []) }
                    if let equals = word.text.firstIndex(of: "=") {
                        options[String(word.text[..<equals])] = Value(
                            text: String(word.text[word.text.index(after: equals)...]), parameters: word.parameters)
                        option = nil
                    } else {
                        option = word.text
                    }
                } else if let name = option {
                    options[name] = Value(text: word.text, literal: word.literal, parameters: word.parameters)
                    option = nil
                } else {
                    positional.append(Value(text: word.text, literal: word.literal, parameters: word.parameters))
                }
            }
            if let option { options[option] = Value(text: "", parameters: []) }
        }
    }
}
