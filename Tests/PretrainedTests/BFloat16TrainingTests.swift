import Encoders
import FixtureSupport
import Kernels
import Tasks
import Testing
import Training

/// How much bfloat16 products change a real model's losses. Precision belongs to the process, so the test has its own.
@Suite(
    .serialized, PretrainedEncoder.Requirement(),
    .enabled(if: Precision.bf16.isAvailable, "this processor has no AVX512-BF16"))
struct BFloat16TrainingTests {
    @Test func lossesMoveByLessThanAPercent() async {
        await #expect(processExitsWith: .success) {
            let exact = try losses(.float32)
            let rounded = try losses(.bf16)
            try #require(exact.count == 12)
            for (step, (a, b)) in zip(exact, rounded).enumerated() {
                try #require(a != b, "step \(step): bfloat16 was not used")
                try #require(abs(a - b) < 0.01 * a, "step \(step): \(a) in float32, \(b) in bfloat16")
            }
            // It still learns.
            try #require(rounded[10] < 0.8 * rounded[0] && rounded[11] < 0.8 * rounded[1])
        }
    }
}

/// The losses of twelve steps that take a batch of NER and a batch of QA in turns.
private func losses(_ precision: Precision) throws -> [Double] {
    Precision.current = precision
    let encoder = try PretrainedEncoder()
    let step = OptimizationStep(model: encoder.model, optimizer: AdamW(settings: .init(), model: encoder.model))
    let batches = try ["ner", "qa"].map { FlatBatch(try #require(encoder.batches[$0]), padded: false) }
    return try (0..<12).map { index in
        let batch = batches[index % 2]
        var loss = 0.0
        try batch.withInput { input in
            try batch.targets.withUnsafeBufferPointer { targets in
                let result = try step.run(
                    input, head: index % 2, kind: index % 2 == 0 ? TokenClassification() : SpanExtraction(),
                    targets: targets, targetCount: batch.targetCount, weight: 1, learningRate: 5e-5, maxGradientNorm: 1,
                    dropout: nil)
                loss = try #require(result).loss
            }
        }
        return loss
    }
}
