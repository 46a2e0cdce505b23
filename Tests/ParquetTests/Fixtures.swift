import Foundation
import JSONReading
import Parquet
import Testing

/// The files that `scripts/fixtures/parquet_tables.py` wrote.
enum Fixtures {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")
        .path

    static func path(_ name: String) -> String { "\(folder)/\(name).parquet" }

    static func bytes(_ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    /// Each file's row groups and columns, as pyarrow reads them.
    static func tables() throws -> [(key: String, value: JSONValue)] {
        let json = try JSONValue(Array(Data(contentsOf: URL(fileURLWithPath: "\(folder)/tables.json"))))
        guard case .object(let members) = json else { return [] }
        return members
    }
}

/// A file whose content is replaced again and again. It is removed after the test.
final class TemporaryFile {
    /// In memory if the system has such a folder, because thousands of damaged files would keep some disks busy for minutes.
    private static let folder =
        FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm/" : NSTemporaryDirectory()

    let path = "\(folder)parquet-\(UUID().uuidString)"
    private let descriptor: Int32

    init() { descriptor = open(path, O_RDWR | O_CREAT | O_EXCL, 0o600) }

    deinit {
        close(descriptor)
        unlink(path)
    }

    /// Replaces the content.
    func write(_ bytes: [UInt8]) throws -> String {
        try #require(ftruncate(descriptor, 0) == 0)
        try #require(pwrite(descriptor, bytes, bytes.count, 0) == bytes.count)
        return path
    }
}

extension ParquetFile {
    /// All columns of all row groups.
    func readAll() throws -> [[ParquetColumn]] {
        try (0..<rowGroupCount).map { try read(rowGroup: $0, columns: schema.map(\.name)) }
    }
}

extension ParquetColumn {
    /// Whether a value equals the one in tables.json.
    func matches(_ value: JSONValue, at index: Int) -> Bool {
        if isNull(at: index) { return value.isNull }
        switch (values, value) {
        case (.booleans(let values), .bool(let bool)): return values[index] == bool
        case (.integers(let values), .integer(let number)): return values[index] == Int64(number)
        case (.integers(let values), .string(let text)): return values[index] == Int64(text)
        case (.doubles(let values), .number(let number)): return values[index].bitPattern == number.bitPattern
        case (.doubles(let values), .string(let text)):
            return text == "nan" ? values[index].isNaN : values[index] == Double(text)
        case (.strings(let strings), .string(let text)): return strings.bytes(at: index).elementsEqual(text.utf8)
        case (.bytes(let strings), .string(let text)):
            let digits = strings.bytes(at: index).map { String(format: "%02x", $0) }.joined()
            return text == "hex:\(digits)"
        case (.lists(let offsets, let elements), .array(let array)):
            return array.count == offsets[index + 1] - offsets[index]
                && array.indices.allSatisfy { elements.matches(array[$0], at: offsets[index] + $0) }
        case (.structures(let columns), .object(let members)):
            return columns.map(\.field.name) == members.map(\.key)
                && zip(columns, members).allSatisfy { $0.matches($1.value, at: index) }
        default: return false
        }
    }

    /// Whether the parts of the column are consistent. It reads every value.
    var isConsistent: Bool {
        if let validity, validity.count != count { return false }
        switch values {
        case .booleans(let values): return values.count == count
        case .integers(let values): return values.count == count
        case .doubles(let values): return values.count == count
        case .strings(let strings):
            return strings.count == count
                && (0..<count).allSatisfy { String(validating: strings.bytes(at: $0), as: UTF8.self) != nil }
        case .bytes(let strings):
            return strings.count == count && (0..<count).allSatisfy { strings.bytes(at: $0).count >= 0 }
        case .lists(let offsets, let elements):
            return offsets.count == count + 1 && offsets.first == 0 && offsets.last == elements.count
                && zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 } && elements.isConsistent
        case .structures(let columns): return columns.allSatisfy { $0.count == count && $0.isConsistent }
        }
    }
}
