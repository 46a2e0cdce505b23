import FileKinds
import Files
import Foundation

/// A safetensors file in memory: names, types and shapes from its header, floats on demand.
///
/// Format: 8 bytes of little-endian header length, the header as JSON, then the tensors' bytes
/// (huggingface/safetensors, "Format").
package struct SafetensorsFile: Sendable {
    package enum ElementType: String, Sendable {
        case f64 = "F64"
        case f32 = "F32"
        case f16 = "F16"
        case bf16 = "BF16"
        case i64 = "I64"
        case i32 = "I32"
        case u8 = "U8"
        case bool = "BOOL"
        case i8 = "I8"
        case i16 = "I16"

        /// Whether its elements can be read as floats.
        var isFloat: Bool { [.f64, .f32, .f16, .bf16].contains(self) }

        var byteCount: Int {
            switch self {
            case .f64, .i64: 8
            case .f32, .i32: 4
            case .f16, .bf16, .i16: 2
            case .u8, .bool, .i8: 1
            }
        }
    }

    package struct Tensor: Sendable {
        package var type: ElementType
        package var shape: [Int]
        /// Range of its bytes, counted from the end of the header.
        var bytes: Range<Int>

        package var count: Int { shape.reduce(1, *) }
    }

    package let path: String
    package private(set) var tensors: [String: Tensor] = [:]
    /// The header's `__metadata__`.
    package private(set) var metadata: [String: String] = [:]
    private let data: [UInt8]
    private let dataStart: Int

    /// Reads and checks the header; tensors are not touched yet.
    package init(path: String) throws {
        self.path = path
        do {
            let file = try InputFile(path, limit: InputFile.Limit.weights)
            // A file of another kind is recognised by its head and is not read completely.
            let head = try file.prefix(ContentKind.headLength)
            let isSafetensors = head.count > 8 && head[8] == UInt8(ascii: "{")
            if !isSafetensors, let kind = ContentKind(head), kind != .unknownBinary {
                throw SafetensorsError.otherKind(path: path, kind: kind)
            }
            _ = try Self.headerLength(head, fileBytes: Int(file.stamp.size), path: path)
            data = try file.bytes()
        } catch let error as FileError {
            let reason = error.code == ENOENT ? "there is no such file" : error.cause
            throw SafetensorsError.unreadable(path: path, reason: reason)
        }
        let length = try Self.headerLength(data, fileBytes: data.count, path: path)
        dataStart = 8 + Int(length)
        let parsed: Any
        do {
            parsed = try JSONSerialization.jsonObject(with: Data(data[8..<dataStart]))
        } catch {
            throw SafetensorsError.headerNotJSON(path: path, reason: "it does not parse")
        }
        guard let header = parsed as? [String: Any] else {
            throw SafetensorsError.headerNotJSON(path: path, reason: "it is not an object")
        }
        for (name, entry) in header {
            if name == "__metadata__" {
                metadata = entry as? [String: String] ?? [:]
            } else {
                tensors[name] = try tensor(name, entry)
            }
        }
    }

    private static func headerLength(_ start: [UInt8], fileBytes: Int, path: String) throws -> UInt64 {
        guard start.count >= 8 else { throw SafetensorsError.tooShort(path: path, bytes: fileBytes) }
        let length = start.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        guard length > 0 else { throw SafetensorsError.headerNotJSON(path: path, reason: "it is empty") }
        guard length <= UInt64(max(0, fileBytes - 8)) else {
            throw SafetensorsError.headerTooLong(path: path, headerBytes: length, fileBytes: fileBytes)
        }
        return length
    }

    private func tensor(_ name: String, _ entry: Any) throws -> Tensor {
        func bad(_ reason: String) -> SafetensorsError { .badEntry(path: path, tensor: name, reason: reason) }
        guard let entry = entry as? [String: Any], let typeName = entry["dtype"] as? String,
            let shape = entry["shape"] as? [Int], let offsets = entry["data_offsets"] as? [Int], offsets.count == 2
        else { throw bad("its header entry needs dtype, shape and data_offsets") }
        guard let type = ElementType(rawValue: typeName) else {
            throw SafetensorsError.unsupportedType(path: path, tensor: name, type: typeName)
        }
        var elements = type.byteCount
        for size in shape {
            let (product, overflow) = elements.multipliedReportingOverflow(by: size)
            guard size >= 0, !overflow else { throw bad("shape \(shape) is impossible") }
            elements = product
        }
        guard offsets[0] >= 0, offsets[0] <= offsets[1], offsets[1] <= data.count - dataStart else {
            throw bad("its bytes \(offsets[0])..<\(offsets[1]) lie outside the file's \(data.count - dataStart)")
        }
        guard offsets[1] - offsets[0] == elements else {
            throw bad("\(typeName) \(shape) takes \(elements) bytes, the header gives it \(offsets[1] - offsets[0])")
        }
        return Tensor(type: type, shape: shape, bytes: offsets[0]..<offsets[1])
    }

    /// Copies a tensor's elements as floats. Throws when the tensor is missing, has another shape, or is not of a float type.
    package func copy(_ name: String, shape: [Int], into target: UnsafeMutableBufferPointer<Float>) throws {
        guard let tensor = tensors[name] else { throw SafetensorsError.missing(path: path, tensor: name) }
        guard tensor.shape == shape, target.count == tensor.count else {
            throw SafetensorsError.wrongShape(path: path, tensor: name, expected: shape, actual: tensor.shape)
        }
        guard tensor.type.isFloat else {
            throw SafetensorsError.unsupportedType(path: path, tensor: name, type: tensor.type.rawValue)
        }
        data.withUnsafeBytes { bytes in
            let source = UnsafeRawBufferPointer(
                rebasing: bytes[dataStart + tensor.bytes.lowerBound..<dataStart + tensor.bytes.upperBound])
            switch tensor.type {
            case .f32:
                if let from = source.baseAddress, let to = target.baseAddress { memcpy(to, from, source.count) }
            case .f64:
                for i in target.indices {
                    target[i] = Float(source.loadUnaligned(fromByteOffset: i * 8, as: Double.self))
                }
            case .f16:
                for i in target.indices {
                    let bits = source.loadUnaligned(fromByteOffset: i * 2, as: UInt16.self)
                    target[i] = HalfPrecision.float(bits)
                }
            case .bf16:
                for i in target.indices {
                    let bits = source.loadUnaligned(fromByteOffset: i * 2, as: UInt16.self)
                    target[i] = Float(bitPattern: UInt32(bits) << 16)
                }
            default: break
            }
        }
    }

    /// A tensor's elements as an array of floats.
    package func floats(_ name: String) throws -> [Float] {
        guard let tensor = tensors[name] else { throw SafetensorsError.missing(path: path, tensor: name) }
        var values = [Float](repeating: 0, count: tensor.count)
        try values.withUnsafeMutableBufferPointer { try copy(name, shape: tensor.shape, into: $0) }
        return values
    }
}

/// IEEE half precision. Swift has no type for it on Macs with Intel processors.
enum HalfPrecision {
    static func float(_ bits: UInt16) -> Float {
        let sign = UInt32(bits & 0x8000) << 16
        let exponent = UInt32(bits >> 10) & 0x1F
        let fraction = UInt32(bits) & 0x3FF
        switch exponent {
        case 0: return Float(bitPattern: sign | Float(fraction).bitPattern) * 0x1p-24
        case 31: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
        default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
        }
    }
}
