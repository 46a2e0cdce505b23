import Execution
import Foundation
import Testing

/// Commands that resume where they were stopped.
@Suite struct ProgressTests {
    private let text = book("put a --value 3", "count a --steps 6", "take a")

    private func undisturbed() throws -> RunRecord {
        try Count.$taken.withValue(Count.Counter()) { try withWorkbench { try $0.run(text) } }
    }

    @Test(arguments: 1...5) func anInterruptedCommandGoesOn(after steps: Int) throws {
        let expected = try undisturbed()
        try withWorkbench { bench in
            let taken = Count.Counter()
            try Count.$taken.withValue(taken) {
                let interruption = Interruption()
                let stopped = try Count.$interruptAfter.withValue((steps, interruption)) {
                    try bench.run(text, interruption: interruption)
                }
                #expect(stopped.outcome == .interrupted)
                #expect(stopped.continuation == "[c2] at step \(steps + 1) of 6")
                #expect(try bench.states(text) == ["fresh", "it was interrupted in the last run", "never run"])
                let record = try bench.run(text)
                #expect(record.shown == expected.shown)
                #expect(record.statuses == [.reused, .ran, .ran])
            }
            #expect(taken.steps == 6)
            #expect(bench.files("progress").isEmpty)
        }
    }

    @Test func anotherCommandDoesNotGoOnFromIt() throws {
        try withWorkbench { bench in
            let taken = Count.Counter()
            try Count.$taken.withValue(taken) {
                let interruption = Interruption()
                _ = try Count.$interruptAfter.withValue((4, interruption)) {
                    try bench.run(text, interruption: interruption)
                }
                try bench.run(text.replacingOccurrences(of: "--value 3", with: "--value 4"))
            }
            #expect(taken.steps == 4 + 6)
        }
    }

    @Test func damagedProgressStartsAnew() throws {
        let expected = try undisturbed()
        try withWorkbench { bench in
            try Count.$taken.withValue(Count.Counter()) {
                let interruption = Interruption()
                _ = try Count.$interruptAfter.withValue((4, interruption)) {
                    try bench.run(text, interruption: interruption)
                }
                let file = try #require(bench.files("progress").first { !$0.hasSuffix("record") })
                try "[9, 9]".write(toFile: file, atomically: false, encoding: .utf8)
                let log = EventLog()
                let record = try bench.run(text, log: log)
                #expect(record.shown == expected.shown)
                #expect(
                    record.warnings.contains {
                        $0.contains("progress of `count`") && $0.contains("starts from the beginning")
                    })
                #expect(log.lines.contains { $0.hasPrefix("warning The saved progress") })
            }
        }
    }

    @Test func aFreshRunDoesNotGoOn() throws {
        try withWorkbench { bench in
            let taken = Count.Counter()
            try Count.$taken.withValue(taken) {
                let interruption = Interruption()
                _ = try Count.$interruptAfter.withValue((4, interruption)) {
                    try bench.run(text, interruption: interruption)
                }
                try bench.run(text, isFresh: true)
            }
            #expect(taken.steps == 4 + 6)
        }
    }
}
