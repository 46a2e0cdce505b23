import Foundation

/// How much a store keeps by default.
///
/// Whatever the latest run of a notebook and profile made or read is always kept, including the trained model, as long as the notebook's
/// file exists. So is whatever the latest run with each set of parameters made or read within `maximumAge`. Of the rest, everything that
/// was not used for `maximumAge` is removed, and then the least recently used, until no more than `maximumBytes` are left.
package struct KeepPolicy: Sendable, Equatable {
    /// Seconds.
    package var maximumAge: Double
    package var maximumBytes: Int

    /// 30 days and 2 GB.
    package static let standard = KeepPolicy(maximumAge: 30 * 86_400, maximumBytes: 2_000_000_000)

    package init(maximumAge: Double, maximumBytes: Int) {
        self.maximumAge = maximumAge
        self.maximumBytes = maximumBytes
    }
}

/// What to remove from a store. Choosing changes nothing; `remove(from:)` removes.
package struct StoreCleaning {
    package private(set) var items: [StoreInventory.Item] = []
    package private(set) var notebooks: [StoreInventory.NotebookEntry] = []
    package private(set) var leftovers: [(path: String, bytes: Int)] = []
    private let inventory: StoreInventory

    private init(_ inventory: StoreInventory) {
        self.inventory = inventory
        leftovers = inventory.leftovers
    }

    package var isEmpty: Bool { items.isEmpty && notebooks.isEmpty && leftovers.isEmpty }

    /// The bytes that removing frees. Blobs that others need stay.
    package var bytes: Int {
        items.reduce(0) { $0 + $1.ownBytes } + goingBlobs.reduce(0) { $0 + $1.size }
            + leftovers.reduce(0) { $0 + $1.bytes }
    }

    private var goingBlobs: Set<BlobReference> {
        let going = Set(items.map(\.path))
        let staying = Set(inventory.items.filter { !going.contains($0.path) }.flatMap(\.blobs))
        return Set(items.flatMap(\.blobs)).subtracting(staying)
    }

    // MARK: What goes

    /// Chooses by the keep-policy.
    package static func byPolicy(
        _ inventory: StoreInventory, _ policy: KeepPolicy = .standard, now: Date = Date()
    ) -> StoreCleaning {
        var cleaning = StoreCleaning(inventory)
        let lost = inventory.notebooks.filter {
            !$0.exists && now.timeIntervalSince($0.lastUsed) > policy.maximumAge
        }
        let protecting = Set(inventory.notebooks.map(\.folder)).subtracting(lost.map(\.folder))
        cleaning.notebooks = lost
        func isYoung(_ date: Date) -> Bool { now.timeIntervalSince(date) <= policy.maximumAge }
        let free = inventory.items.filter { item in
            !item.usedBy.contains { protecting.contains($0) } && item.lastRun.map(isYoung) != true
        }.sorted { $0.lastUsed > $1.lastUsed }
        var kept = 0
        var keptBlobs: Set<BlobReference> = []
        for item in free {
            let isOld = !isYoung(item.lastUsed)
            let blobs = Set(item.blobs).subtracting(keptBlobs)
            let bytes = kept + item.ownBytes + blobs.reduce(0) { $0 + $1.size }
            if isOld || bytes > policy.maximumBytes {
                cleaning.items.append(item)
            } else {
                kept = bytes
                keptBlobs.formUnion(blobs)
            }
        }
        return cleaning
    }

    /// Chooses what was not used for this many seconds. What the latest runs need stays.
    package static func olderThan(_ seconds: Double, _ inventory: StoreInventory, now: Date = Date()) -> StoreCleaning {
        byPolicy(inventory, KeepPolicy(maximumAge: seconds, maximumBytes: .max), now: now)
    }

    /// Chooses everything that only this notebook uses, in all its profiles, including its trained model.
    package static func ofNotebook(_ path: String, _ inventory: StoreInventory) -> StoreCleaning {
        var cleaning = StoreCleaning(inventory)
        let absolute = path.resolvedPath
        cleaning.notebooks = inventory.notebooks.filter { $0.memory.notebook == absolute }
        let going = Set(cleaning.notebooks.map(\.folder))
        cleaning.items = inventory.items.filter {
            let users = Set($0.usedBy).union($0.runs.keys)
            return !users.isEmpty && going.isSuperset(of: users)
        }
        return cleaning
    }

    /// Chooses everything.
    package static func everything(_ inventory: StoreInventory) -> StoreCleaning {
        var cleaning = StoreCleaning(inventory)
        cleaning.items = inventory.items
        cleaning.notebooks = inventory.notebooks
        return cleaning
    }

    // MARK: Removing

    /// Removes what was chosen. The caller holds the store's lock exclusively.
    ///
    /// Records are removed before the blobs that they name. If this is interrupted, blobs without a record are
    /// left, which the next cleaning removes.
    package func remove(from store: Store) throws {
        for item in items { try delete(item.path) }
        for notebook in notebooks { try delete("\(store.folder)/notebooks/\(notebook.folder)") }
        for blob in goingBlobs { try delete(store.blobPath(blob)) }
        for leftover in leftovers { try delete(leftover.path) }
    }

    private func delete(_ path: String) throws {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            // If the file no longer exists, that is the desired result.
            guard access(path, F_OK) == 0 else { return }
            throw StoreError.unwritable(path: path, reason: "it can't be removed")
        }
    }
}
