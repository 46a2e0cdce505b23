import ArgumentParser
import Datasets
import Encoders
import Foundation
import Tasks

/// Batches that another program has written, so that both programs train on the same batches in the same order.
///
/// The file consists of little-endian 32-bit integers. First come `magic`, the number of batches of each kind (checks, warm-up,
/// measured) and the number of steps in the learning rate's schedule. Then, for each batch: the task (0 NER, 1 QA), S sequences, T
/// tokens; input ids [T], token types [T], positions [T], sequence offsets [S + 1], lengths [S], examples [S]; and the
/// labels [T] of NER, or the starts [S] and ends [S] of QA. `Benchmarks/compare/batches.py` writes it.
final class BatchFile {
    /// One batch in the engine's form: views into the file's content.
    struct Batch {
        var task: Int
        var input: EncoderInput
        /// Targets in the form of the task's kind: a label per token, or a start and an end per sequence.
        var targets: [Int32]
        /// The number of targets that count.
        var targetCount: Int
        var kind: any TaskKind
    }

    static let magic: Int32 = 0x5042_4131

    let checkCount: Int
    let warmUpCount: Int
    let measuredCount: Int
    let scheduleSteps: Int
    private(set) var batches: [Batch] = []
    private let words: UnsafeMutableBufferPointer<Int32>
    private var place = 5

    init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ValidationError("\(path): it can't be read")
        }
        words = .allocate(capacity: max(5, data.count / 4))
        words.initialize(repeating: 0)
        _ = data.copyBytes(to: words)
        guard words[0] == BatchFile.magic else { throw ValidationError("\(path): this is not a file of batches") }
        checkCount = Int(words[1])
        warmUpCount = Int(words[2])
        measuredCount = Int(words[3])
        scheduleSteps = Int(words[4])
        for index in 0..<(checkCount + warmUpCount + measuredCount) {
            do {
                batches.append(try nextBatch())
            } catch {
                throw ValidationError("\(path): batch \(index): the file ends before it does; write it again")
            }
        }
    }

    deinit { words.deallocate() }

    private func take(_ count: Int) throws -> UnsafeBufferPointer<Int32> {
        guard count >= 0, place + count <= words.count else { throw CocoaError(.fileReadCorruptFile) }
        defer { place += count }
        return UnsafeBufferPointer(rebasing: words[place..<(place + count)])
    }

    private func nextBatch() throws -> Batch {
        let sizes = try take(3)
        let (task, sequences, tokens) = (Int(sizes[0]), Int(sizes[1]), Int(sizes[2]))
        let input = EncoderInput(
            inputIDs: try take(tokens), tokenTypeIDs: try take(tokens), positionIDs: try take(tokens),
            sequenceOffsets: try take(sequences + 1), keyLengths: try take(sequences), exampleIDs: try take(sequences))
        if task == 0 {
            let labels = Array(try take(tokens))
            return Batch(
                task: task, input: input, targets: labels, targetCount: labels.count { $0 != ignoreIndex },
                kind: TokenClassification())
        }
        let (starts, ends) = (try take(sequences), try take(sequences))
        return Batch(
            task: task, input: input, targets: zip(starts, ends).flatMap { [$0, $1] }, targetCount: 2 * sequences,
            kind: SpanExtraction())
    }
}
