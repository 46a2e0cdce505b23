import Foundation
import Testing

/// Many simultaneous runs of the practical, as in a sweep.
@Suite(.serialized) struct SweepRunTests {
    private func arguments(_ seed: Int) -> [String] {
        Program.small(Program.notebook, ["-p", "seed=\(seed)", "-q"], report: "report\(seed).html")
    }

    /// Of eight runs with different seeds on one store none waits for another, each gives what it gives alone, and all of it is kept.
    @Test func aSweepOnOneStore() throws {
        let program = try Program()
        defer { program.remove() }
        let processes = try (1...8).map { seed in
            let errors = program.path("errors\(seed)")
            _ = try program.write("", to: "errors\(seed)")
            let process = program.make(Program.executable, arguments(seed))
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle(forWritingAtPath: errors)
            try process.run()
            return process
        }
        for process in processes {
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
        let alone = try Program()
        defer { alone.remove() }
        for seed in 1...8 {
            #expect(try !program.read("errors\(seed)").contains("Waiting"))
            let state = try RunState(program.path("report\(seed)"))
            if seed % 4 == 0 {
                #expect(try alone.run(arguments(seed)).status == 0)
                #expect(try state.differences(from: RunState(alone.path("report\(seed)"))) == [])
            }
            // The memory is that of the run that ended last; what all of them computed is there.
            let again = try program.run(arguments(seed))
            #expect(again.status == 0)
            let ran = try RunState(program.path("report\(seed)")).statuses.filter { $0.value == "ran" }
            #expect(ran.isEmpty, "seed \(seed)")
        }
    }
}
