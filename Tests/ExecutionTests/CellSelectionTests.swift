import Execution
import Testing

/// Selecting sections and cells by number, slug and label.
@Suite struct CellSelectionTests {
    private let text = """
        # 1. First Steps

        ```{practicum}
        show a
        ```

        ## 1.1 Inside

        ```{practicum}
        #| label: inner
        show b
        ```

        # 2. Second

        ```{practicum}
        #| label: last
        show c
        ```

        # 3. Empty
        """

    private func cells(_ selection: CellSelection) throws -> Set<Int>? { try selection.cells(in: plan(text)) }

    @Test func everythingByDefault() throws { #expect(try cells(CellSelection()) == nil) }

    @Test(
        arguments: [
            (["1"], [0, 1]), (["1.1"], [1]), (["first-steps"], [0, 1]), (["Inside"], [1]), (["inner"], [1]),
            (["2"], [2]), (["1.1", "last"], [1, 2]),
        ] as [([String], Set<Int>)]) func sections(names: [String], expected: Set<Int>) throws
    {
        #expect(try cells(CellSelection(sections: names)) == expected)
    }

    @Test func ends() throws {
        #expect(try cells(CellSelection(from: "1.1")) == [1, 2])
        #expect(try cells(CellSelection(to: "1")) == [0, 1])
        #expect(try cells(CellSelection(from: "inner", to: "inner")) == [1])
    }

    @Test func mistakes() throws {
        #expect(throws: CellSelection.Failure.backwards(from: "2", to: "1")) {
            try cells(CellSelection(from: "2", to: "1"))
        }
        #expect(throws: CellSelection.Failure.empty("3")) { try cells(CellSelection(sections: ["3"])) }
        #expect(throws: CellSelection.Failure.bothWays) { try cells(CellSelection(sections: ["1"], from: "2")) }
        let error = #expect(throws: CellSelection.Failure.self) { try cells(CellSelection(sections: ["iner"])) }
        #expect(error?.description.contains("Did you mean 'inner'?") == true)
    }
}
