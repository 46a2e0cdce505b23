import FileKinds
import Files
import Foundation

/// A Parquet file. The chosen columns of one row group are in memory at a time.
///
/// Format: apache/parquet-format. The file begins and ends with `PAR1`; the footer and its length come before the last `PAR1`. The reader
/// supports nested columns of booleans, integers, floats, strings and bytes; all encodings of the format except the deprecated
/// BIT_PACKED; data pages of both versions; Snappy, gzip, zstd and LZ4_RAW. It does not use statistics, indices and bloom filters.
package struct ParquetFile: Sendable {
    package let path: String
    package let rowCount: Int
    /// The columns, in the file's order.
    package let schema: [ParquetField]
    /// The footer's key-value metadata, e.g. `huggingface`.
    package let metadata: [String: String]
    private let tree: Schema
    private let rowGroups: [RowGroup]
    private let file: MappedFile
    /// The offset of the footer.
    private let footerStart: Int

    private static let magic = Array("PAR1".utf8)
    /// The magic bytes at both ends of a file with an encrypted footer.
    private static let encryptedMagic = Array("PARE".utf8)

    /// Whether the magic bytes are Parquet's. A text may begin with those of an encrypted file, so the end of the file is checked too.
    package static func recognizes(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.starts(with: magic) || isEncrypted(bytes)
    }

    private static func isEncrypted(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.starts(with: encryptedMagic) && bytes.suffix(4).elementsEqual(encryptedMagic)
    }

    /// Reads and checks the footer, but no column.
    ///
    /// - Throws: `ParquetError`.
    package init(_ path: String) throws {
        self.path = path
        do {
            file = try MappedFile(path, limit: InputFile.Limit.table)
        } catch {
            let reason = error.code == ENOENT ? "there is no such file" : error.cause
            throw ParquetError.unreadable(path: path, reason: reason)
        }
        let bytes = file.bytes
        do {
            let range = try Self.footerRange(bytes, path: path)
            footerStart = range.lowerBound
            let footer = try Footer(UnsafeRawBufferPointer(rebasing: bytes[range]))
            if footer.isEncrypted { throw Self.encrypted }
            tree = try Schema(footer.elements)
            rowCount = footer.rowCount
            rowGroups = footer.rowGroups
            metadata = footer.metadata
            schema = tree.columns.map(\.field)
            try Self.check(rowGroups, rowCount: rowCount, leafCount: tree.leaves.count)
        } catch let problem as ParquetProblem {
            throw problem.error(path: path, place: "the footer")
        }
    }

    package var rowGroupCount: Int { rowGroups.count }

    /// - Parameter index: One of `0..<rowGroupCount`.
    package func rowCount(ofRowGroup index: Int) -> Int { rowGroups[index].rowCount }

    /// Reads columns of one row group.
    ///
    /// - Parameters:
    ///   - index: One of `0..<rowGroupCount`.
    ///   - columns: Names of top-level columns, from `schema`.
    /// - Returns: The columns in the order of `columns`, each with the row group's number of rows.
    /// - Throws: `ParquetError`.
    package func read(rowGroup index: Int, columns: [String]) throws -> [ParquetColumn] {
        guard file.file.isUnchanged else {
            throw ParquetError.unreadable(path: path, reason: "another program changed it while it was being read")
        }
        return try columns.map { try read(rowGroup: index, column: $0) }
    }

    private func read(rowGroup index: Int, column name: String) throws -> ParquetColumn {
        let nodes = tree.columns.filter { $0.field.name.utf8.elementsEqual(name.utf8) }
        guard let node = nodes.first else {
            throw ParquetError.noSuchColumn(path: path, name: name, columns: schema.map(\.name))
        }
        guard nodes.count == 1 else {
            throw ParquetError.unsupported(
                path: path, place: "column `\(name.shortened())`", what: "occurs \(nodes.count) times",
                remedy: "Write it again with a name for each column.")
        }
        let leaves = try node.leaves.map { try read(rowGroup: index, leaf: $0) }
        do {
            return try ColumnAssembly(leaves: leaves, firstLeaf: node.leaves.lowerBound).column(node)
        } catch let problem as ParquetProblem {
            throw problem.error(path: path, place: place(name, index))
        }
    }

    private func read(rowGroup index: Int, leaf number: Int) throws -> LeafColumn {
        let (leaf, group) = (tree.leaves[number], rowGroups[index])
        let chunk = group.chunks[number]
        let place = place(leaf.path, index)
        do {
            try Self.check(chunk, leaf, fileSize: file.bytes.count)
            // Some writers give no offset for a chunk without values.
            let range = chunk.valueCount == 0 ? 0..<0 : try chunk.bytes(before: footerStart)
            let column = try LeafReader.read(
                leaf, chunk, UnsafeRawBufferPointer(rebasing: file.bytes[range])
            ) { column, problem in
                let firstRow = rowGroups[..<index].reduce(0) { $0 + $1.rowCount }
                return problem.error(path: path, place: place, column: leaf.path) {
                    firstRow + column.row(ofValue: $0)
                }
            }
            guard column.hasRows(group.rowCount) else {
                throw ParquetProblem.damaged("it does not have the \(group.rowCount) rows of its row group")
            }
            return column
        } catch let problem as ParquetProblem {
            throw problem.error(path: path, place: place)
        }
    }

    private func place(_ column: String, _ rowGroup: Int) -> String {
        "column `\(column.shortened())`" + (rowGroups.count > 1 ? " in row group \(rowGroup)" : "")
    }

    // MARK: - Checks

    private static let encrypted = ParquetProblem.unsupported(
        "is encrypted", remedy: "Write it again without encryption.")

    private static func footerRange(_ bytes: UnsafeRawBufferPointer, path: String) throws -> Range<Int> {
        let start = bytes.prefix(ContentKind.headLength)
        let isParquet = start.starts(with: magic)
        if isEncrypted(bytes) { throw encrypted }
        guard isParquet else {
            let kind = bytes.isEmpty ? ContentKind.empty : ContentKind(start) ?? ContentKind(text: start)
            throw ParquetError.otherKind(
                path: path, kind: kind ?? ContentKind("a file of an unknown kind", "Name a Parquet file."))
        }
        guard bytes.count >= 12, bytes.suffix(4).elementsEqual(magic) else {
            throw ParquetProblem.damaged("the file does not end with PAR1, as it should")
        }
        let end = bytes.count - 8
        let length = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: end, as: UInt32.self)))
        guard length <= end - 4 else {
            throw ParquetProblem.damaged("it is said to have \(length) bytes, and the file has \(bytes.count)")
        }
        return end - length..<end
    }

    private static func check(_ rowGroups: [RowGroup], rowCount: Int, leafCount: Int) throws {
        var total = 0
        for (index, group) in rowGroups.enumerated() {
            guard group.chunks.count == leafCount else {
                throw ParquetProblem.damaged(
                    "row group \(index) has \(group.chunks.count) columns, and the schema \(leafCount)")
            }
            let (sum, overflow) = total.addingReportingOverflow(group.rowCount)
            guard group.rowCount >= 0, !overflow else {
                throw ParquetProblem.damaged("row group \(index) has an impossible number of rows")
            }
            total = sum
        }
        guard total == rowCount else {
            throw ParquetProblem.damaged("the file has \(rowCount) rows, and its row groups have \(total)")
        }
    }

    /// Checks what the footer says about a column chunk before its pages are read.
    private static func check(_ chunk: ColumnChunk, _ leaf: LeafSchema, fileSize: Int) throws {
        if chunk.isEncrypted { throw encrypted }
        if chunk.isInOtherFile {
            throw ParquetProblem.unsupported("is in another file", remedy: "Write it again as one file.")
        }
        if case .unsupported(let name) = leaf.kind {
            throw ParquetProblem.unsupported(
                "has the type \(name)",
                remedy: name == "INT96"
                    ? "Write it again with `coerce_timestamps=\"us\"` of pyarrow's `write_table`."
                    : "Write it again as numbers or strings, or leave the column out.")
        }
        guard chunk.type == leaf.type.rawValue else {
            throw ParquetProblem.damaged("its pages are of another type than the schema says")
        }
        // A few bytes of runs can stand for very many nulls. The limit grows with the file's size.
        let limit = min(1 << 28, 16 << 20 + 256 * min(fileSize, 1 << 28))
        guard chunk.valueCount >= 0, chunk.valueCount <= limit else {
            throw ParquetProblem.tooLarge("it has \(chunk.valueCount) values, and at most \(limit) are read")
        }
    }
}
