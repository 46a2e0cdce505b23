import Foundation
import Testing

/// A store that is damaged, whose place is taken, or that is used by two runs at once.
@Suite(.serialized) struct StoreRunTests {
    private func settings(_ subcommand: String = "run", _ more: [String] = []) -> [String] {
        var arguments = Program.small(Program.notebook, more)
        arguments[0] = subcommand
        return arguments
    }

    private func files(_ program: Program, _ part: String) -> [String] {
        let folder = program.path("store/\(part)")
        let names = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
        return names.map { "\(folder)/\($0)" }.filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: $0, isDirectory: &isFolder) && !isFolder.boolValue
        }
    }

    @Test func aDamagedModelIsTrainedAgain() throws {
        let program = try Program()
        defer { program.remove() }
        #expect(try program.run(settings()).status == 0)
        let expected = try RunState(program.path("report"))
        for (place, path) in files(program, "blobs").enumerated() {
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            switch place % 3 {
            case 0: bytes.removeLast(bytes.count / 2)
            case 1: bytes[bytes.startIndex + bytes.count / 2] ^= 1
            default: bytes = Data()
            }
            try bytes.write(to: URL(fileURLWithPath: path))
        }
        let result = try program.run(settings("run", ["--section", "16.2", "--fresh", "--verbose"]))
        #expect(result.status == 0)
        #expect(result.output.contains("`model` can't be taken from the store, and is computed again"))
        #expect(result.output.contains("train --epochs"))
        #expect(try program.run(settings()).status == 0)
        #expect(try RunState(program.path("report")).differences(from: expected) == [])
    }

    @Test func aStoreThatCannotBeUsedIsRefusedBeforeAnythingRuns() throws {
        let program = try Program()
        defer { program.remove() }
        _ = try program.write("no folder", to: "file")
        let result = try program.run(settings("run", ["--store", "file"]))
        #expect(result.status == 3)
        #expect(result.error.contains("the store file can't be used"))
        #expect(result.error.contains("--store"))
        #expect(result.output.isEmpty)
        try FileManager.default.createDirectory(atPath: program.path("other"), withIntermediateDirectories: true)
        _ = try program.write("something else\n", to: "other/format")
        let other = try program.run(settings("run", ["--store", "other"]))
        #expect(other.status == 3)
        #expect(other.error.contains("is not a store of this version"))
    }

    /// A limit on the size of files simulates a full disk: weights cannot be written, small files can.
    @Test func aFullDiskIsSaidAndNothingIsLost() throws {
        let program = try Program()
        defer { program.remove() }
        let result = try program.run(settings(), shell: "trap '' XFSZ; ulimit -f 1024")
        #expect(result.output.contains("could not be kept in the store"))
        let html = try program.read("report.html")
        #expect(html.contains("NER F1"))
        // When there is space again, the run is completed.
        #expect(try program.run(settings()).status == 0)
        let whole = try Program()
        defer { whole.remove() }
        #expect(try whole.run(settings()).status == 0)
        #expect(
            try RunState(program.path("report")).differences(from: RunState(whole.path("report"))) == [])
    }

    @Test func twoRunsAtOnceComeOneAfterTheOther() throws {
        let program = try Program()
        defer { program.remove() }
        let first = try program.start(settings("run", ["-p", "epochs=60"]))
        while files(program, "results").isEmpty, first.isRunning { usleep(2_000) }
        let second = try program.run(settings("run", ["-p", "epochs=60"]))
        first.waitUntilExit()
        #expect(first.terminationStatus == 0)
        #expect(second.status == 0)
        #expect(second.error.contains("Waiting: another run is writing report.html."))
        #expect(second.error.contains("--output FILE"))
        #expect(second.output.contains("24 reused"))
    }

    @Test func aDeadProcessHoldsNoLock() throws {
        let program = try Program()
        defer { program.remove() }
        let first = try program.start(settings("run", ["-p", "epochs=400"]))
        while files(program, "results").isEmpty, first.isRunning { usleep(2_000) }
        kill(first.processIdentifier, SIGKILL)
        first.waitUntilExit()
        let second = try program.run(settings())
        #expect(second.status == 0)
        #expect(!second.error.contains("Waiting"))
    }

    @Test func cleaningShowsAsksAndRemoves() throws {
        let program = try Program()
        defer { program.remove() }
        #expect(try program.run(settings()).status == 0)
        let listing = try program.run(["clean", "--store", "store"])
        #expect(listing.status == 0)
        #expect(listing.output.contains("practical-7.md, profile quick, last run"))
        #expect(listing.output.contains("`model`"))
        let asked = try program.run(["clean", "--store", "store", "--all"])
        #expect(asked.status == 1)
        #expect(asked.error.contains("Nothing was removed"))
        #expect(try program.run(settings("status")).output.contains("24 fresh"))
        #expect(try program.run(["clean", "--store", "store", "--older-than", "1", "--yes"]).status == 0)
        #expect(try program.run(settings("status")).output.contains("24 fresh"))
        let removed = try program.run(["clean", "--store", "store", "--all", "--yes"])
        #expect(removed.status == 0)
        #expect(try program.run(settings("status")).output.contains("24 never run"))
        #expect(try program.run(["clean", "--store", "nowhere"]).status == 1)
    }

    @Test func watchRunsWhatASaveMadeStale() throws {
        let program = try Program()
        defer { program.remove() }
        let text = try String(contentsOfFile: Program.notebook, encoding: .utf8)
        var arguments = settings("watch")
        arguments[1] = try program.write(text, to: "book.md")
        let process = try program.start(arguments)
        defer { process.terminate() }
        func waitFor(_ part: String) throws {
            let limit = ContinuousClock.now + .seconds(60)
            while (try? program.read("report.html"))?.contains(part) != true {
                try #require(.now < limit && process.isRunning, "the report never said '\(part)'")
                usleep(20_000)
            }
        }
        try waitFor("16.2 QA Inference")
        try waitFor("Settings</span></caption>")
        usleep(500_000)
        _ = try program.write(text + "\n\nA new sentence at the end.\n", to: "book.md")
        try waitFor("A new sentence at the end.")
        _ = try program.write(text + "\n\n```{practicum}\nno-such-command\n```\n", to: "book.md")
        usleep(700_000)
        _ = try program.write(text + "\n\nAnother sentence.\n", to: "book.md")
        try waitFor("Another sentence.")
        process.interrupt()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
