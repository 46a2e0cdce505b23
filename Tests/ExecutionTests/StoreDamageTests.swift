import Execution
import Files
import Foundation
import Notebooks
import Testing

/// A store with any damage gives correct results or none, and a warning. The next run repairs it.
@Suite struct StoreDamageTests {
    enum Damage: String, CaseIterable, CustomTestStringConvertible {
        case truncated, flipped, emptied, deleted, folder

        var testDescription: String { rawValue }

        func apply(to path: String) throws {
            var bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
            try FileManager.default.removeItem(atPath: path)
            switch self {
            case .truncated: bytes.removeLast(bytes.count / 2 + 1)
            case .flipped: bytes[bytes.count / 2] ^= 0x10
            case .emptied: bytes = []
            case .deleted: return
            case .folder:
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
                return
            }
            try Data(bytes).write(to: URL(fileURLWithPath: path))
        }
    }

    private let text = book("put a --value 4", "put b --value 1", "double a\nsum a b", "show --figure f\ntake a")

    /// Damages every file of the store in turn, in every way; then runs the whole notebook, and its last cell alone.
    @Test(arguments: Damage.allCases, ["results", "slots", "blobs", "notebooks"])
    func everyFileCanBeDamaged(damage: Damage, part: String) throws {
        let expected = try withWorkbench { try $0.run(text) }
        let count = try withWorkbench { bench in
            try bench.run(text)
            return bench.files(part).count
        }
        #expect(count > 0)
        for place in 0..<count {
            for alone in [false, true] {
                try withWorkbench { bench in
                    try bench.run(text)
                    let files = bench.files(part)
                    try damage.apply(to: files[place])
                    let record = try bench.run(text, chosen: alone ? [3] : nil, isFresh: alone)
                    #expect(record.outcome == .finished)
                    // A cell that was not chosen and is no longer valid is empty; no cell is wrong.
                    for (cell, shown) in record.shown.enumerated() where record.statuses[cell] != .notRun {
                        #expect(shown == expected.shown[cell])
                    }
                    let mended = try bench.run(text)
                    #expect(mended.shown == expected.shown)
                    #expect(try bench.run(text).statuses.allSatisfy { $0 == .reused })
                }
            }
        }
    }

    @Test func damageIsSaid() throws {
        try withWorkbench { bench in
            try bench.run(text)
            let file = try #require(bench.files("results").first)
            try Damage.flipped.apply(to: file)
            let log = EventLog()
            let record = try bench.run(text, log: log)
            #expect(record.warnings.contains { $0.contains("\(file) is damaged: its checksum does not match") })
            #expect(log.lines.contains { $0.hasPrefix("warning \(file) is damaged") })
        }
    }

    @Test func aDamagedSlotIsComputedAgain() throws {
        try withWorkbench { bench in
            try bench.run(text)
            for file in bench.files("blobs") { try Damage.truncated.apply(to: file) }
            let log = EventLog()
            let record = try bench.run(text, chosen: [3], isFresh: true, log: log)
            #expect(record.statuses[3] == .ran)
            #expect(record.warnings.contains { $0.contains("`number(a)` can't be taken from the store") })
            #expect(log.lines.contains("needs number(a): sum a b"))
        }
    }

    /// A record with a single flipped bit is never accepted.
    @Test func noFlippedBitPasses() throws {
        try withWorkbench { bench in
            let small = book("put a --value 4\ntake a")
            let expected = try bench.run(small)
            let file = try #require(bench.files("results").last)
            let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: file)))
            for place in stride(from: 0, to: bytes.count, by: 3) {
                var changed = bytes
                changed[place] ^= 1 << UInt8(place % 8)
                try Data(changed).write(to: URL(fileURLWithPath: file))
                #expect(try bench.states(small) == ["its outputs in the store are damaged"])
            }
            try Data(bytes).write(to: URL(fileURLWithPath: file))
            #expect(try bench.run(small).shown == expected.shown)
        }
    }

    @Test func aFullDiskLosesNoResult() throws {
        try withWorkbench { bench in
            // A file is in the place of the results folder, so nothing can be written there.
            let results = "\(bench.store.folder)/results"
            try FileManager.default.removeItem(atPath: results)
            try "in the way".write(toFile: results, atomically: true, encoding: .utf8)
            let record = try bench.run(text)
            #expect(record.outcome == .finished)
            #expect(record.metrics["number.a"] == 11)
            #expect(
                record.warnings.contains { $0.contains("could not be kept in the store") && $0.contains("results") })
        }
    }

    @Test func aStoreOfAnEarlierVersionIsSaidAndLeftAlone() throws {
        try withFolder { folder in
            try "practicum store 1\n".write(toFile: "\(folder)/format", atomically: true, encoding: .utf8)
            for isForReading in [false, true] {
                let error = #expect(throws: StoreError.self) { try Store(folder: folder, isForReading: isForReading) }
                #expect(error == .earlierFormat(folder: folder))
                #expect(
                    error?.description.hasPrefix("the store \(folder) is of an earlier version of Practicum") == true)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["format"])
        }
    }

    @Test func aFolderOfSomethingElseIsRefused() throws {
        try withFolder { folder in
            try "practicum store 9\n".write(toFile: "\(folder)/format", atomically: true, encoding: .utf8)
            let error = #expect(throws: StoreError.self) { try Store(folder: folder) }
            #expect(error?.description.contains("practicum store 9") == true)
            try "x".write(toFile: "\(folder)/file", atomically: true, encoding: .utf8)
            let other = #expect(throws: StoreError.self) { try Store(folder: "\(folder)/file/store") }
            #expect(other?.description.contains("--store") == true)
        }
    }

    /// Reading another user's store requires no write permission.
    @Test func lookingAtAStoreChangesNothingInIt() throws {
        try withWorkbench { bench in
            try bench.run(text)
            let folder = bench.store.folder
            func state() throws -> [String] {
                let paths = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
                return try paths.sorted().map { path in
                    let stamp = try #require(FileStamp(path: "\(folder)/\(path)"))
                    return "\(path) \(stamp.modified) \(stamp.changed)"
                }
            }
            let before = try state()
            let store = try Store(folder: folder, isForReading: true)
            let plan = try plan(text)
            let keys = PlanKeys(plan: plan, storages: bench.storages, store: store)
            let assessment = Assessment(keys: keys, store: store, memory: nil, outputFolder: bench.folder)
            #expect(plan.commands.allSatisfy { assessment.result(of: $0) != nil })
            #expect(try state() == before)
            try FileManager.default.removeItem(atPath: "\(folder)/progress")
            #expect(throws: StoreError.self) { try Store(folder: folder, isForReading: true) }
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/progress"))
        }
    }
}
