import Foundation
import Metrics

/// The cases from `scripts/fixtures/metrics_fixtures.py`.
enum MetricsFixtures {
    struct LabelingCase: Decodable {
        let name: String
        let gold: [String]
        let predicted: [String]
        let goldEntityCount: Int
        let predictedEntityCount: Int
        let isEmpty: Bool
        let averages: [[Double]]?
        let types: [String]?
        let perType: [[Double]]?
        let support: [Int]?
        let text2: String?
        let text4: String?
        let text20: String?
    }

    struct SpanCase: Decodable {
        let prediction: String
        let references: [String]
        let normalized: String
        let exactMatch: Double
        let f1: Double
    }

    static func load<Case: Decodable>(_ name: String) throws -> [Case] { try file(name) }

    static func file<Content: Decodable>(_ name: String) throws -> Content {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")
        return try JSONDecoder().decode(Content.self, from: Data(contentsOf: folder.appendingPathComponent(name)))
    }
}

extension LabelSequences {
    /// Reads one string per sequence, with labels separated by blanks.
    init(lines: [String]) throws {
        try self.init(lines.map { $0.split(separator: " ").map(String.init) })
    }
}

extension EntityScores {
    var figures: [Double] { [precision, recall, f1] }
}
