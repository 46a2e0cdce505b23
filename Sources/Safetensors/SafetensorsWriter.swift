import Files
import Foundation

/// Writes safetensors files: F32 tensors in the order given, atomically.
package enum SafetensorsWriter {
    /// A tensor to write. Its memory must stay valid until `write` returns.
    package struct Tensor {
        package var name: String
        package var shape: [Int]
        package var floats: UnsafeBufferPointer<Float>

        package init(name: String, shape: [Int], floats: UnsafeBufferPointer<Float>) {
            self.name = name
            self.shape = shape
            self.floats = floats
        }
    }

    /// Writes to a temporary file in the same folder, syncs it and renames it. So there is always a complete old or new file.
    /// Throws `SafetensorsError.unwritable`, after removing the temporary file.
    package static func write(_ tensors: [Tensor], metadata: [String: String] = [:], to path: String) throws {
        let header = self.header(tensors, metadata: metadata)
        do throws(FileError) {
            try AtomicFile.write(to: path) { write in
                var length = UInt64(header.count).littleEndian
                try withUnsafeBytes(of: &length) { try write($0) }
                try header.withUnsafeBytes { try write($0) }
                for tensor in tensors { try write(UnsafeRawBufferPointer(tensor.floats)) }
            }
        } catch {
            throw SafetensorsError.unwritable(path: path, reason: error.cause)
        }
    }

    private static func header(_ tensors: [Tensor], metadata: [String: String]) -> [UInt8] {
        var entries: [String] = []
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key < $1.key }.map { "\($0.key.jsonQuoted):\($0.value.jsonQuoted)" }
            entries.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
        }
        var offset = 0
        for tensor in tensors {
            let end = offset + tensor.floats.count * 4
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            entries.append(
                "\(tensor.name.jsonQuoted):{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}"
            )
            offset = end
        }
        var bytes = Array("{\(entries.joined(separator: ","))}".utf8)
        // Tensors begin at a multiple of eight, as in the reference implementation.
        while bytes.count % 8 != 0 { bytes.append(UInt8(ascii: " ")) }
        return bytes
    }
}
