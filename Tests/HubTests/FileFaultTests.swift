import Files
import Foundation
import Hub
import HubServer
import Testing

/// Faults while a file is fetched. Each must give the right error and leave nothing wrong in the cache, and a later call must complete.
@Suite("faulty files")
struct FileFaultTests {
    private let fixture: HubFixture

    init() throws { fixture = try HubFixture() }

    private var client: HubClient { fixture.client }

    /// The start offsets of the requested ranges of the weights.
    private var ranges: [Int] {
        fixture.server.requests.filter { $0.host == .storage }.map {
            $0.headers["range"].flatMap { Int($0.dropFirst(6).dropLast()) } ?? 0
        }
    }

    /// Checks that fetching the weights fails with this fault and completes without it.
    private func failure(
        _ fault: ServerFault, at host: ServedRequest.Host = .storage, times: Int = .max,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> HubError? {
        let (listing, file) = try fixture.weights()
        fixture.server.clearRequests()
        fixture.server.add(fault, to: "model.safetensors", at: host, times: times)
        let error = fixture.error { try client.fetch([file], of: listing) }
        try fixture.checkBlobs(sourceLocation: sourceLocation)
        #expect(try fixture.cache.file(file.path, of: listing.repository) == nil, sourceLocation: sourceLocation)
        fixture.server.clearFaults()
        let begun = fixture.incomplete ?? 0
        fixture.server.clearRequests()
        try client.fetch([file], of: listing)
        #expect(
            ranges == (begun == file.size ? [] : [begun]), "only the rest is asked for", sourceLocation: sourceLocation)
        try fixture.checkBlobs(sourceLocation: sourceLocation)
        #expect(fixture.incomplete == nil, sourceLocation: sourceLocation)
        return error
    }

    private func isBrokenOff(_ error: HubError?) -> Bool {
        if case .brokenOff? = error { true } else { false }
    }

    private func isWrongLength(_ error: HubError?, actual: Int?) -> Bool {
        error == .wrongLength(file: "model acme/tiny-bert, model.safetensors", expected: 300_000, actual: actual)
    }

    @Test("after one interruption, the same call resumes")
    func dropOnce() throws {
        let (listing, file) = try fixture.weights()
        fixture.server.clearRequests()
        fixture.server.add(.drop(after: 120_000), to: "model.safetensors", at: .storage, times: 1)
        try client.fetch([file], of: listing)
        #expect(ranges == [0, 120_000])
        try fixture.checkBlobs()
    }

    @Test("after repeated interruptions, the next call requests the rest")
    func dropAlways() throws {
        #expect(isBrokenOff(try failure(.drop(after: 50_000))))
    }

    @Test("an interrupted small file")
    func dropSmall() throws {
        let listing = try fixture.listing()
        let file = try #require(listing.files.first { $0.path == "config.json" })
        fixture.server.clearRequests()
        fixture.server.add(.drop(after: 10), to: "resolve-cache", times: 1)
        try client.fetch([file], of: listing)
        let asked = fixture.server.requests.filter { $0.target.contains("resolve-cache") }.map { $0.headers["range"] }
        #expect(asked == [nil, "bytes=10-"])
        try fixture.checkBlobs()
    }

    @Test("the server sends the whole file instead of the rest")
    func wholeInsteadOfPart() throws {
        let (listing, file) = try fixture.weights()
        fixture.server.add(.drop(after: 120_000), to: "model.safetensors", at: .storage, times: 1)
        fixture.server.add(.wholeInsteadOfPart, to: "model.safetensors", at: .storage, times: 1)
        try client.fetch([file], of: listing)
        try fixture.checkBlobs()
    }

    @Test("the server sends another page instead of the rest: the partial file is kept")
    func pageInsteadOfPart() throws {
        let (listing, file) = try fixture.weights()
        fixture.server.add(.drop(after: 120_000), to: "model.safetensors", at: .storage, times: 1)
        fixture.server.add(.body("<html>Log in</html>"), to: "model.safetensors", at: .storage, times: 1)
        let error = fixture.error { try client.fetch([file], of: listing) }
        guard case .wrongLength? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(fixture.incomplete == 120_000)
        fixture.server.clearRequests()
        try client.fetch([file], of: listing)
        #expect(ranges == [120_000])
        try fixture.checkBlobs()
    }

    @Test("the server sends another range than requested")
    func wrongPart() throws {
        let (listing, file) = try fixture.weights()
        fixture.server.add(.drop(after: 120_000), to: "model.safetensors", at: .storage, times: 1)
        fixture.server.add(.wrongPart, to: "model.safetensors", at: .storage, times: 1)
        let error = fixture.error { try client.fetch([file], of: listing) }
        guard case .badAnswer? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        try client.fetch([file], of: listing)
        try fixture.checkBlobs()
    }

    @Test("if the server rejects the range (416), the file is fetched from the start")
    func rangeRefused() throws {
        let (listing, file) = try fixture.weights()
        fixture.server.add(.drop(after: 120_000), to: "model.safetensors", at: .storage, times: 1)
        fixture.server.add(.status(416), to: "model.safetensors", at: .storage, times: 1)
        fixture.server.clearRequests()
        try client.fetch([file], of: listing)
        #expect(ranges == [0, 120_000, 0])
        try fixture.checkBlobs()
    }

    @Test("a length other than the listed one", arguments: [0, 299_999, 300_001])
    func wrongLength(length: Int) throws {
        #expect(isWrongLength(try failure(.length(length)), actual: length))
    }

    @Test("a length other than the listed one, announced before the download")
    func wrongLinkedSize() throws {
        let error = try failure(.linkedSize(299_999), at: .hub)
        #expect(isWrongLength(error, actual: 299_999))
    }

    @Test("a body without an end")
    func endless() throws {
        #expect(isWrongLength(try failure(.endless), actual: nil))
    }

    @Test("a changed bit")
    func corrupt() throws {
        guard case .wrongHash(_, let expected, let actual)? = try failure(.corrupt) else {
            Issue.record("no wrong hash")
            return
        }
        #expect(expected != actual && actual.count == 64)
    }

    @Test("a changed bit in a file stored in git")
    func corruptSmall() throws {
        let listing = try fixture.listing()
        let file = try #require(listing.files.first { $0.path == "config.json" })
        fixture.server.add(.corrupt, to: "resolve-cache", times: 1)
        guard case .wrongHash? = fixture.error({ try client.fetch([file], of: listing) }) else {
            Issue.record("no wrong hash")
            return
        }
        #expect(!fixture.tree.contains { $0.contains("/blobs/") })
        try client.fetch([file], of: listing)
        try fixture.checkBlobs()
    }

    @Test("a wrong partial file from another program is fetched again", arguments: [1_000, 300_000, 400_000])
    func wrongBeginning(length: Int) throws {
        let (listing, file) = try fixture.weights()
        let blobs = "\(fixture.settings.cacheFolder)/models--acme--tiny-bert/blobs"
        try AtomicFile.makeFolder(blobs)
        try AtomicFile.write([UInt8](repeating: 0, count: length), to: "\(blobs)/\(file.hash.hexadecimal).incomplete")
        try client.fetch([file], of: listing)
        try fixture.checkBlobs()
        #expect(fixture.incomplete == nil)
    }

    @Test("a truncated blob is fetched again")
    func cutBlob() throws {
        let (listing, file) = try fixture.weights()
        try client.fetch([file], of: listing)
        let blob = "\(fixture.settings.cacheFolder)/models--acme--tiny-bert/blobs/\(file.hash.hexadecimal)"
        try AtomicFile.write([1, 2, 3], to: blob)
        try client.fetch([file], of: listing)
        try fixture.checkBlobs()
    }

    @Test("a permanent server error")
    func serverFaultStays() throws {
        let error = try failure(.status(503))
        #expect(error?.description.contains("status 503") == true)
        #expect(error.map { if case .serverFault(_, 503) = $0 { true } else { false } } == true)
    }
}
