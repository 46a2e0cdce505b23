import Plotting
import Testing

@Suite struct LayoutTests {
    @Test(arguments: SampleFigures.all.map(\.name), [(12.0, 1.0), (18, 1.6), (24, 1.2)])
    func everyTextLiesInsideAndTouchesNoOther(name: String, scale: (width: Double, height: Double)) throws {
        var figure = try #require(SampleFigures.all.first { $0.name == name }?.figure)
        figure.width *= scale.width / 12
        figure.height *= scale.height
        let layout = try FigureLayout(figure)
        let texts = layout.texts
        for text in texts { #expect(layout.size.contains(text.bounds), "\(text.text)") }
        // The bounding rectangles of adjacent slanted labels overlap, but the labels do not.
        func isOblique(_ text: PlacedText) -> Bool { text.angle != 0 && text.angle > -1.5 }
        for (index, text) in texts.enumerated() {
            for other in texts[(index + 1)...] where !(isOblique(text) && isOblique(other)) {
                #expect(!text.bounds.intersects(other.bounds), "\(text.text) and \(other.text)")
            }
        }
    }

    @Test(arguments: SampleFigures.all.map(\.name))
    func tickLabelsStandOutsideTheirPlotAreaAndInsideTheirColumn(name: String) throws {
        let figure = try #require(SampleFigures.all.first { $0.name == name }?.figure)
        let layout = try FigureLayout(figure)
        let width = layout.size.width / Double(min(figure.columns, figure.panels.count))
        for (index, panel) in layout.panels.enumerated() {
            let column = Double(index % figure.columns)
            for label in panel.tickLabels {
                #expect(!panel.plotArea.intersects(label.bounds), "\(label.text)")
                #expect(label.bounds.minX >= column * width && label.bounds.maxX <= (column + 1) * width)
            }
        }
    }

    @Test(arguments: SampleFigures.all.map(\.name))
    func theNarrowArrangementHasItsPanelsBelowEachOtherAndRoomForAllText(name: String) throws {
        let figure = try #require(SampleFigures.all.first { $0.name == name }?.figure)
        let narrow = try #require(figure.narrow)
        #expect(narrow.width == 3.75 && narrow.narrow == nil)
        let layout = try FigureLayout(narrow)
        #expect(layout.panels.count == figure.panels.count)
        #expect(Set(layout.panels.map(\.cell.minX)) == [0])
        for text in layout.texts { #expect(layout.size.contains(text.bounds), "\(text.text)") }
    }

    @Test func ticksOfAHistogramStandOnItsEdges() throws {
        let edges = (0...40).map { Double($0 * 16) }
        let counts = (0..<40).map { (10..<31).contains($0) ? 5 : 0 }
        for width in [3.75, 7, 20] {
            let figure = PlotFigure(
                panels: [Panel(content: .histogram(edges: edges, counts: counts))], width: width, height: 3)
            let panel = try #require(FigureLayout(figure).panels.first)
            #expect(panel.xTicks.count >= 4)
            #expect(panel.xTicks.allSatisfy(edges.contains))
            // Empty buckets at both ends are left out.
            #expect(panel.axes.x.lower > 144 && panel.axes.x.lower <= 160)
            #expect(panel.axes.x.upper >= 496 && panel.axes.x.upper < 512)
        }
    }

    @Test func epochsAreWholeNumbers() throws {
        let layout = try FigureLayout(SampleFigures.epochs([1, 2, 3]))
        for panel in layout.panels {
            let area = panel.plotArea
            let labels = panel.tickLabels.filter { $0.bounds.minY > area.maxY }.map(\.text)
            #expect(labels == ["1", "2", "3"])
        }
    }

    @Test func aSingleEpochStandsInTheMiddleOverItsOnlyTick() throws {
        let panel = try #require(FigureLayout(SampleFigures.epochs([1])).panels.first)
        let place = panel.position(PlotPoint(x: 1, y: 1.9123))
        #expect(abs(place.x - panel.plotArea.midX) < 0.01)
        #expect(abs(place.y - panel.plotArea.midY) < 0.01)
        let below = panel.tickLabels.filter { $0.bounds.minY > panel.plotArea.maxY }
        #expect(below.map(\.text) == ["1"])
        #expect(abs((below.first?.bounds.midX ?? 0) - panel.plotArea.midX) < 0.01)
    }

    @Test func panelsOfARowShareTheirPlotsHeight() throws {
        let layout = try FigureLayout(SampleFigures.odd)
        #expect(Set(layout.panels[0..<3].map(\.plotArea.minY)).count == 1)
        #expect(Set(layout.panels[0..<3].map(\.plotArea.maxY)).count == 1)
    }

    @Test func legendAppearsForSeveralNamedSeriesOnly() throws {
        let single = try FigureLayout(SampleFigures.schedule)
        #expect(!single.texts.contains { $0.text == "rate" })
        let steps = try FigureLayout(SampleFigures.steps)
        #expect(steps.texts.filter { ["NER", "QA"].contains($0.text) }.count == 2)
    }

    @Test func emptyPanelsSaySo() throws {
        let layout = try FigureLayout(SampleFigures.epochs([]))
        #expect(layout.texts.filter { $0.text == "no data" }.count == 3)
        #expect(layout.panels.allSatisfy { $0.tickLabels.isEmpty })
    }

    @Test func charactersWithoutAGlyphBecomeQuestionMarks() throws {
        let panel = Panel(title: "Länge \u{65E5}\u{672C}\nβ\u{0}", content: .lines([]))
        let layout = try FigureLayout(PlotFigure(panels: [panel]))
        #expect(layout.texts.contains { $0.text == "Länge ? β " })
    }

    @Test func theSmallestFiguresThatACellCanAskForHaveRoom() throws {
        var steps = SampleFigures.steps
        (steps.width, steps.height) = (2.5, 2.5)
        #expect(try FigureLayout(steps).panels.count == 1)
        var epochs = SampleFigures.epochs([3, 2, 1])
        (epochs.width, epochs.height) = (4.5, 2.5)
        #expect(try FigureLayout(epochs).panels.count == 3)
    }

    @Test func longTitlesAreShortenedWithAnEllipsis() throws {
        let panel = Panel(title: String(repeating: "long ", count: 200), content: .lines([]))
        let layout = try FigureLayout(PlotFigure(panels: [panel], width: 3))
        let title = try #require(layout.texts.first { $0.text.hasPrefix("long") })
        #expect(title.text.hasSuffix("…"))
        #expect(title.bounds.width > 150)
    }
}
