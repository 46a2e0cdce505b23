import Foundation
import Practical
import Testing

/// Which files of a folder are taken for which split.
@Suite("Folders with a file for each split")
struct SplitFolderTests {
    /// Makes empty files, and gives what is found, without the folder.
    private func splits(_ names: String...) throws -> SplitFolder? {
        try withFolder(names) { try? SplitFolder($0) }
    }

    private func error(_ names: String...) throws -> String {
        try withFolder(names) { folder in
            do {
                _ = try SplitFolder(folder)
                return "no error"
            } catch {
                return "\(error)"
            }
        }
    }

    private func withFolder<Result>(_ names: [String], _ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("splits-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in names {
            let file = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data().write(to: file)
        }
        return try body(folder.path)
    }

    private func names(_ paths: [String]) -> [String] {
        paths.map { $0.split(separator: "/").suffix(2).joined(separator: "/") }
    }

    @Test func filesAreFoundByTheirNames() throws {
        for (train, validation) in [
            ("train.txt", "valid.txt"), ("train.conll", "dev.conll.gz"), ("train-v1.1.json", "dev-v1.1.json"),
            ("Train.jsonl.zst", "validation.tsv"), ("training.csv", "val.csv"),
        ] {
            let found = try #require(
                try splits(train, validation, "test.txt", "README.md", "trainer.json", "train.lock"))
            #expect(found.train.map { String($0.split(separator: "/").last ?? "") } == [train])
            #expect(found.validation.map { String($0.split(separator: "/").last ?? "") } == [validation])
            #expect(found.test.count == 1)
        }
    }

    @Test func shardsAreOneInTheOrderOfTheirNumbers() throws {
        let hub = try #require(
            try splits(
                "data/train-00001-of-00002.parquet", "data/train-00000-of-00002.parquet",
                "data/validation-00000-of-00001.parquet", "data/test-00000-of-00001.parquet", ".gitattributes"))
        #expect(names(hub.train) == ["data/train-00000-of-00002.parquet", "data/train-00001-of-00002.parquet"])
        #expect(names(hub.validation) == ["data/validation-00000-of-00001.parquet"])
        let converted = try #require(
            try splits(
                "conll2003/train/0001.parquet", "conll2003/train/0000.parquet", "conll2003/validation/0000.parquet"))
        #expect(names(converted.train) == ["train/0000.parquet", "train/0001.parquet"])
        #expect(converted.test.isEmpty)
        let hashed = try #require(
            try splits(
                "data/train-00001-of-00002-0123456789abcdef.parquet",
                "data/train-00000-of-00002-a09b74b3ef9c3b56.parquet",
                "data/validation-00000-of-00001-a09b74b3ef9c3b56.parquet"))
        #expect(
            names(hashed.train) == [
                "data/train-00000-of-00002-a09b74b3ef9c3b56.parquet",
                "data/train-00001-of-00002-0123456789abcdef.parquet",
            ])
    }

    @Test func filesThatAreNotUsedAreNotChecked() throws {
        let found = try #require(
            try splits(
                "train.tsv", "dev.tsv", "test_matched.tsv", "test_mismatched.tsv", "test-00001-of-00002.parquet"))
        #expect(found.test.count == 3)
        for validation in [[], ["dev.tsv", "dev.txt"], ["dev-00001-of-00002.tsv"]] {
            let train = try withFolder(["train.tsv"] + validation) { try SplitFolder($0, needsValidation: false).train }
            #expect(names(train).first?.hasSuffix("/train.tsv") == true && train.count == 1)
        }
        #expect(throws: (any Error).self) {
            try withFolder(["dev.tsv"]) { try SplitFolder($0, needsValidation: false) }
        }
    }

    @Test func whatCannotBeToldIsRefused() throws {
        let two = try error("train.txt", "train.json", "dev.txt")
        #expect(two.contains("train.json") && two.contains("train.txt") && two.contains("not numbered parts of one"))
        let versions = try error("train-v1.1.json", "train-v2.0.json", "dev-v1.1.json")
        #expect(versions.contains("train-v1.1.json") && versions.contains("train-v2.0.json"))
        let parts = try error("train-00000-of-00003.parquet", "train-00002-of-00003.parquet", "dev.parquet")
        #expect(parts.contains("part 1 of 0 to 2 of this split is missing"))
        #expect(try error("train-00001-of-00002.parquet", "dev.parquet").contains("part 0 of 0 to 1"))
        let copies = try error(
            "train-00000-of-00001-0123456789abcdef.tsv", "train-00000-of-00001-a09b74b3ef9c3b56.tsv", "dev.tsv")
        #expect(copies.contains("not numbered parts of one"))
        #expect(try error("train.txt").contains("there is no validation file. There is train.txt."))
        #expect(try error("data.txt").contains("there is no training file. No file there is named for a split."))
        let configurations = try error("a/train.txt", "a/dev.txt", "b/train.txt", "b/dev.txt")
        #expect(configurations.contains("several folders hold a data set: a, b. Name one of them."))
    }

    @Test func aTestSplitStandsInWhereNoOtherIsThere() throws {
        let found = try #require(
            try splits("train.parquet", "test-00001-of-00002.parquet", "test-00000-of-00002.parquet"))
        #expect(found.testStandsIn && found.test.isEmpty)
        #expect(
            found.validation.map { String($0.suffix(27)) } == [
                "test-00000-of-00002.parquet", "test-00001-of-00002.parquet",
            ])
        #expect(try splits("train.txt", "test.txt", "dev.txt")?.testStandsIn == false)
        // Where another file is named to validate on, the test split is left alone.
        let named = try withFolder(["train.txt", "test.txt"]) { try SplitFolder($0, needsValidation: false) }
        #expect(!named.testStandsIn && named.validation.isEmpty && named.test.count == 1)
    }
}
