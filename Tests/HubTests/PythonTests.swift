import Foundation
import Hub
import Testing

/// Runs only where `PRACTICUM_PYTHON` names a Python with huggingface_hub.
@Suite("compatibility with huggingface_hub")
struct PythonTests {
    private static var python: String? { ProcessInfo.processInfo.environment["PRACTICUM_PYTHON"] }

    @Test("each finds what the other fetched, and both use the same layout", .enabled(if: python != nil))
    func caches() throws {
        let python = try #require(Self.python)
        let fixture = try HubFixture()
        try fixture.client.fetch(of: fixture.listing())
        try fixture.client.fetch(of: fixture.listing(.dataset))
        let theirs = "\(fixture.folder)/theirs"
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../scripts/hub_cache_check.py").standardizedFileURL
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [
            script.path, fixture.server.endpoint, fixture.settings.cacheFolder, theirs, "model/acme/tiny-bert",
            "dataset/acme/reviews",
        ]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let listed = HubFixture.tree(theirs).filter { !$0.contains("/trees/") }
        #expect(listed == fixture.tree.filter { !$0.contains("/trees/") })
        let cache = HubCache(folder: theirs)
        for (path, bytes) in HubFixture.model.contentByPath {
            let found = try #require(try cache.file(path, of: HubRepository(.model, "acme/tiny-bert")))
            #expect(try Data(contentsOf: URL(fileURLWithPath: found)) == bytes)
        }
        #expect(try cache.file("data/train.parquet", of: HubRepository(.dataset, "acme/reviews")) != nil)
    }
}
