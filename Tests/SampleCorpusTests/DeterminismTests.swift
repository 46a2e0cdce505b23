import Foundation
import SampleCorpus
import Testing

@Suite struct DeterminismTests {
    /// The bytes of version 2. If you change the corpus, raise `SampleFiles.version` and write the new sums here.
    @Test func bytesAreThoseOfThisVersion() {
        #expect(SampleFiles.version == 2)
        #expect(Checksum.fnv1a(NERSample.conll(.train)) == "585cc7a45d4fcd5a")
        #expect(Checksum.fnv1a(NERSample.conll(.validation)) == "fc219cd489a00969")
        #expect(Checksum.fnv1a(QASample.squadJSON(.train)) == "32bfdb588c0a037e")
        #expect(Checksum.fnv1a(QASample.squadJSON(.validation)) == "cb207ac270b327cb")
        #expect(Checksum.fnv1a(SentimentSample.tsv(.train)) == "396ee0eb2f3e7649")
        #expect(Checksum.fnv1a(SentimentSample.tsv(.validation)) == "ccc7f10881a3db78")
    }

    @Test func checksumIsFNV1a() {
        // Published test vectors of the 64-bit variant.
        #expect(Checksum.fnv1a("") == "cbf29ce484222325")
        #expect(Checksum.fnv1a("a") == "af63dc4c8601ec8c")
        #expect(Checksum.fnv1a("foobar") == "85944171f73967e8")
    }

    @Test func twoCallsAgree() {
        #expect(NERSample.conll(.validation) == NERSample.conll(.validation))
        #expect(QASample.squadJSON(.validation) == QASample.squadJSON(.validation))
        #expect(SentimentSample.tsv(.validation) == SentimentSample.tsv(.validation))
    }
}

@Suite struct SampleFilesTests {
    private func temporaryFolder() -> URL {
        FileManager.default.temporaryDirectory.appendingPathComponent("sample-\(UUID().uuidString)")
    }

    @Test func filesAreWrittenOnceAndMended() throws {
        let folder = temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let paths = try SampleFiles.write(to: folder.path)
        #expect(try String(contentsOfFile: paths.nerTrain, encoding: .utf8) == NERSample.conll(.train))
        #expect(try String(contentsOfFile: paths.qaValidation, encoding: .utf8) == QASample.squadJSON(.validation))

        #expect(try String(contentsOfFile: paths.sentimentTrain, encoding: .utf8) == SentimentSample.tsv(.train))
        #expect(
            try String(contentsOfFile: paths.sentimentValidation, encoding: .utf8) == SentimentSample.tsv(.validation))

        let past = Date(timeIntervalSince1970: 1_000_000)
        for path in [paths.nerTrain, paths.nerValidation, paths.qaTrain, paths.qaValidation] {
            try FileManager.default.setAttributes([.modificationDate: past], ofItemAtPath: path)
        }
        try Data("spoilt".utf8).write(to: URL(fileURLWithPath: paths.nerValidation))
        _ = try SampleFiles.write(to: folder.path)
        let attributes = try FileManager.default.attributesOfItem(atPath: paths.nerTrain)
        #expect(attributes[.modificationDate] as? Date == past)
        #expect(try String(contentsOfFile: paths.nerValidation, encoding: .utf8) == NERSample.conll(.validation))
    }

    /// After any damage to the files or to the list of their checksums, the corpus is complete again.
    @Test(arguments: ["ner-train.txt", "sentiment-train.tsv", "manifest.json"], ["cut", "changed", "gone"])
    func whatWasDamagedIsMadeAgain(name: String, damage: String) throws {
        let folder = temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let paths = try SampleFiles.write(to: folder.path)
        let file = folder.appendingPathComponent(name)
        var content = try Data(contentsOf: file)
        switch damage {
        case "cut": content.removeLast(content.count / 2)
        case "changed": content[content.startIndex + content.count / 2] ^= 1
        default: try FileManager.default.removeItem(at: file)
        }
        if damage != "gone" { try content.write(to: file) }
        _ = try SampleFiles.write(to: folder.path)
        #expect(try String(contentsOfFile: paths.nerTrain, encoding: .utf8) == NERSample.conll(.train))
        #expect(try String(contentsOfFile: paths.sentimentTrain, encoding: .utf8) == SentimentSample.tsv(.train))
    }

    @Test func aFolderThatCannotBeMadeIsAnErrorThatNamesIt() throws {
        let file = temporaryFolder()
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("a file".utf8).write(to: file)
        let folder = file.appendingPathComponent("corpus").path
        #expect {
            try SampleFiles.write(to: folder)
        } throws: { error in
            (error as? SampleFilesError)?.description.contains(folder) == true
        }
    }
}
