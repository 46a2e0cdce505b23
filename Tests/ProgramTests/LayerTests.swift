import Foundation
import Testing

/// The text side knows neither tasks nor numeric code, so that another practical can reuse it unchanged.
@Suite struct LayerTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    private static let textSide = [
        "Outputs", "Notebooks", "Execution", "Reporting", "Exporting", "LineEditing", "Serving", "Program",
    ]

    private func sources() throws -> [(path: String, text: String)] {
        try Self.textSide.flatMap { target in
            let folder = "\(Self.root)/Sources/\(target)"
            let names = try #require(FileManager.default.enumerator(atPath: folder)).compactMap { $0 as? String }
            return try names.filter { $0.hasSuffix(".swift") }.map { name in
                ("\(target)/\(name)", try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8))
            }
        }
    }

    @Test func theTextSideNamesNoTask() throws {
        let words = #/\b(ner|qa|squad|conll\w*|iob|bert|seqeval)\b|\bentit(y|ies)|answer|classification/#.ignoresCase()
        let names = #/\b(NER|QA)[A-Z][a-z]|[a-z](NER|QA)\b|[a-z]Entit(y|ies)/#
        let sources = try sources()
        #expect(sources.count > 100)
        // Base64 can contain these letters by chance.
        for (path, text) in sources where path != "Reporting/EmbeddedFonts.swift" {
            for (place, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                let found = line.firstMatch(of: words)?.range ?? line.firstMatch(of: names)?.range
                if let found { Issue.record("\(path):\(place + 1): \(line[found])") }
            }
        }
    }

    @Test func theTextSideImportsNothingNumeric() throws {
        let allowed = Set(Self.textSide).union([
            "ArgumentParser", "CCMark", "CCrypto", "CEdit", "FileKinds", "Files", "FlyingFox", "FlyingSocks",
            "Foundation", "Mathematics",
            "Synchronization", "Yams",
        ])
        for (path, text) in try sources() {
            for match in text.matches(of: #/(?m)^(?:@\w+ )?import (\w+)$/#) {
                #expect(allowed.contains(String(match.output.1)), "\(path) imports \(match.output.1)")
            }
        }
    }
}
