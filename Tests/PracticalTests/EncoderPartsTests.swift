import Encoders
import Practical
import Testing

@Suite("parts of an encoder that --freeze names")
struct EncoderPartsTests {
    private func frozen(_ text: String, layers: Int = 6) throws -> FrozenParts {
        try EncoderParts.of(text).frozenParts(layerCount: layers, of: "the encoder")
    }

    @Test func wordsAndNumbersAndRanges() throws {
        #expect(try frozen("embeddings") == FrozenParts(embeddings: true))
        #expect(try frozen("4") == FrozenParts(layers: [4]))
        #expect(try frozen("embeddings,0-3") == FrozenParts(embeddings: true, layers: [0, 1, 2, 3]))
        #expect(try frozen("0-1,5,1-2") == FrozenParts(layers: [0, 1, 2, 5]))
        #expect(try frozen("encoder", layers: 2) == FrozenParts(embeddings: true, layers: [0, 1]))
        #expect(try EncoderParts.none.frozenParts(layerCount: 6, of: "the encoder") == .none)
    }

    @Test func aLayerThatTheEncoderDoesNotHave() throws {
        let error = #expect(throws: CommandFailure.self) { try frozen("embeddings,4-6") }
        #expect(error?.message == "'--freeze' names layer 6, and the layers of the encoder are 0 to 5")
    }

    @Test func layersAreShownAsRanges() {
        #expect(FrozenParts(layers: [5, 0, 2, 1, 3]).layerList == "0–3, 5")
        #expect(FrozenParts(layers: [7]).layerList == "7" && FrozenParts.none.layerList.isEmpty)
    }
}
