import Foundation
import Hub
import HubServer
import Testing

@Suite("access and tokens")
struct AccessTests {
    private let repository: HubRepository

    init() throws { repository = try HubRepository(.model, "acme/tiny-bert") }

    @Test("the token is sent only to the Hub")
    func token() throws {
        let fixture = try HubFixture(hasToken: true)
        try fixture.client.fetch(of: fixture.listing())
        let (hub, storage) = (
            fixture.server.requests.filter { $0.host == .hub }, fixture.server.requests.filter { $0.host == .storage }
        )
        #expect(hub.count > 5 && hub.allSatisfy { $0.headers["authorization"] == "Bearer \(HubFixture.token)" })
        #expect(storage.count == 2 && storage.allSatisfy { $0.headers["authorization"] == nil })
    }

    @Test("the token is not sent to the same machine at another port or under another name")
    func tokenElsewhere() throws {
        let fixture = try HubFixture(hasToken: true)
        let other = try LocalHub([HubFixture.model], tokens: [HubFixture.token])
        defer { other.stop() }
        let name = fixture.server.endpoint.replacingOccurrences(of: "127.0.0.1", with: "localhost")
        for target in [other.endpoint, name] {
            fixture.server.add(
                .redirect("\(target)/api/models/acme/tiny-bert/revision/main?elsewhere"), to: "revision/main", times: 1)
            _ = try fixture.listing()
        }
        let elsewhere = (other.requests + fixture.server.requests).filter { $0.target.contains("elsewhere") }
        #expect(elsewhere.count == 2 && elsewhere.allSatisfy { $0.headers["authorization"] == nil })
    }

    @Test("no description shows the token")
    func hidden() throws {
        let fixture = try HubFixture(hasToken: true)
        var dumped = "\(fixture.settings) \(String(reflecting: fixture.settings)) \(String(reflecting: fixture.client))"
        dump(fixture.client, to: &dumped)
        #expect(!dumped.contains(HubFixture.token) && dumped.contains("a token"))
    }

    @Test("a gated repository")
    func gated() throws {
        var model = HubFixture.model
        model.isGated = true
        let fixture = try HubFixture([model])
        let (listing, file) = try fixture.weights()
        let error = fixture.error { try fixture.client.fetch([file], of: listing) }
        #expect(
            error
                == .gated(
                    wanted: "model acme/tiny-bert, model.safetensors",
                    page: "\(fixture.server.endpoint)/acme/tiny-bert",
                    hasToken: false))
        var settings = fixture.settings
        settings.token = try HubToken(HubFixture.token, from: "HF_TOKEN")
        try HubClient(settings).fetch([file], of: listing)
    }

    @Test("without a token, a private repository looks like a missing one")
    func hiddenRepository() throws {
        var model = HubFixture.model
        model.isPrivate = true
        let fixture = try HubFixture([model])
        for id in ["acme/tiny-bert", "acme/none"] {
            let repository = try HubRepository(.model, id)
            let error = fixture.error { _ = try fixture.client.listing(of: repository) }
            #expect(error == .repositoryNotFound(wanted: "model \(id)", hasToken: false))
            #expect(error?.description.contains("private") == true && error?.description.contains("HF_TOKEN") == true)
        }
        var settings = fixture.settings
        settings.token = try HubToken(HubFixture.token, from: "HF_TOKEN")
        #expect(try HubClient(settings).listing(of: repository).files.count == 6)
    }

    @Test("an invalid token")
    func wrongToken() throws {
        let fixture = try HubFixture()
        var settings = fixture.settings
        settings.token = try HubToken("hf_wrong", from: "HF_TOKEN")
        let error = fixture.error { _ = try HubClient(settings).listing(of: repository) }
        #expect(error == .invalidToken(place: fixture.server.endpoint))
        #expect(error?.description.contains("hf_wrong") == false)
    }

    @Test("repositories, revisions and files that the Hub does not know")
    func unknown() throws {
        let fixture = try HubFixture()
        #expect(
            fixture.error { _ = try fixture.listing(revision: "v9") }
                == .revisionNotFound(wanted: "model acme/tiny-bert (revision v9)", revision: "v9"))
        let listing = try fixture.listing()
        let absent = try HubFile(
            path: "absent.txt", size: 1, hash: .gitBlob(String(repeating: "a", count: 40)), in: repository)
        #expect(
            fixture.error { try fixture.client.fetch([absent], of: listing) }
                == .fileNotFound(wanted: "model acme/tiny-bert", file: "absent.txt"))
        fixture.server.add(.status(403), to: "/revision/")
        #expect(
            fixture.error { _ = try fixture.listing() } == .forbidden(wanted: "model acme/tiny-bert", hasToken: false))
        fixture.server.clearFaults()
        fixture.server.add(.status(401), to: "/revision/")
        #expect(
            fixture.error { _ = try fixture.listing() }
                == .repositoryNotFound(wanted: "model acme/tiny-bert", hasToken: false))
    }
}
