import Plotting
import Testing

@Suite struct PNGTests {
    @Test func headerHoldsSizeFormatAndResolution() throws {
        let png = try PNGReading(SampleFigures.epochs([1, 2, 3]).png())
        let header = try #require(png.body("IHDR"))
        #expect(PNGReading.number(header[0..<4]) == 1728)
        #expect(PNGReading.number(header[4..<8]) == 576)
        #expect(Array(header[8...]) == [8, 2, 0, 0, 0])
        let resolution = try #require(png.body("pHYs"))
        #expect(PNGReading.number(resolution[0..<4]) == 5669)
        #expect(PNGReading.number(resolution[4..<8]) == 5669)
        #expect(resolution[8] == 1)
    }

    @Test func onlyTheNeededChunksAreWritten() throws {
        let png = try PNGReading(SampleFigures.schedule.png())
        #expect(png.chunks.map(\.name).filter { $0 != "IDAT" } == ["IHDR", "pHYs", "IEND"])
    }

    @Test func pixelsSurviveEncoding() throws {
        let figure = SampleFigures.schedule
        let image = try figure.render()
        #expect(try PNGReading(figure.png()).pixels(width: image.width) == image.pixels)
    }

    @Test func noisyPixelsSurviveEncoding() throws {
        var state: UInt64 = 7
        let pixels = (0..<61 * 40 * 3).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(state >> 56)
        }
        let png = try PNGEncoder.encode(RasterImage(width: 61, height: 40, pixels: pixels), dpi: 72)
        #expect(try PNGReading(png).pixels(width: 61) == pixels)
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
        // One row longer than libpng's limit of a million pixels a side.
        let image = RasterImage(width: 1_000_001, height: 1, pixels: [UInt8](repeating: 0, count: 3_000_003))
        #expect {
            try PNGEncoder.encode(image, dpi: 72)
        } throws: { error in
            guard case .encoding(let message) = error as? PlottingError else { return false }
            return !message.isEmpty
        }
    }
}
