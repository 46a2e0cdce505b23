import Plotting
import Testing

@Suite struct AltTextTests {
    @Test func linesNameTheirEnds() {
        let text = SampleFigures.epochs([1, 2, 3]).altText()
        #expect(text.hasPrefix("3 panels. 1: Total training loss. Line chart of Loss against Epoch. Total: falls "))
        #expect(text.contains("NER: falls from 0.5723 at 1 to 0.0981 at 3, 3 points."))
    }

    @Test func onePointAndNoneAreSaid() {
        #expect(SampleFigures.epochs([1]).altText().contains("QA: 1 point, 3.201 at 1."))
        #expect(SampleFigures.epochs([]).altText().contains("QA: no data."))
    }

    @Test func pointsLeftOutAreCounted() {
        let series = Series(name: "a", x: [1, 2, 3, 4], y: [1, .nan, .infinity, 2])
        let text = PlotFigure(panels: [Panel(content: .lines([series]))]).altText()
        #expect(
            text == "Line chart. a: rises from 1 at 1 to 2 at 4, 2 points. 2 points that are not finite are left out.")
        let bars = Panel.Content.bars(labels: ["x", "y"], values: [-1.5, .nan])
        #expect(
            PlotFigure(panels: [Panel(content: bars)], title: "Change").altText()
                == "Change. Bar chart. x -1.5, y NaN. 1 bar that is not finite is left out.")
    }

    @Test func companionsWithoutANameAreLeftOut() {
        let text = SampleFigures.steps.altText()
        #expect(text.contains("NER: falls from") && text.contains("QA: falls from"))
        #expect(text.components(separatedBy: "380 points").count == 3)
    }

    @Test func turnsAreSaid() {
        let text = SampleFigures.schedule.altText()
        #expect(text.hasSuffix("rate: ends where it began, from 0 at 0 to 0 at 375, 376 points; highest 5e-5 at 37."))
    }

    @Test func heatMapsSayHowManyAreRightAndTheLargestErrors() {
        #expect(
            SampleFigures.confusion.altText()
                == "Heat map, rows: True, columns: Predicted. 5462 of 5929 (92.1 %) lie where row and column agree. "
                + "The largest of the others are row MISC, column missed: 76 of 922; row spurious, column MISC: 61 of 156; "
                + "row MISC, column ORG: 40 of 922.")
        let none = HeatMap(rowLabels: ["a"], columnLabels: ["a"], counts: [[0]])
        #expect(PlotFigure(panels: [Panel(content: .heatMap(none))]).altText() == "Heat map. All counts are 0.")
        let empty = HeatMap(rowLabels: [], columnLabels: [], counts: [])
        #expect(PlotFigure(panels: [Panel(content: .heatMap(empty))]).altText() == "Heat map. No data.")
    }

    @Test func mapsOfCosinesSayHowManyAreBelowZero() {
        let map = SignedHeatMap(
            rowLabels: ["layer 1", "layer 2"], columnLabels: ["1", "5"], values: [[-0.256, 0.5], [nil, 0.1]])
        #expect(
            PlotFigure(panels: [Panel(xLabel: "Step", content: .heatMap(map))]).altText()
                == "Heat map, columns: Step. 1 of 3 values are below 0. The lowest is -0.26, the highest 0.5.")
    }

    @Test func histogramsNameTheirFullestBucket() {
        let content = Panel.Content.histogram(edges: [0, 16, 32], counts: [5, 12])
        let figure = PlotFigure(panels: [Panel(title: "Lengths", xLabel: "tokens", content: content)])
        #expect(
            figure.altText()
                == "Lengths. Histogram of tokens. 17 values in 2 buckets from 0 to 32; half of them lie below 32, and the fullest, from 16 to 32, has 12."
        )
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}
