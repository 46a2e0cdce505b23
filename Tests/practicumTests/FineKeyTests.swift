import Foundation
import Testing

/// After a change, only the cells that it affects run again.
@Suite(.serialized) struct FineKeyTests {
    private static let small = ["-p", "train-samples=16", "-p", "validation-samples=8", "-o", "report.html"]

    /// The cells that ran. The run must succeed.
    private func ran(_ program: Program, _ more: [String]) throws -> Set<String> {
        let result = try program.run(["run", Program.notebook, "--profile", "quick"] + Self.small + more)
        #expect(result.status == 0, "\(result.error)")
        return Set(try RunState(program.path("report")).statuses.filter { $0.value == "ran" }.keys)
    }

    /// The data of the sample corpus under other names.
    private func data(_ program: Program) throws -> [String] {
        _ = try ran(program, ["-p", "encoder=random"])
        let cache = URL(fileURLWithPath: program.path("cache"))
        let files = try #require(FileManager.default.enumerator(at: cache, includingPropertiesForKeys: nil))
        for case let file as URL in files where ["txt", "json"].contains(file.pathExtension) {
            guard file.lastPathComponent.hasPrefix("ner-") || file.lastPathComponent.hasPrefix("qa-") else { continue }
            try FileManager.default.copyItem(atPath: file.path, toPath: program.path(file.lastPathComponent))
        }
        return ["ner", "qa"].flatMap { task in
            ["train", "validation"].flatMap { split in
                ["-p", "\(task)-\(split)=\(task)-\(split).\(task == "ner" ? "txt" : "json")"]
            }
        }
    }

    @Test func fewerValidationExamplesTrainNothing() throws {
        let program = try Program()
        defer { program.remove() }
        #expect(try ran(program, ["-p", "encoder=random"]).count == 24)
        let after = try ran(program, ["-p", "encoder=random", "-p", "validation-samples=4"])
        // The checkpoint's card shows the scores.
        #expect(after == ["select", "datasets", "evaluate-ner", "evaluate-qa", "summary", "checkpoint"])
    }

    @Test func aTrainingThatValidatesDependsOnTheValidationExamples() throws {
        let program = try Program()
        defer { program.remove() }
        let text = try String(contentsOfFile: Program.notebook, encoding: .utf8)
        let notebook = try program.write(
            text.replacingOccurrences(
                of: "train --epochs $epochs", with: "train --epochs $epochs --validate epoch"), to: "validated.md")
        #expect(try program.run(Program.small(notebook)).status == 0)
        #expect(try program.run(Program.small(notebook, ["-p", "validation-samples=4"])).status == 0)
        let ran = try RunState(program.path("report")).statuses.filter { $0.value == "ran" }.keys
        #expect(ran.contains("train") && !ran.contains("loader") && !ran.contains("model"), "\(ran)")
    }

    @Test func theSameFilesElsewhereRunNothing() throws {
        let program = try Program()
        defer { program.remove() }
        let named = try data(program)
        // The contents are those of the sample corpus, which ran before. The notice about the substitution is no longer shown.
        #expect(try ran(program, ["-p", "encoder=random"] + named) == ["setup", "load-data"])
        try FileManager.default.copyItem(atPath: program.path("ner-train.txt"), toPath: program.path("again.txt"))
        #expect(try ran(program, ["-p", "encoder=random"] + named + ["-p", "ner-train=again.txt"]).isEmpty)
        // A change after the selected examples has no effect beyond the selection.
        let before = try program.read("again.txt")
        let columns = before.split(separator: "\n").first { $0.contains(" ") }?.split(separator: " ").count ?? 2
        let filler = String(repeating: " x", count: max(0, columns - 2))
        let text = before + "\nQuint\(filler) B-PER\nsleeps\(filler) O\n"
        _ = try program.write(text, to: "again.txt")
        let status = try program.run(
            ["status", Program.notebook, "--profile", "quick", "-p", "encoder=random"] + Self.small + named
                + ["-p", "ner-train=again.txt"])
        #expect(status.output.contains("undecided"), "\(status.output)")
        let after = try ran(program, ["-p", "encoder=random"] + named + ["-p", "ner-train=again.txt"])
        // The first cell shows the file's checksum.
        #expect(after == ["setup", "load-data", "labels", "select"])
    }

    @Test func theSameEncoderElsewhereRunsNothing() throws {
        let program = try Program()
        defer { program.remove() }
        #expect(try ran(program, ["-p", "encoder=random"]).count == 24)
        // A checkpoint is also an encoder.
        for folder in ["one", "two"] {
            try FileManager.default.copyItem(
                atPath: program.path("report/multitask-ner-qa"), toPath: program.path(folder))
        }
        #expect(!(try ran(program, ["-p", "encoder=./one"])).isEmpty)
        #expect(try ran(program, ["-p", "encoder=./two"]).isEmpty)
        #expect(try ran(program, ["-p", "encoder=\(program.path("two"))"]).isEmpty)
    }
}
