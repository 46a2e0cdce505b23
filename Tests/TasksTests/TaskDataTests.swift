import Datasets
import Foundation
import Tasks
import Testing
import TrainingSupport

/// The data that kinds of task read from their files.
@Suite("Data of tasks")
struct TaskDataTests {
    /// Writes files into one folder, and gives `body` their paths.
    private func withFiles(_ texts: [String], _ body: ([String]) throws -> Void) throws {
        let folder = try TemporaryFolder()
        let paths = try texts.enumerated().map { index, text in
            let path = "\(folder.path)/\(index)"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            return path
        }
        try body(paths)
    }

    /// Composed and decomposed letters give two types, in the labels and in the examples.
    @Test func canonicallyEquivalentTypesAreTwo() throws {
        let train = "a B-caf\u{E9}\nb O\n\n"
        let validation = "a B-cafe\u{301}\nb B-caf\u{E9}\n\n"
        try withFiles([train, validation]) { paths in
            let data = try TokenClassification().load(train: [paths[0]], validation: [paths[1]], order: ["cafe\u{301}"])
            #expect(data.labels.map { Array($0.utf8) } == ["O", "B-caf\u{E9}", "I-caf\u{E9}"].map { Array($0.utf8) })
            #expect(data.validation.split.examples.map(\.labels) == [[3, 1]])
            #expect(data.validation.findings.contains { $0.name == "unseen-types" && $0.count == 1 })
        }
    }

    /// The first kind that recognises a file's format reads it, and reports its errors.
    @Test(
        arguments: [
            ("a B-PER\nb O\n\n", "token-classification"), ("{\"data\": [{\"paragraphs\": [", "question-answering"),
            ("{\"data\": \"good\", \"label\": 1}\n{\"data\": \"bad\", \"label\": 0}\n", "text-classification"),
            ("label\ttext\n1\tgood\n\tno label\n", "text-classification"), ("good,1\n", "text-classification"),
            ("Once upon a time\nthere was a text.\n", nil), ("", nil),
        ] as [(String, String?)])
    func formatsAreRecognized(text: String, name: String?) throws {
        try withFiles([text]) { paths in #expect(TaskKinds.all.first { $0.recognizes(paths[0]) }?.name == name) }
    }
}
