import Hardware
import Testing

struct ProcessorTests {
    @Test func thisProcessorRunsWhatItBuilt() {
        #expect(Processor.missing.isEmpty)
        #expect(Processor.problem == nil)
        #expect(Set(Processor.compiled).isSubset(of: Set(Processor.available)))
    }

    @Test func whatIsMissingIsNamed() {
        // The two lowest bits are AVX2 and FMA.
        #expect(Processor.missing(compiled: 0b11, available: 0b01) == ["FMA"])
        #expect(Processor.missing(compiled: 0b01, available: 0b11).isEmpty)
        #expect(Processor.problem(missing: ["FMA"]).contains("FMA"))
        #expect(Processor.problem(missing: ["FMA"]).contains("make build"))
    }
}
