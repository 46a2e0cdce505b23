// Reads all columns of Parquet files and prints the time that this took: `ParquetBenchmark FILE…`.
import Foundation
import Parquet

for path in CommandLine.arguments.dropFirst() {
    let clock = ContinuousClock()
    for _ in 0..<3 {
        var rows = 0
        let elapsed = try clock.measure {
            let file = try ParquetFile(path)
            for group in 0..<file.rowGroupCount {
                let columns = try file.read(rowGroup: group, columns: file.schema.map(\.name))
                rows += columns.first?.count ?? 0
            }
        }
        print("\(path): \(rows) rows in \(elapsed)")
    }
}
