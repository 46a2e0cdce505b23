import Foundation
import Outputs
import Testing

@Suite struct FigureTests {
    /// A picture of one black pixel.
    private let png = [UInt8](
        Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
            ?? Data())

    private let figure = Figure(
        name: "f", png: [1], variants: [.dark: [2], .narrow: [3], .narrowDark: [4]], alternativeText: "a", caption: "c",
        table: Table(columns: ["x"], rows: [["1"]]))

    @Test func formsSurviveJSON() throws {
        #expect(try JSONDecoder().decode(Figure.self, from: JSONEncoder().encode(figure)) == figure)
    }

    @Test func whatAnEarlierVersionWroteIsRead() throws {
        let old = #"{"name":"f","png":[1],"alternativeText":"a"}"#
        let read = try JSONDecoder().decode(Figure.self, from: Data(old.utf8))
        #expect(read == Figure(name: "f", png: [1], alternativeText: "a"))
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(
            String(decoding: try encoder.encode(read), as: UTF8.self)
                == #"{"alternativeText":"a","name":"f","png":[1]}"#)
    }

    @Test func aPictureIsLeftOutInAllItsForms() {
        guard case .figure(let light) = Output.figure(figure).withoutPicture else {
            Issue.record("no figure")
            return
        }
        #expect(light.png.isEmpty && light.variants.isEmpty)
        #expect(light.table == figure.table && light.caption == "c")
    }

    @Test func picturesHaveTheirFilesNames() {
        #expect(figure.pictures.map(\.suffix) == ["", ".dark", ".narrow", ".narrow-dark"])
        #expect(Figure(name: "f", png: [1], alternativeText: "").pictures.map(\.suffix) == [""])
    }

    /// Chunks after the header, as name and content.
    private func chunks(_ png: [UInt8]) -> [(name: String, content: [UInt8])] {
        var result: [(name: String, content: [UInt8])] = []
        var next = 8
        while next + 12 <= png.count {
            let length = png[next..<next + 4].reduce(0) { $0 << 8 | Int($1) }
            guard next + 12 + length <= png.count else { break }
            let name = String(decoding: png[next + 4..<next + 8], as: UTF8.self)
            result.append((name, Array(png[next + 8..<next + 8 + length])))
            next += 12 + length
        }
        return result
    }

    @Test func textsStandBehindTheHeader() {
        let stamped = PNGText.insert(
            [PNGText(keyword: "Cell", value: "train"), PNGText(keyword: "Notebook", value: "Übung\0.md")], into: png)
        let found = chunks(stamped)
        #expect(found.map(\.name) == ["IHDR", "tEXt", "iTXt", "IDAT", "IEND"])
        #expect(found[1].content == Array("Cell\0train".utf8))
        #expect(found[2].content == Array("Notebook\0\0\0\0\0Übung.md".utf8))
        // Computed with Python's zlib.crc32.
        let end = 33 + 12 + 10
        #expect(Array(stamped[end - 4..<end]) == checksum)
    }

    private let checksum: [UInt8] = [196, 57, 146, 49]

    @Test func whatIsNoPNGStaysAsItIs() {
        for bytes in [[], [1, 2, 3], Array(png.prefix(32)), [UInt8](repeating: 0, count: 50)] {
            #expect(PNGText.insert([PNGText(keyword: "Cell", value: "a")], into: bytes) == bytes)
        }
        #expect(PNGText.insert([], into: png) == png)
    }

    @Test func everyFormIsStamped() {
        let whole = Figure(name: "f", png: png, variants: [.dark: png], alternativeText: "")
        let stamped = whole.stamped([PNGText(keyword: "Key", value: "0123")])
        for (suffix, bytes) in stamped.pictures {
            #expect(chunks(bytes).contains { $0.name == "tEXt" && $0.content == Array("Key\00123".utf8) }, "\(suffix)")
        }
    }
}
