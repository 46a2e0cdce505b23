import ArgumentParser
import Execution
import Foundation
import Outputs

struct CleanSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clean",
        abstract: "Shows what a store holds, and removes what you choose, after showing what would go.",
        discussion: """
            Without an option nothing is removed. After every run, the store keeps the results that the latest run of each notebook \
            and profile made or used, with the trained model, and those of the latest run with each set of parameters in the last \
            30 days. Of all other results it keeps those that were used in the last 30 days, up to 2 GB.
            """)

    @Option(
        name: .customLong("store"),
        help: ArgumentHelp(
            "The store (default: PRACTICUM_STORE, else that of --notebook, else output/store of the working directory).",
            valueName: "folder"), completion: .directory)
    var namedStore: String?

    private var store: String {
        namedStore ?? StorePlace.environment
            ?? notebook.map { StorePlace.shown(Store.standardFolder(notebook: $0)) } ?? StorePlace.here
    }

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Remove results that were not used for this number of days. What the latest runs need is kept.",
            valueName: "days"))
    var olderThan: Double?

    @Option(
        help: ArgumentHelp("Remove what only this notebook uses, including its latest run.", valueName: "file"),
        completion: .file(extensions: ["md"]))
    var notebook: String?

    @Flag(help: "Remove everything.")
    var all = false

    @Flag(name: [.customShort("y"), .long], help: "Remove without asking.")
    var yes = false

    func validate() throws {
        let chosen = [olderThan != nil, notebook != nil, all].count { $0 }
        if chosen > 1 { throw ValidationError("Choose one of --older-than, --notebook and --all.") }
        if let olderThan, !(olderThan >= 0 && olderThan.isFinite) {
            throw ValidationError("--older-than is a number of days from 0 on.")
        }
        try requireNames([("--store", store), ("--notebook", notebook)])
    }

    func run() throws {
        guard Store.exists(at: store) else {
            StandardStream.error.write("error: there is no store in \(store). Name another folder with `--store`.\n")
            throw ExitStatus.invalid
        }
        do {
            let store = try Store(folder: store)
            guard isRemoving else {
                StandardStream.output.write(
                    StoreListing(inventory: StoreInventory(store), folder: self.store).text, hang: 2)
                return
            }
            guard let lock = try store.lockForCleaning() else {
                StandardStream.error.write("error: a run is using \(self.store). Try again after it has ended.\n")
                throw ExitStatus.notWritten
            }
            defer { withExtendedLifetime(lock) {} }
            try remove(from: store)
        } catch let error as StoreError {
            StandardStream.error.write(diagnostic: "error: \(error)")
            throw ExitStatus.notWritten
        }
    }

    private var isRemoving: Bool { olderThan != nil || notebook != nil || all }

    private func remove(from store: Store) throws {
        let inventory = StoreInventory(store)
        let cleaning: StoreCleaning
        if let days = olderThan {
            cleaning = .olderThan(days * 86_400, inventory)
        } else if let notebook {
            cleaning = .ofNotebook(notebook, inventory)
        } else {
            cleaning = .everything(inventory)
        }
        guard !cleaning.isEmpty else {
            StandardStream.output.write("There is nothing to remove.\n")
            return
        }
        StandardStream.output.write(StoreListing.text(of: cleaning), hang: 2)
        if !yes {
            guard isatty(STDIN_FILENO) == 1 else {
                StandardStream.error.write("Nothing was removed: add --yes to remove it.\n")
                throw ExitStatus.invalid
            }
            StandardStream.output.write("Remove it? [y/N] ")
            guard let reply = readLine(), ["y", "yes"].contains(reply.lowercased()) else {
                StandardStream.output.write("Nothing was removed.\n")
                return
            }
        }
        try cleaning.remove(from: store)
        StandardStream.output.write("Removed \(StoreListing.size(cleaning.bytes)).\n")
    }
}

/// Describes the contents of a store.
struct StoreListing {
    let inventory: StoreInventory
    let folder: String

    var text: String {
        var lines = ["\(folder): \(Self.size(StoreInventory.bytes(inventory.items)))", ""]
        for notebook in inventory.notebooks {
            let items = inventory.items.filter { $0.usedBy.contains(notebook.folder) }
            let profile = notebook.memory.profile.map { ", profile \($0)" } ?? ""
            lines.append(
                "\(notebook.memory.notebook)\(profile)\(notebook.exists ? "" : " (the file is gone)"), last run "
                    + "\(DisplayedDate.short(notebook.lastUsed)): \(Self.size(StoreInventory.bytes(items)))")
            lines += Self.lines(of: items)
        }
        let free = inventory.items.filter { $0.usedBy.isEmpty }
        if !free.isEmpty {
            lines.append("Of earlier runs: \(Self.size(StoreInventory.bytes(free)))")
            lines += Self.lines(of: free)
        }
        let left = inventory.leftovers.reduce(0) { $0 + $1.bytes }
        if left > 0 { lines.append("Leftovers that the next run removes: \(Self.size(left))") }
        return lines.joined(separator: "\n") + "\n"
    }

    static func text(of cleaning: StoreCleaning) -> String {
        var lines = ["This would go, \(size(cleaning.bytes)) in all:"]
        lines += cleaning.notebooks.map { notebook in
            let profile = notebook.memory.profile.map { ", profile \($0)" } ?? ""
            return "  what is known of the last run of \(notebook.memory.notebook)\(profile)"
        }
        lines += Self.lines(of: cleaning.items)
        if !cleaning.leftovers.isEmpty { lines.append("  \(cleaning.leftovers.count) leftovers") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// One line for each large slot and each unfinished work, and one line for all results.
    private static func lines(of items: [StoreInventory.Item]) -> [String] {
        let large = items.filter { $0.kind != .result && StoreInventory.bytes([$0]) >= 1_000_000 }
        let small = items.filter { item in !large.contains { $0.path == item.path } }
        var lines = large.sorted { StoreInventory.bytes([$0]) > StoreInventory.bytes([$1]) }.map { item in
            let what = item.kind == .progress ? "unfinished work, \(item.title)" : "`\(item.title)`"
            return "  \(what): \(size(StoreInventory.bytes([item]))), used \(DisplayedDate.short(item.lastUsed))"
        }
        if !small.isEmpty {
            let count = "\(small.count) result\(small.count == 1 ? "" : "s")"
            lines.append("  \(count) and small slots: \(size(StoreInventory.bytes(small)))")
        }
        return lines
    }

    static func size(_ bytes: Int) -> String { DisplayedNumber.bytes(Double(bytes)) }
}
