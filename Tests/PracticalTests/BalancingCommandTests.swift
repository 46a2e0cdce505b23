import ArgumentParser
import Execution
import Practical
import Testing

/// What `weights`, `conflict` and `trials` take and refuse, before anything runs.
@Suite struct BalancingCommandTests {
    private func type(_ name: String) throws -> any NotebookCommand.Type {
        try #require(MultiTaskPractical.practical.registry[name])
    }

    private func parse(_ line: String) throws -> any NotebookCommand {
        let words = line.split(separator: " ").map(String.init)
        return try #require(try type(words[0]).parseAsRoot(Array(words.dropFirst())) as? any NotebookCommand)
    }

    /// The message with which a line is refused; empty when it is taken.
    private func refusal(_ line: String, after batches: String? = nil) throws -> String {
        do {
            let command = try parse(line)
            if let batches {
                let writer = try parse(batches)
                let writers = writer.slots.writes.map { ($0, writer) }
                try command.validate(after: Dictionary(uniqueKeysWithValues: writers))
            }
            return ""
        } catch {
            return try type(String(line.prefix { $0 != " " })).message(for: error)
        }
    }

    private static let rules = ["fixed", "uncertainty", "dwa", "gradnorm", "pcgrad", "famo"]

    @Test(arguments: [
        ("weights nash", "fixed, uncertainty, dwa, gradnorm, pcgrad, famo"),
        ("weights gradnorm --temperature 2", "`gradnorm` has no --temperature: it takes --alpha and --learning-rate"),
        ("weights pcgrad --alpha 2", "`pcgrad` has no --alpha: it takes no number"),
        ("weights gradnorm --alpha 1000", "takes a number from 0 to 100"),
        ("weights dwa --temperature 0", "takes a number from 0.01 to 1000"),
        ("weights dwa --every 0", "takes a number from 1 to"), ("weights famo --gamma nan", "out of range"),
        ("weights famo ner=1", "`famo` finds the weights itself: leave 'ner=1' out, or write `weights fixed`"),
        ("weights fixed ner=1 ner=2", "has two weights"),
        ("conflict --steps 1000 --every 2", "looks at more than 100 steps: take a larger --every"),
        ("trials fixed", "name another one beside 'fixed'"), ("trials a b a", "the trial 'a' is named twice"),
        ("trial Fixed ner", "the name of a trial"),
    ])
    func refusals(line: String, says: String) throws {
        let message = try refusal(line)
        #expect(message.contains(says), "\(message)")
    }

    @Test func whatIsTaken() throws {
        for rule in Self.rules { #expect(try refusal("weights \(rule)").isEmpty) }
        for line in [
            "weights uncertainty --learning-rate 0.1", "weights dwa --every 20 --temperature 1",
            "weights gradnorm --alpha 0 --learning-rate 0.01", "weights famo --gamma 0.001", "weights fixed ner=0 qa=2",
            "weights fixed", "conflict", "conflict --steps 200 --every 2", "trials a b",
        ] { #expect(try refusal(line).isEmpty, "\(line)") }
    }

    @Test("turns of one task at a time are refused while planning, where a rule needs all tasks")
    func turns() throws {
        for rule in Self.rules {
            #expect(try refusal("weights \(rule)", after: "batches joint ner qa").isEmpty)
            #expect(try refusal("weights \(rule)", after: "batches round-robin ner").isEmpty)
            let message = try refusal("weights \(rule)", after: "batches round-robin ner qa")
            #expect(message.isEmpty == ["fixed", "uncertainty", "dwa"].contains(rule), "\(message)")
            if !message.isEmpty { #expect(message.contains("write `batches joint ner qa` there")) }
        }
        #expect(try refusal("conflict", after: "batches joint ner").contains("name two or more there"))
        #expect(try refusal("conflict", after: "batches round-robin ner qa").isEmpty)
    }

    @Test("the page of weights has every rule with its paper")
    func page() throws {
        let page = try type("weights").helpMessage(columns: 100).split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        for (rule, paper) in [
            ("uncertainty", "Kendall"), ("dwa", "Johns and Davison"), ("gradnorm", "Rabinovich"), ("pcgrad", "Finn"),
            ("famo", "Feng, Stone"),
        ] { #expect(page.contains("\(rule): ") && page.contains(paper), "\(rule)") }
        #expect(page.contains("--alpha") && page.contains("It needs 'batches joint'"))
    }

    @Test func arguments() throws {
        // Each number counts for the key.
        let keys = try ["weights gradnorm", "weights gradnorm --alpha 2", "weights famo"].map {
            try parse($0).keyArguments.map { "\($0.name) \($0.texts)" }
        }
        #expect(Set(keys).count == 3)
    }
}
