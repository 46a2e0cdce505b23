import Foundation
import HubServer
import Testing

/// Runs that need assets from a hub. A test server takes the Hub's place.
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
            // No request is made for assets that exist, or by commands that only look.
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

    /// If the network is not available, the run only shows a notice.
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
        // Later runs do not request again what has a substitute.
        let again = try program.run(
            ["run", notebook, "-o", "report.html"], shell: "export HF_HUB_OFFLINE=0 HF_ENDPOINT=https://hub.invalid")
        #expect(again.status == 0 && again.error.isEmpty, "\(again.error)")
    }

    @Test func allThatANotebookNeeds() throws {
        try withHub { program, _, run in
            let result = try run(["fetch", "--all", "book.md"], "")
            // The missing data set is reported, and the encoder is fetched nevertheless.
            #expect(
                result.status == 1 && result.output.contains("acme/tiny is here now."),
                "\(result.output) \(result.error)")
            #expect(result.error.contains("data set conll2003"))
            #expect(try run(["check", "book.md"], "").status == 0)
        }
    }

    /// A data set that the program has no name for, by its repository's name.
    @Test func aDataSetByTheNameOfItsRepository() throws {
        func table(_ name: String) throws -> Data {
            try Data(
                contentsOf: URL(fileURLWithPath: "\(Program.root)/Tests/DatasetsTests/Fixtures/tables/\(name).parquet"))
        }
        let (news, squad) = (try table("ag_news"), try table("squad"))
        let hub = try LocalHub([
            ServedRepository(
                "datasets", "acme/news",
                files: [
                    "data/train-00000-of-00001.parquet": news, "data/test-00000-of-00001.parquet": news,
                    "extra/picture.bin": Data([1]), "README.md": Data("---\nlicense: mit\n---\n".utf8),
                ]),
            // A data set script, which is never executed. The Hub also keeps its tables.
            ServedRepository("datasets", "acme/script", files: ["script.py": Data("#".utf8)]),
            ServedRepository(
                "datasets", "acme/script",
                files: [
                    "one/train/0000.parquet": news, "one/validation/0000.parquet": news,
                    "two/train/0000.parquet": squad, "two/validation/0000.parquet": squad,
                ], revisions: ["refs/convert/parquet"]),
        ])
        let program = try Program()
        defer {
            hub.stop()
            program.remove()
        }
        func run(_ source: String, _ arguments: [String] = ["run", "d.md"]) throws -> Program.Result {
            _ = try program.write("```{practicum}\nload topic \(source)\nshow topic train 1\n```\n", to: "d.md")
            return try program.run(arguments, shell: "export HF_HUB_OFFLINE=0 HF_ENDPOINT=\(hub.endpoint)")
        }
        let looked = try run("acme/news", ["check", "d.md"])
        #expect(
            looked.status == 1 && looked.error.contains("'practicum fetch datasets/acme/news' gets it"),
            "\(looked.error)")
        #expect(hub.requests.isEmpty)

        let first = try run("acme/news")
        #expect(first.status == 0, "\(first.error)")
        #expect(first.error.contains("Fetching the data set datasets/acme/news: "), "\(first.error)")
        #expect((first.output + first.error).contains("the test split takes its place"), "\(first.output)")
        #expect(!hub.requests.contains { $0.target.contains("picture.bin") })
        hub.clearRequests()
        #expect(try run("acme/news", ["check", "d.md"]).status == 0)
        #expect(try run("acme/news").status == 0 && hub.requests.isEmpty)

        let several = try run("acme/script")
        #expect(
            several.status == 1 && several.error.contains("several folders hold a data set: one, two"),
            "\(several.error)")
        #expect(try run("acme/script/one").status == 0)
        let answers = try run("acme/script/two@refs/convert/parquet")
        #expect(answers.status == 0, "\(answers.error)")
        let absent = try run("acme/script/three")
        #expect(absent.status == 1 && absent.error.contains("acme/script"), "\(absent.error)")
        #expect(try run("acme/absent").error.contains("acme/absent"))
        // A missing file is not taken for a repository.
        hub.clearRequests()
        #expect(try run("data/train.tsv").status == 1 && hub.requests.isEmpty)
        let fetched = try run("acme/news", ["fetch", "datasets/acme/news"])
        #expect(fetched.status == 0 && fetched.output.contains("datasets/acme/news is here."), "\(fetched.error)")
    }
}
