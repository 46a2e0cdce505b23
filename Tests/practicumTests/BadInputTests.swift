import Foundation
import Testing

/// Wrong input from a user: the error says where, what and how to fix it, and the exit status shows the kind of error.
@Suite(.serialized)
struct BadInputTests {
    private let conll = "-DOCSTART- -X- -X- O\n\nEU NNP B-NP B-ORG\nrejects VBZ B-VP O\n\nParis NNP B-NP B-LOC\n"
    private let squad = """
        {"data": [{"title": "T", "paragraphs": [{"context": "The tower is tall.", "qas": [
        {"id": "q1", "question": "What is tall?", "answers": [{"text": "tower", "answer_start": 4}]}]}]}]}
        """

    /// Runs with these data files and returns the printed text.
    private func run(
        _ program: Program, ner: String? = nil, qa: String? = nil, more: [String] = []
    ) throws -> Program.Result {
        let nerFile = try program.write(ner ?? conll, to: "ner.txt")
        let qaFile = try program.write(qa ?? squad, to: "qa.json")
        return try program.run(
            Program.small(
                Program.notebook,
                [
                    "-p", "ner-train=\(nerFile)", "-p", "ner-validation=\(nerFile)", "-p", "qa-train=\(qaFile)", "-p",
                    "qa-validation=\(qaFile)", "--verbose",
                ] + more))
    }

    /// Expects a failed cell: status 2, and these words in the terminal and in the report, which must exist.
    private func expectFailure(_ program: Program, _ result: Program.Result, _ words: [String]) throws {
        #expect(result.status == 2, "\(result.output.suffix(800))")
        let html = try program.read("report.html")
        for word in words {
            #expect((result.output + result.error).contains(word), "\(word)")
            #expect(html.contains(word), "\(word)")
        }
        #expect(result.lastLine == "report.html")
    }

    @Test func smallFilesOfOnesOwnRun() throws {
        let program = try Program()
        defer { program.remove() }
        let result = try run(program)
        #expect(result.status == 0, "\(result.output.suffix(1_500)) \(result.error)")
    }

    @Test func data() throws {
        let program = try Program()
        defer { program.remove() }
        try expectFailure(
            program, run(program, ner: conll + "too many NNP B-NP O columns\n"), ["ner.txt:7", "columns"])
        try expectFailure(
            program, run(program, ner: conll + "Ada NNP B-NP b_per\n"), ["ner.txt:7", "b_per", "Did you mean `B-per`"])
        try expectFailure(program, run(program, ner: "{}"), ["ner.txt", "JSON"])
        try expectFailure(program, run(program, qa: "version https://git-lfs.github.com/spec/v1\n"), ["git lfs pull"])
        try expectFailure(program, run(program, qa: String(squad.dropLast(30))), ["qa.json:2"])
        try expectFailure(
            program,
            run(program, qa: squad.replacingOccurrences(of: "\"answer_start\": 4", with: "\"answer_start\": 5")),
            ["q1", "tower"])
        try expectFailure(program, run(program, ner: ""), ["ner.txt"])
    }

    /// Findings are reported with their number, and they shift no labels.
    @Test func wordsAndAnswersThatDoNotCount() throws {
        let program = try Program()
        defer { program.remove() }
        let sentence = "\u{A0} NNP B-NP O\nEU NNP B-NP B-ORG\n\u{200B} NNP B-NP B-PER\nPeter NNP B-NP I-PER\n\n"
        let answers = squad.replacingOccurrences(
            of: "\"text\": \"tower\", \"answer_start\": 4", with: "\"text\": \" tower\", \"answer_start\": 3"
        )
        .replacingOccurrences(
            of: "]}]}]}]}", with: "]}, {\"id\": \"q2\", \"question\": \"Who?\", \"answers\": []}]}]}]}")
        let result = try run(program, ner: String(repeating: sentence, count: 3), qa: answers)
        #expect(result.status == 0, "\(result.output.suffix(1_500)) \(result.error)")
        let metrics = try #require(
            try JSONSerialization.jsonObject(with: Data(program.read("report/metrics.json").utf8)) as? [String: Any])
        for (name, value) in [
            ("ner.validation.words-without-pieces", 6), ("ner.validation.cut-entities", 3),
            ("qa.train.answers-with-blanks", 1), ("qa.validation.unanswerable-questions", 1),
        ] { #expect(metrics[name] as? Int == value, "\(name): \(String(describing: metrics[name]))") }
        #expect(metrics["qa.answerable-f1"] != nil)
        for words in ["Words without a piece: 6 in", "first U+00A0 in line 1", "Questions without an answer: 1 in"] {
            #expect((result.output + result.error).contains(words), "\(words)")
        }
        // The worst sentences: each label is under its own word, and none is under the words without a piece.
        let cells = try #require(
            (try JSONSerialization.jsonObject(with: Data(program.read("report/run.json").utf8)) as? [String: Any])?[
                "cells"]
                as? [[String: Any]])
        let texts = cells.flatMap { $0["outputs"] as? [[String: Any]] ?? [] }.flatMap { output -> [[String: Any]] in
            let shown = output["output"] as? [String: Any]
            return shown?["kind"] as? String == "marked-texts" ? shown?["value"] as? [[String: Any]] ?? [] : []
        }
        for text in texts where (text["title"] as? String)?.contains(" wrong, 2 words not scored") == true {
            #expect(text["text"] as? String == "\u{A0} EU \u{200B} Peter")
            for mark in try #require(text["marks"] as? [[String: Any]]) {
                let tag = mark["note"] as? String ?? mark["label"] as? String ?? ""
                switch mark["start"] as? Int {
                case 2: #expect(mark["end"] as? Int == 4 && tag.hasSuffix("ORG"))
                case 7: #expect(mark["end"] as? Int == 12 && tag.hasSuffix("PER"))
                default: Issue.record("\(mark)")
                }
            }
        }
    }

    @Test func aMeanOfNothingIsNoNumber() throws {
        let program = try Program()
        defer { program.remove() }
        // No word has a label, neither gold nor predicted.
        let result = try run(
            program, ner: conll + "\n",
            more: ["-p", "ner-validation=\(try program.write("\u{200B} O\n", to: "none.txt"))"])
        #expect(result.status == 0, "\(result.output.suffix(1_500)) \(result.error)")
        let metrics = try #require(
            try JSONSerialization.jsonObject(with: Data(program.read("report/metrics.json").utf8)) as? [String: Any])
        #expect(metrics["ner.f1"] == nil || metrics["ner.f1"] is NSNull)
        #expect(result.output.contains("NER F1, precision and recall: –"))
        // A task whose batches all lack labels has no loss.
        let none = try program.write("\u{200B} O\n", to: "none.txt")
        let untrained = try run(program, more: ["-p", "ner-train=\(none)", "-p", "ner-validation=\(none)"])
        #expect(untrained.status == 0, "\(untrained.output.suffix(1_500)) \(untrained.error)")
        #expect(!untrained.output.contains("loss nan"))
        let numbers = try #require(
            try JSONSerialization.jsonObject(with: Data(program.read("report/metrics.json").utf8)) as? [String: Any])
        #expect(numbers["train.ner-loss"] == nil && numbers["train.qa-loss"] != nil)
        #expect(numbers["train.skipped-batches"] as? Int ?? 0 > 0)
        #expect(try program.read("report.html").contains("<td class=\"n\">–</td>"))
    }

    @Test func parametersAndNotebooks() throws {
        let program = try Program()
        defer { program.remove() }
        func status(_ arguments: [String], _ word: String) throws -> Int32 {
            let result = try program.run(arguments)
            #expect(result.error.contains(word), "\(result.error)")
            return result.status
        }
        #expect(try status(["run", "nowhere.md"], "nowhere.md:1:1: error") == 1)
        #expect(try status(["run", Program.notebook, "-p", "epoch=3"], "Did you mean `epochs`") == 1)
        #expect(try status(["run", Program.notebook, "-p", "epochs=many"], "integer") == 1)
        #expect(try status(["run", Program.notebook, "-p", "encoder=bert-huge"], "bert-huge") == 1)
        #expect(
            try status(
                ["run", Program.notebook, "-p", "ner-train=nowhere.txt", "-p", "ner-validation=x"], "nowhere.txt") == 1)
        #expect(try status(["run", Program.notebook, "-p", "qa-train=\(Program.notebook)"], "Name both") == 1)
        #expect(try status(["run", Program.notebook, "-p", "batch-size=0"], "--batch-size") == 1)
        #expect(try status(["run", Program.notebook, "--profil", "quick"], "--profil") == 64)
        #expect(!FileManager.default.fileExists(atPath: program.path("output")))

        let text = try String(contentsOfFile: Program.notebook, encoding: .utf8)
        let typos = try program.write(
            text.replacingOccurrences(of: "train --epochs", with: "train --epoch")
                .replacingOccurrences(of: "@dna", with: "@rna")
                .replacingOccurrences(of: "plot losses", with: "plt losses"), to: "typos.md")
        let result = try program.run(["check", typos])
        #expect(result.status == 1)
        for word in ["unknown option `--epoch`", "Did you mean `--epochs`", "`rna`", "`plt`", "^"] {
            #expect(result.error.contains(word), "\(word)")
        }
    }

    @Test func encoders() throws {
        let program = try Program()
        defer { program.remove() }
        let tiny = "\(Program.root)/Tests/EncodersTests/Fixtures/tiny"
        let folder = program.path("encoder")
        func fresh() throws {
            try? FileManager.default.removeItem(atPath: folder)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for name in ["config.json", "vocab.txt"] {
                try FileManager.default.copyItem(atPath: "\(tiny)/\(name)", toPath: "\(folder)/\(name)")
            }
        }
        let weights = try Data(contentsOf: URL(fileURLWithPath: "\(tiny)/model.safetensors"))
        func run(_ bytes: Data) throws -> Program.Result {
            try bytes.write(to: URL(fileURLWithPath: "\(folder)/model.safetensors"))
            return try self.run(program, more: ["-p", "encoder=\(folder)"])
        }
        try fresh()
        #expect(
            try self.run(program, more: ["-p", "encoder=\(folder)"]).error.contains("model.safetensors is missing"))
        // The error says what is there instead, and what to do.
        for (name, words) in [
            ("pytorch_model.bin", ["pytorch_model.bin", "can run code", "from_pretrained"]),
            ("model.safetensors.index.json", ["index.json: it is not a JSON object", "Fetch the index"]),
            ("tf_model.h5", ["TensorFlow", "from_tf"]),
            ("flax_model.msgpack", ["Flax", "from_flax"]), ("adapter_model.safetensors", ["adapter", "merge"]),
            ("model.onnx", ["model.onnx", "inference"]), ("x.gguf", ["x.gguf", "inference"]),
            ("bert.safetensors", ["name it model.safetensors"]), ("model.pt", ["model.pt", "save_pretrained"]),
        ] {
            try fresh()
            try Data("x".utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
            let error = try self.run(program, more: ["-p", "encoder=\(folder)"]).error
            for word in words { #expect(error.contains(word), "\(name), \(word): \(error)") }
        }
        // A file instead of a folder, and the parent of the right folder.
        #expect(
            try self.run(program, more: ["-p", "encoder=\(folder)/config.json"]).error.contains(
                "Name the folder that holds"))
        let high = program.path("models--x--y")
        try FileManager.default.createDirectory(atPath: "\(high)/snapshots", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: tiny, toPath: "\(high)/snapshots/abc")
        #expect(try self.run(program, more: ["-p", "encoder=\(high)"]).error.contains("name `\(high)/snapshots/abc`"))
        try fresh()
        try expectFailure(program, run(Data("version https://git-lfs.github.com/spec/v1\n".utf8)), ["git lfs pull"])
        // The small model has 96 positions, and the notebook's sequences have up to 384.
        try expectFailure(program, run(weights), ["96 positions", "--max-length"])
        // Fewer words than the model has rows: its embedding is padded, as in many models.
        let all = try String(contentsOfFile: "\(tiny)/vocab.txt", encoding: .utf8).split(separator: "\n").dropLast(2)
        try all.joined(separator: "\n").write(toFile: "\(folder)/vocab.txt", atomically: true, encoding: .utf8)
        try expectFailure(program, run(weights), ["96 positions", "--max-length"])
        try fresh()
        try expectFailure(program, run(renaming("pooler.dense.bias", "pooler.dense.bjas", in: weights)), ["bjas"])
        try expectFailure(program, run(renaming("\"F32\"", "\"I32\"", in: weights)), ["model.safetensors", "I32"])
        try expectFailure(program, run(renaming("[120,32]", "[60,64]", in: weights)), ["[60, 64]", "[120, 32]"])
        try expectFailure(program, run(weights.prefix(5)), ["model.safetensors", "too few"])
        try expectFailure(program, run(weights.prefix(weights.count - 4_000)), ["model.safetensors", "lie outside"])
        var header = weights
        header[9] = UInt8(ascii: "?")
        try expectFailure(program, run(header), ["model.safetensors", "header"])

        // One more word than the model has.
        let vocabulary = try String(contentsOfFile: "\(tiny)/vocab.txt", encoding: .utf8)
        try (vocabulary + "surplus\n").write(toFile: "\(folder)/vocab.txt", atomically: true, encoding: .utf8)
        try expectFailure(program, run(weights), ["121", "120"])
    }

    /// The file with a name in its header replaced by another of the same length, or by one padded with blanks.
    private func renaming(_ name: String, _ other: String, in weights: Data) -> Data {
        var result = weights
        let new = other.padding(toLength: name.count, withPad: " ", startingAt: 0)
        while let range = result.range(of: Data(name.utf8)) { result.replaceSubrange(range, with: Data(new.utf8)) }
        return result
    }

    @Test func lossThatIsNoNumber() throws {
        let program = try Program()
        defer { program.remove() }
        let result = try run(program, more: ["-p", "learning-rate=1e30", "-p", "epochs=20"])
        try expectFailure(program, result, ["step", "--learning-rate"])
        #expect(try program.read("report.html").contains("Training ended after"))
    }

    @Test func placesThatCannotBeWritten() throws {
        let program = try Program()
        defer { program.remove() }
        let blocked = try program.run(
            ["run", Program.notebook, "--profile", "quick", "-o", "/dev/null/report.html"])
        #expect(blocked.status == 3, "\(blocked.error)")
        // A limit on the size of files simulates a full disk: writes begin and then fail.
        let full = try program.run(Program.small(), shell: "trap '' XFSZ; ulimit -f 64")
        #expect(full.status == 3 || full.status == 2, "\(full.status)")
        #expect((full.error + full.output).contains("written"), "\(full.error)")
    }

    /// With any limit on memory, the program reports what is missing, in numbers, and ends normally.
    @Test(arguments: [160_000, 300_000, 450_000])
    func littleMemory(kilobytes: Int) throws {
        let program = try Program()
        defer { program.remove() }
        let result = try program.run(
            Program.small(Program.notebook, ["-p", "batch-size=16"]), shell: "ulimit -v \(kilobytes)")
        #expect(result.status == 0 || result.status == 2, "\(result.status) \(result.error)")
        if result.status == 2 {
            let said = result.output + result.error
            #expect(said.contains("ulimit -v") && said.contains("memory"), "\(said.suffix(600))")
        }
        #expect(try program.run(["check", Program.notebook], shell: "ulimit -v \(kilobytes)").status == 0)
    }

    @Test func aTrainingThatGoesOnWithOtherBatches() throws {
        let program = try Program()
        defer { program.remove() }
        let text = try String(contentsOfFile: Program.notebook, encoding: .utf8)
        func run(_ name: String, epochs: Int, _ more: [String] = []) throws -> Program.Result {
            let resumed = try program.write(
                text.replacingOccurrences(
                    of: "train --epochs $epochs",
                    with: "load checkpoint report/multitask-ner-qa --external\ntrain --resume --epochs 1"
                ).replacingOccurrences(of: "--warmup 0.1 --epochs $epochs", with: "--warmup 0.1 --epochs \(epochs)"),
                to: "\(name).md")
            return try program.run(Program.small(resumed, ["-o", "\(name).html", "--verbose"] + more))
        }
        #expect(try program.run(Program.small()).status == 0)
        let same = try run("same", epochs: 3)
        #expect(same.status == 0 && same.output.contains(/\n *3 +\d\.\d+ .* 12\n/), "\(same.output.suffix(2_000))")
        #expect(same.output.contains("steps of the schedule: 8 then, 12 now"))
        let other = try run("other", epochs: 3, ["-p", "batch-size=2"])
        #expect(other.status == 2 && other.output.contains("batch size: 8 then, 2 now"), "\(other.output.suffix(900))")
        let short = try run("short", epochs: 2)
        #expect(short.status == 2 && short.output.contains("schedule linear --epochs 3"), "\(short.output.suffix(900))")

        let disagreeing = try program.write(
            text.replacingOccurrences(of: "--warmup 0.1 --epochs $epochs", with: "--warmup 0.1 --epochs 1"),
            to: "short.md")
        let result = try program.run(["check", disagreeing])
        #expect(result.status == 1 && result.error.contains("schedule linear --epochs 3"), "\(result.error)")
    }

    /// An option without an effect is rejected, not ignored.
    @Test func optionsOfAnotherKindOfTask() throws {
        let program = try Program()
        defer { program.remove() }
        let text = try String(contentsOfFile: Program.notebook, encoding: .utf8)
        for option in ["--decode argmax", "--candidates 2"] {
            let notebook = try program.write(
                text.replacingOccurrences(of: "predict ner @", with: "predict ner \(option) @"), to: "option.md")
            let result = try program.run(["check", notebook])
            let name = option.split(separator: " ")[0]
            #expect(
                result.status == 1 && result.error.contains("'\(name)' has no effect on the task 'ner'"),
                "\(result.error)")
        }
    }
}
