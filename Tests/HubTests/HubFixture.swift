import Files
import Foundation
import Hub
import HubServer
import Testing

/// A server with one model and one data set, and an empty cache.
final class HubFixture {
    static let token = "hf_SecretSecretSecret"

    let server: LocalHub
    let folder: String
    let settings: HubSettings
    var client: HubClient { HubClient(settings) }
    var cache: HubCache { client.cache }

    /// All byte values, in an order with a long period.
    static func bytes(_ count: Int) -> Data {
        var state: UInt64 = 7
        return Data(
            (0..<count).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 56)
            })
    }

    static let model = ServedRepository(
        "models", "acme/tiny-bert",
        files: [
            "config.json": Data(#"{"model_type":"bert"}"#.utf8), "empty.txt": Data(),
            "README.md": Data("# Tiny\n".utf8),
            "model.safetensors": bytes(300_000), "onnx/deep/model name+é.bin": bytes(1_000),
            "copy/config.json": Data(#"{"model_type":"bert"}"#.utf8),
        ])
    static let table = ServedRepository(
        "datasets", "acme/reviews",
        files: ["data/train.parquet": bytes(50_000), "README.md": Data("# Reviews\n".utf8)],
        revisions: ["main", "refs/pr/1"])

    init(
        _ repositories: [ServedRepository] = [model, table], pageSize: Int = 1_000, hasToken: Bool = false
    ) throws {
        server = try LocalHub(repositories, tokens: [Self.token], pageSize: pageSize)
        folder = NSTemporaryDirectory() + "/hub-\(UUID().uuidString)"
        var settings = HubSettings(cacheFolder: "\(folder)/hub")
        settings.endpoint = server.endpoint
        settings.limits.attempts = 3
        settings.limits.firstWait = 0.01
        settings.limits.silence = 1
        settings.limits.connectTime = 2
        if hasToken { settings.token = try HubToken(Self.token, from: "HF_TOKEN") }
        self.settings = settings
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        server.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    func listing(_ kind: HubRepository.Kind = .model, revision: String = "main") throws -> HubListing {
        try client.listing(
            of: HubRepository(kind, kind == .model ? "acme/tiny-bert" : "acme/reviews", revision: revision))
    }

    /// The model's file that most tests fetch.
    func weights() throws -> (listing: HubListing, file: HubFile) {
        let listing = try listing()
        return (listing, try #require(listing.files.first { $0.path == "model.safetensors" }))
    }

    /// The error of a call that must fail. Neither its description nor its values may contain the token or a signature.
    func error(_ body: () throws -> Void) -> HubError? {
        let error = #expect(throws: HubError.self, performing: body)
        let text = error.map { "\($0) \(String(reflecting: $0))" } ?? ""
        var dumped = ""
        dump(error, to: &dumped)
        #expect(!(text + dumped).contains(Self.token) && !(text + dumped).contains("secret-signature"))
        #expect(error?.description.contains(": ") == true || error == .cancelled)
        return error
    }

    /// Sorted paths in a folder of the cache, each with `-> target` for a link or its length for a file.
    static func tree(_ folder: String) -> [String] {
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        return paths.sorted().compactMap { path in
            let full = "\(folder)/\(path)"
            if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: full) {
                return "\(path) -> \(target)"
            }
            guard FileKind.isRegular(full), let size = FileStamp(path: full)?.size else { return nil }
            return "\(path) \(size)"
        }
    }

    var tree: [String] { Self.tree(settings.cacheFolder) }

    /// Checks that every blob's content matches its name, and that every unfinished blob is named as such.
    func checkBlobs(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let contents = [Self.model, Self.table].flatMap { $0.contents }
        for line in tree where line.contains("/blobs/") && !line.contains(" -> ") {
            let path = String(line[..<(line.lastIndex(of: " ") ?? line.endIndex)])
            if path.hasSuffix(".incomplete") { continue }
            let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(settings.cacheFolder)/\(path)"))
            #expect(
                contents.contains { $0.etag == path.lastComponent && $0.bytes == bytes }, sourceLocation: sourceLocation
            )
        }
    }

    var incomplete: Int? {
        tree.first { $0.contains(".incomplete ") }.flatMap { $0.split(separator: " ").last }.flatMap { Int($0) }
    }
}
