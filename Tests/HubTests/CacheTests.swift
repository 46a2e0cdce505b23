import Files
import Foundation
import Hub
import HubServer
import Testing

@Suite("the Hub's cache")
struct CacheTests {
    private let fixture: HubFixture
    private let outside: String
    private var root: String { "\(fixture.settings.cacheFolder)/models--acme--tiny-bert" }

    init() throws {
        fixture = try HubFixture()
        outside = "\(fixture.folder)/outside"
        try AtomicFile.makeFolder(outside)
        try AtomicFile.makeFolder(fixture.settings.cacheFolder)
    }

    private func leadsOut(_ body: () throws -> Void) -> Bool {
        if case .leadsOut? = fixture.error(body) { true } else { false }
    }

    private var outsideIsEmpty: Bool { HubFixture.tree(outside).isEmpty }

    @Test("a folder that links outside the cache is rejected", arguments: ["", "/blobs", "/snapshots", "/refs"])
    func foldersThatLeadOut(part: String) throws {
        let path = "\(root)\(part)"
        try AtomicFile.makeFolder(path.parentFolder)
        try SymbolicLink.make(at: path, to: outside)
        let listing = try fixture.listing()
        #expect(leadsOut { try fixture.client.fetch(of: listing) })
        #expect(outsideIsEmpty)
    }

    @Test("a repository's folder that links outside the cache is rejected")
    func deepFolder() throws {
        let listing = try fixture.listing()
        let snapshot = "\(root)/snapshots/\(listing.commit)"
        try AtomicFile.makeFolder(snapshot)
        try SymbolicLink.make(at: "\(snapshot)/onnx", to: outside)
        #expect(leadsOut { try fixture.client.fetch(of: listing) })
        #expect(outsideIsEmpty)
    }

    @Test("a link in place of a file never makes a fetch write outside the cache")
    func filesThatLeadOut() throws {
        let (listing, file) = try fixture.weights()
        let victim = "\(outside)/victim"
        try AtomicFile.write([1, 2, 3], to: victim)
        func check(_ path: String) throws {
            try? FileManager.default.removeItem(atPath: fixture.settings.cacheFolder)
            try AtomicFile.makeFolder(path.parentFolder)
            try SymbolicLink.make(at: path, to: victim)
            _ = try? fixture.client.fetch([file], of: listing)
            #expect(try InputFile.bytes(victim, limit: 100) == [1, 2, 3])
        }
        let hash = file.hash.hexadecimal
        try check("\(root)/refs/main")
        try check("\(root)/blobs/\(hash)")
        try check("\(root)/blobs/\(hash).incomplete")
        try check("\(root)/snapshots/\(listing.commit)/model.safetensors")
        try check("\(fixture.settings.cacheFolder)/.locks/models--acme--tiny-bert/\(hash).lock")
        try FileManager.default.removeItem(atPath: fixture.settings.cacheFolder)
        try AtomicFile.makeFolder(fixture.settings.cacheFolder)
        try SymbolicLink.make(at: "\(fixture.settings.cacheFolder)/CACHEDIR.TAG", to: "\(outside)/absent")
        #expect(leadsOut { _ = try fixture.client.fetch([file], of: listing) })
        #expect(!FileManager.default.fileExists(atPath: "\(outside)/absent"))
    }

    @Test("files and snapshots outside the cache are not found")
    func locating() throws {
        let (listing, file) = try fixture.weights()
        let snapshot = try fixture.client.fetch([file], of: listing)
        try AtomicFile.write([1], to: "\(outside)/x")
        try SymbolicLink.make(at: "\(snapshot.folder)/x", to: "\(outside)/x")
        #expect(leadsOut { _ = try fixture.cache.file("x", of: listing.repository) })
        let error = fixture.error { _ = try fixture.cache.file("../x", of: listing.repository) }
        #expect(error.map { if case .badFileName = $0 { true } else { false } } == true)
        try AtomicFile.write(Array("../../../../outside".utf8), to: "\(root)/refs/main")
        #expect(
            fixture.error { _ = try fixture.cache.snapshot(of: listing.repository) }
                == .badReference(path: "\(root)/refs/main"))
    }

    @Test("a branch that has moved points to its new commit; the old snapshot stays")
    func movedBranch() throws {
        let old = try fixture.listing()
        let oldSnapshot = try fixture.client.fetch(of: old)
        let newer = ServedRepository("models", "acme/tiny-bert", files: ["config.json": Data("{}".utf8)])
        let server = try LocalHub([newer])
        defer { server.stop() }
        var settings = fixture.settings
        settings.endpoint = server.endpoint
        let client = HubClient(settings)
        let snapshot = try client.fetch(of: client.listing(of: old.repository))
        #expect(snapshot.commit != oldSnapshot.commit)
        #expect(try fixture.cache.snapshot(of: old.repository) == snapshot)
        #expect(FileKind.isRegular("\(oldSnapshot.folder)/model.safetensors"))
    }

    @Test("a fetch that fails leaves the branch unchanged")
    func failedBranch() throws {
        let listing = try fixture.listing()
        fixture.server.add(.status(503), to: "model.safetensors")
        _ = fixture.error { try fixture.client.fetch(of: listing) }
        #expect(try fixture.cache.snapshot(of: listing.repository) == nil)
    }

    @Test("the whole cache folder may be behind a link")
    func linkedCache() throws {
        let link = "\(fixture.folder)/link"
        try SymbolicLink.make(at: link, to: fixture.settings.cacheFolder)
        var settings = fixture.settings
        settings.cacheFolder = link
        let client = HubClient(settings)
        let (listing, file) = try fixture.weights()
        try client.fetch([file], of: listing)
        #expect(
            try client.cache.file(file.path, of: listing.repository)
                == "\(link)/models--acme--tiny-bert/snapshots/\(listing.commit)/model.safetensors")
    }
}
