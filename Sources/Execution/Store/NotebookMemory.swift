import Crypto
import Foundation
import Notebooks

/// What the latest run of a notebook, with one profile, was: what staleness is explained by and comparisons start from.
package struct NotebookMemory: Sendable, Equatable, Codable {
    /// The absolute path.
    package var notebook: String
    package var profile: String?
    /// The latest that is known of each cell, in the notebook's order; a run that ended early leaves the rest as it was.
    package var cells: [CellMemory] = []
    package var lastRun: RunMemory?

    package struct CellMemory: Sendable, Equatable, Codable {
        package var label: String
        /// What became of it when it was last reached.
        package var status: CellStatus
        package var commands: [CommandMemory]
    }

    /// A command as it was planned then.
    package struct CommandMemory: Sendable, Equatable, Codable {
        package var name: String
        package var revision: Int
        package var words: [WordMemory]
        package var key: Key
        package var outputKey: Key
        package var presentation: [String: String]
        package var reads: [String: Key]
        /// The versions it wrote.
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

    /// A run in numbers.
    package struct RunMemory: Sendable, Equatable, Codable {
        package var header: RunHeader
        package var outcome: RunRecord.Outcome
        package var seconds: Double
        package var warnings: [String]
        /// Those that two equal runs agree on.
        package var metrics: [String: Double]
        package var comparison: RunComparison?
    }

    package func cell(_ label: String) -> CellMemory? { cells.first { $0.label == label } }

    /// Takes note of a cell, at the place that it has in the plan.
    mutating func remember(_ cell: CellMemory, order: [String]) {
        if let place = cells.firstIndex(where: { $0.label == cell.label }) {
            cells[place] = cell
        } else {
            cells.append(cell)
        }
        let places = Dictionary(order.enumerated().map { ($1, $0) }) { first, _ in first }
        cells = cells.enumerated().sorted {
            (places[$0.element.label] ?? Int.max, $0.offset) < (places[$1.element.label] ?? Int.max, $1.offset)
        }.map(\.element)
    }

    /// Forgets cells that the notebook no longer has.
    mutating func forget(allBut labels: Set<String>) { cells.removeAll { !labels.contains($0.label) } }
}

extension NotebookMemory.CommandMemory {
    init(_ planned: PlannedCommand) {
        self.init(
            name: planned.name, revision: type(of: planned.command).revision,
            words: planned.line.words.map {
                .init(text: $0.text, literal: $0.literal, parameters: $0.parameters, isVerbatim: $0.isVerbatim)
            }, key: planned.key, outputKey: planned.outputKey, presentation: planned.presentation,
            reads: Dictionary(uniqueKeysWithValues: planned.readKeys.map { ($0.key.rawValue, $0.value) }),
            writes: Dictionary(uniqueKeysWithValues: planned.writtenKeys.map { ($0.key.rawValue, $0.value) }),
            fingerprints: planned.fingerprints,
            randomStream: planned.command.drawsRandomNumbers ? planned.randomStream : nil)
    }
}

extension Store {
    /// The folder of a notebook and profile: a readable name and a hash of the full path.
    package func notebookFolder(notebook path: String, profile: String?) -> String {
        let absolute = Store.absolutePath(path)
        let name = absolute.split(separator: "/").last.map(String.init) ?? "notebook"
        let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
        let readable = "\(stem)\(profile.map { ".\($0)" } ?? "")".map {
            $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "-"
        }
        let digest = SHA256.hash(data: Data("\(absolute)\n\(profile ?? "")".utf8)).hexadecimal
        return "\(folder)/notebooks/\(String(readable.prefix(60)))-\(digest.prefix(12))"
    }

    package static func absolutePath(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }

    package func memory(notebook: String, profile: String?) -> StoreLookup<NotebookMemory> {
        StoreRecord.read(
            NotebookMemory.self, from: "\(notebookFolder(notebook: notebook, profile: profile))/memory")
    }

    func save(_ memory: NotebookMemory) throws {
        let folder = notebookFolder(notebook: memory.notebook, profile: memory.profile)
        try StoreRecord.write(memory, to: "\(folder)/memory")
    }

    /// Held by the run of a notebook and profile: another one of the same waits.
    package func lockNotebook(
        _ notebook: String, profile: String?, interruption: Interruption, onWait: (Int32?) -> Void
    ) throws -> StoreLock {
        try StoreLock.wait(
            "\(notebookFolder(notebook: notebook, profile: profile))/lock", .alone, interruption: interruption,
            onWait: onWait)
    }
}
