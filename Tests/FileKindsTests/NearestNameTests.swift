import FileKinds
import Testing

@Suite struct NearestNameTests {
    @Test(arguments: [
        ("", "abc", 3), ("abc", "abc", 0), ("kitten", "sitting", 3), ("epochs", "epohcs", 1), ("a", "b", 1),
        ("abcdef", "", 6), ("label", "lable", 1),
    ])
    func distances(a: String, b: String, expected: Int) {
        #expect(editDistance(Array(a), Array(b)) == expected)
        #expect(editDistance(Array(b), Array(a)) == expected)
    }

    @Test func nearest() {
        let names = ["train", "evaluate", "plot", "n"]
        #expect(names.nearest(to: "trian") == "train")
        #expect(names.nearest(to: "EVALUATE") == "evaluate")
        #expect(names.nearest(to: "m") == nil)
        #expect(names.nearest(to: "completely") == nil)
    }

    @Test("Of names that are equally near, those of the same case are given, in their order.")
    func allNearest() {
        #expect(["bar", "tar", "star", "Car"].allNearest(to: "car") == ["Car"])
        #expect(["bar", "tar", "star", "stars"].allNearest(to: "sar") == ["bar", "tar", "star"])
        #expect(["Gamma", "gamma"].allNearest(to: "gama") == ["gamma"])
        #expect(["Gamma", "gamma"].allNearest(to: "Gama") == ["Gamma"])
    }
}
