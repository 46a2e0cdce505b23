import Execution
import Files
import Foundation
import Notebooks
import Outputs
import Testing

@Suite struct RunFilesTests {
    private func record(_ outputs: [Output], metrics: [String: Double] = [:]) -> RunRecord {
        RunRecord(
            header: RunHeader(
                notebook: "b.md", title: "B", profile: nil, parameters: [], cellCount: 1,
                startedAt: Date(timeIntervalSince1970: 0)),
            cells: [CellRecord(label: "a", status: .ran, outputs: outputs.map { CellOutput($0) })], outcome: .finished,
            seconds: 1, metrics: metrics, warnings: [])
    }

    private func figure(_ name: String, _ png: [UInt8] = [7]) -> Output {
        .figure(Figure(name: name, png: png, alternativeText: "x"))
    }

    @Test func namesOfReports() {
        #expect(
            RunFiles.standardReportPath(notebook: "notebooks/practical-7.md", profile: nil) == "output/practical-7.html"
        )
        #expect(RunFiles.standardReportPath(notebook: "a.b.md", profile: "quick") == "output/a.b.quick.html")
        #expect(RunFiles.standardReportPath(notebook: "x/.md", profile: nil) == "output/.md.html")
        #expect(RunFiles(reportPath: "o/a.html").folder == "o/a")
        #expect(RunFiles(reportPath: "o/a").folder == "o/a-files")
    }

    @Test func everythingIsWritten() throws {
        try withFolder { folder in
            let files = RunFiles(reportPath: "\(folder)/deep/er/r.html")
            try files.prepare()
            let outputs = [figure("loss"), figure("loss", [8]), figure("../up"), Output.text("t")]
            try files.write(record(outputs, metrics: ["b": 2, "a.f1": 0.25, "c": .nan]), html: "<p>é</p>")
            func text(_ name: String) throws -> String {
                try String(contentsOfFile: "\(folder)/deep/er/\(name)", encoding: .utf8)
            }
            #expect(try text("r.html") == "<p>é</p>")
            #expect(try text("r/metrics.json") == "{\n  \"a.f1\": 0.25,\n  \"b\": 2,\n  \"c\": null\n}\n")
            let figures = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/deep/er/r/figures").sorted()
            #expect(figures == ["figure..-up.png", "loss-2.png", "loss.png"])
            let run = try JSONDecoder.practicum.decode(RunRecord.self, from: Data(try text("r/run.json").utf8))
            #expect(run.cells[0].outputs.count == 4)
            #expect(run.cells[0].outputs[0].output == figure("loss", []))
            #expect(run.header == record([]).header)
            #expect(run.metrics["c"]?.isNaN == true)
        }
    }

    @Test func theOtherFormsOfAFigureStandBesideIt() throws {
        try withFolder { folder in
            let files = RunFiles(reportPath: "\(folder)/r.html")
            try files.prepare()
            let loss = Figure(
                name: "loss", png: [1], variants: [.dark: [2], .narrow: [3], .narrowDark: [4]], alternativeText: "x")
            try files.write(record([.figure(loss), figure("loss.dark", [5]), .figure(loss)]), html: "")
            func bytes(_ name: String) -> [UInt8]? {
                FileManager.default.contents(atPath: "\(folder)/r/figures/\(name).png").map(Array.init)
            }
            #expect(bytes("loss") == [1] && bytes("loss.dark") == [2])
            #expect(bytes("loss.narrow") == [3] && bytes("loss.narrow-dark") == [4])
            #expect(bytes("loss.dark-2") == [5], "another figure's name")
            #expect(bytes("loss-2") == [1] && bytes("loss-2.dark") == [2])
            let run = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/r/run.json"))
            #expect(!String(decoding: run, as: UTF8.self).contains("variants"))
        }
    }

    @Test func aPlaceThatCannotBeWrittenIsFoundBeforeTheRun() throws {
        try withFolder { folder in
            _ = FileManager.default.createFile(atPath: "\(folder)/file", contents: Data())
            let error = #expect(throws: FileError.self) { try RunFiles(reportPath: "\(folder)/file/r.html").prepare() }
            #expect(error?.description.contains("can't be created: Not a directory.") == true)
            try FileManager.default.createDirectory(atPath: "\(folder)/r.html", withIntermediateDirectories: true)
            let isFolder = #expect(throws: FileError.self) { try RunFiles(reportPath: "\(folder)/r.html").prepare() }
            #expect(isFolder?.code == EISDIR)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["file", "r.html"])
        }
    }

    @Test func oneFileThatCannotBeWrittenDoesNotCostTheOthers() throws {
        try withFolder { folder in
            let files = RunFiles(reportPath: "\(folder)/r.html")
            try files.prepare()
            // A folder that is not empty is in the place of a figure and of the record.
            try AtomicFile.makeFolder("\(folder)/r/run.json/x")
            try AtomicFile.makeFolder("\(folder)/r/figures/f.png/x")
            let error = #expect(throws: FileError.self) { try files.write(record([figure("f")]), html: "<p>") }
            #expect(error?.path == "\(folder)/r/figures/f.png")
            #expect(FileManager.default.contents(atPath: "\(folder)/r.html") == Data("<p>".utf8))
            #expect(FileManager.default.contents(atPath: "\(folder)/r/metrics.json") == Data("{}\n".utf8))
        }
    }

    @Test func aWriteThatFailsLeavesTheOldFile() throws {
        try withFolder { folder in
            let path = "\(folder)/a"
            try AtomicFile.write([1], to: path)
            // No file can be renamed to the path of a folder that is not empty.
            try AtomicFile.makeFolder("\(folder)/b/c")
            #expect(throws: FileError.self) { try AtomicFile.write([2], to: "\(folder)/b") }
            #expect(throws: FileError.self) { try AtomicFile.write([2], to: "\(folder)/none/x") }
            #expect(FileManager.default.contents(atPath: path) == Data([1]))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["a", "b"])
        }
    }

    @Test
    func aFullDiskIsSaidAsSuch() {
        let error = FileError(path: "r.html", operation: .write, code: ENOSPC)
        #expect(error.description.hasPrefix("r.html can't be written: No space left on device. Free some space"))
    }

    @Test func digestsAreRememberedAndChecked() throws {
        try withFolder { folder in
            let (path, cache) = ("\(folder)/data", "\(folder)/cache/digests.json")
            try AtomicFile.write(Array("abc".utf8), to: path)
            let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            // A file of the current second is not cached, because it could change without a change of its times.
            let old = Date(timeIntervalSinceNow: -100)
            try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: path)
            let digests = FileDigests(workingDirectory: folder, cachePath: cache)
            #expect(try digests.digest(ofFile: "data") == known)
            digests.save()
            #expect(!FileManager.default.fileExists(atPath: cache))
            #expect(throws: FileError.self) { try digests.digest(ofFile: "none") }
            // A damaged cache has no effect.
            try AtomicFile.makeFolder("\(folder)/cache")
            try AtomicFile.write(Array("{nonsense".utf8), to: cache)
            #expect(try FileDigests(workingDirectory: folder, cachePath: cache).digest(ofFile: path) == known)
        }
    }

    @Test func oldFilesAreHashedOnce() throws {
        // A file that is older than all tests.
        let path = "/etc/passwd"
        try withFolder { folder in
            let cache = "\(folder)/cache/digests.json"
            let digests = FileDigests(cachePath: cache)
            let digest = try digests.digest(ofFile: path)
            digests.save()
            let text = try String(contentsOfFile: cache, encoding: .utf8)
            #expect(text.contains(digest))
            let wrong = String(repeating: "0", count: 64)
            try text.replacing(digest, with: wrong).write(toFile: cache, atomically: true, encoding: .utf8)
            #expect(try FileDigests(cachePath: cache).digest(ofFile: path) == wrong)
        }
    }
}
