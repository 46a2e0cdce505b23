import Execution
import Foundation
import Outputs
import Program

/// A second practical, which counts letters. It shows how a program for another practical is written.
@main
struct ToyPracticum {
    static func main() { practical.main() }

    private static let practical = Practical(
        name: "Letters", commands: [ReadCommand.self, CountCommand.self, MarkCommand.self, StudyCommand.self],
        storages: [.json("counts", [String: Int].self)], shellExamples: ["mark tower"],
        newNotebook: newNotebook, plainLine: { _, _, line in "mark \(line.shellQuoted)" },
        asks: { plan in
            guard plan.commands.contains(where: { $0.slots.writes == [SlotName("counts")] }) else { return [] }
            return [AskForm(name: "mark", fields: ["A word of the text"]) { "mark \($0[0].shellQuoted)" }]
        },
        completions: { plan, command in
            command == "mark" ? plan.cells.flatMap(\.commands).flatMap(\.slots.writes).map(\.rawValue) : []
        },
        arithmetic: { "abacus" },
        processorProblem: { ProcessInfo.processInfo.environment["TOY_PROBLEM"] },
        prepare: { preparations.add() },
        asset: { name in
            guard name == Poem().name else { throw NoSuchAsset(name: name) }
            return Poem()
        },
        comparedSlots: ["counts"],
        compare: { _, before, after in
            guard let before = before as? [String: Int], let after = after as? [String: Int] else { return [] }
            guard !before.isEmpty else { throw NoSuchAsset(name: "letters") }
            let sums = [before, after].map { "\($0.values.reduce(0, +))" }
            return [
                .table(
                    Table(caption: "Side by side", columns: ["Metric", "first", "second"], rows: [["letters"] + sums]))
            ]
        },
        examine: {
            let isThere = ProcessInfo.processInfo.environment["TOY_CHALK"] != nil
            return [
                MachineFinding(label: "Abacus", found: "ten rows", isGood: true),
                MachineFinding(
                    label: "Chalk", found: isThere ? "white" : "none", isGood: isThere,
                    remedy: isThere ? nil : "set TOY_CHALK"),
            ]
        })

    /// A notebook that reads its own file.
    private static let newNotebook = """
        # Letters

        ```{practicum}
        #| label: letters
        read mine.md
        count
        ```

        """

    static let preparations = Counter()
}

/// Counts how often something was done.
final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var number = 0

    func add() { lock.withLock { number += 1 } }
    var value: Int { lock.withLock { number } }
}
