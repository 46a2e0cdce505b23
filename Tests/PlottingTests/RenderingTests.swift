import Plotting
import Testing

@Suite struct RenderingTests {
    /// The pixel at a position in points.
    private func pixel(_ image: RasterImage, _ place: PlotPoint, dpi: Double = 192) -> [UInt8] {
        let column = Int(place.x * dpi / 72)
        let row = Int(place.y * dpi / 72)
        let start = (row * image.width + column) * 4
        return Array(image.pixels[start..<start + 4])
    }

    /// A pixel where nothing is drawn.
    private let bare: [UInt8] = [0, 0, 0, 0]

    private func render(_ panel: Panel) throws -> (image: RasterImage, panel: PanelLayout) {
        let figure = PlotFigure(panels: [panel], width: 5, height: 4)
        return (try figure.render(), try #require(FigureLayout(figure).panels.first))
    }

    @Test func groundIsThePagesToTheCorners() throws {
        let image = try SampleFigures.epochs([1, 2, 3]).render()
        for place in [PlotPoint(x: 0, y: 0), PlotPoint(x: 503.5, y: 0), PlotPoint(x: 503.5, y: 201)] {
            #expect(pixel(image, place) == bare)
        }
    }

    @Test(arguments: [Series.Style.lineAndMarkers, .markers])
    func markersHaveTheSeriesColorAtTheirPoints(style: Series.Style) throws {
        let series = Series(name: "a", x: [1, 2, 3], y: [4, 1, 2], color: .vermillion, style: style)
        let (image, panel) = try render(Panel(content: .lines([series])))
        for (x, y) in zip(series.x, series.y) {
            #expect(pixel(image, panel.position(PlotPoint(x: x, y: y))) == [0xC4, 0x4E, 0x00, 255])
        }
    }

    @Test func linesPassThroughTheMiddleOfTheirPoints() throws {
        let series = Series(name: "a", x: [0, 10], y: [0, 10], color: .blue, width: 4)
        let (image, panel) = try render(Panel(content: .lines([series]), grid: false))
        #expect(pixel(image, panel.position(PlotPoint(x: 5, y: 5))) == [0x1F, 0x6F, 0xB0, 255])
        #expect(pixel(image, panel.position(PlotPoint(x: 5, y: 6))) == bare)
    }

    @Test func valuesThatAreNotFiniteLeaveAGap() throws {
        let series = Series(name: "a", x: [0, 1, 2, 3, 4], y: [1, 1, .nan, 1, 1], color: .blue, width: 4)
        let (image, panel) = try render(Panel(content: .lines([series]), grid: false))
        #expect(pixel(image, panel.position(PlotPoint(x: 0.5, y: 1))) == [0x1F, 0x6F, 0xB0, 255])
        #expect(pixel(image, panel.position(PlotPoint(x: 2, y: 1))) == bare)
        #expect(pixel(image, panel.position(PlotPoint(x: 3.5, y: 1))) == [0x1F, 0x6F, 0xB0, 255])
    }

    @Test func aPointBetweenGapsIsSeenWithoutALine() throws {
        let series = Series(name: "a", x: [0, 1, 2], y: [.nan, 3, .infinity], color: .blue)
        let (image, panel) = try render(Panel(content: .lines([series]), grid: false))
        #expect(pixel(image, panel.position(PlotPoint(x: 1, y: 3))) == [0x1F, 0x6F, 0xB0, 255])
    }

    @Test func opacityLightensALine() throws {
        let series = Series(name: "a", x: [0, 10], y: [0, 10], color: .ink, width: 6, opacity: 0.5)
        let (image, panel) = try render(Panel(content: .lines([series]), grid: false))
        let place = pixel(image, panel.position(PlotPoint(x: 5, y: 5)))
        #expect((126...129).contains(place[3]))
        #expect((0x22...0x26).contains(place[0]))
    }

    @Test func barsReachFromZeroToTheirValues() throws {
        let (image, panel) = try render(Panel(content: .bars(labels: ["a", "b"], values: [10, -5], color: .green)))
        #expect(pixel(image, panel.position(PlotPoint(x: 0, y: 9))) == [0x00, 0x79, 0x5A, 255])
        #expect(pixel(image, panel.position(PlotPoint(x: 1, y: -4))) == [0x00, 0x79, 0x5A, 255])
        #expect(pixel(image, panel.position(PlotPoint(x: 1, y: 4.6))) != [0x00, 0x79, 0x5A, 255])
    }

    @Test func histogramBucketsReachBetweenTheirEdges() throws {
        let content = Panel.Content.histogram(edges: [0, 1, 4], counts: [2, 7], color: .purple)
        let (image, panel) = try render(Panel(content: content, grid: false))
        #expect(pixel(image, panel.position(PlotPoint(x: 0.5, y: 1))) == [0xA3, 0x4D, 0x80, 255])
        #expect(pixel(image, panel.position(PlotPoint(x: 0.5, y: 3))) == bare)
        #expect(pixel(image, panel.position(PlotPoint(x: 3.8, y: 6.5))) == [0xA3, 0x4D, 0x80, 255])
    }

    @Test(arguments: PlotGround.allCases)
    func cellsOfAHeatMapHaveTheirShareOfTheirRow(ground: PlotGround) throws {
        let map = HeatMap(
            rowLabels: ["a", "b"], columnLabels: ["a", "b", "missed"], counts: [[40, 0, 0], [1, 3, nil]])
        let figure = PlotFigure(panels: [Panel(content: .heatMap(map))], width: 5, height: 4)
        let (image, panel) = (try figure.render(on: ground), try #require(FigureLayout(figure).panels.first))
        func color(_ row: Double, _ column: Double) -> [UInt8] {
            pixel(image, panel.position(PlotPoint(x: column - 0.4, y: row - 0.4)))
        }
        let (right, wrong) = (PlotColor.heatOfRight.shade(on: ground), PlotColor.heatOfWrong.shade(on: ground))
        #expect(color(0, 0) == [right.red, right.green, right.blue, 255])
        #expect(color(0, 1) == color(0, 2), "nothing of the row")
        #expect(color(1, 0) != color(0, 1) && color(1, 0) != [wrong.red, wrong.green, wrong.blue, 255])
        #expect(color(1, 2) == bare, "a cell that means nothing")
        let texts = Set(panel.texts.map(\.text))
        #expect(texts.isSuperset(of: ["a", "b", "missed", "40", "0", "1", "3"]))
    }

    @Test(arguments: PlotGround.allCases)
    func cellsOfCosinesHaveTheHueOfTheirSign(ground: PlotGround) throws {
        let map = SignedHeatMap(rowLabels: ["a"], columnLabels: ["1", "2", "3"], values: [[1, -1, nil]])
        let figure = PlotFigure(panels: [Panel(content: .heatMap(map))], width: 5, height: 3)
        let (image, panel) = (try figure.render(on: ground), try #require(FigureLayout(figure).panels.first))
        func color(_ column: Double) -> [UInt8] {
            pixel(image, panel.position(PlotPoint(x: column - 0.4, y: -0.4)))
        }
        let (above, below) = (PlotColor.heatOfRight.shade(on: ground), PlotColor.heatOfWrong.shade(on: ground))
        #expect(color(0) == [above.red, above.green, above.blue, 255])
        #expect(color(1) == [below.red, below.green, below.blue, 255])
        #expect(color(2) == bare)
        #expect(Set(panel.texts.map(\.text)).isSuperset(of: ["1", "−1"]))
    }

    @Test func manyPointsKeepTheirExtremes() throws {
        let x = (0..<40_000).map(Double.init)
        var y = x.map { _ in 0.0 }
        y[12_345] = 1
        let series = Series(name: "a", x: x, y: y, color: .vermillion)
        let (image, panel) = try render(Panel(content: .lines([series]), grid: false))
        let place = panel.position(PlotPoint(x: 12_345, y: 0.5))
        let isSeen = (-3...3).contains { pixel(image, PlotPoint(x: place.x + Double($0) / 2, y: place.y))[3] > 128 }
        #expect(isSeen)
    }

    @Test func smoothingIsAMeanOfNeighborsThatSkipsWhatIsNotFinite() {
        let series = Series(name: "a", x: [1, 2, 3, 4, 5], y: [3, 6, .nan, 0, 9])
        let smooth = series.smoothed(window: 3).y
        #expect(smooth[0] == 4.5 && smooth[1] == 4.5 && smooth[2].isNaN && smooth[3] == 4.5 && smooth[4] == 4.5)
        #expect(Series(name: "a", x: [1, 2], y: [3, 6]).smoothed(window: 0).y == [3, 6])
        #expect(Series(name: "a", x: [1, 2], y: [3, 6]).smoothed(window: .max).y == [4.5, 4.5])
    }

    /// As many points as a long training has steps, with numbers of every kind.
    @Test(arguments: [Series.Style.line, .lineAndMarkers, .markers])
    func aMillionPointsAreDrawnInAMoment(style: Series.Style) throws {
        let x = (0..<1_000_000).map(Double.init)
        let y = x.map { $0 < 10 ? [.nan, .infinity, -.infinity, 1e308, -1e308][Int($0) % 5] : 1e300 / ($0 + 1) }
        let clock = ContinuousClock()
        let time = try clock.measure {
            _ = try render(
                Panel(
                    title: String(repeating: "loss ", count: 20_000),
                    content: .lines([Series(name: "a", x: x, y: y, style: style)])))
        }
        #expect(time < .seconds(60))
    }
}
