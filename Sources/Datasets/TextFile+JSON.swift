import JSONReading

extension TextFile {
    /// Runs `body` on the file's JSON, and adds line and column to its errors.
    ///
    /// - Throws: `DatasetError` for a `JSONFailure`: `truncatedJSON`, `malformedJSON`, `wrongKind`, `missingKey`.
    func readingJSON<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let failure as JSONFailure {
            let (line, column) = place(at: min(failure.offset, bytes.count))
            let keyPath = failure.keyPath
            throw switch failure.problem {
            case .truncated: DatasetError.truncatedJSON(path: path, line: line, column: column, keyPath: keyPath)
            case .malformed(let problem):
                DatasetError.malformedJSON(
                    path: path, line: line, column: column, keyPath: keyPath, problem: problem)
            case .wrongKind(let expected, let found):
                DatasetError.wrongKind(
                    path: path, line: line, column: column, keyPath: keyPath, expected: expected, found: found)
            case .missingKey(let key):
                DatasetError.missingKey(path: path, line: line, column: column, keyPath: keyPath, key: key)
            }
        }
    }
}
