import Foundation
import Testing

/// Data sets as folders, in their published formats.
@Suite("Folders of data sets")
struct DataFolderTests {
    private static let tables = "\(Program.root)/Tests/DatasetsTests/Fixtures/tables"

    private func copy(_ program: Program, _ files: [(from: String, to: String)]) throws {
        for (from, to) in files {
            let target = URL(fileURLWithPath: program.path(to))
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: "\(Self.tables)/\(from)", toPath: target.path)
        }
    }

    @Test func foldersOfAnyFormatAreLoaded() throws {
        let program = try Program()
        defer { program.remove() }
        try copy(
            program,
            [
                ("conll2003", "names"), ("squad.jsonl.gz", "answers/train.jsonl.gz"),
                ("squad_v2.parquet", "answers/validation-00000-of-00001.parquet"),
                ("ag_news.parquet", "news/train.parquet"), ("ag_news.parquet", "news/test.parquet"),
                ("ag_news.parquet", "news/valid.parquet"),
            ])
        _ = try program.write(
            """
            ```{practicum}
            load ner names
            select ner --train 0 --validation 2
            load qa answers
            load topic news
            show topic train 1
            labels ner
            ```

            """, to: "d.md")
        let result = try program.run(["run", "d.md", "--verbose"])
        #expect(result.status == 0, "\(result.output) \(result.error)")
        for words in [
            "test-00000-of-00001.parquet is not used", "Parquet, IOB2", "JSON Lines, SQuAD v1.1", "Parquet, SQuAD v2",
            "9 labels (IOB2)", "row 1 of the file", "Questions without an answer: 3 in validation",
        ] { #expect((result.output + result.error).contains(words), "\(words)") }
        // A folder with only the training split, besides a named file.
        try copy(program, [("ag_news.parquet", "only/train.parquet"), ("ag_news.parquet", "other.parquet")])
        _ = try program.write(
            "```{practicum}\nload topic only --validation-file other.parquet\n```\n", to: "v.md")
        let named = try program.run(["run", "v.md"])
        #expect(named.status == 0, "\(named.output) \(named.error)")
        // Another shard is other content.
        try FileManager.default.removeItem(atPath: program.path("names/data/train-00001-of-00002.parquet"))
        let cut = try program.run(["run", "d.md"])
        #expect(cut.status == 1 && cut.error.contains("part 1 of 0 to 1 of this split is missing"))
    }

    @Test func theNotebookTakesAFolderAsAParameter() throws {
        let program = try Program()
        defer { program.remove() }
        try copy(program, [("conll2003", "names")])
        let result = try program.run(["check", Program.notebook, "-p", "ner-data=names", "-p", "encoder=random"])
        #expect(result.status == 0, "\(result.error)")
        let none = try program.run(["check", Program.notebook, "-p", "ner-data=nothing", "-p", "encoder=random"])
        #expect(none.status == 1 && none.error.contains("there is no data set 'nothing'"))
        // The target of a link counts, not the link's place.
        try FileManager.default.createDirectory(atPath: program.path("in/data"), withIntermediateDirectories: true)
        _ = try program.write("EU B-ORG\n\n", to: "train.txt")
        symlink("../../train.txt", program.path("in/data/train.txt"))
        _ = try program.write("EU B-ORG\n\n", to: "in/data/dev.txt")
        _ = try program.write("```{practicum}\nload ner data\n```\n", to: "in/b.md")
        let outside = try program.run(["check", "b.md"], shell: "cd in")
        #expect(outside.status == 1 && outside.error.contains("points outside the folders that this notebook may read"))
    }
}
