import Exporting
import Foundation
import Outputs
import Testing

/// Event files are compared with those of TensorBoard's own writer.
@Suite struct EventFileTests {
    @Test func equalsTensorBoardsOwn() throws {
        var file = EventFile(time: 1_783_173_731)
        for (tag, step, value) in [
            ("train/loss", 1, 2.5), ("train/loss", 300, 0.1), ("train/loss/first", 1, -1e-30),
            ("train/learning-rate", 70_000, 5e-5), ("metrics/größe", 70_000, Double.infinity),
            ("metrics/zero", 70_000, 0),
        ] {
            file.add(tag: tag, step: step, value: value)
        }
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/events.tfevents")
        #expect(file.bytes == [UInt8](try Data(contentsOf: path)))
    }

    /// The check values of RFC 3720, B.4.
    @Test func checksums() {
        #expect(CRC32C.checksum("123456789".utf8) == 0xE306_9283)
        #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(CRC32C.checksum((0..<32).map { UInt8($0) }) == 0x46DD_794E)
    }

    @Test func tagsOfARun() throws {
        let run = SampleRecord.run(outputs: [.series(SampleRecord.series)], metrics: ["a.f1": 0.5, "b": .nan])
        let text = String(decoding: EventFile.of(run).bytes, as: UTF8.self)
        for tag in ["one/loss", "one/loss/left", "one/loss/right", "one/rate", "metrics/a.f1"] {
            #expect(text.contains(tag), "\(tag)")
        }
        #expect(!text.contains("one/rate/left") && !text.contains("metrics/b"))
    }

    @Test("a step of several groups has one number where they agree, and none where they differ") func jointSteps() {
        let series = StepSeries(
            steps: [1, 1, 2, 2], groups: .init(name: "side", values: ["left", "right", "left", "right"]),
            columns: [
                .init(name: "loss", values: [2, 1, 1.5, 0.5], isByGroup: true),
                .init(name: "norm", values: [3, 3, 4, 4], isByGroup: true),
                .init(name: "rate", values: [0.1, 0.1, 0.2, 0.2]),
            ])
        let run = SampleRecord.run(outputs: [.series(series)], metrics: [:])
        let text = String(decoding: EventFile.of(run).bytes, as: UTF8.self)
        #expect(text.ranges(of: "one/rate").count == 2 && text.ranges(of: "one/norm").count == 6)
        #expect(text.ranges(of: "one/loss").count == 4 && text.ranges(of: "one/loss/left").count == 2)
    }
}
