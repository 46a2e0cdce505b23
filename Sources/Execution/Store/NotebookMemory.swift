import Files
import Foundation
import Notebooks

/// The latest run of a notebook with one profile. It is used to explain staleness and to compare runs.
package struct NotebookMemory: Sendable, Equatable, Codable {
    /// The absolute path.
    package var notebook: String
    package var profile: String?
    /// The latest known state of each cell, in the notebook's order. A run that ended early leaves the rest unchanged.
    package var cells: [CellMemory] = []
    package var lastRun: RunMemory?
    /// The latest run that showed every cell, and its cells; nil if that is the last run, or if there was none.
    package var wholeRun: WholeRun?

    package struct WholeRun: Sendable, Equatable, Codable {
        package var run: RunMemory
        package var cells: [CellMemory]
    }

    package struct CellMemory: Sendable, Equatable, Codable {
        package var label: String
        /// The cell's status when it was last reached; `notRun` if no run has reached it.
        package var status: CellStatus
        package var commands: [CommandMemory]
    }

    /// A command as it was planned in that run.
    package struct CommandMemory: Sendable, Equatable, Codable {
        package var name: String
        package var revision: Int
        package var words: [WordMemory]
        /// The hash of everything that its key depends on, except what it reads.
        package var identity: Key
        /// Nil for a command that no run has reached and whose keys were unknown.
        package var key: Key?
        package var outputKey: Key?
        package var presentation: [String: String]
        /// The versions that it read.
        package var reads: [String: Key]
        /// The keys of the records of what it wrote.
        package var writes: [String: Key]
        package var fingerprints: [Fingerprint]
        package var randomStream: UInt64?
    }

    package struct WordMemory: Sendable, Equatable, Codable {
        package var text: String
        package var literal: String?
        package var parameters: [String]
        package var isVerbatim: Bool
    }

    /// The numbers of a run.
    package struct RunMemory: Sendable, Equatable, Codable {
        package var header: RunHeader
        package var outcome: RunRecord.Outcome
        package var seconds: Double
        package var warnings: [String]
        /// The metrics that do not vary between equal runs.
        package var metrics: [String: Double]
        package var comparison: RunComparison?
        /// True if the run showed every cell.
        package var isWhole: Bool
    }

    /// The run to compare with. A run that was stopped early or left out cells is not used, because its figures are incomplete.
    var compared: WholeRun? { wholeRun ?? lastRun.map { WholeRun(run: $0, cells: cells) } }

    /// The latest run if it had the same parameter values as this header: with other values, its duration and its changes say nothing.
    package func lastRun(like header: RunHeader) -> RunMemory? {
        lastRun.flatMap { last in
            let values = { (header: RunHeader) in header.parameters.map { [$0.name, $0.value] } }
            return values(last.header) == values(header) ? last : nil
        }
    }

    /// Records a run of a plan.
    mutating func remember(_ record: RunRecord, of plan: Plan, _ keys: PlanKeys) {
        let isWhole = record.outcome == .finished && record.cells.allSatisfy { $0.status != .notRun }
        if isWhole {
            wholeRun = nil
        } else if let compared, compared.run.isWhole {
            wholeRun = compared
        }
        let known = Dictionary(cells.map { ($0.label, $0) }) { first, _ in first }
        cells = zip(plan.cells, record.cells).compactMap { planned, cell in
            switch cell.status {
            case .ran, .reused, .failed, .interrupted: break
            case .skipped: return known[cell.label]
            case .notRun: if let before = known[cell.label] { return before }
            }
            return CellMemory(
                label: cell.label, status: cell.status,
                commands: planned.commands.map { CommandMemory($0, keys[$0]) })
        }
        lastRun = RunMemory(record, isWhole: isWhole)
    }
}

extension NotebookMemory.CommandMemory {
    init(_ planned: PlannedCommand, _ keys: CommandKeys?) {
        self.init(
            name: planned.name, revision: type(of: planned.command).revision,
            words: planned.line.words.map {
                .init(text: $0.text, literal: $0.literal, parameters: $0.parameters, isVerbatim: $0.isVerbatim)
            }, identity: planned.identity, key: keys?.key, outputKey: keys?.outputKey,
            presentation: planned.presentation,
            reads: Dictionary(uniqueKeysWithValues: (keys?.reads ?? [:]).map { ($0.key.rawValue, $0.value) }),
            writes: (keys?.key).map { key in
                Dictionary(
                    planned.slots.writes.map { ($0.rawValue, PlanKeys.recordKey(of: $0, key)) },
                    uniquingKeysWith: { first, _ in first })
            } ?? [:],
            fingerprints: planned.fingerprints,
            randomStream: planned.command.drawsRandomNumbers ? planned.randomStream : nil)
    }
}

extension Store {
    /// The folder for a notebook and profile: a readable name and a hash of the full path.
    package func notebookFolder(notebook path: String, profile: String?) -> String {
        let absolute = path.resolvedPath
        let name = absolute.split(separator: "/").last.map(String.init) ?? "notebook"
        let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
        let readable = "\(stem)\(profile.map { ".\($0)" } ?? "")".map {
            $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "-"
        }
        let digest = SHA256.hash(Data("\(absolute)\n\(profile ?? "")".utf8)).hexadecimal
        return "\(folder)/notebooks/\(String(readable.prefix(60)))-\(digest.prefix(12))"
    }

    package func memory(notebook: String, profile: String?) -> StoreLookup<NotebookMemory> {
        StoreRecord.read(
            NotebookMemory.self, from: "\(notebookFolder(notebook: notebook, profile: profile))/memory")
    }

    /// Saves the memory of a notebook's latest run, and for each set of parameters the keys that its latest run needs.
    func save(_ memory: NotebookMemory) throws {
        let folder = notebookFolder(notebook: memory.notebook, profile: memory.profile)
        try StoreRecord.write(memory, to: "\(folder)/memory")
        guard let run = memory.lastRun else { return }
        let values = run.header.parameters.sorted { $0.name < $1.name }.flatMap { [$0.name, $0.value] }
        var hasher = ContentHasher()
        hasher.add(values)
        let name = hasher.finalize().hexadecimal.prefix(16)
        try StoreRecord.write(UsedKeys(keys: memory.usedKeys), to: "\(folder)/runs/\(name)")
    }
}

/// The keys that a run made or read. The keep-policy protects them.
struct UsedKeys: Codable {
    var keys: Set<Key>
}

extension NotebookMemory {
    /// The keys that the latest run of each cell made or read.
    var usedKeys: Set<Key> {
        Set(
            cells.flatMap(\.commands).flatMap { command in
                [command.key, command.outputKey].compactMap(\.self) + command.writes.values + command.reads.values
            })
    }
}
