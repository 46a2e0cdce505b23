import ArgumentParser
import Datasets
import Tasks

/// Passes over the validation data without dropout or gradients, with the search for the largest logits.
struct Infer: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Time whole passes over the validation data.")

    @OptionGroup var folder: ModelFolder
    @OptionGroup var threads: ThreadOption
    @OptionGroup var validation: ValidationFiles
    @Option(help: "Passes of each task.") var passes = 1

    private struct Pass: Encodable {
        var kind = "inference"
        var task: String
        var seconds: Double
        var sequences: Int
        /// Number of tokens without padding.
        var tokens: Int
    }

    func run() throws {
        threads.apply()
        let model = try folder.load()
        try emit(Facts(parameters: model.parameterCount))
        let warmUp = try validation.load(tokenizerFolder: folder.model, count: 16)
        let content = try validation.load(tokenizerFolder: folder.model)
        // The sum is read after every pass, so that the compiler can't omit any part of it.
        var sum = 0
        let (ner, qa) = try content.trained(model)
        func measure(_ features: some SequenceFeatures, _ task: TrainedTask, isMeasured: Bool) throws {
            let outputs = max(2, task.task.labels.count)
            let elapsed = try seconds {
                try task.run(features) { _, tokens, logits in
                    if outputs > 2 {
                        for token in 0..<tokens {
                            sum &+= largest(logits + token * outputs, count: outputs, step: 1)
                        }
                    } else {
                        sum &+= largest(logits, count: tokens, step: 2)
                        sum &+= largest(logits + 1, count: tokens, step: 2)
                    }
                }
            }
            guard isMeasured else { return }
            try emit(
                Pass(
                    task: task.task.name, seconds: elapsed, sequences: features.count, tokens: features.tokenCount))
        }
        try measure(warmUp.ner, ner, isMeasured: false)
        for _ in 0..<passes { try measure(content.ner, ner, isMeasured: true) }
        try measure(warmUp.qa, qa, isMeasured: false)
        for _ in 0..<passes { try measure(content.qa, qa, isMeasured: true) }
        precondition(sum >= 0)
    }

    private func largest(_ values: UnsafePointer<Float>, count: Int, step: Int) -> Int {
        var best = 0
        for place in 0..<count where values[place * step] > values[best * step] { best = place }
        return best
    }
}
