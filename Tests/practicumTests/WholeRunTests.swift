import Foundation
import Testing

/// The shipped notebook from end to end, on a small random encoder and the sample corpus.
@Suite(.serialized)
struct WholeRunTests {
    @Test func everySectionRuns() throws {
        let program = try Program()
        defer { program.remove() }
        let result = try program.run(Program.small(Program.notebook, ["--verbose"]))
        #expect(result.status == 0, "\(result.output.suffix(2_000)) \(result.error)")
        #expect(result.lastLine == "report.html")

        let html = try program.read("report.html")
        for number in ["6.1", "6.2", "16.1.1", "16.3", "18"] {
            #expect(html.contains(">\(number)<"), "section \(number)")
        }
        #expect(html.contains("330 metres tall"))
        #expect(html.contains("data:image/png;base64,"))
        #expect(html.ranges(of: "<script").count == 1)
        // What took the place of what is said in the terminal and at the report's top.
        #expect(result.output.contains("the sample corpus takes the place of conll2003"))
        #expect(html.contains("the sample corpus takes the place of squad"))

        let metrics = try #require(
            try JSONSerialization.jsonObject(
                with: Data(contentsOf: URL(fileURLWithPath: program.path("report/metrics.json"))))
                as? [String: Double])
        for name in [
            "ner.f1", "ner.precision", "ner.recall", "qa.exact-match", "qa.f1", "qa.position-exact-match", "train.loss",
            "train.seconds", "run.seconds", "run.peak-memory-bytes",
        ] { #expect(metrics[name] != nil, "\(name)") }
        #expect((metrics["ner.f1"] ?? 2) <= 1)
        for figure in ["losses", "loss-per-step", "schedule", "ner-lengths", "qa-lengths"] {
            #expect(FileManager.default.fileExists(atPath: program.path("report/figures/\(figure).png")), "\(figure)")
        }
        // Each loss stands in one table, and the curve per step in one figure.
        #expect(!html.contains("Epoch 1: mean loss") && html.ranges(of: "Mean loss per epoch").count >= 1)
        #expect(!FileManager.default.fileExists(atPath: program.path("report/figures/losses-per-step.png")))
        let card = try program.read("report/multitask-ner-qa/README.md")
        #expect(card.contains("| Encoder | bert: 2 layers, 64 wide"))
        #expect(
            card.contains(
                /\| Data of ner \| conll2003 in the notebook; 16 sequences to train on; their SHA-256 begins with [0-9a-f]{16} \|/
            ), "\(card)")
        for file in ["config.json", "model.safetensors", "vocab.txt", "optimizer.safetensors", "training.json"] {
            #expect(FileManager.default.fileExists(atPath: program.path("report/multitask-ner-qa/\(file)")), "\(file)")
        }
    }

    @Test func equalRunsAgreeAtAnyThreadCount() throws {
        let program = try Program()
        defer { program.remove() }
        let text = try String(contentsOfFile: Program.notebook, encoding: .utf8)
        var runs: [[String]] = []
        for threads in ["1", "2", "auto"] {
            let notebook = try program.write(
                text.replacingOccurrences(of: "--threads auto", with: "--threads \(threads)"), to: "notebook.md")
            #expect(try program.run(Program.small(notebook)).status == 0)
            runs.append(try program.outputs(of: "report/run.json"))
        }
        #expect(runs[0].count == 24)
        for (first, other) in zip(runs[0], runs[1]) { #expect(first == other) }
        for (first, other) in zip(runs[0], runs[2]) { #expect(first == other) }
        let other = Program.small(Program.notebook, ["-p", "seed=7"], report: "other.html")
        #expect(try program.run(other).status == 0)
        #expect(try program.outputs(of: "other/run.json") != runs[0])
    }

    @Test func trainingGoesOnFromACheckpointToTheBit() throws {
        let program = try Program()
        defer { program.remove() }
        #expect(try program.run(Program.small()).status == 0)
        let whole = try program.outputs(of: "report/run.json")
        let text = try String(contentsOfFile: Program.notebook, encoding: .utf8)
        let notebook = try program.write(
            text.replacingOccurrences(
                of: "train --epochs $epochs --clip 1.0",
                with: """
                    train --epochs 1 --clip 1.0
                    save checkpoint half
                    load checkpoint half
                    train --resume --epochs 1 --clip 1.0
                    """), to: "notebook.md")
        let result = try program.run(Program.small(notebook, report: "halves.html"))
        #expect(result.status == 0, "\(result.error)")
        // All cells but the one that trains show the same, scores and answers among them.
        for (first, other) in zip(whole, try program.outputs(of: "halves/run.json")) where !first.hasPrefix("train:") {
            #expect(first == other)
        }

        // Another run takes it up from the folder.
        try FileManager.default.moveItem(atPath: program.path("halves/half"), toPath: program.path("half"))
        let later = try program.write(
            text.replacingOccurrences(
                of: "train --epochs $epochs --clip 1.0",
                with: "load checkpoint half --external\ntrain --resume --epochs 1 --clip 1.0"), to: "later.md")
        #expect(try program.run(Program.small(later, report: "later.html")).status == 0)
        for (first, other) in zip(whole, try program.outputs(of: "later/run.json")) where !first.hasPrefix("train:") {
            #expect(first == other)
        }
        try FileManager.default.removeItem(atPath: program.path("half/optimizer.safetensors"))
        let broken = try program.run(Program.small(later, report: "later.html"))
        #expect(broken.status == 1 && broken.error.contains("half/optimizer.safetensors"), "\(broken.error)")
    }

    @Test func paddedMathematicsRuns() throws {
        let program = try Program()
        defer { program.remove() }
        let result = try program.run(Program.small(Program.notebook, ["-p", "padding=max-length", "-p", "epochs=1"]))
        #expect(result.status == 0, "\(result.error)")
        #expect(try program.read("report.html").contains("padded to the maximum length"))
    }

    @Test func interruptedRunLeavesItsReport() throws {
        let program = try Program()
        defer { program.remove() }
        let result = try program.interrupt(
            Program.small(Program.notebook, ["-p", "epochs=500"]), after: "Estimate:")
        #expect(result.status == 130)
        #expect(result.output.contains("\nreport.html\nThe next run goes on: [train] "))
        let html = try program.read("report.html")
        #expect(html.contains("Training ended after"))
        #expect(html.contains("Seed 42"))
    }
}
