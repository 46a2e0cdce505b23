import Foundation
import Testing

/// Where reports, stores and checkpoints are written, and what they never replace.
@Suite struct OutputPlaceTests {
    private static let lab = "## 1. One\n\n```{practicum}\n#| label: one\nsession --seed 4\n```\n"

    /// A program in a folder with `lab.md`, with the store in its default place.
    private func withLab(_ body: (Program, (String...) throws -> Program.Result) throws -> Void) throws {
        let program = try Program()
        defer { program.remove() }
        _ = try program.write(Self.lab, to: "lab.md")
        try body(program) { (arguments: String...) in
            try program.run(arguments, shell: "unset PRACTICUM_STORE")
        }
    }

    @Test("a report never replaces a file that its run reads")
    func inputsAreKept() throws {
        try withLab { program, run in
            _ = try program.write("{}\n", to: "p.yml")
            let manager = FileManager.default
            try manager.createSymbolicLink(atPath: program.path("link"), withDestinationPath: "lab.md")
            try manager.linkItem(atPath: program.path("lab.md"), toPath: program.path("hard"))
            for name in ["lab.md", "./lab.md", program.path("lab.md"), "link", "hard"] {
                let result = try run("run", "lab.md", "-o", name)
                #expect(result.status == 3)
                #expect(result.error.contains("which this run reads"), "\(name): \(result.error)")
                #expect(result.output == "")
            }
            #expect(try run("run", "link", "-o", "lab.md").status == 3)
            #expect(try run("run", "lab.md", "--params-file", "p.yml", "-o", "p.yml").status == 3)
            #expect(try program.read("lab.md") == Self.lab)
            #expect(try program.read("p.yml") == "{}\n")
            #expect(!manager.fileExists(atPath: program.path("output")))
        }
    }

    @Test("named data and the encoder's files are not replaced either")
    func namedFilesAreKept() throws {
        let program = try Program()
        defer { program.remove() }
        _ = try program.write("EU B-ORG\n\n", to: "train.txt")
        _ = try program.write(
            "```{practicum}\nload ner conll2003 --train-file train.txt --validation-file train.txt\n```\n", to: "d.md")
        let result = try program.run(["run", "d.md", "-o", "train.txt"])
        #expect(result.status == 3)
        #expect(result.error.contains("which this run reads"))
        #expect(try program.read("train.txt") == "EU B-ORG\n\n")
    }

    @Test("only regular files are replaced, and a link is written through")
    func irregularPlaces() throws {
        try withLab { program, run in
            mkfifo(program.path("pipe"), 0o644)
            try FileManager.default.createDirectory(
                atPath: program.path("folder"), withIntermediateDirectories: true)
            for name in ["pipe", "folder", "folder/", "/dev/null", "lab.md/x.html", "/proc/x.html"] {
                let result = try run("run", "lab.md", "-o", name)
                #expect(result.status == 3 && result.output == "", "\(name): \(result)")
            }
            #expect(try run("run", "lab.md", "-o", "").status == 64)
            #expect(try run("run", "lab.md", "--store", "").status == 64)
            var status = stat()
            #expect(lstat(program.path("pipe"), &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
            #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
            // A missing folder behind a link is created, as elsewhere.
            symlink("new/deep/target.html", program.path("far.html"))
            #expect(try run("run", "lab.md", "-o", "far.html").status == 0)
            #expect(try program.read("new/deep/target.html").contains("<h1"))
            symlink("folder/target.html", program.path("link.html"))
            for _ in 0..<2 {
                #expect(try run("run", "lab.md", "-o", "link.html").status == 0)
                #expect(try program.read("folder/target.html").contains("<h1"))
                #expect(
                    try FileManager.default.destinationOfSymbolicLink(atPath: program.path("link.html"))
                        == "folder/target.html")
            }
        }
    }

    @Test("a file that no run has written stays; an empty one is used")
    func foreignFilesStay() throws {
        try withLab { program, run in
            _ = try program.write("mine", to: "notes.html")
            _ = try program.write("", to: "empty.html")
            try FileManager.default.createDirectory(atPath: program.path("paper"), withIntermediateDirectories: true)
            _ = try program.write("mine", to: "paper/run.json")
            #expect(try run("run", "lab.md", "-o", "notes.html").error.contains("this program has not written"))
            #expect(try run("run", "lab.md", "-o", "paper.html").error.contains("this program has not written"))
            #expect(try program.read("notes.html") == "mine")
            #expect(try program.read("paper/run.json") == "mine")
            for _ in 0..<2 { #expect(try run("run", "lab.md", "-o", "empty.html").status == 0) }
        }
    }

    @Test("two notebooks do not share a report, and one notebook recognizes its report under every name")
    func oneReportOneNotebook() throws {
        try withLab { program, run in
            try FileManager.default.createDirectory(atPath: program.path("other"), withIntermediateDirectories: true)
            _ = try program.write(Self.lab, to: "other/lab.md")
            #expect(try run("run", "lab.md").status == 0)
            let before = try program.read("output/lab.html")
            let result = try run("run", "other/lab.md")
            #expect(result.status == 3)
            #expect(result.error.contains("the report of another notebook") && result.error.contains("--output"))
            #expect(try run("render", "other/lab.md").status != 0)
            #expect(try program.read("output/lab.html") == before)
            #expect(try run("run", "other/lab.md", "-o", "other.html").status == 0)
            symlink("lab.md", program.path("same.md"))
            #expect(try run("run", "same.md", "-o", "output/lab.html").status == 0)
            #expect(try run("run", program.path("other/../lab.md")).status == 0)
            // If its notebook no longer exists, a report may be replaced by another notebook.
            try FileManager.default.removeItem(atPath: program.path("lab.md"))
            #expect(try run("run", "other/lab.md").status == 0)
        }
    }

    @Test("a notebook named like another's profile does not overwrite its report")
    func profilesAndNames() throws {
        try withLab { program, run in
            _ = try program.write(
                "---\nparams: { s: 1 }\nprofiles: { quick: { s: 2 } }\n---\n\n```{practicum}\nsession --seed $s\n```\n",
                to: "b.md")
            _ = try program.write(Self.lab, to: "b.quick.md")
            #expect(try run("run", "b.md", "--profile", "quick").status == 0)
            #expect(try run("run", "b.quick.md").error.contains("the report of another notebook"))
            #expect(try run("run", "b.md").status == 0)
        }
    }

    @Test("the store is the project's: the same from every folder, wherever the report goes")
    func oneStore() throws {
        try withLab { program, run in
            #expect(try run("run", "lab.md").status == 0)
            #expect(try run("run", "lab.md", "-o", "elsewhere/out.html").output.contains("output/lab") == false)
            #expect(!FileManager.default.fileExists(atPath: program.path("elsewhere/store")))
            #expect(try run("render", "lab.md", "-o", "again.html").status == 0)
            try FileManager.default.createDirectory(
                atPath: program.path("notebooks/deep"), withIntermediateDirectories: true)
            let inside = try program.run(
                ["status", "../../lab.md"], shell: "unset PRACTICUM_STORE; cd notebooks/deep")
            #expect(inside.output.contains("1 fresh"))
            _ = try program.write(Self.lab, to: "notebooks/n.md")
            #expect(try run("run", "notebooks/n.md").status == 0)
            #expect(!FileManager.default.fileExists(atPath: program.path("notebooks/output")))
            #expect(
                try program.run(["status", "n.md"], shell: "unset PRACTICUM_STORE; cd notebooks").output
                    .contains("1 fresh"))
            #expect(
                try program.run(["status", "lab.md"], shell: "export PRACTICUM_STORE=none").output.contains(
                    "1 never run"))
            #expect(try run("clean").output.contains("lab.md"))
        }
    }

    @Test("a store of an earlier version is named, and not used")
    func earlierStores() throws {
        try withLab { program, run in
            try FileManager.default.createDirectory(atPath: program.path("o/store"), withIntermediateDirectories: true)
            _ = try program.write("practicum store 1\n", to: "o/store/format")
            let result = try run("status", "lab.md", "-o", "o/x.html")
            #expect(result.output.contains("1 never run"))
            #expect(result.error.hasPrefix("note: o/store is a store of an earlier version of Practicum;"))
            let named = try run("run", "lab.md", "--store", "o/store")
            #expect(named.status == 3)
            #expect(named.error.hasPrefix("error: the store o/store is of an earlier version of Practicum"))
            #expect(try program.read("o/store/format") == "practicum store 1\n")
        }
    }

    @Test("a store is not written among other files, and other files are not written into a store")
    func storesAndOtherThings() throws {
        try withLab { program, run in
            _ = try program.write("mine", to: "mine.txt")
            let result = try run("run", "lab.md", "--store", ".")
            #expect(result.status == 3)
            #expect(result.error.contains("it holds other things, e.g. lab.md"))
            #expect(!FileManager.default.fileExists(atPath: program.path("format")))
            let file = try run("run", "lab.md", "--store", "mine.txt")
            #expect(file.status == 3 && file.error.contains("mine.txt can't be used: Not a directory"), "\(file.error)")
            #expect(!FileManager.default.fileExists(atPath: program.path("output")))
            _ = try program.write(Self.lab, to: "store.md")
            #expect(try run("run", "store.md").status == 0)
            let names = try FileManager.default.contentsOfDirectory(atPath: program.path("output/store")).sorted()
            #expect(
                names == [
                    "README.txt", "blobs", "format", "lock", "locks", "notebooks", "progress", "results", "slots",
                ])
            for name in ["output/store/x.html", "output/store/README.txt", "output/store/blobs.html"] {
                #expect(try run("run", "lab.md", "-o", name).error.contains("it lies in the store"))
            }
        }
    }

    @Test("a limit on the size of files is reported, and ends no run without a message", arguments: [0, 1])
    func noRoomForAnyFile(blocks: Int) throws {
        try withLab { program, _ in
            let result = try program.run(["run", "lab.md"], shell: "ulimit -f \(blocks)")
            #expect(result.status == 3 || result.status == 130, "\(result)")
            #expect(result.error.contains("File too large"), "\(result.error)")
        }
    }

    @Test("closed streams are not used for the store's files, and a full one is reported")
    func streams() throws {
        try withLab { program, run in
            #expect(try program.run(["run", "lab.md"], shell: "exec 0<&- 1>&- 2>&-").status == 0)
            #expect(try program.read("store/lock") == "")
            #expect(try program.read("store/format") == "practicum store 3\n")
            #if os(Linux)
                for arguments in [
                    ["list", "lab.md"], ["list", "lab.md", "--json"], ["check", "lab.md"], ["status", "lab.md"],
                    ["commands"], ["commands", "train"], ["--help"], ["run", "--help"], ["--version"], ["clean"],
                    ["run", "lab.md", "-n"], ["run", "lab.md"], ["render", "lab.md"],
                ] {
                    let result = try program.run(arguments, shell: "exec > /dev/full")
                    #expect(result.status == 3, "\(arguments)")
                    #expect(result.error.contains("standard output can't be written: No space left on device"))
                }
            #endif
        }
    }

    @Test("pipes and devices in the place of files are rejected without waiting")
    func pipesAreRefused() throws {
        try withLab { program, run in
            for name in ["pipe", "data", "config.json"] { mkfifo(program.path(name), 0o644) }
            _ = try program.write(
                "![x](pipe)\n![y](/dev/zero)\n\n```{practicum}\nsession\n```\n", to: "pictures.md")
            let pictures = try run("check", "pictures.md")
            #expect(pictures.status == 0 && pictures.error.contains("this is a pipe (FIFO), not a picture"))
            for arguments in [
                ["check", "pipe"], ["check", "/dev/zero"], ["check", "lab.md", "--params-file", "pipe"],
                ["check", "lab.md", "--params-file", "/dev/zero"],
            ] {
                #expect(try program.run(arguments).status == 1)
            }
            _ = try program.write(
                "```{practicum}\nload ner conll2003 --train-file data --validation-file data\n```\n", to: "d.md")
            #expect(try run("check", "d.md").error.contains("a pipe (FIFO)"))
        }
    }
}
