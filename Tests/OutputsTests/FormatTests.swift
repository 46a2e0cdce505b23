import Outputs
import Testing

struct FormatTests {
    @Test(arguments: [
        (0, "0"), (7, "7"), (999, "999"), (1_000, "1,000"), (22_717_451, "22,717,451"), (109_490_699, "109,490,699"),
        (-1_234, "-1,234"), (-123, "-123"),
    ])
    func counts(value: Int, text: String) { #expect(Format.count(value) == text) }

    @Test func unitsAndShares() {
        #expect(Format.percent(0.468) == "46.80 %")
        #expect(Format.bytes(467) == "467 bytes")
        #expect(Format.bytes(231_508) == "231 kB")
        #expect(Format.bytes(90_868_376) == "91 MB")
        #expect(Format.bytes(25_300_000_000) == "25.3 GB")
        #expect(Format.duration(4.25) == "4.2 s")
        #expect(Format.duration(1_560) == "26 min")
        #expect(Format.duration(7_260) == "2 h 1 min")
        #expect(Format.short(5e-5) == "5e-05")
    }
}
