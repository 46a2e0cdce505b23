import ArgumentParser
import Execution
import Kernels
import Notebooks
import Outputs

/// Sets the seed of all random numbers, and the number of threads.
struct SessionCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "Set the seed of all random numbers, the number of threads, and the precision.",
        discussion: "The number of threads changes how long a run takes, never a bit of what it computes.")

    static let examples = ["session --seed 42"]

    @Option(help: "Any whole number: the same seed gives the same bits.", transform: seedArgument)
    var seed: UInt64 = 42
    @Option(
        help: "How many threads work, at most one for each core; 'auto' takes all cores.", transform: Threads.of)
    var threads: Threads = .auto

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

        /// Parses an argument. The error says which values are allowed.
        @Sendable static func of(_ text: String) throws -> Threads {
            guard let threads = Threads(argument: text) else {
                throw ValidationError("it takes auto, or a thread count from 1 to 1,024")
            }
            return threads
        }

        var description: String {
            switch self {
            case .auto: "auto"
            case .count(let count): "\(count)"
            }
        }
    }

    var argumentsInNoKey: Set<String> { ["threads"] }

    var slots: SlotUse { SlotUse(writes: [Slots.session.name]) }

    func validate() throws {
        guard precision.isAvailable else {
            throw ValidationError(
                "this processor has no products of bfloat16, which '--precision bf16' asks for: write '--precision float32', or leave it out"
            )
        }
    }

    func execute(in context: any CommandContext) throws {
        let cores = WorkerPool.availableCores
        let count =
            switch threads {
            case .auto: cores
            // More threads than cores would only wait for each other, and a notebook from a larger machine should run here too.
            case .count(let count): min(count, cores)
            }
        if case .count(let asked) = threads, asked > cores {
            context.show(
                .warning(
                    "\(asked) threads were asked for, and this machine has \(cores) core\(cores == 1 ? "" : "s"): so many work. The result is the same."
                ), isVolatile: true)
        }
        try MatrixProduct.prepare(threads: count)
        Precision.current = precision
        WorkerPool.shared.threadCount = count
        try context.write(Slots.session, SessionSettings(seed: seed, threads: count))
        context.show(.text("Seed \(seed). Device: CPU, \(precision.rawValue)."))
        context.show(.text("\(count) thread\(count == 1 ? "" : "s")."), isVolatile: true)
        context.fact("Seed", "\(seed)")
        context.fact("Threads", "\(count)", isVolatile: true)
    }
}

extension Precision: ExpressibleByArgument {}
