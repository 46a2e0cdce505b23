import Foundation
import Notebooks
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
        #expect([String]().suggestion(for: "x", noun: "command") == "There are no commands.")
    }
}
