import Kernels

/// Low-rank adapters of dense layers (LoRA; Hu et al., 2021), as in PEFT's `LoraConfig`.
///
/// With an adapter a dense layer computes x · Wᵀ + b + scale · dropout(x) · Aᵀ · Bᵀ. Only A [rank, inputs] and B [outputs, rank] are
/// trained, beside the heads.
package struct LoRA: Sendable, Equatable, Codable {
    /// A dense layer of every encoder layer.
    package enum Target: String, Sendable, CaseIterable, Codable {
        case query, key, value
        case attentionOutput = "attention-output"
        case intermediate, output
    }

    /// Number of rows of A, from 1 up.
    package var rank: Int
    /// The numerator of `scale`.
    package var alpha: Double
    /// The layers that have an adapter, in the order of `Target.allCases`, each once.
    package private(set) var targets: [Target]
    /// The rate of the dropout before A.
    package var dropout: Float
    /// True for rsLoRA (Kalajdzievski, 2023), where the scale falls with the root of the rank.
    package var isRankStabilized: Bool
    /// True if each task has an adapter of its own, false if one adapter serves all.
    package var isPerTask: Bool

    package init(
        rank: Int = 8, alpha: Double = 16, targets: Set<Target> = [.query, .value], dropout: Float = 0,
        isRankStabilized: Bool = false, isPerTask: Bool = false
    ) {
        self.rank = rank
        self.alpha = alpha
        self.targets = Target.allCases.filter(targets.contains)
        self.dropout = dropout
        self.isRankStabilized = isRankStabilized
        self.isPerTask = isPerTask
    }

    /// The factor of the adapters' products: α / rank, or α / √rank.
    package var scale: Float {
        Float(isRankStabilized ? alpha / Double(rank).squareRoot() : alpha / Double(rank))
    }

    /// What makes these adapters impossible for an encoder, or nil.
    package func flaw(_ configuration: EncoderConfiguration) -> String? {
        let highest = LoRA.highestRank(configuration, targets: targets)
        if targets.isEmpty { return "no layer has one" }
        if rank < 1 { return "a rank is at least 1" }
        if rank > highest {
            return "the rank \(rank) is higher than \(highest), the highest that these layers can have"
        }
        if !alpha.isFinite || alpha <= 0 { return "alpha is a number above 0" }
        if !(dropout >= 0 && dropout < 1) { return "a dropout rate is at least 0 and below 1" }
        return nil
    }

    /// The highest rank that an encoder's layers can use: that of its smallest weight.
    package static func highestRank(_ configuration: EncoderConfiguration, targets: [Target]) -> Int {
        targets.map { target in
            let (outputs, inputs) = target.shape(configuration)
            return min(outputs, inputs)
        }.min() ?? 0
    }
}

extension LoRA.Target {
    /// The shape of the layer's weight.
    func shape(_ configuration: EncoderConfiguration) -> (outputs: Int, inputs: Int) {
        let (hidden, intermediate) = (configuration.hiddenSize, configuration.intermediateSize)
        return switch self {
        case .query, .key, .value, .attentionOutput: (hidden, hidden)
        case .intermediate: (intermediate, hidden)
        case .output: (hidden, intermediate)
        }
    }

    /// The layer's name in a family, after the number of its layer of the encoder.
    func part(_ names: TensorNames) -> String {
        switch self {
        case .query: names.query
        case .key: names.key
        case .value: names.value
        case .attentionOutput: names.attentionOutput
        case .intermediate: names.intermediate
        case .output: names.output
        }
    }

    /// The layer's full name.
    package func name(_ names: TensorNames, layer: Int) -> String { names.name(part(names), layer: layer) }

    /// The name of the layer's adapter, without `.lora_A` and `.lora_B`.
    ///
    /// - Parameter task: the task that it belongs to, or nil if it is everyone's.
    package func adapterName(_ names: TensorNames, layer: Int, task: String?) -> String {
        name(names, layer: layer) + (task.map { ".\($0)" } ?? "")
    }

    var isQueryKeyValue: Bool { self == .query || self == .key || self == .value }

    /// A number for the layer's stream of random numbers.
    var index: Int {
        switch self {
        case .query: 0
        case .key: 1
        case .value: 2
        case .attentionOutput: 3
        case .intermediate: 4
        case .output: 5
        }
    }
}

/// The adapter of one dense layer, as offsets into the model's parameters.
struct LowRankTerm {
    let target: LoRA.Target
    /// Offsets of A [rank, inputs] and of B, which is stored transposed: [rank, outputs].
    let a, b: Int
    /// The adapter's part of the dense layer's outputs: query, key and value are one layer.
    let firstOutput, outputs: Int
    let inputs: Int
    /// Its number among the adapters of its layer of the encoder.
    let index: Int
}

/// A piece of the gradient of one adapter: some columns of A or of B.
struct LowRankPiece {
    let term: LowRankTerm
    /// True for a piece of B.
    let isUp: Bool
    let columns: Range<Int>

    /// All pieces of an adapter.
    static func pieces(of term: LowRankTerm) -> [LowRankPiece] {
        [(false, term.inputs), (true, term.outputs)].flatMap { isUp, width in
            stride(from: 0, to: width, by: LowRankProduct.pieceColumns).map { start in
                LowRankPiece(
                    term: term, isUp: isUp, columns: start..<min(width, start + LowRankProduct.pieceColumns))
            }
        }
    }
}
