import Outputs
import Plotting

/// What the cosines between the tasks' gradients show: a map for each pair of tasks, and a sentence.
struct Conflict {
    static let embeddings = "embeddings"

    let tasks: [String]
    /// The parts of the encoder, from below.
    let parts: [String]
    let looks: [(step: Int, cosines: [[Double?]])]

    /// The pairs of tasks, in the order of the cosines.
    var pairs: [(Int, Int)] {
        tasks.indices.flatMap { a in tasks.indices.filter { $0 > a }.map { (a, $0) } }
    }

    /// The mean over all parts and looks, by pair.
    var means: [Double?] { pairs.indices.map { pair in mean(looks.flatMap { $0.cosines.map { $0[pair] } }) } }

    private func mean(_ values: [Double?]) -> Double? {
        let numbers = values.compactMap(\.self)
        return numbers.isEmpty ? nil : numbers.reduce(0, +) / Double(numbers.count)
    }

    /// A map for each pair of tasks: the part next to the heads above, the embeddings below.
    func figure(width: Double?, height: Double?) -> PlotFigure {
        let rows = parts.indices.reversed()
        let panels = pairs.enumerated().map { place, pair in
            Panel(
                title: pairs.count > 1 ? "\(tasks[pair.0]) and \(tasks[pair.1])" : "", xLabel: "Step",
                content: .heatMap(
                    SignedHeatMap(
                        rowLabels: rows.map { parts[$0] }, columnLabels: looks.map { "\($0.step + 1)" },
                        values: rows.map { row in looks.map { $0.cosines[row][place] } })))
        }
        return PlotFigure(
            panels: panels, columns: 1, width: width ?? PlotFigure.standardWidth,
            height: height ?? Double(panels.count) * (0.9 + 0.3 * Double(parts.count)))
    }

    /// A part's name within a sentence.
    private func phrase(_ part: String) -> String { part == Self.embeddings ? "the \(part)" : part }

    /// One sentence for each pair of tasks.
    var sentences: [String] {
        pairs.enumerated().map { place, pair in
            let names = "\(tasks[pair.0]) and \(tasks[pair.1])"
            let values = looks.flatMap { $0.cosines.compactMap { $0[place] } }
            guard let mean = means[place] else {
                return
                    "One of \(names) has no gradient in what the encoder trains, so that there is no angle between them."
            }
            let below = Double(values.count { $0 < 0 }) / Double(values.count)
            let byPart = parts.indices.compactMap { part in
                self.mean(looks.map { $0.cosines[part][place] }).map { (name: parts[part], mean: $0) }
            }
            let verdict =
                switch mean {
                case ..<(-0.05): "pull against each other"
                case 0.05...: "pull together"
                default: "mostly leave each other alone"
                }
            var text =
                "In \(Format.count(looks.count, "step")), \(names) \(verdict): the mean cosine of their gradients is "
                + "\(Format.decimal(mean, 2)), and \(Format.percent(below, 0)) of the cosines are below 0"
            if let least = byPart.min(by: { $0.mean < $1.mean }), let most = byPart.max(by: { $0.mean < $1.mean }),
                least.name != most.name
            {
                text +=
                    "; they agree most in \(phrase(most.name)) (\(Format.decimal(most.mean, 2))) and least in \(phrase(least.name)) (\(Format.decimal(least.mean, 2)))"
            }
            return text + "."
        }
    }
}
