import Foundation
import Outputs
import Testing

@Suite struct StepSeriesTests {
    private let first = StepSeries(
        steps: [1, 2], groups: .init(name: "side", values: ["a,b", "say \"x\"\r\n"]),
        columns: [.init(name: "loss", values: [0.1, .nan]), .init(name: "norm", values: [1e-30, .infinity])])
    private let second = StepSeries(steps: [3], columns: [.init(name: "rate", values: [2])])

    @Test func columnsOfAllSeries() {
        #expect(
            StepSeries.csv([("one", first), ("two", second)])
                == "cell,step,side,loss,norm,rate\none,1,\"a,b\",0.1,1e-30,\n"
                + "one,2,\"say \"\"x\"\"\r\n\",,inf,\ntwo,3,,,,2\n")
    }

    /// Numbers in single precision have no more digits than they need.
    @Test func shortestDecimals() {
        #expect(Float(0.1).shortest == 0.1)
        #expect(Float(16_777_216).shortest == 16_777_216)
        for number in [Float.pi, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -1.5e-7] {
            #expect(Float(number.shortest) == number)
        }
        #expect(Float.nan.shortest.isNaN && Float.infinity.shortest == .infinity)
    }

    @Test func codingAndLogs() throws {
        let output = Output.series(second)
        let data = try JSONEncoder().encode(output)
        #expect(try JSONDecoder().decode(Output.self, from: data) == output)
        guard case .series(let light) = output.withoutPicture else {
            Issue.record("it is no series any more")
            return
        }
        #expect(light.steps.isEmpty && light.columns.map(\.name) == ["rate"] && light.columns[0].values.isEmpty)
    }
}
