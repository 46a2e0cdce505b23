import Execution
import Foundation
import Practical
import Testing

/// What messages tell a user to write.
struct RemedyTests {
    private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources").path

    /// Every `--option` in a string of these targets is one that a notebook's command or the program has.
    @Test func messagesNameOnlyOptionsThatThereAre() throws {
        let help = MultiTaskPractical.practical.registry.commands.map { $0.helpMessage(columns: 200) }.joined()
        let option = #/[\s'`"(\[](--[a-z][a-z0-9-]*)/#
        let known = Set(help.matches(of: option).map { String($0.output.1) }).union(["--profile", "--within"])
        var seen = 0
        for target in ["Encoders", "Datasets", "FileKinds", "Practical", "Safetensors", "Tokenization", "Training"] {
            let folder = "\(Self.sources)/\(target)"
            let files = try #require(FileManager.default.enumerator(atPath: folder)).compactMap { $0 as? String }
            for file in files where file.hasSuffix(".swift") {
                let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
                for line in text.split(separator: "\n") where !line.drop(while: { $0 == " " }).hasPrefix("//") {
                    for match in line.matches(of: option) {
                        seen += 1
                        #expect(known.contains(String(match.output.1)), "\(target)/\(file): \(match.output.1)")
                    }
                }
            }
        }
        #expect(seen > 10)
    }
}
