import ArgumentParser
import Execution
import Kernels
import Notebooks

/// The seed of all random numbers, and how many threads work.
struct SessionCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "Set the seed of all random numbers, the number of threads, and the precision.",
        discussion: "The number of threads changes how long a run takes, never a bit of what it computes.")

    static let examples = ["session --seed 42"]

    @Option(help: "Any whole number: the same seed gives the same bits.") var seed: UInt64 = 42
    @Option(help: "How many threads work; 'auto' takes all cores.") var threads: Threads = .auto

    @Option(help: "float32, or bf16: dense products of factors rounded to bfloat16, on processors that have them.")
    var precision: Precision = .float32

    enum Threads: ExpressibleByArgument, Equatable, CustomStringConvertible {
        case auto
        case count(Int)

        init?(argument: String) {
            if argument == "auto" {
                self = .auto
            } else if let count = Int(argument), count > 0, count <= 1_024 {
                self = .count(count)
            } else {
                return nil
            }
        }

        var description: String {
            switch self {
            case .auto: "auto"
            case .count(let count): "\(count)"
            }
        }
    }

    static let argumentsInNoKey: Set = ["threads"]

    var slots: SlotUse { SlotUse(writes: [Slots.session.name]) }

    func execute(in context: any CommandContext) throws {
        let count =
            switch threads {
            case .auto: WorkerPool.availableCores
            case .count(let count): count
            }
        guard precision.isAvailable else {
            throw CommandFailure(
                "this processor has no products of bfloat16", remedy: "Write `--precision float32`, or leave it out.")
        }
        Precision.current = precision
        MatrixProduct.useCallingThreadOnly()
        WorkerPool.shared.threadCount = count
        try context.write(Slots.session, SessionSettings(seed: seed, threads: count))
        context.show(.text("Seed \(seed). Device: CPU, \(precision.rawValue)."))
        context.show(.text("\(count) thread\(count == 1 ? "" : "s")."), isVolatile: true)
        context.fact("Seed", "\(seed)")
        context.fact("Threads", "\(count)", isVolatile: true)
    }
}

extension Precision: ExpressibleByArgument {}
