import Foundation
import Testing

/// Missing assets are fetched by the subcommands that need them, after a message.
@Suite struct FetchTests {
    private func withProgram(_ body: (ToyProgram, _ library: [String: String]) throws -> Void) throws {
        let program = try ToyProgram()
        defer { program.remove() }
        try program.write("The tower, a poem.\n", to: "library.txt")
        try program.write(ToyProgram.notebook.replacing("file: text.txt", with: "file: poem.txt"), to: "book.md")
        try body(program, ["TOY_LIBRARY": "\(program.folder)/library.txt"])
    }

    @Test func aRunFetchesMissingAssetsFirst() throws {
        try withProgram { program, library in
            let result = try program.run("run book.md", environment: library)
            #expect(result.status == 0, "\(result.error)")
            #expect(
                result.error == """
                    Fetching the text poem: 19 bytes from the library; licence: public domain. Ctrl-C stops it, and the next time goes \
                    on from there.
                      poem  47 %  9 bytes of 19 bytes  10 bytes/s  ETA 1.0 s
                      poem  100 %  19 bytes of 19 bytes  10 bytes/s

                    """)
            #expect(try program.run("run book.md", environment: library).error.isEmpty)
        }
    }

    @Test func subcommandsThatOnlyReadFetchNothing() throws {
        try withProgram { program, library in
            for arguments in [
                "check book.md", "list book.md", "status book.md", "run book.md -n", "run book.md --offline",
            ] {
                _ = try program.run(arguments, environment: library)
                #expect(!FileManager.default.fileExists(atPath: "\(program.folder)/poem.txt"), "\(arguments)")
            }
        }
    }

    /// An error in the last cell is reported before anything is fetched for the first cell.
    @Test func errorsAreReportedBeforeAnythingIsFetched() throws {
        try withProgram { program, library in
            try program.write(program.read("book.md").replacing("mark tower", with: "mrak tower"), to: "book.md")
            let result = try program.run("run book.md", environment: library)
            #expect(result.status == 1 && !result.error.contains("Fetching"), "\(result.error)")
            let fetched = try program.run("fetch --all book.md", environment: library)
            #expect(fetched.status == 1 && fetched.error.contains("no command `mrak`"), "\(fetched.error)")
        }
    }

    @Test func aFailedFetchIsReported() throws {
        try withProgram { program, _ in
            let result = try program.run("run book.md")
            #expect(result.status == 1)
            #expect(result.error == "error: text poem: the library is closed. Set TOY_LIBRARY.\n")
        }
    }

    @Test func assetsAreFetchedByName() throws {
        try withProgram { program, library in
            #expect(try program.run("fetch poem -q", environment: library).error.isEmpty)
            #expect(try program.run("fetch poem").output == "poem is here.\n")
            #expect(try program.run("fetch --all book.md").output == "poem is here.\n")
            let unknown = try program.run("fetch ode")
            #expect(unknown.status == 1 && unknown.error == "error: there is nothing to fetch with the name 'ode'.\n")
            #expect(try program.run("fetch").status == 64)
            #expect(try program.run("fetch poem -p a=b").status == 64)
        }
    }
}
