// Times training steps and forward passes on random tokens with the practical's mean lengths: 16 sentences of 20 tokens, 16 windows
// of 194. `StepBenchmark [minilm|base] [steps] [profile] [linear] [balance] [cpu] [frozen=n] [lora]`: `profile` shows how the time of a step is
// spent, `linear` how it grows with the tokens, `balance` what each rule that weighs losses costs, `frozen=4` freezes the embeddings and
// the lowest four layers, `lora` trains adapters of rank 8 in queries and values instead, and `lora-all` in every dense layer. THREADS=n
// sets the threads.
import Datasets
import Encoders
import Foundation
import Kernels
import Tasks
import Training

let arguments = CommandLine.arguments.dropFirst()
let steps = arguments.compactMap { Int($0) }.first ?? 5
let configuration =
    arguments.contains("base")
    ? EncoderConfiguration.base
    : EncoderConfiguration(
        vocabularySize: 30_522, hiddenSize: 384, layerCount: 6, headCount: 12, intermediateSize: 1_536)

MatrixProduct.useCallingThreadOnly()
WorkerPool.shared.threadCount = Int(ProcessInfo.processInfo.environment["THREADS"] ?? "") ?? WorkerPool.availableCores
let threads = WorkerPool.shared.threadCount
let frozenLayers = arguments.first { $0.hasPrefix("frozen=") }.flatMap { Int($0.dropFirst(7)) }
let adapters: LoRA? =
    arguments.contains("lora")
    ? LoRA(dropout: 0.05)
    : arguments.contains("lora-all") ? LoRA(targets: Set(LoRA.Target.allCases), dropout: 0.05) : nil
let model = MultiTaskModel(
    configuration: configuration,
    heads: [
        TokenClassification().head(task: "ner", labels: RandomBatch.labels),
        SpanExtraction().head(task: "qa", labels: []),
    ], frozen: frozenLayers.map { FrozenParts(embeddings: true, layers: Set(0..<$0)) } ?? .none, lora: adapters)
model.initializeEncoder(key: RandomKey(1))
model.initializeHeads(key: RandomKey(2))
model.initializeAdapters(key: RandomKey(3))
let optimizer = AdamW(settings: .init(), model: model)
let step = OptimizationStep(model: model, optimizer: optimizer)
let inference = model.makeArena(forTraining: false)

/// With `cpu`, this is the processor time of the process. On one thread, it is a step's time on a machine without other work.
let clock = arguments.contains("cpu") ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC

@MainActor func now() -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

@MainActor func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = now()
    try body()
    return now() - start
}

func median(_ times: [Double]) -> Double { times.sorted()[times.count / 2] }

/// Medians of training steps and of forward passes alone, with OpenBLAS's rate measured between them.
@MainActor func measure(_ batch: RandomBatch) throws -> (step: Double, forward: Double, rate: Double) {
    let head = batch.task == "ner" ? 0 : 1
    var (trained, passed, rates): ([Double], [Double], [Double]) = ([], [], [])
    for index in 0...steps {
        let time = try seconds { try batch.train(step, index: index) }
        let pass = try seconds {
            try batch.withInput { model.forward($0, head: head, arena: inference, dropout: nil) }
        }
        rates.append(MatrixProduct.measureRate(library: true))
        guard index > 0 else { continue }
        trained.append(time)
        passed.append(pass)
    }
    return (median(trained), median(passed), median(rates))
}

/// How `steps` steps of the training loop spend their time, in milliseconds per step. The last line but one is the time outside all phases.
@MainActor func profile(_ batch: RandomBatch) throws {
    let task = try batch.trainingTask(batches: steps + 1)
    let trainer = Trainer(
        model: model, optimizer: optimizer, history: TrainingHistory(tasks: [batch.task], randomKey: 4),
        schedule: LearningRateSchedule(warmupSteps: 0, totalSteps: steps + 1), tasks: [task], plan: BatchPlan(),
        maxGradientNorm: 1, padID: 0)
    var (begin, elapsed): (Double, Double) = (0, 0)
    var phases: [Phase: Double] = [:]
    try trainer.run(throughEpoch: 1) { report in
        // The first step warms up.
        if report.step == 1 {
            PhaseClock.start()
            begin = now()
        } else if report.step == report.lastStep {
            elapsed = now() - begin
            phases = PhaseClock.stop()
        }
    }
    let total = elapsed * Double(threads)
    func line(_ name: String, _ value: Double) {
        let milliseconds = String(format: "%9.2f", 1_000 * value / Double(threads * steps))
        print(
            "  \(name.padding(toLength: 28, withPad: " ", startingAt: 0))\(milliseconds) ms"
                + String(format: "%7.1f %%", 100 * value / total))
    }
    for phase in Phase.allCases { line("\(phase)", phases[phase] ?? 0) }
    line("waiting and serial", total - phases.values.reduce(0, +))
    line("step", total)
}

print(
    "\(MatrixProduct.coreName), \(threads) threads, \(configuration.layerCount) layers of \(configuration.hiddenSize)")
if arguments.contains("balance") {
    let batches = [RandomBatch(task: "ner", mean: 20), RandomBatch(task: "qa", mean: 194)]
    try BalanceBenchmark(model: model, batches: batches, steps: steps).run(now)
    exit(0)
}
print(
    "products: ours \(Int(MatrixProduct.measureRate())), OpenBLAS \(Int(MatrixProduct.measureRate(library: true))) GFLOP/s"
)
for batch in [RandomBatch(task: "ner", mean: 20), RandomBatch(task: "qa", mean: 194)] {
    let result = try measure(batch)
    let operations = batch.operations(configuration) / 1e9 / result.rate
    print(
        "\(batch.task): \(batch.tokenCount) tokens; OpenBLAS \(Int(result.rate)) GFLOP/s; "
            + String(
                format: "step %.4f s, %.1f %% of it; forward alone %.4f s, %.1f %%; ", result.step,
                300 * operations / result.step, result.forward, 100 * operations / result.forward)
            + "arenas \(step.arena.byteCount >> 20) and \(inference.byteCount >> 20) MiB")
    if arguments.contains("profile") { try profile(batch) }
}
if arguments.contains("linear") {
    // Uses more of the same sentences.
    for sequences in [2, 8, 32, 128, 256] {
        let batch = RandomBatch(task: "ner", mean: 64, sequences: sequences)
        let result = try measure(batch)
        let microseconds = 1e6 * result.step / Double(batch.tokenCount)
        print("\(batch.tokenCount) tokens: " + String(format: "%.1f µs a token, %.4f s", microseconds, result.step))
    }
}
#if os(Linux)
    var usage = rusage()
    if getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
        print("peak memory \(usage.ru_maxrss >> 10) MiB")
    }
#endif
