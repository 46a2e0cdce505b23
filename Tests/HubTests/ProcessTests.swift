import Foundation
import Hub
import HubServer
import Testing

@Suite("fetches in separate processes")
struct ProcessTests {
    private let fixture: HubFixture

    init() throws { fixture = try HubFixture() }

    private func start() throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("hubfetch")
        process.arguments = ["model", "acme/tiny-bert"]
        process.environment = [
            "HOME": fixture.folder, "HF_ENDPOINT": fixture.server.endpoint,
            "HF_HUB_CACHE": fixture.settings.cacheFolder,
            "no_proxy": "127.0.0.1,localhost", "PATH": "/usr/bin:/bin",
        ]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return process
    }

    private var weightsRequests: [ServedRequest] {
        fixture.server.requests.filter { $0.host == .storage && $0.target.contains("model.safetensors") }
    }

    @Test("three simultaneous processes fetch each file once")
    func atOnce() throws {
        fixture.server.add(.slow(piece: 30_000), to: "model.safetensors", at: .storage)
        let processes = try [start(), start(), start()]
        for process in processes { process.waitUntilExit() }
        #expect(processes.map(\.terminationStatus) == [0, 0, 0])
        #expect(weightsRequests.count == 1)
        try fixture.checkBlobs()
        #expect(fixture.incomplete == nil)
    }

    @Test("a killed process leaves a partial file, from which the next one resumes")
    func killed() throws {
        fixture.server.add(.slow(piece: 10_000), to: "model.safetensors", at: .storage)
        let first = try start()
        let end = ContinuousClock.now + .seconds(20)
        while fixture.incomplete ?? 0 < 50_000, ContinuousClock.now < end { usleep(5_000) }
        kill(first.processIdentifier, SIGKILL)
        first.waitUntilExit()
        let begun = try #require(fixture.incomplete)
        #expect(begun >= 50_000 && begun < 300_000)
        try fixture.checkBlobs()
        fixture.server.clearFaults()
        fixture.server.clearRequests()
        let second = try start()
        second.waitUntilExit()
        #expect(second.terminationStatus == 0)
        #expect(weightsRequests.map { $0.headers["range"] } == ["bytes=\(begun)-"])
        try fixture.checkBlobs()
    }
}
