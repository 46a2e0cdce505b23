import Execution
import Foundation
import Practical
import Testing

/// If a change alters what a command computes, its revision must be increased. Otherwise the store would reuse old results.
///
/// `Fixtures/revisions.json` holds, by command, the revision and the outputs of a small run. If this test fails, increase the revision of
/// the commands that it names, and write the fixture again with `PRACTICUM_WRITE_REVISIONS=1 make test`.
@Suite struct RevisionTests {
    private struct Shown: Codable, Equatable {
        var revision: Int
        /// Each output's JSON, with figures without their bytes; volatile outputs are excluded.
        var outputs: [String]
    }

    private static let path = "\(Program.root)/Tests/practicumTests/Fixtures/revisions.json"

    @Test func whatACommandComputesGoesWithItsRevision() throws {
        let program = try Program()
        defer { program.remove() }
        let result = try program.run(Program.small(Program.notebook, ["--log-format", "json"]))
        #expect(result.status == 0, "\(result.error)")
        let now = try shown(in: result.output)
        if ProcessInfo.processInfo.environment["PRACTICUM_WRITE_REVISIONS"] != nil {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try encoder.encode(now).write(to: URL(fileURLWithPath: Self.path))
        }
        let before = try JSONDecoder().decode(
            [String: Shown].self, from: Data(contentsOf: URL(fileURLWithPath: Self.path)))
        #expect(now.keys.sorted() == before.keys.sorted())
        for (name, old) in before.sorted(by: { $0.key < $1.key }) {
            guard let new = now[name] else { continue }
            let isSame = old.outputs.count == new.outputs.count && zip(old.outputs, new.outputs).allSatisfy(Self.agree)
            #expect(
                isSame == (old.revision == new.revision),
                isSame
                    ? "the revision of `\(name)` was raised, and it shows the same"
                    : "`\(name)` shows something else, and its revision is still \(new.revision): raise it")
        }
    }

    private func shown(in log: String) throws -> [String: Shown] {
        var result: [String: Shown] = [:]
        for command in MultiTaskPractical.practical.registry.commands where !command.alwaysRuns {
            result[CommandRegistry.name(of: command)] = Shown(revision: command.revision, outputs: [])
        }
        var current = ""
        for line in log.split(separator: "\n") {
            let event = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            switch event["event"] as? String {
            case "command-started":
                current = (event["command"] as? String)?.split(separator: " ").first.map(String.init) ?? ""
            case "output" where event["isVolatile"] as? Bool == false:
                let json = try JSONSerialization.data(
                    withJSONObject: try #require(event["output"]), options: [.sortedKeys, .withoutEscapingSlashes])
                result[current]?.outputs.append(String(decoding: json, as: UTF8.self))
            default: continue
            }
        }
        return result
    }

    /// Whether the texts are equal except for numbers, whose last digits may differ between processors.
    private static func agree(_ a: String, _ b: String) -> Bool {
        if a == b { return true }
        let number = #/-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?/#
        guard a.replacing(number, with: "#") == b.replacing(number, with: "#") else { return false }
        return zip(a.matches(of: number), b.matches(of: number)).allSatisfy { left, right in
            guard let x = Double(left.output.0), let y = Double(right.output.0) else { return false }
            return abs(x - y) <= 2e-3 * max(1, abs(x))
        }
    }
}
