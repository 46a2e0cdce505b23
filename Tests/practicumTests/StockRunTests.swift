import Foundation
import Testing

/// Loading and saving models of one task in a notebook.
@Suite(.serialized) struct StockRunTests {
    private static let stock = "\(Program.root)/Tests/TrainingTests/Fixtures/stock"
    /// Its labels are in another order than the model's.
    private static let conll = """
        Ada B-PER
        Lovelace I-PER
        met O
        the B-ORG
        Blue I-ORG
        Jays I-ORG

        in O
        New B-LOC
        London I-LOC
        the B-MISC
        Cup I-MISC
        . O

        """

    private func notebook(model: String, more: String = "") -> String {
        """
        ```{practicum}
        #| label: all
        session --seed 1
        load mine ner.txt --validation-file ner.txt
        tokenizer \(Self.stock)/bert-ner
        encode mine --max-length 64
        select mine --train 2 --validation 2
        dataset mine
        batches round-robin mine
        model multitask \(model)
        evaluate mine
        predict mine "Ada Lovelace lived in London."
        \(more)
        ```
        """
    }

    private func run(_ program: Program, _ text: String) throws -> Program.Result {
        _ = try program.write(Self.conll, to: "ner.txt")
        _ = try program.write(text, to: "a.md")
        return try program.run(["run", "a.md", "--allow-outside", "-o", "report.html", "--verbose"])
    }

    private func metrics(_ program: Program) throws -> [String: Double] {
        let all = try #require(
            try JSONSerialization.jsonObject(with: Data(program.read("report/metrics.json").utf8)) as? [String: Any])
        return all.filter { $0.key.hasPrefix("mine.") }.compactMapValues { $0 as? Double }
    }

    @Test func aModelOfAnyonesIsScoredWithoutTrainingAndWrittenAgain() throws {
        let program = try Program()
        defer { program.remove() }
        let folder = "\(Self.stock)/bert-ner"
        let model = "--encoder \(folder) --heads mine=\(folder)"
        let first = try run(program, notebook(model: model, more: "save model mine saved"))
        #expect(first.status == 0, "\(first.output.suffix(2_000)) \(first.error)")
        #expect(first.output.contains("The head of 'mine' is loaded, its labels put into the data's order."))
        #expect(first.output.contains("BertForTokenClassification of saved"))
        #expect(!first.output.contains("another encoder"))
        // The entities that the pipeline finds, according to entities.json.
        let entities = "[Ada MISC] [Lovelace MISC] [lived PER] [in PER] [London MISC][. MISC]"
        #expect(first.output.contains(entities))
        let scores = try metrics(program)
        #expect(scores["mine.f1"] != nil)

        // The saved model gives the same scores. Its labels are in the data's order.
        let saved = program.path("report/saved")
        let second = try run(program, notebook(model: "--encoder \(saved) --heads mine=\(saved)"))
        #expect(second.status == 0, "\(second.output.suffix(2_000)) \(second.error)")
        #expect(second.output.contains("loaded, its labels in the data's order."))
        #expect(try metrics(program) == scores)
        #expect(second.output.contains(entities))

        // Another head makes the model stale, wherever its folder is. The same head in another folder does not.
        try FileManager.default.copyItem(atPath: saved, toPath: program.path("elsewhere"))
        let moved = "\(program.path("elsewhere"))"
        let third = try run(program, notebook(model: "--encoder \(moved) --heads mine=\(moved)"))
        #expect(third.status == 0 && third.output.contains("reused"), "\(third.output)")
        let random = try run(program, notebook(model: "--encoder \(moved)"))
        #expect(random.status == 0 && !random.output.contains("The head of"))
    }

    @Test func whatDoesNotGoTogetherIsSaid() throws {
        let program = try Program()
        defer { program.remove() }
        func failure(_ model: String) throws -> String {
            let result = try run(program, notebook(model: model))
            #expect(result.status != 0, "\(result.output)")
            return result.output + result.error
        }
        let (ner, qa, whole) = ("\(Self.stock)/bert-ner", "\(Self.stock)/bert-qa", "\(Self.stock)/encoders/whole")
        #expect(try failure("--heads other=\(ner)").contains("which 'batches' does not"))
        #expect(try failure("--heads mine=\(ner) mine=\(ner)").contains("names the task `mine` twice"))
        #expect(try failure("--encoder \(ner) --heads mine=\(qa)").contains("no tensor 'classifier.weight'"))
        #expect(
            try failure("--encoder \(ner) --heads mine=nowhere").contains(
                "no model 'nowhere' to take the head of 'mine' from"))
        #expect(
            try failure("--encoder \(ner) --heads mine=\(Self.stock)/distilbert-ner").contains(
                "the family 'distilbert', and the encoder is one of 'bert'"))
        #expect(try failure("--encoder \(whole)").contains("vocab.txt is missing"))
        let other = program.path("other")
        try FileManager.default.copyItem(atPath: "\(Self.stock)/encoders/shards", toPath: other)
        try FileManager.default.copyItem(atPath: "\(ner)/vocab.txt", toPath: "\(other)/vocab.txt")
        // An encoder in shards, with the head of another model.
        let result = try run(program, notebook(model: "--encoder \(other) --heads mine=\(ner)"))
        #expect(result.status == 0, "\(result.output.suffix(2_000)) \(result.error)")
        #expect(result.output.contains("has another encoder than the one that is loaded"))
        try FileManager.default.removeItem(atPath: "\(other)/model-00002-of-00004.safetensors")
        let lacking = try failure("--encoder \(other)")
        #expect(lacking.contains("model-00002-of-00004.safetensors is missing"))
        #expect(lacking.contains("fetch all of its files"))
    }

    @Test func aFolderInTheWayIsKept() throws {
        let program = try Program()
        defer { program.remove() }
        try FileManager.default.createDirectory(
            atPath: program.path("report/saved"), withIntermediateDirectories: true)
        _ = try program.write("{}", to: "report/saved/config.json")
        let folder = "\(Self.stock)/bert-ner"
        let result = try run(
            program, notebook(model: "--encoder \(folder) --heads mine=\(folder)", more: "save model mine saved"))
        #expect(result.status != 0)
        #expect((result.output + result.error).contains("is not a model of this program"))
        #expect(try program.read("report/saved/config.json") == "{}")
    }
}
