import Files
import Foundation

/// The content of a store: what each item needs, and what protects it.
package struct StoreInventory {
    package enum Kind: String, Sendable { case result, slot, progress }

    /// A result, a slot's version or an unfinished command, with its blobs.
    package struct Item: Sendable {
        package var kind: Kind
        /// A command, or a slot's name.
        package var title: String
        package var key: Key
        package var path: String
        /// Bytes of its own record or folder. Its blobs are counted separately, because others may share them.
        package var ownBytes: Int
        package var blobs: [BlobReference]
        package var lastUsed: Date
        /// Folders under `notebooks/` whose latest run made or read it.
        package var usedBy: [String]
        /// Folders under `notebooks/` for which the latest run with some set of parameters made or read it, and when that run ended.
        package var runs: [String: Date] = [:]
        /// When the last of those runs ended.
        var lastRun: Date? { runs.values.max() }
    }

    /// A notebook and profile that ran with this store.
    package struct NotebookEntry: Sendable {
        package var folder: String
        package var memory: NotebookMemory
        package var lastUsed: Date
        /// False if the file no longer exists.
        package var exists: Bool
    }

    package private(set) var items: [Item] = []
    package private(set) var notebooks: [NotebookEntry] = []
    /// Files that no record names, left by a process that died, or by a damaged record. Path and size.
    package private(set) var leftovers: [(path: String, bytes: Int)] = []
    private let store: Store

    package init(_ store: Store) {
        self.store = store
        readNotebooks()
        let uses = self.uses
        let runs = self.runs
        for path in files(in: "results") { addResult(path, uses) }
        for path in files(in: "slots") { addSlot(path, uses) }
        for name in names("progress") { addProgress("\(store.folder)/progress/\(name)", name, uses) }
        for place in items.indices { items[place].runs = runs[items[place].key] ?? [:] }
        findLeftovers()
    }

    /// Bytes of some items. Shared blobs are counted once.
    package static func bytes(_ items: [Item]) -> Int {
        let blobs = Set(items.flatMap(\.blobs))
        return items.reduce(0) { $0 + $1.ownBytes } + blobs.reduce(0) { $0 + $1.size }
    }

    // MARK: Reading

    private func names(_ part: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(store.folder)/\(part)")) ?? []).sorted()
    }

    /// Files in the 256 subfolders of a folder.
    private func files(in part: String) -> [String] {
        names(part).filter { $0.count == 2 }.flatMap { folder in
            names("\(part)/\(folder)").map { "\(store.folder)/\(part)/\(folder)/\($0)" }
        }
    }

    private mutating func readNotebooks() {
        for name in names("notebooks") {
            let path = "\(store.folder)/notebooks/\(name)/memory"
            guard case .found(let memory) = StoreRecord.read(NotebookMemory.self, from: path) else { continue }
            notebooks.append(
                NotebookEntry(
                    folder: name, memory: memory, lastUsed: lastUsed(path),
                    exists: access(memory.notebook, F_OK) == 0))
        }
    }

    /// By key, the notebooks whose latest run made or read it.
    private var uses: [Key: [String]] {
        var uses: [Key: Set<String>] = [:]
        for notebook in notebooks {
            for key in notebook.memory.usedKeys { uses[key, default: []].insert(notebook.folder) }
        }
        return uses.mapValues { $0.sorted() }
    }

    /// By key and notebook, the end of the last run that made or read it.
    private var runs: [Key: [String: Date]] {
        var runs: [Key: [String: Date]] = [:]
        for notebook in names("notebooks") {
            for name in names("notebooks/\(notebook)/runs") {
                let path = "\(store.folder)/notebooks/\(notebook)/runs/\(name)"
                guard case .found(let used) = StoreRecord.read(UsedKeys.self, from: path) else { continue }
                let date = lastUsed(path)
                for key in used.keys {
                    runs[key, default: [:]][notebook] = max(runs[key]?[notebook] ?? date, date)
                }
            }
        }
        return runs
    }

    private func lastUsed(_ path: String) -> Date {
        FileStamp(path: path).map { Date(timeIntervalSince1970: Double($0.modified) / 1e9) } ?? .distantPast
    }

    private func name(of path: String) -> String { String(path.split(separator: "/").last ?? "") }

    private mutating func addResult(_ path: String, _ uses: [Key: [String]]) {
        guard let key = Key(hexadecimal: name(of: path)), let (command, blobs) = store.contents(ofResult: path)
        else { return leave(path) }
        items.append(
            Item(
                kind: .result, title: command, key: key, path: path, ownBytes: fileSize(path) ?? 0, blobs: blobs,
                lastUsed: lastUsed(path), usedBy: uses[key] ?? []))
    }

    private mutating func addSlot(_ path: String, _ uses: [Key: [String]]) {
        guard let key = Key(hexadecimal: name(of: path)), case .found(let record) = store.slotRecord(key)
        else { return leave(path) }
        items.append(
            Item(
                kind: .slot, title: record.slot.rawValue, key: key, path: path, ownBytes: fileSize(path) ?? 0,
                blobs: Array(record.files.values), lastUsed: lastUsed(path), usedBy: uses[key] ?? []))
    }

    private mutating func addProgress(_ path: String, _ name: String, _ uses: [Key: [String]]) {
        guard let key = Key(hexadecimal: name), case .found(let record) = store.savedProgress(in: path) else {
            return leave(path)
        }
        items.append(
            Item(
                kind: .progress, title: record.note, key: key, path: path, ownBytes: size(ofFolder: path), blobs: [],
                lastUsed: lastUsed("\(path)/record"), usedBy: uses[key] ?? []))
    }

    private func size(ofFolder path: String) -> Int {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).reduce(0) {
            $0 + (fileSize("\(path)/\($1)") ?? 0)
        }
    }

    private mutating func leave(_ path: String) {
        leftovers.append((path, fileSize(path) ?? size(ofFolder: path)))
    }

    private mutating func findLeftovers() {
        let known = Set(items.flatMap(\.blobs).map(\.digest))
        for path in files(in: "blobs") where !known.contains(name(of: path)) { leave(path) }
        for name in names("blobs") where name.hasPrefix(".work-") { leave("\(store.folder)/blobs/\(name)") }
        // Locks of killed runs: no process holds them while the store is cleaned.
        for name in names("locks") { leave("\(store.folder)/locks/\(name)") }
        for notebook in names("notebooks") {
            for part in ["", "/runs"] {
                for name in names("notebooks/\(notebook)\(part)") where name.hasSuffix(".tmp") {
                    leave("\(store.folder)/notebooks/\(notebook)\(part)/\(name)")
                }
            }
        }
    }
}
