import ArgumentParser
import Foundation
import Kernels

/// Measures parts of the practical. `Benchmarks/compare` compares the results with PyTorch's.
@main
struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "PracticalBenchmark",
        abstract: "Measure the practical's training steps, inference, tokenizing, reading and the machine's products.",
        discussion: "Prints one JSON object a line. Benchmarks/compare runs it beside PyTorch.",
        subcommands: [Train.self, Infer.self, Tokenize.self, Prepare.self, Peak.self])
}

/// The number of threads that compute.
struct ThreadOption: ParsableArguments {
    @Option(help: "Threads; every core by default.") var threads = WorkerPool.availableCores

    func validate() throws {
        guard threads >= 1 else { throw ValidationError("--threads is at least 1") }
    }

    /// Call this once, before any computation.
    func apply() {
        MatrixProduct.useCallingThreadOnly()
        WorkerPool.shared.threadCount = threads
    }
}

/// Writes a value as one line of JSON, without delay: a reader may be waiting for it.
func emit(_ value: some Encodable) throws {
    var line = try JSONEncoder().encode(value)
    line.append(UInt8(ascii: "\n"))
    try FileHandle.standardOutput.write(contentsOf: line)
}

/// Seconds that `body` takes.
func seconds(_ body: () throws -> Void) throws -> Double {
    let elapsed = try ContinuousClock().measure(body).components
    return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
}
