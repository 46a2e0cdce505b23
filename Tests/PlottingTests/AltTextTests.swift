import Plotting
import Testing

@Suite struct AltTextTests {
    @Test func linesNameTheirEnds() {
        let text = SampleFigures.epochs([1, 2, 3]).altText()
        #expect(text.hasPrefix("3 panels. 1: Total training loss. Line chart of Loss against Epoch. Total: 3 points, "))
        #expect(
            text.contains("NER: 3 points, from 0.5723 at 1 to 0.0981 at 3; lowest 0.0981 at 3, highest 0.5723 at 1."))
    }

    @Test func onePointAndNoneAreSaid() {
        #expect(SampleFigures.epochs([1]).altText().contains("QA: 1 point, 3.201 at 1."))
        #expect(SampleFigures.epochs([]).altText().contains("QA: no data."))
    }

    @Test func pointsLeftOutAreCounted() {
        let series = Series(name: "a", x: [1, 2, 3, 4], y: [1, .nan, .infinity, 2])
        let text = PlotFigure(panels: [Panel(content: .lines([series]))]).altText()
        #expect(text == "Line chart. a: 2 points, from 1 at 1 to 2 at 4. 2 points that are not finite are left out.")
        let bars = Panel.Content.bars(labels: ["x", "y"], values: [-1.5, .nan])
        #expect(
            PlotFigure(panels: [Panel(content: bars)], title: "Change").altText()
                == "Change. Bar chart. x -1.5, y NaN. 1 bar that is not finite is left out.")
    }

    @Test func companionsWithoutANameAreLeftOut() {
        let text = SampleFigures.steps.altText()
        #expect(text.contains("NER: 380 points") && text.contains("QA: 380 points"))
        #expect(text.components(separatedBy: "points").count == 3)
    }

    @Test func histogramsNameTheirFullestBucket() {
        let content = Panel.Content.histogram(edges: [0, 16, 32], counts: [5, 12])
        let figure = PlotFigure(panels: [Panel(title: "Lengths", xLabel: "tokens", content: content)])
        #expect(
            figure.altText()
                == "Lengths. Histogram of tokens. 17 values in 2 buckets from 0 to 32; the fullest, from 16 to 32, has 12."
        )
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}
