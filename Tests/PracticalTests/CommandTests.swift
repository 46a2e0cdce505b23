import ArgumentParser
import Execution
import Practical
import Testing

/// What every command of the practical declares.
struct CommandTests {
    private func parse(_ words: String...) throws -> any NotebookCommand {
        let type = try #require(MultiTaskPractical.practical.registry[words[0]])
        return try #require(try type.parseAsRoot(Array(words.dropFirst())) as? any NotebookCommand)
    }

    private func isRefused(_ words: String...) -> Bool {
        guard let type = MultiTaskPractical.practical.registry[words[0]] else { return false }
        return (try? type.parseAsRoot(Array(words.dropFirst()))) == nil
    }

    @Test func examplesAreSoundAndNameEverySlotThatIsRead() throws {
        let registry = MultiTaskPractical.practical.registry
        var writes: Set<SlotName> = []
        var reads: Set<SlotName> = []
        for type in registry.commands {
            for example in type.examples {
                let words = example.split(separator: " ").map(String.init)
                #expect(words.first == CommandRegistry.name(of: type))
                let command = try #require(try type.parseAsRoot(Array(words.dropFirst())) as? any NotebookCommand)
                writes.formUnion(command.slots.writes)
                reads.formUnion(command.slots.reads)
            }
        }
        #expect(reads.isSubset(of: writes))
        let recipe = registry.recipe(for: [SlotName("history")])
        #expect(recipe.last == "train --epochs 3" && recipe.first == "session --seed 42")
    }

    @Test func namesAreUniqueAndExplained() {
        let names = MultiTaskPractical.practical.registry.commands.map { $0.configuration.commandName ?? "" }
        #expect(Set(names).count == names.count)
        for command in MultiTaskPractical.practical.registry.commands {
            #expect(!command.configuration.abstract.isEmpty)
            #expect(command.helpMessage(columns: 80).contains("USAGE"))
        }
    }

    @Test func slotsFollowFromTheArguments() throws {
        let ner = try parse("evaluate", "ner").slots
        #expect(ner.reads.contains(SlotName("dataset(ner, validation)")))
        #expect(!ner.reads.contains { $0.rawValue.contains("qa") || $0.rawValue.contains("train") })
        #expect(ner.writes == [SlotName("metrics(ner)"), SlotName("predictions(ner)")])
        // Looking at errors needs no model.
        let errors = try parse("errors", "ner").slots
        #expect(errors.reads.contains(SlotName("predictions(ner)")) && errors.writes.isEmpty)
        #expect(!errors.reads.contains(SlotName("model")))
        let save = try parse("save", "checkpoint", "here").slots
        #expect(save.writes == [SlotName("checkpoint(here)")])
        let model = try parse("save", "model", "ner", "there").slots
        #expect(model.writes.isEmpty && model.reads.contains(SlotName("task(ner)")))
        #expect(!model.reads.contains(SlotName("optimizer")))
        // What is trained with matters to a head alone that is there already.
        #expect(try !parse("model", "multitask").slots.reads.contains(SlotName("batches")))
        #expect(try parse("model", "multitask", "--heads", "ner=x").slots.reads.contains(SlotName("batches")))
        #expect(isRefused("save", "model", "there") && isRefused("save", "checkpoint", "a", "b"))
        #expect(isRefused("save", "model", "Ner", "there") && isRefused("save", "model", "ner", "~/x"))
        #expect(
            isRefused("model", "multitask", "--heads", "x") && isRefused("model", "multitask", "--heads", "a=x", "a=y"))
        #expect(try parse("load", "checkpoint", "here").slots.reads.contains(SlotName("checkpoint(here)")))
        let train = try parse("train", "--epochs", "3").slots
        #expect(Set(train.writes) == [SlotName("model"), SlotName("optimizer"), SlotName("history")])
        #expect(!train.reads.contains(SlotName("history")))
        #expect(try parse("train", "--resume", "--epochs", "3").slots.reads.contains(SlotName("history")))
        // Drawing a figure touches nothing of training.
        #expect(try parse("plot", "losses").slots == SlotUse(reads: [SlotName("history")]))
    }

    @Test func whatDrawsRandomNumbersSaysSo() throws {
        #expect(try parse("train", "--epochs", "1").drawsRandomNumbers)
        #expect(try parse("model", "multitask").drawsRandomNumbers)
        #expect(try !parse("evaluate", "qa").drawsRandomNumbers)
        #expect(try type(of: parse("environment")).alwaysRuns)
    }

    @Test func everyArgumentCountsForTheKey() throws {
        let lines = [
            "session --seed 1 --threads 1 --precision float32", "load ner conll2003 --train-file a --validation-file b",
            "encode qa --max-length 4000 --stride 128 --preview 2", "select qa --train 3 --validation 4",
            "batches round-robin ner qa --batch-size 4 --shuffle --padding packed",
            "model multitask --encoder x --dropout 0.1",
            "optimizer adamw --learning-rate 0.1 --weight-decay 0.2 --beta1 0.3 --beta2 0.4 --epsilon 0.5",
            "schedule linear --warmup 0.1 --epochs 3", "weights fixed ner=1 qa=2", "train --epochs 3 --clip 1",
            "evaluate ner --digits 0", "errors ner --examples 3", "predict qa a b --candidates 2 --decode best",
            "save checkpoint here",
            "save model ner here",
        ]
        func arguments(_ words: [String]) throws -> [String] {
            let type = try #require(MultiTaskPractical.practical.registry[words[0]])
            let command = try #require(try type.parseAsRoot(Array(words.dropFirst())) as? any NotebookCommand)
            return command.keyArguments.map { "\($0.name) \($0.texts)" }
        }
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            let before = try arguments(words)
            for place in words.indices where place > 0 {
                var changed = words
                if Double(words[place]) != nil {
                    changed[place] = "0\(words[place])1"
                } else if words[place] == "--shuffle" {
                    changed[place] = "--no-shuffle"
                } else if ["a", "b", "x", "here"].contains(words[place]) {
                    changed[place] += " "
                } else {
                    continue
                }
                let isInNoKey = ["--threads", "--train-file", "--validation-file", "--encoder"].contains(
                    words[place - 1])
                #expect(try (arguments(changed) == before) == isInNoKey, "\(line): \(words[place])")
            }
        }
        // What holds arguments is one of the parser's wrappers, and none is missed.
        for type in MultiTaskPractical.practical.registry.commands {
            let name = CommandRegistry.name(of: type)
            guard let line = lines.first(where: { $0.hasPrefix("\(name) ") }) else { continue }
            let words = line.split(separator: " ").map(String.init)
            let command = try #require(try type.parseAsRoot(Array(words.dropFirst())) as? any NotebookCommand)
            let known = Set(command.keyArguments.map(\.property)).union(command.argumentsInNoKey)
            for child in Mirror(reflecting: command).children where child.label?.hasPrefix("_") == true {
                let isGroup = "\(Swift.type(of: child.value))".hasPrefix("OptionGroup<")
                #expect(isGroup || known.contains(String(child.label?.dropFirst() ?? "")), "\(name): \(child)")
            }
        }
    }

    @Test func numbersOutOfRangeAreRefusedWithTheRange() throws {
        let cases: [([String], String)] = [
            (["encode", "ner", "--max-length"], "a length from 8 to 100,000"),
            (["encode", "qa", "--max-length", "384", "--stride"], "from 1 to"),
            (["encode", "ner", "--max-length", "128", "--preview"], "from 0 to 1,000"),
            (["select", "ner", "--validation", "1", "--train"], "a number of examples from 0 to 100,000,000"),
            (["select", "ner", "--train", "1", "--validation"], "a number of examples from 0 to 100,000,000"),
            (["evaluate", "ner", "--worst"], "from 0 to 1,000"), (["evaluate", "ner", "--digits"], "from 0 to 10"),
            (["errors", "ner", "--examples"], "a number of examples from 0 to 100"),
            (["predict", "qa", "a", "b", "--candidates"], "from 1 to 1,000"), (["show", "ner", "train"], "from 0"),
        ]
        for (words, range) in cases {
            let type = try #require(MultiTaskPractical.practical.registry[words[0]])
            for number in ["-1", "9223372036854775807", "9223372036854775808", "1e300", "nan", "1.5", ""] {
                do {
                    _ = try type.parseAsRoot(Array(words.dropFirst()) + [number])
                    Issue.record("\(words) \(number) was taken")
                } catch {
                    let message = type.message(for: error)
                    #expect(
                        message.contains(range) || message.contains("Missing"), "\(words) \(number): \(message)")
                }
            }
        }
    }

    /// What depends on the kind of a task is refused before anything runs, where the notebook says which kind it is.
    @Test func whatAKindOfTaskDoesNotTakeIsRefused() throws {
        let writers = [
            SlotName("task(ner)"): try parse("load", "ner", "conll2003"),
            SlotName("task(qa)"): try parse("load", "qa", "squad"),
        ]
        func isRefused(_ words: String...) throws -> Bool {
            let type = try #require(MultiTaskPractical.practical.registry[words[0]])
            let command = try #require(try type.parseAsRoot(Array(words.dropFirst())) as? any NotebookCommand)
            return (try? command.validate(after: writers)) == nil
        }
        // The standard stride counts as well.
        #expect(try isRefused("encode", "qa", "--max-length", "64"))
        #expect(try isRefused("encode", "qa", "--max-length", "64", "--stride", "63"))
        #expect(try !isRefused("encode", "qa", "--max-length", "64", "--stride", "62"))
        #expect(try isRefused("encode", "qa", "--max-length", "64", "--stride", "64"))
        #expect(try isRefused("encode", "ner", "--max-length", "128", "--stride", "16"))
        #expect(try isRefused("predict", "qa", "a context alone"))
        #expect(try isRefused("predict", "ner", "two", "texts"))
        #expect(try !isRefused("predict", "ner", "one text"))
        // Of a task whose file says its kind, nothing is known yet.
        #expect(try !isRefused("predict", "wnut", "two", "texts"))
    }

    @Test func argumentsThatMakeNoSenseAreRefused() {
        #expect(isRefused("train", "--epochs", "0"))
        #expect(isRefused("train", "--epochs", "1", "--clip", "-1"))
        #expect(isRefused("model", "multitask", "--dropout", "1"))
        #expect(isRefused("schedule", "linear", "--epochs", "2", "--warmup", "1.5"))
        #expect(isRefused("show", "ner", "train", "-1"))
        #expect(
            isRefused("load", "NER", "conll2003") && isRefused("evaluate", "a b") && isRefused("labels", "checkpoint"))
        #expect(isRefused("load", "wnut", "train.conll", "--train-file", "other.conll"))
        #expect(isRefused("batches", "round-robin") && isRefused("batches", "in-turn", "ner"))
        #expect(isRefused("batches", "round-robin", "ner", "qa", "ner"))
        #expect(isRefused("weights", "fixed", "ner") && isRefused("weights", "fixed", "ner=1", "ner=2"))
        #expect(isRefused("weights", "fixed", "ner=nan") && isRefused("weights", "fixed", "qa=-1"))
        #expect(isRefused("load", "encoder", "sst2") && isRefused("load", "pooler", "sst2"))
        #expect(isRefused("assets", "--data", "ner=conll2003", "ner=squad"))
        #expect(isRefused("assets", "--data", "ner=") && isRefused("assets", "--train", "ner=x"))
        #expect(isRefused("metrics", "explain", "regression"))
        #expect(isRefused("session", "--threads", "none"))
        #expect(
            isRefused("batches", "round-robin", "ner", "--t", "2") && isRefused("schedule", "sine", "--epochs", "1"))
        #expect(isRefused("train", "--epochs", "3", "--keep", "best:ner.f1"))
        #expect(isRefused("train", "--epochs", "3", "--validate", "epoch", "--keep", "best:"))
        #expect(isRefused("train", "--epochs", "3", "--validate", "epoch", "--keep", "best:ner"))
        #expect(isRefused("train", "--epochs", "3", "--validate", "0"))
        #expect(isRefused("train", "--epochs", "3", "--validate", "epoch", "--patience", "1"))
        #expect(isRefused("baseline", "ner", "ner") && isRefused("baseline"))
        #expect(isRefused("batches", "round-robin", "ner", "--padding", "left"))
    }

    /// What is out of range is refused where it is written, with the range, and by its own name.
    @Test(arguments: [
        ("train --epochs 100000000", "epochs", "from 1 to 10,000,000"), ("train --epochs 0", "epochs", "from 1 to"),
        ("train --epochs 1.5", "epochs", "an epoch count"),
        ("train --epochs 99999999999999999999", "epochs", "10,000,000"),
        ("schedule linear --epochs 100000000", "epochs", "from 1 to 10,000,000"),
        ("schedule linear --epochs 1 --warmup 1", "warmup", "not including, 1"),
        ("schedule linear --epochs 1 --warmup nan", "warmup", "a share"),
        ("batches round-robin ner --batch-size 1000001", "batch-size", "from 1 to 1,000,000"),
        ("optimizer adamw --epsilon 0", "epsilon", "from 1e-30 to 1"),
        ("optimizer adamw --epsilon 1e-40", "epsilon", "from 1e-30 to 1"),
        ("optimizer adamw --learning-rate=-1", "learning-rate", "a learning rate from 0"),
        ("optimizer adamw --learning-rate nan", "learning-rate", "a learning rate from 0"),
        ("optimizer adamw --learning-rate inf", "learning-rate", "a learning rate from 0"),
        ("optimizer adamw --learning-rate 1e39", "learning-rate", "a learning rate from 0"),
        ("optimizer adamw --weight-decay=-0.1", "weight-decay", "a weight decay from 0"),
        ("optimizer adamw --beta1 1", "beta1", "from 0 up to"),
        ("optimizer adamw --beta2 0.99999999999", "beta2", "from 0"),
        ("train --epochs 1 --clip nan", "clip", "a norm from 0"),
        ("model multitask --dropout 0.999999999", "dropout", "a dropout rate"),
        ("model multitask --freeze embedding,0", "freeze", "'embedding' is not a part of an encoder"),
        ("model multitask --freeze 3-1", "freeze", "embeddings, layers counted from 0 such as 4 or 0-3, or encoder"),
        ("model multitask --freeze 0-3-5", "freeze", "'0-3-5' is not a part"),
        ("model multitask --freeze embeddings,", "freeze", "'' is not a part"),
        ("model multitask --freeze=-1", "freeze", "'-1' is not a part"),
        ("session --seed=-1", "seed", "from 0 to"),
        ("session --threads 0", "threads", "from 1 to 1,024"), ("session --threads=-2", "threads", "from 1 to 1,024"),
        ("session --threads 1025", "threads", "from 1 to 1,024"),
    ])
    func rangesAreSaid(line: (command: String, option: String, says: String)) throws {
        let words = line.command.split(separator: " ").map(String.init)
        let type = try #require(MultiTaskPractical.practical.registry[words[0]])
        let error = try #require(throws: (any Error).self) { try type.parseAsRoot(Array(words.dropFirst())) }
        let message = type.message(for: error)
        #expect(message.contains("'--\(line.option) ") && message.contains(line.says), "\(message)")
    }
}
