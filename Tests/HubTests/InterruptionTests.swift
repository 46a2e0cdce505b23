import Files
import Foundation
import Hub
import HubServer
import Testing

@Suite("cancelled fetches, and simultaneous fetches")
struct InterruptionTests {
    @Test("a cancelled fetch resumes where it stopped")
    func cancellation() throws {
        let fixture = try HubFixture()
        let (listing, file) = try fixture.weights()
        fixture.server.add(.slow(piece: 20_000), to: "model.safetensors", at: .storage)
        let done = Box(0)
        let error = fixture.error {
            try fixture.client.fetch(
                [file], of: listing, progress: { done.value = $0.doneBytes }, isCancelled: { done.value > 100_000 })
        }
        #expect(error == .cancelled)
        let begun = try #require(fixture.incomplete)
        #expect(begun > 100_000 && begun < 300_000)
        #expect(try fixture.cache.snapshot(of: listing.repository) == nil)
        fixture.server.clearFaults()
        fixture.server.clearRequests()
        try fixture.client.fetch([file], of: listing)
        #expect(fixture.server.requests.last?.headers["range"] == "bytes=\(begun)-")
        try fixture.checkBlobs()
    }

    @Test("a fetch can be cancelled while nothing arrives, and while it waits to retry")
    func cancellationOfWaits() throws {
        let fixture = try HubFixture()
        var settings = fixture.settings
        settings.limits.silence = 60
        settings.limits.firstWait = 60
        let repository = try HubRepository(.model, "acme/tiny-bert")
        for fault in [ServerFault.silent, .status(503)] {
            fixture.server.clearFaults()
            fixture.server.add(fault, to: "/revision/")
            let start = ContinuousClock.now
            let error = fixture.error {
                _ = try HubClient(settings).listing(
                    of: repository, isCancelled: { ContinuousClock.now - start > .milliseconds(200) })
            }
            #expect(error == .cancelled)
            #expect(ContinuousClock.now - start < .seconds(10))
        }
    }

    @Test("simultaneous fetches of one file fetch it once")
    func atOnce() async throws {
        let fixture = try HubFixture()
        let (listing, file) = try fixture.weights()
        fixture.server.clearRequests()
        fixture.server.add(.slow(piece: 50_000), to: "model.safetensors", at: .storage)
        let client = fixture.client
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { try client.fetch([file], of: listing) } }
            try await group.waitForAll()
        }
        #expect(fixture.server.requests.filter { $0.host == .storage }.count == 1)
        try fixture.checkBlobs()
        #expect(fixture.incomplete == nil)
    }

    @Test("a fetch waits for a lock held by another, and can be cancelled")
    func lockedOut() throws {
        let fixture = try HubFixture()
        let (listing, file) = try fixture.weights()
        let locks = "\(fixture.settings.cacheFolder)/.locks/models--acme--tiny-bert"
        try AtomicFile.makeFolder(locks)
        let lock = try #require(try FileLock.take("\(locks)/\(file.hash.hexadecimal).lock"))
        let asked = Box(0)
        let error = fixture.error {
            try fixture.client.fetch(
                [file], of: listing,
                isCancelled: {
                    asked.value += 1
                    return asked.value > 3
                })
        }
        #expect(error == .cancelled)
        #expect(!fixture.server.requests.contains { $0.target.contains("/resolve/") })
        withExtendedLifetime(lock) {}
    }
}
