import Foundation
import Plotting

/// The figures of the practical, and more difficult ones, with invented data.
enum SampleFigures {
    static func epochs(_ epochs: [Double]) -> PlotFigure {
        let losses: [(String, [Double], PlotColor)] = [
            ("Total", [1.9123, 1.2451, 0.9532], .ink), ("NER", [0.5723, 0.1822, 0.0981], .blue),
            ("QA", [3.2012, 2.2671, 1.7923], .vermillion),
        ]
        return PlotFigure(
            panels: losses.map { name, values, color in
                let series = Series(
                    name: name, x: epochs, y: Array(values.prefix(epochs.count)), color: color, style: .lineAndMarkers)
                return Panel(
                    title: "\(name) training loss", xLabel: "Epoch", yLabel: "Loss", content: .lines([series]),
                    integerXTicks: true)
            })
    }

    static var steps: PlotFigure {
        var series: [Series] = []
        for (name, offset, color) in [("NER", 0, PlotColor.blue), ("QA", 1, .vermillion)] {
            let x = stride(from: offset, to: 760, by: 2).map(Double.init)
            let y = x.map { 0.3 + 3 * exp(-$0 / 120) + 0.2 * sin($0 * 12.9898) + Double(offset) }
            let raw = Series(name: "", x: x, y: y, color: color, width: 1, opacity: 0.3)
            var smooth = raw.smoothed(window: 25)
            (smooth.name, smooth.width, smooth.opacity) = (name, 2, 1)
            series += [raw, smooth]
        }
        return PlotFigure(panels: [
            Panel(title: "Loss per step", xLabel: "Step", yLabel: "Loss", content: .lines(series), yStartsAtZero: true)
        ])
    }

    static var schedule: PlotFigure {
        let x = (0...375).map(Double.init)
        let y = x.map { $0 < 37 ? 5e-5 * $0 / 37 : 5e-5 * (375 - $0) / 338 }
        let panel = Panel(
            title: "Learning rate", xLabel: "Step", yLabel: "Learning rate",
            content: .lines([Series(name: "rate", x: x, y: y)]), yStartsAtZero: true)
        return PlotFigure(panels: [panel], width: 6, height: 3)
    }

    static var histogram: PlotFigure {
        PlotFigure(panels: [
            Panel(
                title: "Lengths", xLabel: "Tokens", yLabel: "Windows",
                content: .histogram(edges: (0...24).map { Double($0 * 16) }, counts: (0..<24).map { $0 * (24 - $0) }))
        ])
    }

    static var bars: PlotFigure {
        let labels = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC"]
        return PlotFigure(
            panels: [
                Panel(
                    title: "Labels", xLabel: "Label", yLabel: "Tokens",
                    content: .bars(labels: labels, values: [23499, 1234, 980, 1100, 740, 1300, 210, 560, 300])),
                Panel(title: "F1", content: .bars(labels: ["PER", "ORG"], values: [0.95, 0.8712], color: .green)),
                Panel(
                    title: String(repeating: "A title that does not fit ", count: 9), xLabel: "Change",
                    yLabel: String(repeating: "long axis label ", count: 9),
                    content: .bars(
                        labels: ["a long label under a bar", "another one as long", "and a third"],
                        values: [-1.5, 2, .nan])),
                Panel(content: .bars(labels: (0..<60).map { "w\($0)" }, values: (0..<60).map { Double($0 % 7 - 3) })),
            ], columns: 2, title: "Bars of all kinds")
    }

    static var confusion: PlotFigure {
        let types = ["LOC", "MISC", "ORG", "PER"]
        let map = HeatMap(
            rowLabels: types + ["spurious"], columnLabels: types + ["missed"],
            counts: [
                [1620, 11, 24, 3, 10], [14, 790, 40, 2, 76], [31, 22, 1250, 9, 29], [4, 1, 12, 1802, 23],
                [40, 61, 35, 20, nil],
            ])
        return PlotFigure(
            panels: [Panel(xLabel: "Predicted", yLabel: "True", content: .heatMap(map))], height: 2.3)
    }

    static var wideConfusion: PlotFigure {
        let labels = (0..<24).map { "a rather long label \($0)" }
        let map = HeatMap(
            rowLabels: labels, columnLabels: labels,
            counts: (0..<24).map { row in (0..<24).map { row == $0 ? 123_456 : row * $0 % 7 } })
        return PlotFigure(
            panels: [Panel(xLabel: "Predicted", yLabel: "True", content: .heatMap(map))], height: 8)
    }

    static var odd: PlotFigure {
        let manySeries = (0..<6).map { index in
            Series(
                name: "series number \(index)", x: [1, 2, 3, 4, 5, 6, 7],
                y: [1, .nan, 2, 3, .infinity, 2, 4].map { $0 + Double(index) },
                color: PlotColor.palette[index % PlotColor.palette.count],
                style: index % 2 == 0 ? .lineAndMarkers : .line)
        }
        func panel(_ title: String, x: [Double], y: [Double]) -> Panel {
            Panel(title: title, xLabel: "x", yLabel: "y", content: .lines([Series(name: "a", x: x, y: y)]))
        }
        return PlotFigure(
            panels: [
                Panel(title: "Gaps", xLabel: "x", yLabel: "y", content: .lines(manySeries)),
                panel("Huge", x: [1e9, 1e9 + 1, 1e9 + 2], y: [1e299, -1e300, 3e299]),
                panel("Offset", x: [-2e-7, 0, 2e-7], y: [1000.0001, 1000.0002, 1000.00015]),
                panel("Tiny", x: [.leastNonzeroMagnitude, .leastNormalMagnitude], y: [1e-300, 2e-300]),
                panel("Equal", x: [3, 3, 3], y: [-7, -7, -7]),
                panel("None", x: [.nan], y: [1]),
            ])
    }

    static var all: [(name: String, figure: PlotFigure)] {
        [
            ("epochs", epochs([1, 2, 3])), ("one epoch", epochs([1])), ("no epoch", epochs([])), ("steps", steps),
            ("schedule", schedule), ("histogram", histogram), ("bars", bars), ("odd", odd),
            ("confusion", confusion), ("wide confusion", wideConfusion),
        ]
    }
}
