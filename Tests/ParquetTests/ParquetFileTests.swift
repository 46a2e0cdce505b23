import JSONReading
import Parquet
import Testing

@Suite("reading Parquet")
struct ParquetFileTests {
    @Test("reads every table as pyarrow does")
    func tables() throws {
        let tables = try Fixtures.tables()
        #expect(tables.count > 70)
        for (name, table) in tables {
            let file = try ParquetFile(Fixtures.path(name))
            guard case .array(let groups)? = table["rowGroups"], case .object(let columns)? = table["columns"] else {
                Issue.record("tables.json has no values for \(name)")
                continue
            }
            #expect(file.schema.map(\.name) == columns.map(\.key), "\(name)")
            #expect((0..<file.rowGroupCount).map(file.rowCount(ofRowGroup:)) == groups.compactMap(\.integer), "\(name)")
            for (column, values) in columns { try check(file, column, values, name) }
        }
    }

    private func check(_ file: ParquetFile, _ column: String, _ values: JSONValue, _ name: String) throws {
        guard case .array(let values) = values else { return }
        #expect(values.count == file.rowCount, "\(name)")
        var row = 0
        for group in 0..<file.rowGroupCount {
            let read = try file.read(rowGroup: group, columns: [column])
            let part = try #require(read.first)
            #expect(part.count == file.rowCount(ofRowGroup: group) && part.isConsistent, "\(name), \(column)")
            for index in 0..<part.count {
                #expect(part.matches(values[row], at: index), "\(name), \(column), row \(row)")
                row += 1
            }
        }
        #expect(row == values.count, "\(name), \(column)")
    }

    @Test("reads only the requested columns, in the requested order")
    func projection() throws {
        let file = try ParquetFile(Fixtures.path("squad"))
        let columns = try file.read(rowGroup: 0, columns: ["question", "id"])
        #expect(columns.map(\.field.name) == ["question", "id"])
        #expect(throws: ParquetError.noSuchColumn(path: file.path, name: "Id", columns: file.schema.map(\.name))) {
            try file.read(rowGroup: 0, columns: ["Id"])
        }
    }

    @Test("a data set's schema and metadata")
    func dataSet() throws {
        let file = try ParquetFile(Fixtures.path("conll2003"))
        func list(_ name: String, _ leaf: ParquetLeaf) -> ParquetField {
            let element = ParquetField(name: "element", kind: .leaf(leaf), isNullable: true)
            return ParquetField(name: name, kind: .list(element), isNullable: true)
        }
        #expect(
            file.schema == [
                ParquetField(name: "id", kind: .leaf(.string), isNullable: true), list("tokens", .string),
                list("ner_tags", .integer),
            ])
        let info = try JSONValue(Array(try #require(file.metadata["huggingface"]).utf8))
        guard case .array(let names)? = info["info"]?["features"]?["ner_tags"]?["feature"]?["names"] else {
            Issue.record("the metadata has no label names")
            return
        }
        #expect(names.compactMap(\.string).prefix(3) == ["O", "B-PER", "I-PER"])

        let squad = try ParquetFile(Fixtures.path("squad"))
        let answers = try #require(try squad.read(rowGroup: 0, columns: ["answers"]).first)
        guard case .structures(let fields) = answers.values,
            case .lists(let offsets, let texts)? = fields.first?.values,
            case .strings = texts.values
        else {
            Issue.record("answers.text is no list of strings")
            return
        }
        #expect(fields.map(\.field.name) == ["text", "answer_start"] && offsets.prefix(4) == [0, 0, 1, 3])
        #expect(fields.allSatisfy { $0.count == answers.count })
    }
}
