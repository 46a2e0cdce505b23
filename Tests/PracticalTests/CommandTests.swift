import ArgumentParser
import Execution
import Practical
import Testing

/// What every command of the practical declares.
struct CommandTests {
    private func parse(_ words: String...) throws -> any NotebookCommand {
        let type = try #require(CommandRegistry(PracticalCommands.all)[words[0]])
        return try #require(try type.parseAsRoot(Array(words.dropFirst())) as? any NotebookCommand)
    }

    private func isRefused(_ words: String...) -> Bool {
        guard let type = CommandRegistry(PracticalCommands.all)[words[0]] else { return false }
        return (try? type.parseAsRoot(Array(words.dropFirst()))) == nil
    }

    @Test func namesAreUniqueAndExplained() {
        let names = PracticalCommands.all.map { $0.configuration.commandName ?? "" }
        #expect(Set(names).count == names.count)
        for command in PracticalCommands.all {
            #expect(!command.configuration.abstract.isEmpty)
            #expect(command.helpMessage(columns: 80).contains("USAGE"))
        }
    }

    @Test func slotsFollowFromTheArguments() throws {
        let ner = try parse("evaluate", "ner").slots
        #expect(ner.reads.contains(SlotName("dataset(ner)")) && !ner.reads.contains(SlotName("dataset(qa)")))
        #expect(ner.writes == [SlotName("metrics(ner)")])
        let save = try parse("save", "checkpoint", "here").slots
        #expect(save.writes == [SlotName("checkpoint(here)")])
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

    @Test func argumentsThatMakeNoSenseAreRefused() {
        #expect(isRefused("train", "--epochs", "0"))
        #expect(isRefused("train", "--epochs", "1", "--clip", "-1"))
        #expect(isRefused("model", "multitask", "--dropout", "1"))
        #expect(isRefused("schedule", "linear", "--epochs", "2", "--warmup", "1.5"))
        #expect(isRefused("encode", "ner", "--max-length", "128", "--stride", "16"))
        #expect(isRefused("encode", "qa", "--max-length", "64", "--stride", "64"))
        #expect(isRefused("show", "ner", "train", "-1"))
        #expect(isRefused("load", "ner", "squad"))
        #expect(isRefused("predict", "qa", "a context alone"))
        #expect(isRefused("predict", "ner", "two", "texts"))
        #expect(isRefused("session", "--threads", "none"))
        #expect(isRefused("batches", "round-robin", "--padding", "left"))
    }
}
