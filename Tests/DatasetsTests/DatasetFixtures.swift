import Datasets
import Foundation

/// The groups that `scripts/fixtures/dataset_fixtures.py` wrote.
enum DatasetFixtures {
    struct NERGroup: Decodable {
        struct Row: Decodable {
            let words: [String]
            let tags: [Int32]
            let inputIDs: [Int32]
            let labels: [Int32]
            let wordIDs: [Int32]
            let cutWordCount: Int
            let emptyWordCount: Int
        }

        let maxLength: Int
        let rows: [Row]

        var examples: [LabelledSentence] { rows.map { LabelledSentence(words: $0.words, labels: $0.tags) } }
    }

    struct QAGroup: Decodable {
        struct Example: Decodable {
            struct Answer: Decodable {
                let text: String
                let start: Int
            }

            let id: String
            let question: String
            let context: String
            let answers: [Answer]
        }

        struct Window: Decodable {
            let example: Int32
            let inputIDs: [Int32]
            let tokenTypeIDs: [Int32]
            let offsets: [Int32]
            let sequenceIDs: [Int8]
            let start: Int32
            let end: Int32
        }

        let maxLength: Int
        let docStride: Int
        let examples: [Example]
        let windows: [Window]

        var questions: [Question] {
            examples.map { example in
                Question(
                    id: example.id, question: example.question, context: example.context,
                    answers: example.answers.map { ReferenceAnswer(text: $0.text, start: $0.start) })
            }
        }
    }

    static func ner() throws -> [NERGroup] { try load("ner_alignment.json") }
    static func qa() throws -> [QAGroup] { try load("qa_windows.json") }

    private static func load<Group: Decodable>(_ name: String) throws -> [Group] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")
        return try JSONDecoder().decode([Group].self, from: Data(contentsOf: folder.appendingPathComponent(name)))
    }
}

/// A file with some content that exists during the test.
struct TemporaryFile: ~Copyable {
    let path: String

    init(_ text: String) throws {
        try self.init(bytes: Array(text.utf8))
    }

    init(bytes: [UInt8]) throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("datasets-\(UUID().uuidString)")
        try Data(bytes).write(to: url)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// The error that `body` throws; nil if it throws none or an error of another type.
func datasetError<Result>(_ body: () throws -> Result) -> DatasetError? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? DatasetError
    }
}
