import Foundation
import Testing
import Tokenization

/// The errors for folders from which no byte-level BPE tokenizer can be loaded.
@Suite struct BytePairLoadingTests {
    private func error(_ change: (inout [String: String]) throws -> Void) throws -> TokenizationError {
        var files = try BytePairTests.vocabularyFiles()
        try change(&files)
        let error = try withFolder(files) { folder in
            #expect(throws: TokenizationError.self) { try BytePairTokenizer.load(folder: folder) }
        }
        return try #require(error)
    }

    @Test("One of the two files without the other is named")
    func missingFiles() throws {
        for (missing, present) in [("vocab.json", "merges.txt"), ("merges.txt", "vocab.json")] {
            guard case .missingFile(_, missing, present) = try error({ $0[missing] = nil }) else {
                Issue.record("another error without \(missing)")
                continue
            }
        }
        guard case .noVocabulary(_, "vocab.json with merges.txt") = try error({ $0 = [:] }) else {
            Issue.record("another error for an empty folder")
            return
        }
    }

    @Test(
        "A damaged line of merges.txt is named",
        arguments: [
            ("Ġ t h", "two tokens with a space"), ("Ġt", "two tokens with a space"), ("", "two tokens with a space"),
            ("Ġ  t", "two tokens with a space"), ("Ġ 中", "'中' is not in the vocabulary"),
            ("Q Q", "'QQ' is not in the vocabulary"),
        ])
    func damagedMerges(line: String, problem: String) throws {
        let found = try error { files in
            var lines = try #require(files["merges.txt"]).split(separator: "\n").map(String.init)
            lines[4] = line
            files["merges.txt"] = lines.joined(separator: "\n") + "\n"
        }
        guard case .impossibleMerge(let path, "line 5", let said) = found else {
            Issue.record("\(found)")
            return
        }
        #expect(path.hasSuffix("merges.txt") && said.contains(problem), "\(said)")
    }

    @Test("A vocabulary without a byte or a special token is refused")
    func incompleteVocabularies() throws {
        guard
            case .missingByte(_, 0x20, "Ġ") = try error({ files in
                files["vocab.json"] = files["vocab.json"]?.replacingOccurrences(of: "\"Ġ\":", with: "\"ĠĠĠĠ中\":")
                files["merges.txt"] = "#version: 0.2\n"
            })
        else {
            Issue.record("another error without a byte")
            return
        }
        guard
            case .missingSpecialToken(_, "<mask>") = try error({ files in
                files["vocab.json"] = files["vocab.json"]?.replacingOccurrences(of: "<mask>", with: "<masc>")
            })
        else {
            Issue.record("another error without <mask>")
            return
        }
    }

    @Test(
        "A tokenizer.json of another kind is refused by name",
        arguments: [
            (#""type":"BPE""#, #""type":"Unigram""#, "model.type", "Unigram"),
            (#""type":"BPE""#, #""type":"WordPiece""#, "model.type", "WordPiece"),
            (#""ignore_merges":false"#, #""ignore_merges":true"#, "model.ignore_merges", "true"),
            (#""dropout":null"#, #""dropout":0.1"#, "model.dropout", "set"),
            (#""normalizer":null"#, #""normalizer":{"type":"NFC"}"#, "normalizer.type", "NFC"),
            (
                #"{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true},"post"#,
                #"{"type":"Metaspace"},"post"#, "pre_tokenizer.type", "Metaspace"
            ),
            (
                #""type":"RobertaProcessing""#, #""type":"TemplateProcessing""#, "post_processor.type",
                "TemplateProcessing"
            ),
        ])
    func otherTokenizers(old: String, new: String, key: String, found: String) throws {
        let path = Fixture.folder.appendingPathComponent("byte-pair/added/tokenizer.json")
        let text = try String(contentsOf: path, encoding: .utf8)
        let changed = text.replacingOccurrences(of: old, with: new)
        #expect(changed != text)
        let refusal = try error { $0["tokenizer.json"] = changed }
        guard case .unsupported(_, key, found, _) = refusal else {
            Issue.record("\(refusal)")
            return
        }
        #expect(refusal.description.contains("'\(key)' is \(found)"))
    }
}
