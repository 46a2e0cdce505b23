import Execution
import Foundation
import Notebooks
import Testing

/// For random notebooks and random edits, running what is stale gives the same as running everything.
@Suite struct IncrementalPropertyTests {
    /// A notebook as lines of cells, with two parameters and a file of data.
    private struct Draft {
        var cells: [(label: String, lines: [String])] = []
        var parameters = ["n": 1, "m": 2]
        var data = Array(1...6)
        var prose = 0
        /// The number of the folder with the data.
        var folder = 0

        /// Writes the data into a subfolder of this folder.
        func text(in parent: String) throws -> String {
            let folder = "\(parent)/data\(folder)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let path = "\(folder)/data.txt"
            try data.map(String.init).joined(separator: " ").write(toFile: path, atomically: true, encoding: .utf8)
            var text = "---\nparams:\n  n: \(parameters["n"] ?? 0)\n  m: \(parameters["m"] ?? 0)\n"
            text += "  data: '\(path)'\n---\n\n"
            for (place, cell) in cells.enumerated() {
                text += "# Heading \(place)\n\nWords \(prose).\n\n"
                text += "```{practicum}\n#| label: \(cell.label)\n\(cell.lines.joined(separator: "\n"))\n```\n\n"
            }
            return text
        }
    }

    private let slots = ["a", "b", "c"]

    private func command(_ random: inout some RandomNumberGenerator) -> String {
        let (slot, other) = (slots.randomElement(using: &random) ?? "a", slots.randomElement(using: &random) ?? "b")
        switch Int.random(in: 0..<12, using: &random) {
        case 10: return selection(&random)
        case 11: return "total\ntake total\nscore"
        case 0: return "put \(slot) --value \(Int.random(in: 1...9, using: &random))"
        case 1: return "put \(slot) --value $\(["n", "m"].randomElement(using: &random) ?? "n")"
        case 2: return "double \(slot)"
        case 3, 4: return slot == other ? "double \(slot)" : "sum \(slot) \(other)"
        case 5: return "draw\ntake drawn"
        case 6: return "count \(slot) --steps \(Int.random(in: 1...4, using: &random))"
        case 7: return "show word\(Int.random(in: 0...3, using: &random)) --figure f\(slot)"
        default: return "take \(slot)"
        }
    }

    private func selection(_ random: inout some RandomNumberGenerator) -> String {
        "first \(Int.random(in: 1...4, using: &random)) --held \(Int.random(in: 0...3, using: &random))"
    }

    private func draft(_ random: inout some RandomNumberGenerator) -> Draft {
        var draft = Draft()
        draft.cells.append(("start", slots.map { "put \($0) --value \(Int.random(in: 1...9, using: &random))" }))
        draft.cells.append(("data", ["numbers $data"]))
        draft.cells.append(("select", ["first 3"]))
        for number in 0..<Int.random(in: 2...6, using: &random) {
            let lines = (0..<Int.random(in: 1...3, using: &random)).map { _ in command(&random) }
            draft.cells.append(("cell\(number)", lines))
        }
        return draft
    }

    private func edit(_ draft: Draft, _ random: inout some RandomNumberGenerator) -> Draft {
        var draft = draft
        // The first three cells write what others need.
        let place = Int.random(in: 3..<draft.cells.count, using: &random)
        switch Int.random(in: 0..<11, using: &random) {
        // Commands that select only the first numbers read the same as before.
        case 7: draft.data[5] += 1
        case 8: draft.data[Int.random(in: 0..<5, using: &random)] += 1
        // Select other examples of one split or of both, or move the same data to another path.
        case 9: draft.cells[2].lines[0] = selection(&random)
        case 10: draft.folder += 1
        case 0: draft.cells[place].lines[0] = command(&random)
        case 1: draft.cells[place].lines.append(command(&random))
        case 2 where draft.cells[place].lines.count > 1: draft.cells[place].lines.removeLast()
        case 3: draft.parameters["n"] = Int.random(in: 1...9, using: &random)
        case 4: draft.prose += 1
        case 5 where draft.cells.count > 4:
            let other = place == 3 ? 4 : place - 1
            draft.cells.swapAt(place, other)
        default: draft.cells[place].label += "x"
        }
        return draft
    }

    /// The same seed gives the same notebooks, and a failure names it.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    @Test(arguments: 0..<24) func incrementalIsFresh(seed: Int) throws {
        var random = Generator(state: UInt64(seed))
        try Count.$taken.withValue(Count.Counter()) {
            try withWorkbench { bench in
                var draft = draft(&random)
                try bench.run(draft.text(in: bench.folder))
                for step in 0..<8 {
                    draft = edit(draft, &random)
                    // Files that disappear from the store must not matter either.
                    if Int.random(in: 0..<3, using: &random) == 0,
                        let file = (bench.files("slots") + bench.files("results")).randomElement(using: &random)
                    {
                        try FileManager.default.removeItem(atPath: file)
                    }
                    let text = try draft.text(in: bench.folder)
                    let cells = try plan(text).cells.count
                    let chosen =
                        Bool.random(using: &random)
                        ? nil : Set((0..<cells).filter { _ in Bool.random(using: &random) })
                    let partial = try bench.run(
                        text, chosen: chosen, isFresh: chosen != nil && Bool.random(using: &random))
                    let expected = try withWorkbench { try $0.run(draft.text(in: $0.folder)) }
                    #expect(expected.outcome == .finished, "seed \(seed)")
                    // Everything that a partial run shows equals what a full run shows.
                    for (place, cell) in partial.cells.enumerated() where cell.status != .notRun {
                        #expect(partial.shown[place] == expected.shown[place], "seed \(seed), edit \(step)")
                    }
                    // The prediction before a run must be what the run then does.
                    let said = try bench.assess(text).states
                    let files = bench.files("")
                    let decided = try bench.assessExactly(text).states
                    #expect(bench.files("") == files, "seed \(seed), edit \(step)")
                    let incremental = try bench.run(text)
                    for (place, status) in incremental.statuses.enumerated() {
                        let name = "seed \(seed), edit \(step), cell \(place)"
                        if case .fresh = said[place] { #expect(status == .reused, "\(name)") }
                        if case .fresh = decided[place] { #expect(status == .reused, "\(name)") }
                        if case .undecided = decided[place] { Issue.record("\(name) is undecided") }
                    }
                    #expect(incremental.shown == expected.shown, "seed \(seed), edit \(step)")
                    #expect(
                        incremental.metrics.filter { !$0.key.hasPrefix("run.") }
                            == expected.metrics.filter { !$0.key.hasPrefix("run.") })
                    #expect(try bench.run(text).statuses.allSatisfy { $0 == .reused })
                    // A user with the same files in another place finds all results in the same store.
                    let elsewhere = "\(bench.folder)/elsewhere"
                    try FileManager.default.createDirectory(atPath: elsewhere, withIntermediateDirectories: true)
                    #expect(try bench.run(draft.text(in: elsewhere)).statuses.allSatisfy { $0 == .reused })
                }
            }
        }
    }
}
