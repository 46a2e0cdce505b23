import Foundation
import Testing

/// `kill -9` at random moments, while training, while writing and between cells: the next run continues, and its result has
/// the same bits as an undisturbed run.
@Suite(.serialized) struct KillTests {
    private static let settings = [
        "run", Program.notebook, "--profile", "quick", "-p", "encoder=random", "-p", "train-samples=32", "-p",
        "validation-samples=8", "-p", "epochs=6", "-o", "report.html",
    ]

    /// Every run saves each step, so that many kills occur while a checkpoint is written.
    @Test(arguments: ["0", "0.002"]) func killedRunsEndWithTheSameBits(checkpointMinutes: String) throws {
        let arguments = Self.settings + ["--checkpoint-minutes", checkpointMinutes]
        let program = try Program()
        defer { program.remove() }
        let start = ContinuousClock.now
        #expect(try program.run(arguments).status == 0)
        let length = start.duration(to: .now)
        let seconds = Double(length.components.seconds) + Double(length.components.attoseconds) * 1e-18
        let expected = try RunState(program.path("report"))

        var kills = 0
        var rounds = 0
        while kills < 15 {
            rounds += 1
            try #require(rounds < 60, "only \(kills) of \(rounds) runs could be killed")
            let broken = try Program()
            defer { broken.remove() }
            // One to three kills in a row before a run that is not killed.
            for _ in 0..<Int.random(in: 1...3) where try broken.kill(arguments, after: .random(in: 0...seconds)) {
                kills += 1
            }
            let result = try broken.run(arguments)
            #expect(result.status == 0, "\(result.error)")
            let differences = try RunState(broken.path("report")).differences(from: expected)
            #expect(differences.isEmpty, "\(differences)")
            // Nothing is left to do, and no files of a killed process cause errors.
            let again = try broken.run(arguments)
            #expect(again.status == 0)
            #expect(again.output.contains("24 reused"), "\(again.output.suffix(300))")
        }
    }

    /// Only the steps after the last checkpoint are repeated.
    @Test func aKilledTrainingGoesOnFromItsLastCheckpoint() throws {
        let program = try Program()
        defer { program.remove() }
        let long = Self.settings + ["-p", "epochs=400", "--checkpoint-minutes", "0"]
        let process = try program.start(long)
        let limit = ContinuousClock.now + .seconds(60)
        func progress() -> [String] {
            let paths =
                FileManager.default.enumerator(atPath: program.path("store/progress"))?.allObjects as? [String] ?? []
            return paths.filter { $0.hasSuffix("/record") }
        }
        while progress().isEmpty, .now < limit { usleep(2_000) }
        usleep(200_000)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try #require(!progress().isEmpty)
        let result = try program.interrupt(long, after: "continues from there")
        #expect(result.output.contains("Training was stopped after"))
        #expect(result.status == 130)
        #expect(result.output.contains("The next run goes on: [train] at step "))
    }

    @Test func theEstimateIsOfWhatIsLeft() throws {
        let program = try Program()
        defer { program.remove() }
        let long = Self.settings + ["-p", "epochs=40", "--checkpoint-minutes", "0", "--verbose"]
        func estimate(_ output: String) throws -> Double {
            let line = try #require(output.firstMatch(of: #/Estimate: ([0-9.]+) s/#))
            return try #require(Double(line.output.1))
        }
        let first = try program.interrupt(long, after: "Estimate:")
        // Killed when more than half is done.
        let process = try program.start(long)
        let limit = ContinuousClock.now + .seconds(120)
        func share() -> Double {
            let folder = program.path("store/progress")
            let paths = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
            return paths.filter { $0.hasSuffix("/record") }.compactMap { path -> Double? in
                guard let text = try? String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8),
                    let place = text.firstMatch(of: #/at step ([0-9]+) of ([0-9]+)/#),
                    let step = Double(place.output.1), let last = Double(place.output.2)
                else { return nil }
                return step / last
            }.max() ?? 0
        }
        while share() < 0.6, process.isRunning, .now < limit { usleep(1_000) }
        try #require(process.isRunning)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        let second = try program.run(long)
        #expect(second.status == 0)
        // The measured rate of products varies over time.
        #expect(try estimate(second.output) < 0.7 * estimate(first.output))
    }
}
