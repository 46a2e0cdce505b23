import Foundation
import Testing

/// The files that an untrusted notebook can reach.
@Suite(.serialized) struct BoundaryTests {
    private func notebook(_ command: String, front: String = "") -> String {
        "\(front)```{practicum}\n#| label: one\n\(command)\n```\n"
    }

    @Test("paths outside the notebook's folders are reported at their line")
    func readingOutside() throws {
        let program = try Program()
        defer { program.remove() }
        try FileManager.default.createDirectory(atPath: program.path("in"), withIntermediateDirectories: true)
        _ = try program.write("EU B-ORG\n\n", to: "t")
        _ = try program.write("EU B-ORG\n\n", to: "in/t")
        symlink("../t", program.path("in/link"))
        let front = "---\nparams: { f: ../t }\n---\n\n"
        for (text, isFine) in [
            (notebook("load ner conll2003 --train-file ../t --validation-file t"), false),
            (notebook("load ner conll2003 --train-file=\(program.path("t")) --validation-file t"), false),
            (notebook("load ner conll2003 --train-file link --validation-file t"), false),
            (notebook("load ner conll2003 --train-file $f --validation-file t", front: front), false),
            (notebook("load ner conll2003 --train-file ./t --validation-file ../in/t"), true),
        ] {
            _ = try program.write(text, to: "in/b.md")
            let result = try program.run(["check", "b.md"], shell: "cd in")
            #expect(result.status == (isFine ? 0 : 1), "\(text) \(result)")
            if !isFine {
                #expect(result.error.contains("points outside the folders that this notebook may read"))
                #expect(result.error.contains("^~"))
                #expect(try program.run(["check", "b.md", "--allow-outside"], shell: "cd in").status == 0)
            }
        }
        _ = try program.write(
            notebook("load ner conll2003 --train-file $f --validation-file t", front: front), to: "in/b.md")
        #expect(try program.run(["check", "b.md", "-p", "f=../t"], shell: "cd in").status == 0)
        _ = try program.write(
            notebook(
                "load ner conll2003 --train-file=$f --validation-file t\nassets --data ner=conll2003 --train ner=$f --validation ner=t",
                front: front),
            to: "in/b.md")
        #expect(try program.run(["check", "b.md"], shell: "cd in").status == 1)
        let given = try program.run(["check", "b.md", "-p", "f=../t"], shell: "cd in")
        #expect(given.status == 0, "\(given)")
        _ = try program.write("f: ../t\n", to: "p.yml")
        #expect(try program.run(["check", "b.md", "--params-file", "../p.yml"], shell: "cd in").status == 0)
    }

    @Test("a checkpoint stays in the run's folder, and replaces no other files")
    func checkpoints() throws {
        let program = try Program()
        defer { program.remove() }
        let manager = FileManager.default
        try manager.createDirectory(atPath: program.path("victim"), withIntermediateDirectories: true)
        try manager.createDirectory(atPath: program.path("report/theirs"), withIntermediateDirectories: true)
        _ = try program.write("mine", to: "victim/config.json")
        _ = try program.write("mine", to: "report/theirs/config.json")
        symlink("../victim", program.path("report/link"))
        let text = try String(contentsOfFile: Program.notebook, encoding: .utf8)
        func check(_ place: String, _ more: [String] = []) throws -> Program.Result {
            _ = try program.write(
                text.replacing("save checkpoint multitask-ner-qa", with: "save checkpoint \(place)")
                    .replacing("load checkpoint multitask-ner-qa", with: "load checkpoint \(place)"), to: "p.md")
            var arguments = Program.small(program.path("p.md"), more)
            arguments[0] = "status"
            return try program.run(arguments)
        }
        try #require(text.contains("save checkpoint multitask-ner-qa"))
        for place in ["../victim", "../../x", "/etc/x", program.path("victim"), "link", "a/../../x", "."] {
            let result = try check(place)
            #expect(result.status == 1, "\(place)")
            #expect(result.error.contains("points outside the folder that this notebook writes to"), "\(place)")
        }
        #expect(try check("a/../b").status == 0)
        #expect(try check("../victim", ["--allow-outside"]).status == 0)
        // Files that are not the program's stay, and the error comes before anything runs.
        for (place, more) in [("theirs", []), ("../victim", ["--allow-outside"])] {
            _ = try check(place, more)
            let result = try program.run(Program.small(program.path("p.md"), more))
            #expect(result.status == 3 && result.output == "")
            #expect(result.error.contains("contains config.json, so it is not a checkpoint of this program"))
        }
        // It replaces no files that the run itself writes, and is not written into a store.
        for place in ["run.json", "./metrics.json/x", "figures"] {
            _ = try check(place)
            let result = try program.run(Program.small(program.path("p.md")))
            #expect(result.status == 3 && result.output == "", "\(place): \(result)")
            #expect(result.error.contains("the run itself writes report/"), "\(result.error)")
        }
        _ = try check("../store/ck", ["--allow-outside"])
        let stored = try program.run(Program.small(program.path("p.md"), ["--allow-outside"]))
        #expect(stored.status == 3 && stored.error.contains("it lies in the store"), "\(stored)")
        #expect(try program.read("victim/config.json") == "mine")
        #expect(try manager.contentsOfDirectory(atPath: program.path("victim")) == ["config.json"])
        // Its own checkpoint is replaced.
        _ = try check("ck")
        for _ in 0..<2 {
            #expect(
                try program.run(Program.small(program.path("p.md"), ["--section", "17", "--fresh"])).status == 0)
        }
    }

    @Test("a notebook includes only its own pictures") func pictures() throws {
        let program = try Program()
        defer { program.remove() }
        try FileManager.default.createDirectory(atPath: program.path("in"), withIntermediateDirectories: true)
        _ = try program.write("\u{89}PNG", to: "secret.png")
        _ = try program.write("![x](../secret.png)\n", to: "in/b.md")
        let result = try program.run(["check", "b.md"], shell: "cd in")
        #expect(result.error.contains("b.md:1:") && result.error.contains("lies outside of the notebook's folder"))
        #expect(
            !(try program.run(["check", "b.md", "--allow-outside"], shell: "cd in").error.contains("lies outside")))
    }
}
