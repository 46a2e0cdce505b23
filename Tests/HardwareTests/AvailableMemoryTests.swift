import Hardware
import Testing

struct AvailableMemoryTests {
    @Test func someMemoryCanBeHad() {
        let now = AvailableMemory.now
        #expect(now.bytes > 1 << 20)
        #expect(!now.limit.isEmpty)
    }

    /// The message has the needed and the available memory in numbers, the limit, and a remedy.
    @Test func whatIsLackingIsSaid() throws {
        let available = AvailableMemory(bytes: 400_000_000, limit: "`ulimit -v`")
        try available.require(300_000_000, for: "training", remedy: "Lower --batch-size.")
        for (needed, said) in [(2_000_000_000, "2.1 GB"), (390_000_000, "457 MB"), (Int.max, "GB")] {
            let error = try #require(throws: MemoryShortage.self) {
                try available.require(needed, for: "training", remedy: "Lower --batch-size.")
            }
            #expect(error.description.hasPrefix("training needs about "))
            #expect(error.description.contains(said) && error.description.contains("`ulimit -v` leaves 400 MB"))
            #expect(error.description.hasSuffix("Lower --batch-size."))
        }
    }
}
