import Plotting
import Testing

@Suite struct RenderingTests {
    /// The pixel at a place in points.
    private func pixel(_ image: RasterImage, _ place: PlotPoint, dpi: Double = 144) -> [UInt8] {
        let column = Int(place.x * dpi / 72)
        let row = Int(place.y * dpi / 72)
        let start = (row * image.width + column) * 3
        return Array(image.pixels[start..<start + 3])
    }

    private func render(_ panel: Panel) throws -> (image: RasterImage, panel: PanelLayout) {
        let figure = PlotFigure(panels: [panel], width: 5, height: 4)
        return (try figure.render(), try #require(FigureLayout(figure).panels.first))
    }

    @Test func groundIsWhiteToTheCorners() throws {
        let image = try SampleFigures.epochs([1, 2, 3]).render()
        for place in [PlotPoint(x: 0, y: 0), PlotPoint(x: 863.5, y: 0), PlotPoint(x: 863.5, y: 287.5)] {
            #expect(pixel(image, place) == [255, 255, 255])
        }
    }

    @Test(arguments: [Series.Style.lineAndMarkers, .markers])
    func markersHaveTheSeriesColorAtTheirPoints(style: Series.Style) throws {
        let series = Series(name: "a", x: [1, 2, 3], y: [4, 1, 2], color: .vermillion, style: style)
        let (image, panel) = try render(Panel(content: .lines([series])))
        for (x, y) in zip(series.x, series.y) {
            #expect(pixel(image, panel.position(PlotPoint(x: x, y: y))) == [0xD5, 0x5E, 0x00])
        }
    }

    @Test func linesPassThroughTheMiddleOfTheirPoints() throws {
        let series = Series(name: "a", x: [0, 10], y: [0, 10], color: .blue, width: 4)
        let (image, panel) = try render(Panel(content: .lines([series]), grid: false))
        #expect(pixel(image, panel.position(PlotPoint(x: 5, y: 5))) == [0x00, 0x72, 0xB2])
        #expect(pixel(image, panel.position(PlotPoint(x: 5, y: 6))) == [255, 255, 255])
    }

    @Test func valuesThatAreNotFiniteLeaveAGap() throws {
        let series = Series(name: "a", x: [0, 1, 2, 3, 4], y: [1, 1, .nan, 1, 1], color: .blue, width: 4)
        let (image, panel) = try render(Panel(content: .lines([series]), grid: false))
        #expect(pixel(image, panel.position(PlotPoint(x: 0.5, y: 1))) == [0x00, 0x72, 0xB2])
        #expect(pixel(image, panel.position(PlotPoint(x: 2, y: 1))) == [255, 255, 255])
        #expect(pixel(image, panel.position(PlotPoint(x: 3.5, y: 1))) == [0x00, 0x72, 0xB2])
    }

    @Test func aPointBetweenGapsIsSeenWithoutALine() throws {
        let series = Series(name: "a", x: [0, 1, 2], y: [.nan, 3, .infinity], color: .blue)
        let (image, panel) = try render(Panel(content: .lines([series]), grid: false))
        #expect(pixel(image, panel.position(PlotPoint(x: 1, y: 3))) == [0x00, 0x72, 0xB2])
    }

    @Test func opacityLightensALine() throws {
        let series = Series(name: "a", x: [0, 10], y: [0, 10], color: .ink, width: 6, opacity: 0.5)
        let (image, panel) = try render(Panel(content: .lines([series]), grid: false))
        let red = pixel(image, panel.position(PlotPoint(x: 5, y: 5)))[0]
        #expect((140...150).contains(red))
    }

    @Test func barsReachFromZeroToTheirValues() throws {
        let (image, panel) = try render(Panel(content: .bars(labels: ["a", "b"], values: [10, -5], color: .green)))
        #expect(pixel(image, panel.position(PlotPoint(x: 0, y: 9))) == [0x00, 0x9E, 0x73])
        #expect(pixel(image, panel.position(PlotPoint(x: 1, y: -4))) == [0x00, 0x9E, 0x73])
        #expect(pixel(image, panel.position(PlotPoint(x: 1, y: 4.6))) != [0x00, 0x9E, 0x73])
    }

    @Test func histogramBucketsReachBetweenTheirEdges() throws {
        let content = Panel.Content.histogram(edges: [0, 1, 4], counts: [2, 7], color: .orange)
        let (image, panel) = try render(Panel(content: content, grid: false))
        #expect(pixel(image, panel.position(PlotPoint(x: 0.5, y: 1))) == [0xE6, 0x9F, 0x00])
        #expect(pixel(image, panel.position(PlotPoint(x: 0.5, y: 3))) == [255, 255, 255])
        #expect(pixel(image, panel.position(PlotPoint(x: 3.8, y: 6.5))) == [0xE6, 0x9F, 0x00])
    }

    @Test func manyPointsKeepTheirExtremes() throws {
        let x = (0..<40_000).map(Double.init)
        var y = x.map { _ in 0.0 }
        y[12_345] = 1
        let series = Series(name: "a", x: x, y: y, color: .vermillion)
        let (image, panel) = try render(Panel(content: .lines([series]), grid: false))
        let place = panel.position(PlotPoint(x: 12_345, y: 0.5))
        let isSeen = (-3...3).contains { pixel(image, PlotPoint(x: place.x + Double($0) / 2, y: place.y))[2] < 128 }
        #expect(isSeen)
    }

    @Test func smoothingIsAMeanOfNeighborsThatSkipsWhatIsNotFinite() {
        let series = Series(name: "a", x: [1, 2, 3, 4, 5], y: [3, 6, .nan, 0, 9])
        let smooth = series.smoothed(window: 3).y
        #expect(smooth[0] == 4.5 && smooth[1] == 4.5 && smooth[2].isNaN && smooth[3] == 4.5 && smooth[4] == 4.5)
        #expect(Series(name: "a", x: [1, 2], y: [3, 6]).smoothed(window: 0).y == [3, 6])
        #expect(Series(name: "a", x: [1, 2], y: [3, 6]).smoothed(window: .max).y == [4.5, 4.5])
    }

    /// As many points as a long training has steps, and numbers of every kind.
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
