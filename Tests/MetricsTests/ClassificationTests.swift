import Metrics
import Testing

@Suite("Classification of texts equals scikit-learn 1.9.1's")
struct ClassificationTests {
    struct Case: Decodable {
        struct Report: Decodable {
            let classes: [Int]
            let scores: [[Double]]
            let support: [Int]
            let macro: [Double]
            let weighted: [Double]
            let texts: [String: String]
        }

        let name: String
        let names: [String]
        let gold: [Int32]
        let predicted: [Int32]
        let accuracy: Double
        let confusion: [[Int]]
        let occurring: Report
        let all: Report?
    }

    let cases: [Case]

    init() throws {
        cases = try MetricsFixtures.load("classification.json")
    }

    @Test("there are enough cases, some with classes that do not occur, some with many classes")
    func caseCount() {
        #expect(cases.count >= 70)
        #expect(cases.filter { $0.all != nil }.count >= 5)
        #expect(cases.filter { $0.names.count > 128 }.count >= 2)
    }

    func check(_ report: Case.Report, absent: Bool, of fixture: Case) throws {
        let counts = try ClassificationCounts(
            gold: fixture.gold, predicted: fixture.predicted, names: fixture.names, countsAbsentClasses: absent)
        let found = ClassificationReport(counts)
        #expect(counts.accuracy == fixture.accuracy && found.accuracy == fixture.accuracy, "\(fixture.name)")
        #expect(found.rows.map { Array($0.name.utf8) } == report.classes.map { Array(fixture.names[$0].utf8) })
        #expect(found.rows.map(\.scores.figures) == report.scores, "\(fixture.name)")
        #expect(found.rows.map(\.scores.support) == report.support, "\(fixture.name)")
        #expect(found[.macro].figures == report.macro, "\(fixture.name)")
        #expect(found[.weighted].figures == report.weighted, "\(fixture.name)")
        #expect(found.averages.allSatisfy { $0.scores.support == fixture.gold.count }, "\(fixture.name)")
        for (digits, text) in report.texts {
            #expect(found.text(digits: Int(digits) ?? -1) == text, "\(fixture.name), \(digits) digits")
        }
    }

    @Test("scores of the occurring classes have the same bits, and the report has the same text")
    func occurring() throws {
        for fixture in cases { try check(fixture.occurring, absent: false, of: fixture) }
    }

    @Test("the same holds for all classes, where some do not occur")
    func all() throws {
        for fixture in cases { if let report = fixture.all { try check(report, absent: true, of: fixture) } }
    }

    @Test("the confusion matrix is the same")
    func confusion() throws {
        for fixture in cases {
            let counts = try ClassificationCounts(
                gold: fixture.gold, predicted: fixture.predicted, names: fixture.names)
            let classes = counts.classes.indices
            #expect(
                classes.map { gold in classes.map { counts.count(gold: gold, predicted: $0) } } == fixture.confusion)
        }
    }

    @Test("each division by zero is named")
    func warnings() throws {
        let names = ["a", "b", "c", "d"]
        let counts = try ClassificationCounts(gold: [0, 1, 1], predicted: [0, 2, 0], names: names)
        #expect(counts.warnings == [.neverPredicted(classes: ["b"]), .withoutSupport(classes: ["c"])])
        #expect("\(counts.warnings[0])" == "b was never predicted: precision is set to 0 there.")
        #expect("\(counts.warnings[1])" == "No text has the label c: recall is set to 0 there.")
        #expect(try ClassificationCounts(gold: [0, 1], predicted: [1, 0], names: names).warnings.isEmpty)
        let all = try ClassificationCounts(gold: [0], predicted: [0], names: names, countsAbsentClasses: true)
        #expect(all.warnings.contains(.withoutSupport(classes: ["b", "c", "d"])))
    }

    @Test("labels that can't be scored are refused")
    func refused() {
        func error(_ gold: [Int32], _ predicted: [Int32]) -> ClassificationError? {
            do {
                _ = try ClassificationCounts(gold: gold, predicted: predicted, names: ["a", "b"])
                return nil
            } catch {
                return error as? ClassificationError
            }
        }
        #expect(error([], []) == .noTexts)
        #expect(error([0, 1], [0]) == .countMismatch(gold: 2, predicted: 1))
        #expect(error([0, 1], [0, 2]) == .unknownClass(id: 2, position: 1, nameCount: 2))
        #expect(error([0, -100], [0, 1]) == .unknownClass(id: -100, position: 1, nameCount: 2))
    }
}
