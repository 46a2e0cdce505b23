import Datasets
import Testing
import Tokenization

@Suite("Packed batches")
struct PackedBatchTests {
    let ner: LabelledTokens
    let qa: QuestionWindows
    let pad: Int32

    init() throws {
        let tokenizer = try BERTTokenizer.shipped()
        pad = tokenizer.padID
        let sentences = [["the", "unbelievably", "river"], [], ["Paris"], ["a", "b", "c", "d", "e"]]
        ner = LabelledTokens(
            examples: sentences.map { words in
                LabelledSentence(words: words, labels: words.indices.map { Int32($0 % 9) })
            },
            tokenizer: tokenizer)
        let context = "Quint built the bridge in 1873, and Marlowe kept the lantern."
        qa = try QuestionWindows(
            examples: [
                Question(
                    id: "1", question: "Who built it?", context: context,
                    answers: [ReferenceAnswer(text: "Quint", start: 0)]),
                Question(
                    id: "2", question: "When?", context: context, answers: [ReferenceAnswer(text: "1873", start: 26)]),
            ], tokenizer: tokenizer, maxLength: 16, docStride: 4)
    }

    @Test("packed NER: the rows' tokens are concatenated, without padding")
    func packedNER() {
        var batch = PackedBatch()
        batch.fill(from: ner, rows: [3, 0, 1], padID: pad)
        #expect(batch.sequenceCount == 3)
        #expect(batch.exampleIDs == [3, 0, 1])
        let rows = [3, 0, 1].map(ner.tokenRange)
        #expect(batch.inputIDs == rows.flatMap { ner.inputIDs[$0] })
        #expect(batch.targets == rows.flatMap { ner.labels[$0] })
        #expect(batch.positionIDs == rows.flatMap { range in (0..<Int32(range.count)).map { $0 } })
        #expect(batch.tokenTypeIDs == [Int32](repeating: 0, count: batch.tokenCount))
        #expect(batch.keyLengths == rows.map { Int32($0.count) })
        #expect(batch.sequenceOffsets == [0, 7, 7 + batch.keyLengths[1], 9 + batch.keyLengths[1]])
        #expect(batch.targetCount == 8)
    }

    @Test("padded NER: every sequence has the same length, and labels of the padding are ignored")
    func paddedNER() {
        var batch = PackedBatch()
        batch.fill(from: ner, rows: [2, 3], padding: .maxLength(8), padID: pad)
        #expect(batch.tokenCount == 16)
        #expect(batch.realTokenCount == 10)
        #expect(batch.sequenceOffsets == [0, 8, 16])
        #expect(batch.keyLengths == [3, 7])
        #expect(Array(batch.inputIDs[..<3]) == Array(ner.inputIDs[ner.tokenRange(2)]))
        #expect(batch.inputIDs[3..<8].allSatisfy { $0 == pad } && batch.inputIDs[15] == pad)
        #expect(batch.targets[3..<8].allSatisfy { $0 == ignoreIndex } && batch.targets[15] == ignoreIndex)
        #expect(batch.positionIDs == Array(0..<8) + Array(0..<8))
        #expect(batch.tokenTypeIDs.count == 16 && batch.targets.count == 16)
        #expect(batch.targetCount == 6)
    }

    @Test("a sequence longer than the padding is not truncated")
    func longerThanPadding() {
        var batch = PackedBatch()
        batch.fill(from: ner, rows: [3, 1], padding: .maxLength(4), padID: pad)
        #expect(batch.sequenceOffsets == [0, 7, 11])
        #expect(batch.keyLengths == [7, 2])
    }

    @Test("QA: spans, and token types only on request")
    func qaBatch() {
        let rows = (0..<Int32(qa.count)).reversed().map { $0 }
        #expect(qa.count > 2)
        var batch = PackedBatch()
        batch.fill(from: qa, rows: rows[...], padID: pad)
        #expect(batch.inputIDs == rows.flatMap { qa.inputIDs[qa.tokenRange(Int($0))] })
        #expect(batch.targets == rows.flatMap { [qa.startPositions[Int($0)], qa.endPositions[Int($0)]] })
        #expect(batch.tokenTypeIDs.allSatisfy { $0 == 0 })
        #expect(batch.targetCount == 2 * rows.count)
        let withoutTypes = batch
        batch.fill(from: qa, rows: rows[...], padID: pad, usesTokenTypes: true)
        #expect(batch.tokenTypeIDs == rows.flatMap { qa.tokenTypeIDs[qa.tokenRange(Int($0))] })
        #expect(batch.tokenTypeIDs != withoutTypes.tokenTypeIDs)
        #expect(batch.inputIDs == withoutTypes.inputIDs)

        batch.fill(from: qa, rows: rows[...], padding: .maxLength(20), padID: pad, usesTokenTypes: true)
        #expect(batch.tokenCount == 20 * rows.count)
        #expect(batch.tokenTypeIDs.count == batch.tokenCount)
        #expect(batch.tokenTypeIDs[19] == 0 && batch.inputIDs[19] == pad)
        #expect(batch.targets == withoutTypes.targets)
        #expect(batch.keyLengths == withoutTypes.keyLengths)
    }

    @Test("filling a batch again replaces everything")
    func refill() {
        var used = PackedBatch()
        used.fill(from: qa, rows: [0, 1], padding: .maxLength(32), padID: pad, usesTokenTypes: true)
        used.fill(from: ner, rows: [0, 3], padID: pad)
        used.fill(from: ner, rows: [2], padID: pad)
        var fresh = PackedBatch()
        fresh.fill(from: ner, rows: [2], padID: pad)
        #expect(used == fresh)
        used.fill(from: ner, rows: [], padID: pad)
        #expect(used == PackedBatch())
    }

    @Test("filling a batch that is large enough moves none of its buffers")
    func noAllocation() {
        func addresses(_ batch: PackedBatch) -> [UnsafeRawPointer?] {
            [
                batch.inputIDs, batch.tokenTypeIDs, batch.positionIDs, batch.targets, batch.keyLengths,
                batch.exampleIDs,
                batch.sequenceOffsets,
            ].map { $0.withUnsafeBytes(\.baseAddress) }
        }
        let capacity = 3 * 32
        var batch = PackedBatch(tokenCapacity: capacity, sequenceCapacity: 3)
        let before = addresses(batch)
        for _ in 0..<3 {
            batch.fill(from: ner, rows: [0, 1, 3], padding: .maxLength(32), padID: pad)
            batch.fill(from: qa, rows: [0, 1, 2], padding: .maxLength(32), padID: pad, usesTokenTypes: true)
            batch.fill(from: ner, rows: [2], padID: pad)
        }
        #expect(addresses(batch) == before)
    }
}
