import Plotting
import Testing

@Suite struct PlottingErrorTests {
    private func error(_ figure: PlotFigure) -> PlottingError? {
        do throws(PlottingError) {
            _ = try figure.png()
            return nil
        } catch {
            return error
        }
    }

    private let line = Panel(title: "Loss", content: .lines([Series(name: "a", x: [1, 2], y: [3, 4])]))

    @Test func theFontIsInstalled() {
        #expect(PlotFont.problem == nil, "\(PlotFont.problem.map(String.init(describing:)) ?? "")")
    }

    @Test func lengthsThatDifferAreNamed() {
        let series = Series(name: "a", x: [1, 2, 3], y: [1])
        #expect(
            error(PlotFigure(panels: [Panel(title: "Loss", content: .lines([series]))]))
                == .seriesLengthMismatch(panel: "Loss", series: "a", x: 3, y: 1))
        #expect(
            error(PlotFigure(panels: [Panel(title: "B", content: .bars(labels: ["a"], values: []))]))
                == .barLengthMismatch(panel: "B", labels: 1, values: 0))
        #expect(
            error(PlotFigure(panels: [Panel(title: "H", content: .histogram(edges: [0, 1], counts: [1, 2]))]))
                == .histogramLengthMismatch(panel: "H", edges: 2, counts: 2))
        #expect(
            error(PlotFigure(panels: [Panel(title: "H", content: .histogram(edges: [0, 2, 2], counts: [1, 2]))]))
                == .histogramEdgesNotAscending(panel: "H", index: 2))
        #expect(
            error(PlotFigure(panels: [Panel(title: "H", content: .histogram(edges: [.nan, 2], counts: [1]))]))
                == .histogramEdgesNotAscending(panel: "H", index: 0))
        for counts in [[], [[1]], [[1, 2], [3]], [[1, 2], [3, 4], [5, 6]]] as [[[Int?]]] {
            let map = HeatMap(rowLabels: ["a", "b"], columnLabels: ["a", "b"], counts: counts)
            #expect(
                error(PlotFigure(panels: [Panel(title: "C", content: .heatMap(map))]))
                    == .heatMapMismatch(panel: "C", rows: 2, columns: 2))
        }
    }

    @Test func emptyFiguresAreRefused() {
        #expect(error(PlotFigure(panels: [])) == .emptyFigure(panels: 0, columns: 1))
        #expect(error(PlotFigure(panels: [line], columns: 0)) == .emptyFigure(panels: 1, columns: 0))
        #expect(error(PlotFigure(panels: [line], columns: .min)) == .emptyFigure(panels: 1, columns: .min))
    }

    @Test(arguments: [0, -1, .nan, .infinity, 1e-300, 1e300, 1e9, 1000])
    func absurdSizesAreRefused(size: Double) {
        for figure in [
            PlotFigure(panels: [line], width: size), PlotFigure(panels: [line], height: size),
            PlotFigure(panels: [line], dpi: size * 1000), PlotFigure(panels: [line], width: size, height: size),
        ] {
            guard case .figureSize = error(figure) else {
                Issue.record("\(figure.width) by \(figure.height) at \(figure.dpi)")
                continue
            }
        }
    }

    @Test(arguments: [0.02, 0.3, 0.7, 1])
    func panelsWithoutRoomAreRefused(size: Double) {
        for figure in [PlotFigure(panels: [line], width: size), PlotFigure(panels: [line], height: size)] {
            guard case .panelTooSmall("Loss", _, _) = error(figure) else {
                if size < 1 { Issue.record("\(figure.width) by \(figure.height)") }
                continue
            }
        }
    }

    @Test func aLegendThatFillsThePanelIsRefused() {
        let series = (0..<100).map { Series(name: "number \($0)", x: [1], y: [1]) }
        guard case .panelTooSmall = error(PlotFigure(panels: [Panel(content: .lines(series))])) else {
            Issue.record("drawn")
            return
        }
    }

    @Test func extremeStylesAreDrawn() throws {
        for width in [Double.nan, -1, .infinity, 1e300] {
            let series = Series(name: "a", x: [1, 2], y: [3, 4], width: width, opacity: width)
            _ = try PlotFigure(panels: [Panel(content: .lines([series]))], width: 3, height: 3).png()
        }
    }

    @Test func descriptionsSayWhereAndWhatToDo() {
        let missing = PlottingError.fontMissing(family: "DejaVu Sans", found: "Liberation Sans").description
        #expect(missing.contains("DejaVu Sans") && missing.contains("Liberation Sans"))
        #expect(missing.contains("fonts-dejavu-core"))
        let size = PlottingError.figureSize(width: 1e9, height: 4, dpi: 144).description
        #expect(size.contains("1000000000.0") && size.contains("20000 pixels"))
    }
}
