import Foundation
import HubServer
import Testing

/// Runs that need what a hub has, with a server of the tests in its place.
@Suite struct HubRunTests {
    private static let token = "hf_ATokenThatNobodyMaySee"
    private static let notebook = """
        ---
        title: From the Hub
        params:
          encoder: acme/tiny
        ---

        ## 1. Setup

        ```{practicum}
        #| label: setup
        assets --encoder $encoder --data ner=conll2003
        tokenizer $encoder
        ```
        """

    private static func model(_ id: String) throws -> ServedRepository {
        let folder = "\(Program.root)/Tests/EncodersTests/Fixtures/tiny"
        var files = ["README.md": Data("---\nlicense: mit\n---\n".utf8)]
        for name in ["config.json", "model.safetensors", "vocab.txt"] {
            files[name] = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
        }
        var repository = ServedRepository("models", id, files: files)
        repository.license = "mit"
        return repository
    }

    private func withHub(
        _ body: (Program, LocalHub, _ run: (_ arguments: [String], _ settings: String) throws -> Program.Result) throws
            -> Void
    ) throws {
        var gated = try Self.model("acme/gated")
        gated.isGated = true
        let pickle = ServedRepository(
            "models", "acme/pickle", files: ["config.json": Data("{}".utf8), "pytorch_model.bin": Data([1, 2])])
        let hub = try LocalHub([Self.model("acme/tiny"), gated, pickle], tokens: [Self.token])
        let program = try Program()
        defer {
            hub.stop()
            program.remove()
        }
        _ = try program.write(Self.notebook, to: "book.md")
        try body(program, hub) { arguments, settings in
            try program.run(arguments, shell: "export HF_HUB_OFFLINE=0 HF_ENDPOINT=\(hub.endpoint) \(settings)")
        }
    }

    @Test func aRunFetchesAndSaysWhat() throws {
        try withHub { program, hub, run in
            let looked = try run(["check", "book.md"], "")
            #expect(
                looked.status == 1 && looked.error.contains("'practicum fetch acme/tiny' gets it"), "\(looked.error)")
            #expect(hub.requests.isEmpty)

            let first = try run(["run", "book.md", "-o", "report.html"], "HF_TOKEN=\(Self.token)")
            #expect(first.status == 0, "\(first.error)")
            #expect(first.error.contains("Fetching the encoder acme/tiny: 1") && first.error.contains("licence: mit"))
            #expect(first.error.contains("the sample corpus takes the place of conll2003"))
            let report = try program.read("report.html")
            #expect(report.contains("acme/tiny at ") && report.contains("mit</td>"))
            let head = report.prefix(upTo: report.range(of: "</header>")?.lowerBound ?? report.endIndex)
            #expect(head.contains("(mit)") && head.contains("the sample corpus that ships"))
            for text in [first.output, first.error, report] { #expect(!text.contains(Self.token)) }

            hub.clearRequests()
            // Nothing is asked of the Hub for what is here, nor by whoever only looks.
            #expect(try run(["check", "book.md"], "").status == 0)
            #expect(try run(["status", "book.md"], "").output.contains("1 fresh"))
            #expect(hub.requests.isEmpty)
            #expect(try run(["run", "book.md", "-o", "report.html", "--offline"], "").error.isEmpty)
            #expect(hub.requests.isEmpty)
        }
    }

    @Test(arguments: [
        ("acme/gated", "HF_TOKEN"), ("acme/nothing", "acme/nothing"),
        ("acme/pickle", "model.safetensors is missing. The weights are there as pytorch_model.bin, a pickle"),
    ])
    func whatCannotBeHad(name: String, says: String) throws {
        try withHub { program, _, run in
            let result = try run(["run", "book.md", "-o", "report.html", "-p", "encoder=\(name)"], "")
            #expect(result.status == 1 && result.error.contains(says), "\(result.error)")
            let fetched = try run(["fetch", name], "")
            #expect(fetched.status == 1 && fetched.error.contains(says), "\(fetched.error)")
        }
    }

    /// A network that is not there costs a note, and no more.
    @Test func theHubIsNotReached() throws {
        let program = try Program()
        defer { program.remove() }
        let notebook = try program.write(
            Self.notebook.replacingOccurrences(of: "acme/tiny", with: "bert-base-uncased"), to: "book.md")
        let result = try program.run(
            ["run", notebook, "-o", "report.html"], shell: "export HF_HUB_OFFLINE=0 HF_ENDPOINT=https://hub.invalid")
        #expect(result.status == 0, "\(result.error)")
        #expect(
            result.error.contains(
                "note: a small random encoder takes the place of bert-base-uncased, which could not be fetched")
                && result.error.contains("the sample corpus takes the place of conll2003, too."), "\(result.error)")
        // Later runs do not ask again for what something stands in for.
        let again = try program.run(
            ["run", notebook, "-o", "report.html"], shell: "export HF_HUB_OFFLINE=0 HF_ENDPOINT=https://hub.invalid")
        #expect(again.status == 0 && again.error.isEmpty, "\(again.error)")
    }

    @Test func allThatANotebookNeeds() throws {
        try withHub { program, _, run in
            let result = try run(["fetch", "--all", "book.md"], "")
            // The data set is not there: said, and the encoder is fetched all the same.
            #expect(
                result.status == 1 && result.output.contains("acme/tiny is here now."),
                "\(result.output) \(result.error)")
            #expect(result.error.contains("data set conll2003"))
            #expect(try run(["check", "book.md"], "").status == 0)
        }
    }
}
