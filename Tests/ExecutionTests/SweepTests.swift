import Execution
import Files
import Foundation
import Notebooks
import Synchronization
import Testing

/// Many simultaneous runs with one store.
@Suite struct SweepTests {
    private func text(_ seed: Int) -> String {
        book(
            "put a --value $seed", "count a --steps 6", "show --figure f", "take a",
            head: "---\nparams:\n  seed: \(seed)\n---\n")
    }

    /// Runs several texts at once, each with its own output folder. Returns what they show, and whether one of them waited. Counting
    /// takes so long that a run which waits for it reports this.
    private func runAtOnce(
        _ texts: [String], in bench: Workbench, _ taken: Count.Counter = Count.Counter()
    ) throws -> [(record: RunRecord?, waited: Bool)] {
        let results = Mutex<[Int: (record: RunRecord?, waited: Bool)]>([:])
        let place = bench.folder
        let group = DispatchGroup()
        for index in texts.indices {
            group.enter()
            Thread.detachNewThread {
                defer { group.leave() }
                let waited = Mutex(false)
                let record = try? Count.$taken.withValue(taken) {
                    let folder = "\(place)/out\(index)"
                    try AtomicFile.makeFolder(folder)
                    // The store is opened again, as in another process.
                    var settings = try Workbench(place).settings()
                    settings.sayWaiting = { _ in waited.withLock { $0 = true } }
                    let executor = Executor(
                        plan: try plan(texts[index]), renderers: [], outputFolder: folder, settings: settings)
                    return Count.$pause.withValue(150_000) { executor.run() }
                }
                results.withLock { $0[index] = (record, waited.withLock { $0 }) }
            }
        }
        group.wait()
        return results.withLock { all in texts.indices.compactMap { all[$0] } }
    }

    @Test func runsWithOtherParametersWaitForNothing() throws {
        try withWorkbench { bench in
            let texts = (1...8).map(text)
            let results = try runAtOnce(texts, in: bench)
            #expect(results.count == 8 && !results.contains { $0.waited })
            for (text, result) in zip(texts, results) {
                let alone = try Count.$taken.withValue(Count.Counter()) { try withWorkbench { try $0.run(text) } }
                #expect(result.record?.outcome == .finished)
                #expect(result.record?.warnings == [])
                #expect(result.record?.shown == alone.shown)
            }
            let cleaning = StoreCleaning.byPolicy(
                StoreInventory(bench.store), KeepPolicy(maximumAge: 3_600, maximumBytes: 0))
            #expect(cleaning.items.isEmpty && cleaning.leftovers.isEmpty)
            for text in texts { #expect(try bench.run(text).statuses.allSatisfy { $0 == .reused }) }
            #expect(bench.files("locks").isEmpty && bench.files("progress").isEmpty)
        }
    }

    /// One run computes, and the others wait and use its result.
    @Test func runsOfTheSameComputeOnce() throws {
        try withWorkbench { bench in
            let taken = Count.Counter()
            let alone = try Count.$taken.withValue(Count.Counter()) { try withWorkbench { try $0.run(text(1)) } }
            let results = try runAtOnce(Array(repeating: text(1), count: 6), in: bench, taken)
            #expect(results.count == 6 && taken.steps == 6)
            #expect(results.contains { $0.waited })
            for result in results {
                #expect(result.record?.shown == alone.shown)
                #expect(result.record?.warnings == [])
            }
            #expect(try bench.run(text(1)).statuses.allSatisfy { $0 == .reused })
        }
    }

    @Test func temporaryNamesAreNeverTheSame() {
        let names = (0..<1_000).map { _ in AtomicFile.uniqueName() }
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { !$0.contains("/") && $0.utf8.count < 60 })
    }
}
