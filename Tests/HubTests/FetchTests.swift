import Files
import Foundation
import Hub
import HubServer
import Testing

@Suite("fetching from the Hub")
struct FetchTests {
    @Test("a listing has the commit, and each file's length and hash")
    func listing() throws {
        var model = HubFixture.model
        model.license = "apache-2.0"
        let fixture = try HubFixture([model])
        let listing = try fixture.listing()
        #expect(listing.files.count == 6 && listing.license == "apache-2.0")
        let files = Dictionary(uniqueKeysWithValues: listing.files.map { ($0.path, $0) })
        // Computed with git hash-object and sha256sum.
        #expect(files["empty.txt"]?.hash == .gitBlob("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"))
        #expect(files["config.json"]?.hash == .gitBlob("3967ff7fee9d40eb77abadd6a292230496ca9f24"))
        #expect(
            files["model.safetensors"]?.hash
                == .sha256("ca269449322b0748d3cc060d63e1fd240403bb92e1ca01d8d5c273a797e4c035"))
        #expect(files["model.safetensors"]?.size == 300_000)
    }

    @Test("files are stored once, and appear in the snapshot with their content")
    func content() throws {
        let fixture = try HubFixture()
        let listing = try fixture.listing()
        let snapshot = try fixture.client.fetch(of: listing)
        #expect(snapshot.commit == listing.commit)
        for (path, bytes) in HubFixture.model.contentByPath {
            #expect(try Data(contentsOf: URL(fileURLWithPath: "\(snapshot.folder)/\(path)")) == bytes, "\(path)")
        }
        #expect(try fixture.cache.snapshot(of: listing.repository) == snapshot)
        #expect(
            try fixture.cache.file("onnx/deep/model name+é.bin", of: listing.repository)
                == "\(snapshot.folder)/onnx/deep/model name+é.bin")
        #expect(try fixture.cache.file("absent", of: listing.repository) == nil)
        // The second fetch makes no request.
        fixture.server.clearRequests()
        try fixture.client.fetch(of: listing)
        #expect(fixture.server.requests.isEmpty)
    }

    @Test("a data set, a revision with a slash, and some of the files")
    func dataset() throws {
        let fixture = try HubFixture()
        let listing = try fixture.listing(.dataset, revision: "refs/pr/1")
        let file = try #require(listing.files.first { $0.path == "data/train.parquet" })
        let snapshot = try fixture.client.fetch([file], of: listing)
        #expect(try fixture.cache.file("data/train.parquet", of: listing.repository) != nil)
        #expect(try fixture.cache.file("README.md", of: listing.repository) == nil)
        // The other revision was not fetched, although it has the same commit; the commit itself was fetched.
        let main = try HubRepository(.dataset, "acme/reviews")
        #expect(try fixture.cache.snapshot(of: main) == nil)
        let pinned = try HubRepository(.dataset, "acme/reviews", revision: listing.commit)
        #expect(try fixture.cache.snapshot(of: pinned) == snapshot)
    }

    @Test("a list of files in several pages")
    func pages() throws {
        let fixture = try HubFixture(pageSize: 2)
        #expect(try fixture.listing().files.map(\.path) == HubFixture.model.contentByPath.keys.sorted())
        #expect(fixture.server.requests.filter { $0.target.contains("/tree/") }.count == 3)
    }

    @Test("two files with the same content are fetched once")
    func sharedBlob() throws {
        let fixture = try HubFixture()
        let listing = try fixture.listing()
        let same = listing.files.filter { $0.path.hasSuffix("config.json") }
        try #require(same.count == 2)
        try fixture.client.fetch(same, of: listing)
        #expect(fixture.server.requests.filter { $0.target.contains("resolve/") }.count == 1)
        #expect(fixture.tree.filter { $0.contains("/blobs/") && !$0.contains("->") }.count == 1)
    }

    @Test("the cache has the layout of huggingface_hub")
    func layout() throws {
        let fixture = try HubFixture()
        try fixture.client.fetch(of: fixture.listing())
        try fixture.client.fetch(of: fixture.listing(.dataset))
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/cache-listing.txt")
        let expected = try String(contentsOf: path, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(fixture.tree == expected)
    }

    @Test("progress ends at the sum of all lengths")
    func progress() throws {
        let fixture = try HubFixture()
        let listing = try fixture.listing()
        let reports = Box<[HubProgress]>([])
        try fixture.client.fetch(of: listing, progress: { reports.value.append($0) })
        let total = listing.files.map(\.size).reduce(0, +)
        #expect(reports.value.last?.doneBytes == total)
        #expect(reports.value.allSatisfy { $0.totalBytes == total && $0.doneBytes <= total })
        #expect(zip(reports.value, reports.value.dropFirst()).allSatisfy { $0.doneBytes <= $1.doneBytes })
        #expect(reports.value.count >= listing.files.count)
    }

    @Test("offline, no request is made, and cached files are returned")
    func offline() throws {
        let fixture = try HubFixture()
        let (listing, file) = try fixture.weights()
        var settings = fixture.settings
        settings.isOffline = true
        let client = HubClient(settings)
        fixture.server.clearRequests()
        #expect(
            fixture.error { _ = try client.listing(of: listing.repository) } == .offline(wanted: "model acme/tiny-bert")
        )
        #expect(fixture.error { try client.fetch([file], of: listing) } == .offline(wanted: "model acme/tiny-bert"))
        #expect(fixture.server.requests.isEmpty)
        try fixture.client.fetch([file], of: listing)
        fixture.server.clearRequests()
        try client.fetch([file], of: listing)
        #expect(fixture.server.requests.isEmpty)
    }

    @Test("the rate is smoothed, and gives the time left")
    func rate() throws {
        let reports = Box<[HubProgress]>([])
        let time = Box(0.0)
        let repository = try HubRepository(.model, "acme/x")
        let hash = HubFile.Hash.gitBlob(String(repeating: "0", count: 40))
        let file = try HubFile(path: "a", size: 10_000, hash: hash, in: repository)
        let meter = ProgressMeter(totalBytes: 10_000, now: { time.value }, report: { reports.value.append($0) })
        meter.begin(file)
        meter.move(to: 1_000)
        meter.receive(50)
        #expect(reports.value.isEmpty)
        time.value = 1
        meter.receive(950)
        // A thousand bytes in one second; the thousand that existed before don't count.
        #expect(reports.value.last?.bytesPerSecond == 1_000)
        #expect(reports.value.last?.secondsLeft == 8)
        time.value = 2
        meter.receive(4_000)
        let rate = try #require(reports.value.last?.bytesPerSecond)
        // The smoothed rate moves by 1 − e^(−1/3) of the difference from 1,000 to 4,000.
        #expect(abs(rate - 1_850.406) < 0.01)
    }
}

/// A value shared between closures.
final class Box<Value> {
    var value: Value

    init(_ value: Value) { self.value = value }
}
