import Datasets
import Encoders
import Foundation
import Kernels
import Safetensors
import Tasks
import Testing
import Tokenization
import Training
import TrainingSupport

/// Models of one task in the form of transformers' own classes: loading, saving, and predictions.
@Suite struct StockModelTests {
    private static let stock = "\(TrainingParityTests.folder)/stock"
    private static let labels = TokenLabels(types: ["PER", "ORG", "LOC", "MISC"]).names

    private static func decode<Value: Decodable>(_ type: Value.Type, _ path: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private static func task(_ kind: some TaskKind, _ labels: [String] = []) -> TaskDescription {
        TaskDescription(name: "mine", kind: kind.name, labels: labels)
    }

    /// The encoder of a folder, with its head for a task.
    private func model(_ folder: String, _ task: TaskDescription) throws -> MultiTaskModel {
        MatrixProduct.useCallingThreadOnly()
        let path = "\(folder)/config.json"
        let model = MultiTaskModel(configuration: try EncoderConfiguration(path: path), heads: [try task.head()])
        let weights = try ModelWeights(WeightFiles(folder: folder))
        try model.load(weights: weights, includingHeads: false)
        try model.load(
            head: 0, from: weights, as: task.resolvedKind().stockHead,
            rows: try StockLabels(path: path).rows(for: model.heads[0], path: path))
        #expect(try model.hasEncoder(of: weights))
        return model
    }

    private func trained(_ name: String, _ task: TaskDescription, usesTokenTypes: Bool = false) throws -> TrainedTask {
        let folder = "\(Self.stock)/\(name)"
        return try TrainedTask(
            model: model(folder, task), task: task,
            tokenizer: EncoderConfiguration(path: "\(folder)/config.json").family.tokenizer.load(folder: folder),
            recipe: EncodingRecipe(maxLength: 160, docStride: 32), plan: BatchPlan(usesTokenTypes: usesTokenTypes))
    }

    // MARK: Loading models

    private struct Entities: Decodable {
        struct Entity: Decodable { var type: String, start: Int, end: Int }
        struct Text: Decodable {
            var text: String
            var isPlain: Bool
            var entities: [Entity]
            /// The labels of all pieces.
            var labels: [String]
        }
        var texts: [Text]
    }

    /// The labels have another order in the model than in the task.
    @Test(arguments: EncoderFamily.all.map(\.name))
    func entitiesAreThoseOfThePipeline(family: String) throws {
        let trained = try trained("\(family)-ner", Self.task(TokenClassification(), Self.labels))
        let expected = try Self.decode(Entities.self, "\(Self.stock)/\(family)-ner/entities.json").texts
        #expect(expected.count > 30 && expected.filter(\.isPlain).count > (family == "roberta" ? 5 : 10))
        let found = try EntityPredictor(trained).entities(in: expected.map(\.text))
        for (text, found) in zip(expected, found) {
            let words = PlainWords(text.text).words
            let features = LabelledTokens(
                examples: [LabelledSentence(words: words, labels: words.map { _ in 0 })], tokenizer: trained.tokenizer,
                maxLength: 160)
            var labels: [String] = []
            try trained.run(features) { _, count, logits in
                labels = (0..<count).map { token in
                    let row = Array(UnsafeBufferPointer(start: logits + token * 9, count: 9))
                    return Self.labels[row.firstIndex(of: row.max() ?? 0) ?? 0]
                }
            }
            // Words have spaces around them here, and RoBERTa's tokens in a text only where it has spaces.
            if text.isPlain || family != "roberta" {
                #expect(labels.dropFirst().dropLast() == text.labels[...], "\(text.text)")
            }
            guard text.isPlain else { continue }
            #expect(found.entities.map(\.type) == text.entities.map(\.type), "\(text.text)")
            #expect(found.entities.map(\.range) == text.entities.map { $0.start..<$0.end }, "\(text.text)")
        }
    }

    private struct Answers: Decodable {
        struct Answer: Decodable { var question, context, answer: String, start, end: Int }
        var answers: [Answer]
    }

    @Test(arguments: EncoderFamily.all.map(\.name))
    func answersAreThoseOfThePipeline(family: String) throws {
        let trained = try trained("\(family)-qa", Self.task(SpanExtraction()), usesTokenTypes: family == "bert")
        let expected = try Self.decode(Answers.self, "\(Self.stock)/\(family)-qa/answers.json").answers
        #expect(expected.count == 15)
        for item in expected {
            // A question is stripped here. The blanks around one are tokens of RoBERTa's.
            if family == "roberta", item.question.hasPrefix(" ") { continue }
            let answer = try AnswerPredictor(trained).answer(item.question, context: item.context)
            let best = try #require(answer.candidates.first)
            #expect(answer.windowCount == 1)
            #expect(best.characters == Int32(item.start)..<Int32(item.end), "\(item.question) \(item.context)")
            #expect(best.text == item.answer)
        }
    }

    @Test(arguments: [
        ("bert", "pooler.dense", "Bert"), ("distilbert", "pre_classifier", "DistilBert"),
        ("roberta", "classifier.dense", "Roberta"),
    ])
    func aClassifierBehindAnActivationIsNoHeadOfOurs(family: String, layer: String, prefix: String) throws {
        let folder = "\(Self.stock)/\(family)-text"
        let error = #expect(throws: ModelError.self) {
            try model(folder, Self.task(SequenceClassification(), ["so so", "bad", "good"]))
        }
        #expect(
            error
                == .notLinear(
                    path: "\(folder)/model.safetensors", layer: layer,
                    architecture: "\(prefix)ForSequenceClassification"))
    }

    @Test func labelsThatAreNotTheModels() throws {
        let folder = "\(Self.stock)/bert-ner"
        let labels = ["O", "B-PER", "I-PER", "B-DATE"]
        let error = #expect(throws: ModelError.self) {
            try model(folder, Self.task(TokenClassification(), labels))
        }
        #expect(
            error
                == .otherLabels(
                    path: "\(folder)/config.json", task: "mine", onlyInData: ["B-DATE"],
                    onlyInModel: ["B-MISC", "I-MISC", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]))
        let none = #expect(throws: ModelError.self) {
            try model("\(Self.stock)/bert-qa", Self.task(TokenClassification(), labels))
        }
        #expect(none?.description.contains("no tensor 'classifier.weight'") == true)
        // There are two labels without names, but the head has four.
        #expect(try StockLabels(path: "\(Self.stock)/bert-qa/config.json").names == nil)
    }

    @Test func labelsWithoutNamesGoByPosition() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/config.json"
        let head = TokenClassification().head(task: "mine", labels: ["O", "B-X", "I-X"])
        func rows(_ labels: String) throws -> [Int]? {
            try "{\(labels)}".write(toFile: path, atomically: true, encoding: .utf8)
            return try StockLabels(path: path).rows(for: head, path: path)
        }
        #expect(try rows("") == nil)
        #expect(try rows(#""id2label": {"0": "LABEL_0", "1": "LABEL_1", "2": "LABEL_2"}"#) == nil)
        #expect(try rows(#""id2label": {"0": "I-X", "1": "O", "2": "B-X"}"#) == [1, 2, 0])
        for wrong in [#"{"0": "O", "2": "B-X"}"#, #"{"0": "O", "1": "O"}"#, #"{"0": 1}"#, "[]"] {
            #expect(throws: ModelError.self) { try rows(#""id2label": \#(wrong)"#) }
        }
    }

    // MARK: Loading encoders and tokenizers

    @Test(arguments: ["whole", "prefixed", "shards", "pooler-shards", "float16", "bfloat16"])
    func anEncoderInAnyForm(form: String) throws {
        func encoder(_ folder: String) throws -> MultiTaskModel {
            let folder = "\(Self.stock)/encoders/\(folder)"
            let model = MultiTaskModel(
                configuration: try EncoderConfiguration(path: "\(folder)/config.json"), heads: [])
            try model.load(weights: ModelWeights(WeightFiles(folder: folder)), includingHeads: false)
            return model
        }
        let loaded = try encoder(form)
        guard form.contains("float") else {
            // The pooler is the last group, and some forms do not have it.
            let count =
                form == "prefixed" || form == "shards" ? loaded.table.groups[0].range.count : loaded.parameterCount
            let whole = try encoder("whole")
            #expect(loaded.parameters.prefix(count).elementsEqual(whole.parameters.prefix(count)))
            withExtendedLifetime((loaded, whole)) {}
            return
        }
        let rounded = try SafetensorsFile(path: "\(Self.stock)/encoders/\(form)-values.safetensors")
        for entry in loaded.table.entries {
            #expect(try loaded.parameter(entry).elementsEqual(rounded.floats(entry.name)), "\(entry.name)")
        }
    }

    private struct Ids: Decodable { var texts: [String], ids: [String: [[Int32]]] }

    @Test(arguments: ["cased-objects", "cased-texts", "older"])
    func otherSpecialTokens(name: String) throws {
        let expected = try Self.decode(Ids.self, "\(Self.stock)/tokenizers/ids.json")
        let tokenizer = try BERTTokenizer.load(folder: "\(Self.stock)/tokenizers/\(name)")
        let folder = try TemporaryFolder()
        for file in tokenizer.savedFiles(maxLength: 160, usesTokenTypes: true, isWhole: true) {
            try file.content.write(toFile: "\(folder.path)/\(file.name)", atomically: true, encoding: .utf8)
        }
        let again = try BERTTokenizer.load(folder: folder.path)
        for (text, ids) in zip(expected.texts, try #require(expected.ids[name])) {
            #expect(tokenizer.encode(text, maxLength: nil).inputIDs == ids, "\(text)")
            #expect(again.encode(text, maxLength: nil).inputIDs == ids, "\(text)")
        }
        #expect(again.specialIDs == tokenizer.specialIDs && again.lowercases == tokenizer.lowercases)
    }

    // MARK: Saving models

    private func tokenizer(_ family: EncoderFamily) throws -> any Tokenizer {
        family == .roBERTa
            ? try family.tokenizer.load(folder: "\(Self.stock)/roberta-qa") : try ToyProblem.tinyTokenizer()
    }

    private func random(_ family: EncoderFamily, _ tasks: [TaskDescription]) throws -> MultiTaskModel {
        let tokenizer = try tokenizer(family)
        let model = MultiTaskModel(
            configuration: EncoderConfiguration(
                family: family, vocabularySize: tokenizer.vocabularySize, hiddenSize: 16,
                layerCount: 2, headCount: 2, intermediateSize: 24, maxPositionEmbeddings: 40,
                padTokenID: Int(tokenizer.padID)),
            heads: try tasks.map { try $0.head() })
        model.initializeEncoder(key: RandomKey(3))
        model.initializeHeads(key: RandomKey(3))
        return model
    }

    private static let kinds: [(any TaskKind, [String], String)] = [
        (TokenClassification(), ["O", "B-\"quoted\"", "I-\"quoted\"", "B-é"], "ForTokenClassification"),
        (SpanExtraction(), [], "ForQuestionAnswering"),
        (SequenceClassification(), ["good", "bad", "so so"], "ForSequenceClassification"),
    ]

    @Test(arguments: EncoderFamily.all.map(\.name), 0..<3)
    func whatIsSavedComesBack(family: String, kind: Int) throws {
        let (kind, labels, suffix) = Self.kinds[kind]
        let family = try #require(EncoderFamily(name: family))
        let (other, mine) = (
            TaskDescription(name: "other", kind: SpanExtraction().name, labels: []),
            TaskDescription(name: "mine", kind: kind.name, labels: labels)
        )
        let saved = try random(family, [other, mine])
        let folder = try TemporaryFolder()
        let tokenizer = try tokenizer(family)
        #expect(StockModel.foreignFile(in: folder.path) == nil)
        let model = StockModel(saved, head: 1, as: kind.stockHead)
        let files = try model.save(to: folder.path, tokenizer: tokenizer, usesTokenTypes: false)
        let expected =
            ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"]
            + family.tokenizer.vocabularyFiles
        #expect(files.map(\.name) == expected && files.allSatisfy { $0.bytes > 0 })
        #expect(model.architecture.hasSuffix(suffix))
        // A folder of this program can be overwritten. A checkpoint is a different kind of folder.
        #expect(StockModel.foreignFile(in: folder.path) == nil)
        #expect(Checkpoint.foreignFile(in: folder.path) == "config.json")

        let loaded = try self.model(folder.path, mine)
        for entry in loaded.table.entries where !entry.name.hasPrefix("pooler") {
            #expect(loaded.parameter(entry).elementsEqual(saved.parameter(try #require(saved.table[entry.name]))))
        }
        let config = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/config.json")))
                as? [String: Any])
        #expect(config["architectures"] as? [String] == [model.architecture])
        if !labels.isEmpty {
            #expect((config["label2id"] as? [String: Int])?.count == labels.count)
            #expect((config["id2label"] as? [String: String])?["1"] == labels[1])
        }
        let text = "Ba-ku, la?"
        #expect(
            try family.tokenizer.load(folder: folder.path).encode(text, maxLength: nil).inputIDs
                == (kind.stockHead.readsWords ? tokenizer.forWords : tokenizer).encode(text, maxLength: nil).inputIDs)
        try Data("{}".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/config.json"))
        #expect(StockModel.foreignFile(in: folder.path) == "config.json")
    }

    /// The class's own formula, in plain loops, gives the same logits as the head.
    @Test(arguments: [
        ("bert", "bert.pooler.dense", "classifier"), ("distilbert", "pre_classifier", "classifier"),
        ("roberta", "classifier.dense", "classifier.out_proj"),
    ])
    func theLayerBeforeAClassifierHandsTheLogitsOn(family: String, name: String, classifier: String) throws {
        let task = TaskDescription(name: "mine", kind: SequenceClassification().name, labels: ["a", "b", "c", "d"])
        let family = try #require(EncoderFamily(name: family))
        let model = try random(family, [task])
        let folder = try TemporaryFolder()
        _ = try StockModel(model, head: 0, as: SequenceClassification().stockHead)
            .save(to: folder.path, tokenizer: tokenizer(family), usesTokenTypes: false)
        let file = try SafetensorsFile(path: "\(folder.path)/model.safetensors")
        func apply(_ weight: [Float], _ bias: [Float], _ x: [Float]) -> [Float] {
            bias.indices.map { row in x.indices.reduce(bias[row]) { $0 + weight[row * x.count + $1] * x[$1] } }
        }
        func parameter(_ name: String) throws -> [Float] { Array(model.parameter(try #require(model.table[name]))) }
        for scale in [Float(0.1), 3, 60] {
            let state = (0..<16).map { scale * Float(sin(Double($0 * 7 + 1))) }
            let ours = apply(try parameter("mine_head.weight"), try parameter("mine_head.bias"), state)
            let hidden = apply(try file.floats("\(name).weight"), try file.floats("\(name).bias"), state)
                .map { family == .distilBERT ? max(0, $0) : Float(tanh(Double($0))) }
            let theirs = apply(
                try file.floats("\(classifier).weight"), try file.floats("\(classifier).bias"), hidden)
            for (ours, theirs) in zip(ours, theirs) { #expect(abs(ours - theirs) <= 4e-7 * max(1, scale)) }
        }
    }

    @Test func moreLabelsThanAClassCanGive() throws {
        let labels = (0..<9).map { "label \($0)" }
        let task = TaskDescription(name: "mine", kind: SequenceClassification().name, labels: labels)
        let folder = try TemporaryFolder()
        #expect(
            throws: ModelError.tooManyLabels(
                task: "mine", labels: 9, most: 8, architecture: "DistilBertForSequenceClassification")
        ) {
            try StockModel(random(.distilBERT, [task]), head: 0, as: SequenceClassification().stockHead)
                .save(to: folder.path, tokenizer: ToyProblem.tinyTokenizer(), usesTokenTypes: false)
        }
    }
}
