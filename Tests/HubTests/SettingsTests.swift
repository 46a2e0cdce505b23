import Files
import Foundation
import Hub
import Testing

@Suite("settings from the environment")
struct SettingsTests {
    private func settings(_ environment: [String: String]) throws -> HubSettings {
        try HubSettings.fromEnvironment(environment)
    }

    @Test(
        "the cache folder",
        arguments: [
            (["HOME": "/h"], "/h/.cache/huggingface/hub"),
            (["HOME": "/h", "XDG_CACHE_HOME": "/x"], "/x/huggingface/hub"),
            (["HOME": "/h", "XDG_CACHE_HOME": "/x", "HF_HOME": "/hf"], "/hf/hub"),
            (["HOME": "/h", "HF_HOME": "~/models"], "/h/models/hub"),
            (["HOME": "/h", "HF_HOME": "/hf", "HUGGINGFACE_HUB_CACHE": "/old"], "/old"),
            (
                ["HOME": "/h", "HUGGINGFACE_HUB_CACHE": "/old", "HF_HUB_CACHE": "$SCRATCH/${USER}_hub"],
                "$SCRATCH/${USER}_hub"
            ),
            (["HF_HUB_CACHE": "$SCRATCH/${USER}_hub/$", "SCRATCH": "/s", "USER": "u"], "/s/u_hub/$"),
            (["HF_HUB_CACHE": "", "HF_HOME": "/hf"], "/hf/hub"),
        ])
    func cache(environment: [String: String], folder: String) throws {
        #expect(try settings(environment).cacheFolder == folder)
    }

    @Test("endpoint, offline and certificates")
    func others() throws {
        let plain = try settings(["HOME": "/h"])
        #expect(
            plain.endpoint == "https://huggingface.co" && !plain.isOffline && plain.certificateFile == nil
                && plain.token == nil)
        let set = try settings([
            "HOME": "/h", "HF_ENDPOINT": "https://mirror.example//", "HF_HUB_OFFLINE": "yes",
            "SSL_CERT_FILE": "~/ca.pem",
        ])
        #expect(set.endpoint == "https://mirror.example" && set.isOffline && set.certificateFile == "/h/ca.pem")
        #expect(try settings(["HOME": "/h", "TRANSFORMERS_OFFLINE": "1"]).isOffline)
        #expect(try !settings(["HOME": "/h", "HF_HUB_OFFLINE": "0"]).isOffline)
    }

    @Test(
        "invalid endpoints",
        arguments: ["mirror", "ftp://mirror", "https://user:pw@mirror", "https://mirror?x", "https://a b"])
    func badEndpoint(endpoint: String) {
        #expect(throws: HubError.self) { try settings(["HOME": "/h", "HF_ENDPOINT": endpoint]) }
    }

    @Test("how long a server may be silent")
    func silence() throws {
        #expect(try settings(["HOME": "/h"]).limits.silence == HubLimits().silence)
        #expect(try settings(["HOME": "/h", "HF_HUB_DOWNLOAD_TIMEOUT": "90"]).limits.silence == 90)
        for wrong in ["0", "-1", "ten", "1e9", "99999999999999999999"] {
            let error = #expect(throws: HubError.self) {
                try settings(["HOME": "/h", "HF_HUB_DOWNLOAD_TIMEOUT": wrong])
            }
            #expect(error?.description.contains("HF_HUB_DOWNLOAD_TIMEOUT") == true)
        }
    }

    @Test("no home folder")
    func noHome() { #expect(throws: HubError.self) { try settings([:]) } }

    @Test("a token from the environment, its older name, or a file")
    func token() throws {
        let folder = NSTemporaryDirectory() + "/hub-token-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try AtomicFile.makeFolder(folder)
        let home = ["HF_HOME": folder]
        #expect(try settings(home).token == nil)
        #expect(try settings(home.merging(["HUGGING_FACE_HUB_TOKEN": "hf_x"]) { $1 }).token != nil)
        try AtomicFile.write(Array(" \n".utf8), to: "\(folder)/token")
        #expect(try settings(home).token == nil)
        try AtomicFile.write(Array("hf_x\r\n".utf8), to: "\(folder)/token")
        #expect(try settings(home).token != nil)
        #expect(try settings(home.merging(["HF_TOKEN_PATH": "\(folder)/other"]) { $1 }).token == nil)
        #expect(try settings(home.merging(["HF_HUB_DISABLE_IMPLICIT_TOKEN": "1"]) { $1 }).token == nil)
        let error = #expect(throws: HubError.self) {
            try settings(["HOME": "/h", "HF_TOKEN": "hf_SecretSecret Cookie: x"])
        }
        #expect(error?.description.contains("HF_TOKEN") == true && error?.description.contains("Secret") == false)
    }

    @Test("valid names", arguments: ["gpt2", "google-bert/bert-base-cased", "Foo-BAR_foo.bar123", "a/b"])
    func goodID(id: String) throws { #expect(try HubRepository(.model, id).id == id) }

    @Test(
        "invalid names",
        arguments: [
            "", "/", "a/", "/a", "a/b/c", "datasets/foo/bar", ".a", "a-", "foo--bar", "foo..bar", "..", "../x",
            "foo.git", "a b",
            "café", "a\u{0}", "a\n", "a?x", "a%2e", String(repeating: "a", count: 97), "²",
        ])
    func badID(id: String) { #expect(throws: HubError.self) { try HubRepository(.model, id) } }

    @Test(
        "valid revisions",
        arguments: ["main", "v1.0", "refs/pr/1", "feature/x", "0123456789abcdef0123456789abcdef01234567"])
    func goodRevision(revision: String) throws {
        #expect(try HubRepository(.dataset, "a/b", revision: revision).revision == revision)
    }

    @Test(
        "invalid revisions",
        arguments: ["", "/", "../x", "a/../b", "a..b", "/a", "a//b", "a\\b", "a b", "a\n", ".x", "a/.x", "a:b"])
    func badRevision(revision: String) {
        #expect(throws: HubError.self) { try HubRepository(.model, "a/b", revision: revision) }
    }
}
