import Execution
import Foundation
import Notebooks
import Testing

/// The store does not grow without limit, and keeps what the latest runs need.
@Suite struct StoreCleaningTests {
    private func text(_ value: Int) -> String { book("put a --value \(value)", "double a", "take a") }

    /// The notebook of a memory must exist, but `book.md` does not exist in the working directory.
    private func inventory(_ bench: Workbench) -> StoreInventory { StoreInventory(bench.store) }

    @Test func theLatestRunIsProtected() throws {
        try withWorkbench { bench in
            for value in 1...3 { try bench.run(text(value)) }
            let all = inventory(bench)
            #expect(all.items.count { !$0.usedBy.isEmpty } == 3 + 2)
            #expect(all.items.count { $0.usedBy.isEmpty } == 2 * (3 + 2))
            let cleaning = StoreCleaning.byPolicy(all, KeepPolicy(maximumAge: 1e9, maximumBytes: 0))
            #expect(cleaning.items.count == 10)
            #expect(cleaning.notebooks.isEmpty)
            try cleaning.remove(from: bench.store)
            #expect(try bench.run(text(3)).statuses == [.reused, .reused, .reused])
            #expect(try bench.states(text(2)).allSatisfy { $0 != "fresh" })
            #expect(try bench.run(text(2)).metrics["number.a"] == 4)
        }
    }

    /// Every variant of a figure is a blob, which is removed together with the figure's result, not earlier.
    @Test func formsOfFiguresAreProtected() throws {
        try withWorkbench { bench in
            let text = book("show a --figure f")
            let first = try bench.run(text)
            try StoreCleaning.byPolicy(inventory(bench), KeepPolicy(maximumAge: 1e9, maximumBytes: 0)).remove(
                from: bench.store)
            let again = try bench.run(text)
            #expect(again.statuses == [.reused])
            #expect(again.cells[0].outputs == first.cells[0].outputs)
            guard case .figure(let figure) = again.cells[0].outputs[1].output else {
                Issue.record("no figure")
                return
            }
            #expect(figure.variants[.dark]?.starts(with: ToyFigure.header(width: 2)) == true)
            // Its pictures name their origin.
            for (suffix, png) in figure.pictures {
                let stamp = String(decoding: png.dropFirst(33), as: UTF8.self)
                for text in ["Title\0Its caption", "Notebook\0book.md", "Cell\0c1", "Key\0"] {
                    #expect(stamp.contains(text), "\(suffix): \(text)")
                }
            }
        }
    }

    @Test func theOldestGoFirst() throws {
        try withWorkbench { bench in
            for value in 1...4 {
                try bench.run(text(value))
                usleep(20_000)
            }
            let all = inventory(bench)
            let free = all.items.filter { $0.usedBy.isEmpty }
            let some = StoreInventory.bytes(Array(free.sorted { $0.lastUsed > $1.lastUsed }.prefix(5)))
            let cleaning = StoreCleaning.byPolicy(all, KeepPolicy(maximumAge: 1e9, maximumBytes: some))
            #expect(cleaning.items.count == free.count - 5)
            let kept = free.filter { item in !cleaning.items.contains { $0.path == item.path } }
            let newestGone = try #require(cleaning.items.map(\.lastUsed).max())
            #expect(kept.allSatisfy { $0.lastUsed >= newestGone })
        }
    }

    @Test func ageCounts() throws {
        try withWorkbench { bench in
            for value in 1...2 { try bench.run(text(value)) }
            let later = Date().addingTimeInterval(86_400)
            #expect(StoreCleaning.olderThan(3_600, inventory(bench)).items.isEmpty)
            #expect(StoreCleaning.olderThan(3_600, inventory(bench), now: later).items.count >= 5)
        }
    }

    /// In a sweep, the latest run of each member is kept while it is recent, however large all of them are.
    @Test func everySetOfParametersIsProtectedWhileItIsYoung() throws {
        try withWorkbench { bench in
            func text(_ seed: Int, _ value: Int) -> String {
                book("put a --value \(value)", "double a", "take a", head: "---\nparams:\n  seed: \(seed)\n---\n")
            }
            for seed in 1...4 { try bench.run(text(seed, seed)) }
            // The second run with this parameter replaces the first.
            try bench.run(text(2, 9))
            let policy = KeepPolicy(maximumAge: 3_600, maximumBytes: 0)
            #expect(StoreCleaning.byPolicy(inventory(bench), policy).items.count == 5)
            // A day later none of them is recent, and no notebook file exists that would protect its last run.
            let later = StoreCleaning.byPolicy(inventory(bench), policy, now: Date().addingTimeInterval(86_400))
            #expect(later.items.count == 5 * 5)
            try StoreCleaning.byPolicy(inventory(bench), policy).remove(from: bench.store)
            for (seed, value) in [(1, 1), (3, 3), (4, 4), (2, 9)] {
                #expect(try bench.run(text(seed, value)).statuses.allSatisfy { $0 == .reused })
            }
        }
    }

    @Test func sharedBlobsStay() throws {
        try withWorkbench { bench in
            try bench.run(book("show --figure f"))
            try bench.run(book("show x --figure f"))
            let cleaning = StoreCleaning.byPolicy(inventory(bench), KeepPolicy(maximumAge: 1e9, maximumBytes: 0))
            #expect(cleaning.items.count == 1)
            try cleaning.remove(from: bench.store)
            // One blob for each variant of the figure.
            #expect(bench.files("blobs").count == 2)
            #expect(try bench.run(book("show x --figure f")).statuses == [.reused])
        }
    }

    @Test func leftoversAreFound() throws {
        try withWorkbench { bench in
            try bench.run(text(1))
            let work = "\(bench.store.folder)/blobs/.work-1-2"
            try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
            try "half".write(toFile: "\(work)/part", atomically: false, encoding: .utf8)
            let result = try #require(bench.files("results").first)
            try "half".write(toFile: result, atomically: false, encoding: .utf8)
            let cleaning = StoreCleaning.byPolicy(inventory(bench))
            #expect(Set(cleaning.leftovers.map(\.path)) == [work, result])
            try cleaning.remove(from: bench.store)
            #expect(inventory(bench).leftovers.isEmpty)
        }
    }

    @Test func everythingGoes() throws {
        try withWorkbench { bench in
            try bench.run(text(1))
            try StoreCleaning.everything(inventory(bench)).remove(from: bench.store)
            #expect(inventory(bench).items.isEmpty)
            #expect(try bench.states(text(1)) == ["never run", "never run", "never run"])
            #expect(try bench.run(text(1)).metrics["number.a"] == 2)
        }
    }

    @Test func aNotebooksOwnGoes() throws {
        try withWorkbench { bench in
            try bench.run(text(1))
            #expect(StoreCleaning.ofNotebook("other.md", inventory(bench)).items.isEmpty)
            let cleaning = StoreCleaning.ofNotebook("book.md", inventory(bench))
            #expect(cleaning.items.count == 5 && cleaning.notebooks.count == 1)
        }
    }

    @Test func locksGoWithTheirHolders() throws {
        try withWorkbench { bench in
            let interruption = Interruption()
            var run: StoreLock? = try bench.store.lockForRun(interruption: interruption) {}
            #expect(run != nil)
            let second = try bench.store.lockForRun(interruption: interruption) {}
            #expect(try bench.store.lockForCleaning() == nil)
            #expect(try second.raised() == nil)
            run = nil
            #expect(try second.raised() != nil)
        }
    }

    @Test func whoeverWaitsForALockCanBeStopped() throws {
        try withWorkbench { bench in
            let interruption = Interruption()
            let cleaning = try #require(try bench.store.lockForCleaning())
            interruption.request()
            #expect(throws: ExecutionError.interrupted) {
                try bench.store.lockForRun(interruption: interruption) {}
            }
            withExtendedLifetime(cleaning) {}
        }
    }
}
