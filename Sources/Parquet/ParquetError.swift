import FileKinds

/// What is wrong with a Parquet file, and how to fix it.
package enum ParquetError: Error, Equatable, Sendable {
    case unreadable(path: String, reason: String)
    /// The file is of another kind.
    case otherKind(path: String, kind: ContentKind)
    /// - Parameter place: `the footer`, or the column and the row group.
    case damaged(path: String, place: String, reason: String)
    /// The data may be valid, but it exceeds a limit of this reader.
    case tooLarge(path: String, place: String, reason: String)
    /// The format allows it, but this reader does not support it. `what` completes “the column …”, e.g. `is compressed with BROTLI`.
    case unsupported(path: String, place: String, what: String, remedy: String)
    /// - Parameter row: Counted from 0, in the whole file.
    case badValue(path: String, column: String, row: Int, reason: String)
    case noSuchColumn(path: String, name: String, columns: [String])
}

extension ParquetError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let path, let reason):
            return "\(path): can't be read: \(reason). Check the path and its permissions."
        case .otherKind(let path, let kind):
            return "\(path): this is \(kind.name), not a Parquet file. \(kind.remedy)"
        case .damaged(let path, let place, let reason):
            return
                "\(path): \(place): \(reason). The file is damaged or was not downloaded in full: fetch it again."
        case .tooLarge(let path, let place, let reason):
            return "\(path): \(place): \(reason). Write it again with smaller row groups (`row_group_size` of pyarrow)."
        case .unsupported(let path, let place, let what, let remedy):
            return "\(path): \(place) \(what), which is not supported. \(remedy)"
        case .badValue(let path, let column, let row, let reason):
            return "\(path): column `\(column.shortened())`: the value in row \(row), counted from 0, \(reason). "
                + "Write the file again with that value corrected, or leave the column out."
        case .noSuchColumn(let path, let name, let columns):
            let names = columns.prefix(20).map { "`\($0.shortened())`" }.joined(separator: ", ")
            let rest = columns.count > 20 ? " and \(columns.count - 20) more" : ""
            return "\(path): there is no column `\(name.shortened())`. "
                + (columns.isEmpty ? "The file has no columns." : "The file has \(names)\(rest).")
        }
    }
}

/// A problem at a place that the caller knows. The caller turns it into a `ParquetError`.
enum ParquetProblem: Error {
    case damaged(String)
    case tooLarge(String)
    case unsupported(String, remedy: String)
    /// - Parameter index: The value's index among the values of its column chunk that are not null.
    case badValue(index: Int, String)

    /// The problem as an error with the file and the place in it.
    ///
    /// - Parameter row: The row of a value, counted from 0 in the whole file.
    func error(path: String, place: String, column: String = "", row: (Int) -> Int = { $0 }) -> ParquetError {
        switch self {
        case .damaged(let reason): .damaged(path: path, place: place, reason: reason)
        case .tooLarge(let reason): .tooLarge(path: path, place: place, reason: reason)
        case .unsupported(let what, let remedy): .unsupported(path: path, place: place, what: what, remedy: remedy)
        case .badValue(let index, let reason):
            .badValue(path: path, column: column, row: row(index), reason: reason)
        }
    }
}
