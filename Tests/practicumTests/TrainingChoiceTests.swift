import Foundation
import Testing

/// What a notebook can choose about a training: validation, the model that is kept, turns, schedules, baselines.
@Suite(.serialized) struct TrainingChoiceTests {
    /// A copy of the practical with other lines.
    private func notebook(
        _ program: Program, _ changes: [(String, String)], _ name: String = "changed.md"
    ) throws -> String {
        var text = try String(contentsOfFile: Program.notebook, encoding: .utf8)
        for (old, new) in changes {
            try #require(text.contains(old), "\(old)")
            text = text.replacingOccurrences(of: old, with: new)
        }
        return try program.write(text, to: name)
    }

    private static let train = "train --epochs $epochs --clip 1.0"

    @Test("a training that keeps the best model and stops early ends with the same bits after any kill")
    func killed() throws {
        let change = "train --epochs $epochs --validate 3 --keep best:ner.f1+qa.f1 --patience 3"
        let program = try Program()
        defer { program.remove() }
        let more = ["-p", "epochs=6", "--checkpoint-minutes", "0"]
        let arguments = Program.small(try notebook(program, [(Self.train, change)]), more)
        let start = ContinuousClock.now
        let result = try program.run(arguments)
        #expect(result.status == 0, "\(result.error) \(result.output.suffix(600))")
        let length = start.duration(to: .now)
        let seconds = Double(length.components.seconds) + Double(length.components.attoseconds) * 1e-18
        let expected = try RunState(program.path("report"))
        #expect(expected.metrics["train.kept-epoch"] != nil)
        #expect(
            expected.files["figures/validation-loss.png"] != nil
                && expected.files["figures/validation-scores.png"] != nil)
        // What is evaluated is what was kept.
        #expect(expected.metrics["validation.ner.f1"] == expected.metrics["ner.f1"])
        #expect(expected.metrics["validation.qa.f1"] == expected.metrics["qa.f1"])
        for _ in 0..<3 {
            let broken = try Program()
            defer { broken.remove() }
            let arguments = Program.small(try notebook(broken, [(Self.train, change)]), more)
            for _ in 0..<2 { _ = try broken.kill(arguments, after: .random(in: 0...seconds)) }
            #expect(try broken.run(arguments).status == 0)
            let differences = try RunState(broken.path("report")).differences(from: expected)
            #expect(differences.isEmpty, "\(differences)")
        }
    }

    @Test("the last model after validations has the bits of a training without any")
    func keepLast() throws {
        let program = try Program()
        defer { program.remove() }
        #expect(try program.run(Program.small()).status == 0)
        let plain = try RunState(program.path("report"))
        let changed = try notebook(
            program, [(Self.train, "train --epochs $epochs --clip 1.0 --validate epoch --keep last")])
        #expect(try program.run(Program.small(changed, report: "validated.html")).status == 0)
        let validated = try RunState(program.path("validated"))
        for name in ["model.safetensors", "optimizer.safetensors"] {
            let path = "multitask-ner-qa/\(name)"
            #expect(validated.files[path] != nil && validated.files[path] == plain.files[path])
        }
        for (name, value) in plain.metrics { #expect(validated.metrics[name] == value, "\(name)") }
        #expect(validated.metrics["train.ner-validation-loss"] != nil)
    }

    @Test("baselines say what sharing gained, are kept, and cost nothing the second time")
    func baselines() throws {
        let program = try Program()
        defer { program.remove() }
        let arguments = Program.small("\(Program.root)/notebooks/baselines.md", ["--verbose"])
        let first = try program.run(arguments)
        #expect(first.status == 0, "\(first.error) \(first.output.suffix(900))")
        #expect(first.output.contains("Mean loss per epoch, each task alone"))
        let state = try RunState(program.path("report"))
        for name in ["baseline.ner.f1", "baseline.qa.exact-match"] {
            for end in ["", ".low", ".high"] { #expect(state.metrics[name + end] != nil, "\(name)\(end)") }
        }
        // The difference has an interval, and words that say whether the examples can show it.
        let summary = try #require(state.outputs["summary"])
        #expect(summary.contains("95 % of it") && summary.contains("Sharing "))
        #expect(summary.contains("these examples can't show whether it helped") || summary.contains("more than other"))
        let second = try program.run(arguments)
        #expect(second.status == 0 && second.output.contains("6 reused"), "\(second.output.suffix(300))")
        // Computed again, they are the same.
        #expect(try program.run(arguments + ["--fresh", "--section", "alone"]).status == 0)
        #expect(try RunState(program.path("report")).differences(from: state).isEmpty)
    }

    @Test("every way to take turns, accumulation, schedules and rates of layers train")
    func choices() throws {
        let program = try Program()
        defer { program.remove() }
        for (turns, schedule) in [
            ("temperature ner qa --t 3", "cosine"), ("joint ner qa --accumulate 2", "constant"),
            ("proportional ner qa", "constant-with-warmup"),
        ] {
            let changed = try notebook(
                program,
                [
                    ("batches round-robin ner qa", "batches \(turns)"), ("schedule linear", "schedule \(schedule)"),
                    ("optimizer adamw", "optimizer adamw --layer-decay 0.8"),
                    ("train --epochs $epochs", "train --epochs $epochs --label-smoothing 0.1"),
                    ("lambda-qa: 1.0", "lambda-qa: 0.5"),
                ])
            let result = try program.run(Program.small(changed, ["--verbose"]))
            #expect(result.status == 0, "\(turns): \(result.error) \(result.output.suffix(600))")
            #expect(result.output.contains("Mean loss per epoch without the weights"))
            // The plan says as many steps as are made.
            let said = try #require(result.output.firstMatch(of: #/([0-9]+) steps, ([0-9]+) epochs? of/#))
            #expect(Double(said.output.1) == (try RunState(program.path("report"))).metrics["train.steps"], "\(turns)")
            let steps = try program.read("report/steps.csv").split(separator: "\n").map { $0.split(separator: ",") }
            #expect(steps[0].contains("unweighted-loss"))
            if turns.hasPrefix("joint") {
                #expect(steps[1][1] == "1" && steps[2][1] == "1" && steps[1][2] == "ner" && steps[2][2] == "qa")
            }
        }
    }

    @Test("what is selected again after the data set was made changes nothing, until the data set is made again")
    func selectedAgain() throws {
        let program = try Program()
        defer { program.remove() }
        #expect(try program.run(Program.small()).status == 0)
        let plain = try RunState(program.path("report"))
        let evaluation = "evaluate ner --digits 4"
        for count in [2, 12] {
            let again = "select ner --train 4 --validation \(count)\n\(evaluation)\nerrors ner"
            let book = try notebook(program, [(evaluation, again)])
            let result = try program.run(Program.small(book, ["--verbose"], report: "again.html"))
            #expect(result.status == 0, "\(result.error) \(result.output.suffix(600))")
            let state = try RunState(program.path("again"))
            #expect(state.metrics["ner.f1"] == plain.metrics["ner.f1"])
            #expect(state.metrics["ner.f1.low"] == plain.metrics["ner.f1.low"])
        }
        // Other examples to validate on than those that were scored, and other ones to learn from than those that were trained on.
        func refused(_ selection: String, _ lines: String, says: String) throws {
            let more = "\(evaluation)\nselect ner \(selection)\ndataset ner\n\(lines)"
            let result = try program.run(
                Program.small(try notebook(program, [(evaluation, more)]), report: "refused.html"))
            let said = result.output + result.error
            #expect(result.status == 2 && said.contains(says), "\(said.suffix(900))")
        }
        try refused(
            "--train 16 --validation 4", "errors ner", says: "'evaluate ner' scored other validation examples than")
        try refused(
            "--train 12 --validation 8", "evaluate ner\nerrors ner",
            says: "the model was trained on other examples of 'ner'")
    }

    @Test("what can't be is said with what to do instead")
    func messages() throws {
        let program = try Program()
        defer { program.remove() }
        func check(_ train: String, says: String) throws {
            let result = try program.run(["check", notebook(program, [(Self.train, train)])])
            #expect(result.status == 1 && result.error.contains(says), "\(result.error)")
        }
        try check(
            "train --epochs 3 --validate epoch --keep best:ner.f2",
            says: "the task 'ner' has ner.f1, ner.precision and ner.recall")
        try check(
            "train --epochs 3 --validate epoch --keep best:mood.f1",
            says: "there is no task 'mood' in `batches`, only ner and qa")
        try check(
            "train --epochs 3 --validate epoch --keep best:ner.f1 --patience 3",
            says: "never ends a training of 3 epochs")
        try check("train --epochs 3 --keep best:ner.f1", says: "add `--validate epoch`")
        try check("train --epochs 3 --validate epoch --patience 1", says: "add `--keep best:ner.f1`")

        let validated = try notebook(
            program, [(Self.train, "train --epochs $epochs --validate epoch --keep best:ner.f1")], "validated.md")
        let one = try program.run(Program.small(validated, ["--verbose", "-p", "validation-samples=1"]))
        #expect(one.output.contains("NER has one validation example"), "\(one.output.suffix(900))")

        let sentence = "EU NNP I-NP I-ORG\nrejects VBZ I-VP O\n\n"
        let training = try program.write(String(repeating: sentence, count: 16), to: "train.conll")
        let plain = String(repeating: "He PRP I-NP O\nsleeps VBZ I-VP O\n\n", count: 8)
        let validation = try program.write(plain, to: "valid.conll")
        let none = try program.run(
            Program.small(
                validated, ["-p", "ner-train=\(training)", "-p", "ner-validation=\(validation)"], report: "none.html"))
        let said = none.output + none.error
        #expect(none.status == 2 && said.contains("there is no entity in it"), "\(said.suffix(900))")
    }
}
