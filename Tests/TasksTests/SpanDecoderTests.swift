import Datasets
import Kernels
import Tasks
import Testing
import Tokenization
import Training
import TrainingSupport

/// The best spans of a question's windows, compared with hand-made results and with trying every pair.
@Suite
struct SpanDecoderTests {
    /// A question of `questionLength` words with `contextLength` context words. Each word is one token.
    private func features(
        questionLength: Int, contextLength: Int, maxLength: Int = 96, docStride: Int = 4
    ) throws -> QuestionWindows {
        let words = ["ba", "ka", "la", "mo", "du"]
        let text = { (count: Int) in (0..<count).map { words[$0 % 5] }.joined(separator: " ") }
        let example = Question(id: "1", question: text(questionLength), context: text(contextLength))
        return try QuestionWindows(
            examples: [example], tokenizer: ToyProblem.tinyTokenizer(), maxLength: maxLength, docStride: docStride)
    }

    /// An expected span: row, first and last token, score.
    private struct Expected: Equatable {
        var row, first, last: Int
        var score: Float

        init(_ row: Int, _ first: Int, _ last: Int, _ score: Float) {
            (self.row, self.first, self.last, self.score) = (row, first, last, score)
        }

        init(_ span: SpanDecoder.Span) { self.init(span.row, span.first, span.last, span.score) }
    }

    /// The window of a row with these start and end logits.
    private func window(
        _ decoder: SpanDecoder, row: Int = 0, starts: [Float], ends: [Float]
    ) throws -> SpanDecoder.Window {
        let logits = zip(starts, ends).flatMap { [$0, $1] }
        return try logits.withUnsafeBufferPointer { buffer in
            decoder.window(row: row, tokens: starts.count, logits: try #require(buffer.baseAddress))
        }
    }

    private func logits(_ count: Int, _ values: [Int: Float]) -> [Float] { (0..<count).map { values[$0] ?? -9 } }

    @Test func bestSpansComeFirst() throws {
        let features = try features(questionLength: 2, contextLength: 10)
        // [CLS] ba ka [SEP] context at 4 ..< 14 [SEP]
        #expect(features.contextRange == [4..<14])
        let decoder = SpanDecoder(nBest: 3)
        let window = try window(decoder, starts: logits(15, [5: 3, 9: 2.5]), ends: logits(15, [7: 1, 9: 2]))
        #expect(window.starts.map(\.position) == [5, 9, 0])
        #expect(window.ends.map(\.position) == [9, 7, 0])
        let spans = decoder.spans([window], features: features)
        #expect(spans.map(\.first) == [5, 9, 5])
        #expect(spans.map(\.last) == [9, 9, 7])
        #expect(spans.map(\.score) == [5, 4.5, 4])
        // The words have two letters, and a blank follows each.
        #expect(decoder.characters(spans[0], features: features) == 3..<17)
    }

    @Test func startsAfterEndsAndPlacesOutsideOfTheContextAreNoSpans() throws {
        let features = try features(questionLength: 2, contextLength: 10)
        let decoder = SpanDecoder(nBest: 2)
        let reversed = try window(decoder, starts: logits(15, [9: 5, 10: 4]), ends: logits(15, [5: 5, 6: 4]))
        #expect(decoder.spans([reversed], features: features).isEmpty)
        let outside = try window(decoder, starts: logits(15, [0: 5, 3: 4]), ends: logits(15, [14: 5, 5: 4]))
        #expect(decoder.spans([outside], features: features).isEmpty)
        let edges = try window(decoder, starts: logits(15, [4: 5, 3: 6]), ends: logits(15, [13: 5, 14: 6]))
        let spans = decoder.spans([edges], features: features)
        #expect(spans.map(Expected.init) == [Expected(0, 4, 13, 10)])
        #expect(decoder.spans([], features: features).isEmpty)
    }

    @Test func argmaxIsTakenOverAllPositionsIndependently() throws {
        let decoder = SpanDecoder()
        let window = try window(decoder, starts: [1, 4, 4, 0], ends: [7, 0, 7, 1])
        #expect(window.argmaxStart == 1)
        #expect(window.argmaxEnd == 0)
        let flat = try self.window(decoder, starts: [2, 2, 2], ends: [-1, -1, -1])
        #expect((flat.argmaxStart, flat.argmaxEnd) == (0, 0))
    }

    @Test func anAnswerHasAtMostSoManyTokens() throws {
        let features = try features(questionLength: 1, contextLength: 60)
        let decoder = SpanDecoder(nBest: 1)
        #expect(decoder.maxAnswerLength == 30)
        let thirty = try window(decoder, starts: logits(64, [10: 1]), ends: logits(64, [39: 1]))
        #expect(decoder.spans([thirty], features: features).map(\.last) == [39])
        let more = try window(decoder, starts: logits(64, [10: 1]), ends: logits(64, [40: 1]))
        #expect(decoder.spans([more], features: features).isEmpty)
    }

    @Test func onATieTheFirstComesFirst() throws {
        let features = try features(questionLength: 2, contextLength: 30, maxLength: 20)
        #expect(features.count > 2)
        let decoder = SpanDecoder(nBest: 5)
        let windows = try [1, 0].map { row in
            try window(decoder, row: row, starts: logits(20, [6: 2, 8: 2]), ends: logits(20, [9: 2, 8: 2]))
        }
        #expect(windows[0].starts.prefix(2).map(\.position) == [6, 8])
        #expect(windows[0].ends.prefix(2).map(\.position) == [8, 9])
        let spans = decoder.spans(windows, features: features)
        #expect(spans.map(\.row) == [1, 1, 1, 1, 0])
        #expect(spans.map(\.first) == [6, 6, 8, 8, 6])
        #expect(spans.map(\.last) == [8, 9, 8, 9, 8])
    }

    /// The logits have few different values, so there are many ties. The order must be exactly the reference's.
    @Test(arguments: [1, 3, 20, 200], [3, 1000])
    func asTryingEveryPair(nBest: Int, levels: Int) throws {
        let features = try features(questionLength: 3, contextLength: 70, maxLength: 40)
        let decoder = SpanDecoder(nBest: nBest, maxAnswerLength: 12)
        for trial in 0..<20 {
            let key = RandomKey(5).stream(trial)
            let logits = (0..<features.count).map { row in
                (0..<2 * features.tokenRange(row).count).map { place in
                    Float(Int(key.stream(row).bits(at: place) % UInt64(levels))) / Float(levels)
                }
            }
            let windows = try logits.enumerated().map { row, values in
                let sides = (0..<2).map { side in stride(from: side, to: values.count, by: 2).map { values[$0] } }
                return try window(decoder, row: row, starts: sides[0], ends: sides[1])
            }
            let expected = everyPair(logits, decoder, features)
            #expect(decoder.spans(windows, features: features).map(Expected.init) == expected)
        }
    }

    /// Tries every pair of the `nBest` best starts and ends of each window, with two full sorts.
    private func everyPair(_ logits: [[Float]], _ decoder: SpanDecoder, _ features: QuestionWindows) -> [Expected] {
        var all: [(order: Int, span: Expected)] = []
        for (row, values) in logits.enumerated() {
            func best(_ side: Int) -> [Int] {
                let places = Array(0..<values.count / 2)
                return Array(
                    places.sorted { (a: Int, b: Int) in
                        let (first, second) = (values[2 * a + side], values[2 * b + side])
                        return first == second ? a < b : first > second
                    }.prefix(decoder.nBest))
            }
            let ends = best(1)
            for start in best(0) {
                for end in ends where start <= end && end < start + decoder.maxAnswerLength {
                    let base = Int(features.sequenceOffsets[row])
                    guard features.sequenceIDs[base + start] == 1, features.sequenceIDs[base + end] == 1 else {
                        continue
                    }
                    let score = values[2 * start] + values[2 * end + 1]
                    all.append((all.count, Expected(row, start, end, score)))
                }
            }
        }
        all.sort { $0.span.score == $1.span.score ? $0.order < $1.order : $0.span.score > $1.span.score }
        return all.prefix(decoder.nBest).map(\.span)
    }
}
