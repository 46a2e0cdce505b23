/// Names of the format's numbers (parquet-format, `parquet.thrift`).

enum PhysicalType: Int, Sendable {
    case boolean, int32, int64, int96, float, double, byteArray, fixedByteArray

    var name: String {
        ["BOOLEAN", "INT32", "INT64", "INT96", "FLOAT", "DOUBLE", "BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY"][rawValue]
    }
}

enum Encoding: Int, Sendable {
    case plain = 0
    case plainDictionary = 2
    case rle, bitPacked, deltaBinaryPacked, deltaLengthByteArray, deltaByteArray, rleDictionary, byteStreamSplit

    static func name(_ number: Int) -> String {
        let names = [
            "PLAIN", "GROUP_VAR_INT", "PLAIN_DICTIONARY", "RLE", "BIT_PACKED", "DELTA_BINARY_PACKED",
            "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY", "RLE_DICTIONARY", "BYTE_STREAM_SPLIT",
        ]
        return names.indices.contains(number) ? names[number] : "encoding \(number)"
    }

    /// Why a page cannot be read.
    static func unsupported(_ number: Int, of type: PhysicalType? = nil) -> ParquetProblem {
        .unsupported(
            "is encoded as \(name(number))\(type.map { " of \($0.name)" } ?? "")",
            remedy: "Write it again with pyarrow's `write_table`, which chooses an encoding that is read.")
    }
}

enum CodecName {
    static func name(_ number: Int) -> String {
        let names = ["UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW"]
        return names.indices.contains(number) ? names[number] : "codec \(number)"
    }
}
