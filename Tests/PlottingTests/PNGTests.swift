import Plotting
import Testing

@Suite struct PNGTests {
    @Test func headerHoldsSizeFormatAndResolution() throws {
        let png = try PNGReading(SampleFigures.epochs([1, 2, 3]).png())
        let header = try #require(png.body("IHDR"))
        #expect(PNGReading.number(header[0..<4]) == 1344)
        #expect(PNGReading.number(header[4..<8]) == 538)
        #expect(Array(header[8...]) == [8, 3, 0, 0, 0])
        let resolution = try #require(png.body("pHYs"))
        #expect(PNGReading.number(resolution[0..<4]) == 7559)
        #expect(PNGReading.number(resolution[4..<8]) == 7559)
        #expect(resolution[8] == 1)
    }

    @Test func onlyTheNeededChunksAreWritten() throws {
        let png = try PNGReading(SampleFigures.schedule.png())
        #expect(png.chunks.map(\.name).filter { $0 != "IDAT" } == ["IHDR", "PLTE", "tRNS", "pHYs", "IEND"])
    }

    @Test(arguments: PlotGround.allCases)
    func pixelsSurviveEncoding(ground: PlotGround) throws {
        let figure = SampleFigures.schedule
        let image = try figure.render(on: ground)
        let read = try PNGReading(figure.png(on: ground)).pixels(width: image.width)
        #expect(read.count == image.pixels.count)
        // The visible colour of each pixel differs by less than the eye can distinguish.
        let furthest = stride(from: 0, to: read.count, by: 4).reduce(0) { furthest, start in
            (0..<4).reduce(furthest) { furthest, channel in
                func seen(_ pixels: [UInt8]) -> Int {
                    channel == 3 ? Int(pixels[start + 3]) : Int(pixels[start + channel]) * Int(pixels[start + 3]) / 255
                }
                return max(furthest, abs(seen(read) - seen(image.pixels)))
            }
        }
        #expect(furthest <= 8)
    }

    private func noise(_ count: Int, values: UInt8) -> [UInt8] {
        var state: UInt64 = 7
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(state >> 56) % values &* (255 / (values - 1))
        }
    }

    @Test func picturesOfFewColoursAreKeptExactly() throws {
        let pixels = noise(61 * 40 * 4, values: 4)
        let png = try PNGEncoder.encode(RasterImage(width: 61, height: 40, pixels: pixels), dpi: 72)
        #expect(try PNGReading(png).pixels(width: 61) == pixels)
    }

    @Test func picturesOfManyColoursGetTheMostFrequent() throws {
        let plain = [UInt8](repeating: 0, count: 400) + [UInt8](repeating: 255, count: 400)
        let pixels = plain + noise(100 * 40 * 4, values: 255)
        let image = RasterImage(width: 100, height: 42, pixels: pixels)
        let png = try PNGReading(PNGEncoder.encode(image, dpi: 72))
        #expect((100 * 3...256 * 3).contains(png.body("PLTE")?.count ?? 0))
        #expect(try png.pixels(width: 100).prefix(800) == plain[...])
        #expect(IndexedImage(image) == IndexedImage(image))
    }

    @Test func figuresAreSmall() throws {
        for (name, figure) in SampleFigures.all where figure.panels.count <= 3 && name != "wide confusion" {
            #expect(try figure.png().count < 80_000, "\(name)")
        }
    }

    @Test(arguments: SampleFigures.all.map(\.name))
    func equalFiguresGiveEqualBytes(name: String) throws {
        let figure = try #require(SampleFigures.all.first { $0.name == name }?.figure)
        let first = try figure.png()
        #expect(try figure.png() == first)
    }

    @Test func bytesDoNotDependOnFiguresDrawnAtTheSameTime() async throws {
        let expected = try SampleFigures.schedule.png()
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for index in 0..<6 {
                group.addTask {
                    if index % 2 == 1 { _ = try SampleFigures.bars.png() }
                    return try SampleFigures.schedule.png()
                }
            }
            for try await png in group { #expect(png == expected) }
        }
    }

    @Test func wrongPixelCountIsRefused() {
        #expect(throws: PlottingError.self) {
            try PNGEncoder.encode(RasterImage(width: 2, height: 2, pixels: [0, 0, 0]), dpi: 72)
        }
    }

    @Test func libraryErrorsAreThrownWithTheirMessage() {
        // One row longer than libpng's limit of a million pixels per side.
        let image = RasterImage(width: 1_000_001, height: 1, pixels: [UInt8](repeating: 0, count: 4_000_004))
        #expect {
            try PNGEncoder.encode(image, dpi: 72)
        } throws: { error in
            guard case .encoding(let message) = error as? PlottingError else { return false }
            return !message.isEmpty
        }
    }
}
